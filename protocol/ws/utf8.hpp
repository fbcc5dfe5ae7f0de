#pragma once

#include <cstdint>
#include <string_view>

namespace standpipe::protocol::ws {

/// Checks UTF-8 (RFC 3629; Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF) in pieces of any
/// size, and says no at the first byte that cannot continue what came before.
class Utf8Validator {
 public:
  /// Takes the next piece. False once the text is wrong; then the validator has to be reset before further use.
  bool write(std::string_view piece);

  /// Whether what was written ends with a whole character.
  bool complete() const { return pending_ == 0; }

  void reset() { *this = Utf8Validator{}; }

 private:
  bool lead(std::uint8_t byte);

  std::uint8_t pending_ = 0;  ///< continuation bytes that the present character still needs
  std::uint8_t low_ = 0x80;   ///< what the next of them may be
  std::uint8_t high_ = 0xBF;
};

bool is_valid_utf8(std::string_view text);

}  // namespace standpipe::protocol::ws
