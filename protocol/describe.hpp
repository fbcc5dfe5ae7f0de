#pragma once

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "protocol/ids.hpp"

/// What the codec and the OpenRPC document know of a wire type: its kind, and the fields and names that
/// BOOST_DESCRIBE_STRUCT and BOOST_DESCRIBE_ENUM state.
namespace standpipe::protocol::describe {

template <class T>
concept Struct = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

template <class T>
concept Enum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
inline constexpr bool is_strong = false;
template <class Tag>
inline constexpr bool is_strong<Strong<Tag>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

/// Calls f(name, pointer to member) for each field, in the order of the description.
template <Struct T, class F>
constexpr void for_each_field(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto field) { f(std::string_view(field.name), field.pointer); });
}

/// Calls f(name, value) for each enumerator, in the order of the description.
template <Enum E, class F>
constexpr void for_each_enumerator(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto enumerator) { f(std::string_view(enumerator.name), enumerator.value); });
}

/// The described name of a value; empty for a number that is none of the enumerators.
template <Enum E>
constexpr std::string_view name_of(E value) {
  std::string_view found;
  for_each_enumerator<E>([&](std::string_view name, E candidate) {
    if (candidate == value) found = name;
  });
  return found;
}

template <Enum E>
constexpr std::optional<E> value_of(std::string_view name) {
  std::optional<E> found;
  for_each_enumerator<E>([&](std::string_view candidate, E value) {
    if (candidate == name) found = value;
  });
  return found;
}

/// Whether a field has its default, and so is left out of an object on the wire: 0, "", false, an empty list, an absent
/// optional, an object all of whose fields are; or what the field's initializer says.
template <class T>
bool equal(const T& a, const T& b) {
  if constexpr (Struct<T>) {
    bool same = true;
    for_each_field<T>([&](std::string_view, auto pointer) { same = same && equal(a.*pointer, b.*pointer); });
    return same;
  } else if constexpr (is_optional<T>) {
    return a.has_value() == b.has_value() && (!a || equal(*a, *b));
  } else if constexpr (is_vector<T>) {
    // Only ever compared with a default, which is short.
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!equal(a[i], b[i])) return false;
    }
    return true;
  } else {
    return a == b;
  }
}

}  // namespace standpipe::protocol::describe
