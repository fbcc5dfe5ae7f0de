#include "client-cli/terminal/markdown_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::size_t longest_link = 2000;

constexpr std::pair<std::string_view, std::string_view> named_entities[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", "\u00A0"}, {"copy", "©"},
    {"reg", "®"},    {"trade", "™"},  {"deg", "°"},    {"plusmn", "±"}, {"sup2", "²"},   {"sup3", "³"},      {"micro", "µ"},
    {"middot", "·"}, {"para", "¶"},   {"sect", "§"},   {"frac12", "½"}, {"frac14", "¼"}, {"frac34", "¾"},    {"times", "×"},
    {"divide", "÷"}, {"ndash", "–"},  {"mdash", "—"},  {"hellip", "…"}, {"bull", "•"},   {"lsquo", "‘"},     {"rsquo", "’"},
    {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},  {"euro", "€"},   {"pound", "£"},     {"larr", "←"},
    {"rarr", "→"},   {"uarr", "↑"},   {"darr", "↓"},   {"le", "≤"},     {"ge", "≥"},     {"ne", "≠"},        {"asymp", "≈"},
    {"agrave", "à"}, {"eacute", "é"}, {"egrave", "è"}, {"ecirc", "ê"},  {"ccedil", "ç"}, {"auml", "ä"},      {"ouml", "ö"},
    {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},
};

std::string numeric_entity(std::string_view digits) {
  int base = 10;
  if (!digits.empty() && (digits.front() == 'x' || digits.front() == 'X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  const bool is_scalar = value != 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  if (error != std::errc{} || end != digits.data() + digits.size() || !is_scalar) return "\uFFFD";
  std::string out;
  protocol::append_code_point(out, value);
  return out;
}

void append_encoded(std::string& out, std::string_view bytes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15U];
  }
}

/// Compared without regard to case, which schemes have none of.
bool has_scheme(std::string_view address, std::string_view scheme) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return address.size() > scheme.size() &&
         std::ranges::equal(address.substr(0, scheme.size()), scheme, [&](char a, char b) { return lower(a) == b; });
}

}  // namespace

std::string entity_text(std::string_view entity) {
  std::string_view name = entity;
  if (name.starts_with('&')) name.remove_prefix(1);
  if (name.ends_with(';')) name.remove_suffix(1);
  if (name.starts_with('#')) return client::printable_line(numeric_entity(name.substr(1)));
  for (const auto& [known, text] : named_entities) {
    if (name == known) return std::string(text);
  }
  return client::printable_line(entity);
}

Address address_of(std::string_view text) {
  Address out;
  for (std::string_view rest = text; !rest.empty();) {
    std::string_view point = rest;
    if (!protocol::next_code_point(rest)) rest.remove_prefix(1);
    point.remove_suffix(rest.size());
    const bool is_ascii = static_cast<unsigned char>(point.front()) < 0x80;
    const bool is_unseen = protocol::is_blank(point);
    is_unseen ? append_encoded(out.shown, point) : void(out.shown += point);
    is_unseen || !is_ascii ? append_encoded(out.link, point) : void(out.link += point);
  }
  const bool is_link = has_scheme(text, "http://") || has_scheme(text, "https://") || has_scheme(text, "mailto:");
  if (!is_link || out.link.size() > longest_link) out.link.clear();
  return out;
}

bool says_address(std::string_view text, const Address& address) {
  if (text == address.shown) return true;
  if (text.find('@') != std::string_view::npos) return "mailto:" + std::string(text) == address.shown;
  return text.starts_with("www.") && "http://" + std::string(text) == address.shown;
}

}  // namespace standpipe::terminal
