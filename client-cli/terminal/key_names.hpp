#pragma once

#include <string>
#include <string_view>

/// The names of keys: what keys.hpp says of them.
namespace standpipe::terminal {

/// As the parameter of xterm's sequences has them, less one.
enum Modifier : unsigned { shift = 1, alt = 2, ctrl = 4 };

/// A key that has a name, "up".
std::string key_of_name(std::string_view name, unsigned modifiers);

/// The key that gives a character, or the control character that a key sends ('\r' is "enter"); "" where no key does.
std::string key_of_character(char32_t c, unsigned modifiers);

/// The same key with Alt, if it has not got it.
std::string with_alt(std::string_view name);

}  // namespace standpipe::terminal
