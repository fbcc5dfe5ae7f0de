#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Unicode text from others: is it UTF-8, and may it be shown? All functions are pure and take anything.
namespace standpipe::protocol {

/// Takes the first code point off a UTF-8 text. Nothing if the text is empty or does not begin with a well-formed
/// sequence (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF); the text is then left as it is.
std::optional<char32_t> next_code_point(std::string_view& text);

bool is_utf8(std::string_view text);

/// How many code points a valid UTF-8 text has; a byte that is not part of one counts as one.
std::size_t count_code_points(std::string_view text);

/// Appends the UTF-8 form of a Unicode scalar value.
void append_code_point(std::string& out, char32_t c);

/// The longest beginning of a valid UTF-8 text that has at most `bytes` bytes and cuts no code point.
std::string_view truncate(std::string_view text, std::size_t bytes);

/// With LF for each CRLF and lone CR.
std::string with_plain_line_ends(std::string_view text);

/// Without white space (Unicode's White_Space) at both ends.
std::string_view trim(std::string_view text);

/// Whether there is nothing to be seen: only white space, and characters without a shape of their own (zero width spaces
/// and joiners, variation selectors, Hangul fillers and the like).
bool is_blank(std::string_view text);

/// One line for people, such as a name or a title: trimmed; empty if it is blank. Nothing if it is not valid UTF-8 or has
/// a control character (C0, DEL, C1), a line or paragraph separator, a noncharacter, or one of the directional controls
/// that can make a line read as another one (embeddings, overrides and isolates; U+202A to 202E, 2066 to 2069). The plain
/// marks U+200E, 200F and 061C are needed to write Arabic well, and stay.
std::optional<std::string> clean_line(std::string_view text);

/// A text of several lines: CRLF and lone CR become LF; trimmed; empty if it is blank. Nothing if it is not valid UTF-8
/// or has another control character than LF and tab, or a noncharacter. Directional controls stay: whoever shows a text
/// isolates it.
std::optional<std::string> clean_text(std::string_view text);

}  // namespace standpipe::protocol
