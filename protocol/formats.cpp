#include "protocol/formats.hpp"

#include <algorithm>

#include "protocol/limits.hpp"

namespace standpipe::protocol {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
bool is_alphanumeric(char c) {
  return is_letter(c) || is_digit(c);
}
char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Calls f for each part between separators, also an empty one; false as soon as f says so.
template <class F>
bool for_each_part(std::string_view text, char separator, F f) {
  for (;;) {
    const std::size_t end = text.find(separator);
    if (!f(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_domain_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// RFC 5322 section 3.2.3, "atext".
bool is_atom_character(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_atom_character);
}

bool is_lower_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_uuid_hyphen(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

/// ISO 3166-1 alpha-2 as of 2024 (249 codes), and XK; ascending.
constexpr std::string_view countries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISIT"
    "JEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINL"
    "NONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTM"
    "TNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";
static_assert(countries.size() == 2 * 250);

}  // namespace

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

bool is_language_tag(std::string_view text) {
  if (text.size() > 35) return false;
  const std::string_view language = text.substr(0, text.find('-'));
  if (language.size() < 2 || !std::all_of(language.begin(), language.end(), is_letter)) return false;
  return for_each_part(text, '-', [](std::string_view part) {
    return !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), is_alphanumeric);
  });
}

std::optional<std::string> canonical_language_tag(std::string_view text) {
  if (!is_language_tag(text)) return std::nullopt;
  std::string out;
  bool after_singleton = false;  // an extension or private use follows, all lower case
  for_each_part(text, '-', [&](std::string_view part) {
    const std::size_t start = out.empty() ? 0 : out.size() + 1;
    if (start > 0) out += '-';
    out += to_lower_ascii(part);
    if (start > 0 && !after_singleton && part.size() == 2) out.replace(start, 2, {to_upper(part[0]), to_upper(part[1])});
    if (start > 0 && !after_singleton && part.size() == 4) out[start] = to_upper(out[start]);
    after_singleton = after_singleton || part.size() == 1;
    return true;
  });
  return out;
}

bool is_country(std::string_view text) {
  if (text.size() != 2) return false;
  for (std::size_t at = 0; at < countries.size(); at += 2) {
    if (countries.substr(at, 2) == text) return true;
  }
  return false;
}

bool is_domain(std::string_view text) {
  if (text.size() > 253 || text.find('.') == std::string_view::npos) return false;
  const std::string_view last = text.substr(text.rfind('.') + 1);
  return for_each_part(text, '.', is_domain_label) && std::any_of(last.begin(), last.end(), is_letter);
}

bool is_email(std::string_view text) {
  if (text.size() > limits::email_bytes) return false;
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at > 64) return false;
  return for_each_part(text.substr(0, at), '.', is_atom) && is_domain(text.substr(at + 1));
}

std::optional<std::string> canonical_email(std::string_view text) {
  if (!is_email(text)) return std::nullopt;
  return to_lower_ascii(text);
}

bool is_slug(std::string_view text) {
  if (text.size() < limits::slug_min || text.size() > limits::slug_max) return false;
  return for_each_part(text, '-', [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return is_lower(c) || is_digit(c); });
  });
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_uuid_hyphen(i) ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

std::array<std::uint8_t, 16> uuid_bytes(std::string_view text) {
  std::array<std::uint8_t, 16> bytes{};
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '-') continue;
    auto& byte = bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | (is_digit(c) ? c - '0' : c - 'a' + 10));
  }
  return bytes;
}

std::string uuid_text(const std::array<std::uint8_t, 16>& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    if (is_uuid_hyphen(out.size())) out += '-';
    out += digits[byte >> 4];
    out += digits[byte & 0xf];
  }
  return out;
}

}  // namespace standpipe::protocol
