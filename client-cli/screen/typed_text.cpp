#include "client-cli/screen/typed_text.hpp"

#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

namespace {

bool is_noncharacter(char32_t c) {
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

}  // namespace

std::string typed_text(std::string_view raw) {
  std::string lines;
  lines.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\t') {
      lines += "    ";
    } else if (raw[i] == '\r') {
      if (i + 1 == raw.size() || raw[i + 1] != '\n') lines += '\n';
    } else {
      lines += raw[i];
    }
  }
  const std::string safe = client::printable(lines);
  std::string out;
  out.reserve(safe.size());
  for (std::string_view rest = safe; !rest.empty();) {
    const auto c = protocol::next_code_point(rest);
    if (c && !is_noncharacter(*c)) protocol::append_code_point(out, *c);
  }
  return out;
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\n' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

bool separates_words(char32_t c) {
  if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_');
  return is_space(c) || (c >= 0xA1 && c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) || (c >= 0x2010 && c <= 0x205E) ||
         (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3020) || (c >= 0xFF01 && c <= 0xFF0F);
}

}  // namespace standpipe::screen
