#include "client-cli/terminal/markdown_inline.hpp"

#include <algorithm>
#include <utility>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/markdown_text.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::size_t narrowest = 4;   ///< columns that a text is wrapped to
constexpr int shortened_columns = 40;  ///< of an address that is too much
constexpr std::size_t shortened_bytes = 200;

/// At most so many bytes of it, and what is cut within an entity or code point is safe, too.
std::string text_of(const MD_ATTRIBUTE& attribute, std::size_t most) {
  const auto size = std::min<std::size_t>(attribute.size, most);
  std::string out;
  for (std::size_t i = 0; size > 0 && attribute.substr_offsets[i] < size; ++i) {
    const std::size_t from = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + from, std::min<std::size_t>(attribute.substr_offsets[i + 1], size) - from);
    out += attribute.substr_types[i] == MD_TEXT_ENTITY ? entity_text(part) : client::printable_line(part);
  }
  return out;
}

}  // namespace

void Inlines::enter(MD_SPANTYPE type, const void* detail) {
  switch (type) {
    case MD_SPAN_EM:
      ++emphasis_;
      break;
    case MD_SPAN_STRONG:
      ++strong_;
      break;
    case MD_SPAN_DEL:
      ++struck_;
      break;
    case MD_SPAN_CODE:
      ++code_;
      break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
      if (links_++ > 0) break;
      open_link(type == MD_SPAN_A ? static_cast<const MD_SPAN_A_DETAIL*>(detail)->href
                                  : static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src);
      break;
    default:
      break;
  }
}

void Inlines::leave(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      --emphasis_;
      break;
    case MD_SPAN_STRONG:
      --strong_;
      break;
    case MD_SPAN_DEL:
      --struck_;
      break;
    case MD_SPAN_CODE:
      --code_;
      break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
      if (--links_ == 0) close_link();
      break;
    default:
      break;
  }
}

void Inlines::text(MD_TEXTTYPE type, std::string_view text) {
  switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      add_break();
      break;
    case MD_TEXT_ENTITY:
      add(entity_text(text));
      break;
    case MD_TEXT_NULLCHAR:
      add("\uFFFD");
      break;
    default:
      add(client::printable_line(text));
      break;
  }
}

std::vector<Span> Inlines::take() {
  own_from_ = 0;
  return std::exchange(spans_, {});
}

Look Inlines::look() const {
  const Role role = code_ > 0 ? Role::code : heading_ ? Role::heading : Role::text;
  return {role, heading_ || strong_ > 0, emphasis_ > 0, false, struck_ > 0};
}

void Inlines::add(std::string_view text) {
  if (text.empty()) return;
  if (spans_.size() > own_from_ && spans_.back().look == look() && spans_.back().text != line_break) {
    spans_.back().text += text;
  } else {
    spans_.push_back({std::string(text), look()});
  }
}

void Inlines::add_break() {
  spans_.push_back({std::string(line_break)});
}

void Inlines::open_link(const MD_ATTRIBUTE& address) {
  is_too_much_ = address.size > most_written_;
  address_ = text_of(address, is_too_much_ ? shortened_bytes : address.size);
  own_from_ = spans_.size();
}

void Inlines::close_link() {
  std::string visible;
  for (auto i = own_from_; i < spans_.size(); ++i) visible += spans_[i].text == line_break ? " " : spans_[i].text;
  Address address = address_of(address_);
  const bool is_said = !is_too_much_ && says_address(protocol::trim(visible), address);
  const auto written = address.shown.size();
  const auto pieces = spans_.size() - own_from_ + (visible.size() + written) / narrowest + 2;
  const auto linked = address.link.size() * pieces;
  is_too_much_ = is_too_much_ || written > most_written_;
  most_written_ -= std::min(written, most_written_);
  if (is_too_much_) {
    address = {std::string(fitting(address.shown, shortened_columns)) + "…", ""};
  } else if (linked <= most_linked_) {
    most_linked_ -= linked;
  } else {
    address.link.clear();
  }
  const Role role = address.link.empty() ? Role::faint : Role::link;
  const bool is_blank = protocol::is_blank(visible);
  if (!address.link.empty()) {
    for (auto i = own_from_; i < spans_.size(); ++i) {
      if (spans_[i].text == line_break) continue;
      spans_[i].look.role = Role::link;
      spans_[i].link = address.link;
    }
  }
  if (!address.shown.empty() && (is_blank || !is_said)) {
    if (!is_blank) spans_.push_back({" (", {Role::faint}});
    spans_.push_back({std::move(address.shown), {role}, std::move(address.link)});
    if (!is_blank) spans_.push_back({")", {Role::faint}});
  }
  own_from_ = spans_.size();
}

}  // namespace standpipe::terminal
