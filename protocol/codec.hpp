#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/system/result.hpp>

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"

/// JSON ↔ described structs: the one codec of the project. What a struct's members are is said once, by BOOST_DESCRIBE_STRUCT.
namespace standpipe::protocol {

/// Why a text or a value is not what was expected. `field` is the path of the member: "outcome.rung", "mentions[3]".
struct ReadError {
  std::string field;
  ErrorCode code = ErrorCode::argument_bad;
  std::string text;
};

/// What value() of a result that holds an error throws.
[[noreturn]] void throw_exception_from_error(const ReadError& error, const boost::source_location& where);

template <class T>
using ReadResult = boost::system::result<T, ReadError>;

/// Strict JSON (RFC 8259): duplicate keys, nesting beyond limits::json_depth, invalid UTF-8, integers beyond 64 bits and numbers that are
/// not finite are refused with bad_json.
ReadResult<boost::json::value> parse(std::string_view text);

namespace detail {

enum class Shape { object, params };

void write_string(std::string& out, std::string_view text);
void write_integer(std::string& out, std::int64_t value);
void write_hex(std::string& out, const std::uint8_t* bytes, std::size_t size);
bool read_hex(std::string_view text, std::uint8_t* bytes, std::size_t size);

template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};
template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_map : std::false_type {};
template <class T> struct is_map<std::map<std::string, T>> : std::true_type {};
template <class T> struct is_strong : std::false_type {};
template <class Tag> struct is_strong<Strong<Tag>> : std::true_type {};
template <class T> struct is_bytes : std::false_type {};
template <std::size_t N> struct is_bytes<std::array<std::uint8_t, N>> : std::true_type {};

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
void write_value(std::string& out, const T& value, Shape shape);

template <class T>
void write_struct(std::string& out, const T& value, Shape shape) {
  out += '{';
  bool first = true;
  const T defaults{};
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    const auto& field = value.*member.pointer;
    using Field = std::remove_cvref_t<decltype(field)>;
    if constexpr (is_optional<Field>::value) {
      if (!field.has_value()) return;
    } else if (shape == Shape::object) {
      if constexpr (is_vector<Field>::value || is_map<Field>::value || std::is_same_v<Field, std::string>) {
        if (field.empty()) return;
      } else if constexpr (requires { field == defaults.*member.pointer; }) {
        if (field == defaults.*member.pointer) return;
      }
    }
    if (!first) out += ',';
    first = false;
    out += '"';
    out += member.name;
    out += "\":";
    write_value(out, field, shape);
  });
  out += '}';
}

template <class T>
void write_value(std::string& out, const T& value, Shape shape) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    write_integer(out, static_cast<std::int64_t>(value));
  } else if constexpr (is_strong<T>::value) {
    write_integer(out, value.value);
  } else if constexpr (std::is_enum_v<T>) {
    write_string(out, boost::describe::enum_to_string(value, ""));
  } else if constexpr (std::is_same_v<T, std::string>) {
    write_string(out, value);
  } else if constexpr (is_bytes<T>::value) {
    write_hex(out, value.data(), value.size());
  } else if constexpr (is_optional<T>::value) {
    write_value(out, *value, shape);
  } else if constexpr (is_vector<T>::value) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      write_value(out, value[i], shape);
    }
    out += ']';
  } else if constexpr (is_map<T>::value) {
    out += '{';
    bool first = true;
    for (const auto& [key, item] : value) {
      if (!first) out += ',';
      first = false;
      write_string(out, key);
      out += ':';
      write_value(out, item, shape);
    }
    out += '}';
  } else {
    write_struct(out, value, shape);
  }
}

std::optional<ReadError> wrong_type(const char* expected);
ReadError unknown_word(std::string_view word, const std::string& allowed);
ReadError& under(ReadError& error, std::string_view member);
ReadError& under(ReadError& error, std::size_t item);

template <class T>
std::optional<ReadError> read_value(const boost::json::value& json, T& out, Shape shape);

