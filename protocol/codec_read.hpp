#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/describe.hpp"
#include "protocol/errors.hpp"

/// JSON values (parse.hpp makes them from text) to wire types.
namespace standpipe::protocol {

/// Why a text or value cannot be read.
struct ReadError {
  std::string field;                         ///< the full path, e.g. "outcome.rung" or "mentions[3]"; empty for the whole
  ErrorCode code = ErrorCode::argument_bad;  ///< bad_json, argument_missing or argument_bad
  std::string text;                          ///< what is wrong and what would be right, in English
};

/// Lets result<T, ReadError>::value() throw a std::runtime_error, for callers that know that the value can be read.
[[noreturn]] void throw_exception_from_error(const ReadError& error, const boost::source_location& at);

/// The refusal that tells a client so: the error's code, its text for people, and the field.
Refusal to_refusal(const ReadError& error);

/// The largest number that every JSON reader holds exactly (RFC 8259 section 6); no id, counter or time exceeds it.
inline constexpr std::int64_t max_strong = (std::int64_t{1} << 53) - 1;

namespace detail {

/// Fills a ReadError and returns false, so that a reader can `return fail(…)`.
bool fail(ReadError& error, std::string text, ErrorCode code = ErrorCode::argument_bad);

/// Puts the name of the enclosing field in front of the path so far.
void enclose(ReadError& error, std::string_view name);
void enclose(ReadError& error, std::size_t index);

bool read_integer(const boost::json::value& json, std::int64_t least, std::int64_t most, std::int64_t& out, ReadError& error);
bool read_string(const boost::json::value& json, std::string& out, ReadError& error);
bool read_bytes(const boost::json::value& json, std::array<std::uint8_t, 32>& out, ReadError& error);

enum class Shape { object, params };

template <class T>
bool read_value(const boost::json::value& json, T& out, ReadError& error);

template <describe::Enum E>
bool read_enum(const boost::json::value& json, E& out, ReadError& error) {
  const auto* name = json.if_string();
  if (name) {
    if (const auto value = describe::value_of<E>(std::string_view(name->data(), name->size()))) {
      out = *value;
      return true;
    }
  }
  std::string text = "must be one of";
  bool first = true;
  describe::for_each_enumerator<E>([&](std::string_view allowed, E) {
    text += first ? " \"" : ", \"";
    text += allowed;
    text += '"';
    first = false;
  });
  return fail(error, std::move(text));
}

template <Shape shape, describe::Struct T>
bool read_struct(const boost::json::value& json, T& out, ReadError& error) {
  const auto* object = json.if_object();
  if (!object) return fail(error, "must be an object");
  bool good = true;
  describe::for_each_field<T>([&](std::string_view name, auto pointer) {
    if (!good) return;
    using Field = std::remove_cvref_t<decltype(out.*pointer)>;
    const auto* found = object->if_contains(boost::json::string_view(name.data(), name.size()));
    if (!found) {
      if (shape == Shape::params && !describe::is_optional<Field>) {
        good = fail(error, "is missing", ErrorCode::argument_missing);
      }
    } else {
      good = read_value(*found, out.*pointer, error);
    }
    if (!good) enclose(error, name);
  });
  return good;
}

template <class T>
bool read_list(const boost::json::value& json, std::vector<T>& out, ReadError& error) {
  const auto* array = json.if_array();
  if (!array) return fail(error, "must be a list");
  out.clear();
  out.reserve(array->size());
  for (const auto& item : *array) {
    T value{};
    if (!read_value(item, value, error)) {
      enclose(error, out.size());
      return false;
    }
    out.push_back(std::move(value));
  }
  return true;
}

template <class T>
bool read_map(const boost::json::value& json, std::map<std::string, T>& out, ReadError& error) {
  const auto* object = json.if_object();
  if (!object) return fail(error, "must be an object");
  out.clear();
  for (const auto& member : *object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (!read_value(member.value(), out[std::string(key)], error)) {
      enclose(error, key);
      return false;
    }
  }
  return true;
}

/// Reads one value. On failure `out` is valid but half read.
template <class T>
bool read_value(const boost::json::value& json, T& out, ReadError& error) {
  if constexpr (std::is_same_v<T, bool>) {
    const bool* value = json.if_bool();
    if (!value) return fail(error, "must be true or false");
    out = *value;
    return true;
  } else if constexpr (describe::Integer<T>) {
    using Limits = std::numeric_limits<T>;
    static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "the wire has no integers beyond int64");
    std::int64_t value = 0;
    if (!read_integer(json, Limits::min(), Limits::max(), value, error)) return false;
    out = static_cast<T>(value);
    return true;
  } else if constexpr (describe::is_strong<T>) {
    return read_integer(json, 0, max_strong, out.value, error);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_string(json, out, error);
  } else if constexpr (std::is_same_v<T, std::array<std::uint8_t, 32>>) {
    return read_bytes(json, out, error);
  } else if constexpr (describe::Enum<T>) {
    return read_enum(json, out, error);
  } else if constexpr (describe::is_optional<T>) {
    out.reset();
    return json.is_null() || read_value(json, out.emplace(), error);
  } else if constexpr (describe::is_vector<T>) {
    return read_list(json, out, error);
  } else if constexpr (describe::is_map<T>) {
    return read_map(json, out, error);
  } else {
    static_assert(describe::Struct<T>, "not a type of the wire; is it described?");
    return read_struct<Shape::object>(json, out, error);
  }
}

}  // namespace detail

/// Reads what `write` wrote. Lenient as the protocol demands of every reader: an absent field has its default, an
/// unknown one is ignored, null stands for an absent optional. What is there must have the right type; 1.0 is no integer.
template <class T>
boost::system::result<T, ReadError> read(const boost::json::value& json) {
  T out{};
  ReadError error;
  if (!detail::read_value(json, out, error)) return error;
  return out;
}

/// Reads the params of a request: as `read`, but every field that is not optional must be there (argument_missing).
/// Objects inside are read as `read` does.
template <describe::Struct T>
boost::system::result<T, ReadError> read_params(const boost::json::value& json) {
  T out{};
  ReadError error;
  if (!detail::read_struct<detail::Shape::params>(json, out, error)) return error;
  return out;
}

}  // namespace standpipe::protocol
