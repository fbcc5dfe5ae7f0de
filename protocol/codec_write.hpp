#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/describe.hpp"

/// Wire types to JSON text, straight into a string: no JSON value is built in between.
/// All strings must be valid UTF-8 (text.hpp checks what comes in); these functions do not check it again.
namespace standpipe::protocol {

/// Appends a JSON string with its quotes. Escaped are only the quote, the backslash and the control characters
/// below U+0020 (RFC 8259 section 7); everything else stays as it is.
void write_string(std::string& out, std::string_view text);

void write_integer(std::string& out, std::int64_t value);

/// Appends 64 lower-case hexadecimal digits in quotes.
void write_bytes(std::string& out, const std::array<std::uint8_t, 32>& bytes);

template <class T>
void write(std::string& out, const T& value);

namespace detail {

constexpr std::size_t usual_object = 200;  ///< bytes that most objects fit in

/// Opens or continues an object.
inline void write_name(std::string& out, bool& first, std::string_view name) {
  out += first ? '{' : ',';
  first = false;
  out += '"';
  out += name;  // a C++ identifier: nothing to escape
  out += "\":";
}

inline void close_object(std::string& out, bool empty) {
  out += empty ? std::string_view("{}") : std::string_view("}");
}

template <describe::Struct T>
void write_struct(std::string& out, const T& value) {
  [[maybe_unused]] static const T defaults{};
  bool first = true;
  describe::for_each_field<T>([&](std::string_view name, auto pointer) {
    if (describe::equal(value.*pointer, defaults.*pointer)) return;
    write_name(out, first, name);
    write(out, value.*pointer);
  });
  close_object(out, first);
}

template <class Items, class WriteItem>
void write_items(std::string& out, const Items& items, WriteItem write_item) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write_item(item);
  }
  out += ']';
}

template <class T>
void write_map(std::string& out, const std::map<std::string, T>& map) {
  out += '{';
  bool first = true;
  for (const auto& [key, item] : map) {
    if (!first) out += ',';
    first = false;
    write_string(out, key);
    out += ':';
    write(out, item);
  }
  out += '}';
}

}  // namespace detail

/// Appends a value. In an object, fields that have their default are left out.
template <class T>
void write(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? std::string_view("true") : std::string_view("false");
  } else if constexpr (describe::Integer<T>) {
    static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "the wire has no integers beyond int64");
    write_integer(out, static_cast<std::int64_t>(value));
  } else if constexpr (describe::is_strong<T>) {
    write_integer(out, value.value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    write_string(out, value);
  } else if constexpr (std::is_same_v<T, std::array<std::uint8_t, 32>>) {
    write_bytes(out, value);
  } else if constexpr (describe::Enum<T>) {
    const std::string_view name = describe::name_of(value);
    assert(!name.empty());
    write_string(out, name);
  } else if constexpr (describe::is_optional<T>) {
    if (value) {
      write(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (describe::is_vector<T>) {
    detail::write_items(out, value, [&out](const auto& item) { write(out, item); });
  } else if constexpr (describe::is_map<T>) {
    detail::write_map(out, value);
  } else {
    static_assert(describe::Struct<T>, "not a type of the wire; is it described?");
    detail::write_struct(out, value);
  }
}

/// Appends the params of a request: every field that is not optional is written, also when it has its default; absent
/// optionals are left out. Objects inside have the shape that `write` gives them.
template <describe::Struct T>
void write_params(std::string& out, const T& params) {
  bool first = true;
  describe::for_each_field<T>([&](std::string_view name, auto pointer) {
    const auto& field = params.*pointer;
    if constexpr (describe::is_optional<std::remove_cvref_t<decltype(field)>>) {
      if (!field) return;
    }
    detail::write_name(out, first, name);
    write(out, field);
  });
  detail::close_object(out, first);
}

/// Appends an object like `write`, but in place of its field `at`, which is an empty list, comes the list `items`:
/// write_item(item) appends each.
template <describe::Struct T, class Field, class Items, class WriteItem>
void write_with_list(std::string& out, const T& value, Field T::*at, const Items& items, WriteItem write_item) {
  static const T defaults{};
  bool first = true;
  describe::for_each_field<T>([&](std::string_view name, auto pointer) {
    if constexpr (std::is_same_v<decltype(pointer), Field T::*>) {
      if (pointer == at && !items.empty()) {
        detail::write_name(out, first, name);
        return detail::write_items(out, items, write_item);
      }
    }
    if (describe::equal(value.*pointer, defaults.*pointer)) return;
    detail::write_name(out, first, name);
    write(out, value.*pointer);
  });
  detail::close_object(out, first);
}

template <class T>
std::string to_json(const T& value) {
  std::string out;
  if constexpr (describe::Struct<T>) out.reserve(detail::usual_object);
  write(out, value);
  return out;
}

}  // namespace standpipe::protocol