template <class T>
std::optional<ReadError> read_struct(const boost::json::value& json, T& out, Shape shape) {
  if (!json.is_object()) return wrong_type("an object");
  const auto& object = json.get_object();
  std::optional<ReadError> error;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (error) return;
    auto& field = out.*member.pointer;
    using Field = std::remove_cvref_t<decltype(field)>;
    const auto* found = object.if_contains(member.name);
    if (found == nullptr || (is_optional<Field>::value && found->is_null())) {
      if (shape == Shape::params && !is_optional<Field>::value) {
        error = ReadError{member.name, ErrorCode::argument_missing, std::string("'") + member.name + "' is missing; add it."};
      }
      return;
    }
    error = read_value(*found, field, shape);
    if (error) under(*error, member.name);
  });
  return error;
}

template <class E>
std::optional<ReadError> read_enum(const boost::json::value& json, E& out) {
  if (!json.is_string()) return wrong_type("a string");
  const std::string word(json.get_string());
  if (boost::describe::enum_from_string(word.c_str(), out)) return std::nullopt;
  std::string allowed;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) {
    if (!allowed.empty()) allowed += ", ";
    allowed += e.name;
  });
  return unknown_word(word, allowed);
}

template <class T>
std::optional<ReadError> read_value(const boost::json::value& json, T& out, Shape shape) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_bool()) return wrong_type("true or false");
    out = json.get_bool();
  } else if constexpr (std::is_integral_v<T>) {
    if (!json.is_int64()) return wrong_type("an integer");
    out = static_cast<T>(json.get_int64());
  } else if constexpr (is_strong<T>::value) {
    if (!json.is_int64()) return wrong_type("an integer");
    out = T{json.get_int64()};
  } else if constexpr (std::is_enum_v<T>) {
    return read_enum(json, out);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return wrong_type("a string");
    out.assign(json.get_string().data(), json.get_string().size());
  } else if constexpr (is_bytes<T>::value) {
    if (!json.is_string() || !read_hex(json.get_string(), out.data(), out.size())) return wrong_type("hexadecimal digits");
  } else if constexpr (is_optional<T>::value) {
    return read_value(json, out.emplace(), shape);
  } else if constexpr (is_vector<T>::value) {
    if (!json.is_array()) return wrong_type("an array");
    out.clear();
    out.reserve(json.get_array().size());
    for (std::size_t i = 0; i < json.get_array().size(); ++i) {
      if (auto error = read_value(json.get_array()[i], out.emplace_back(), shape)) return under(*error, i);
    }
  } else if constexpr (is_map<T>::value) {
    if (!json.is_object()) return wrong_type("an object");
    for (const auto& item : json.get_object()) {
      if (auto error = read_value(item.value(), out[std::string(item.key())], shape)) return under(*error, std::string_view(item.key()));
    }
  } else {
    return read_struct(json, out, shape);
  }
  return std::nullopt;
}

}  // namespace detail

/// Appends an entity or a reply: members that equal their default are left out.
template <class T>
void write(std::string& out, const T& value) {
  detail::write_value(out, value, detail::Shape::object);
}

/// Appends the params of a request: every member is there but absent optionals.
template <class T>
void write_params(std::string& out, const T& value) {
  detail::write_value(out, value, detail::Shape::params);
}

template <class T>
std::string to_json(const T& value) {
  std::string out;
  write(out, value);
  return out;
}

/// Reads an entity or a reply: an absent member has its default, an unknown one is ignored.
template <class T>
ReadResult<T> read(const boost::json::value& json) {
  T out{};
  if (auto error = detail::read_value(json, out, detail::Shape::object)) return std::move(*error);
  return out;
}

/// Reads params: every member but the optional ones must be there; an unknown one is ignored.
template <class T>
ReadResult<T> read_params(const boost::json::value& json) {
  T out{};
  if (auto error = detail::read_value(json, out, detail::Shape::params)) return std::move(*error);
  return out;
}

}  // namespace standpipe::protocol
