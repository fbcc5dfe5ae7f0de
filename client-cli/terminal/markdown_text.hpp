#pragma once

#include <string>
#include <string_view>

/// The small texts within Markdown: entities and addresses. Pure.
namespace standpipe::terminal {

/// What an entity stands for ("&amp;", "&#183;", "&#xB7;"), safe to print: one of a control character gives nothing, one of none
/// U+FFFD, an unknown name itself.
std::string entity_text(std::string_view entity);

struct Address {
  std::string shown;  ///< as people read it; what cannot be seen is percent-encoded
  std::string link;   ///< for Span::link: ASCII without spaces; "" unless it is http, https or mailto and not too long
};

/// Takes a text that is safe to print.
Address address_of(std::string_view text);

/// Whether a text says where its link leads, as bare links do ("www.a.org" for "http://www.a.org", "a@b.org").
bool says_address(std::string_view text, const Address& address);

}  // namespace standpipe::terminal
