#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/codec_read.hpp"
#include "protocol/describe.hpp"

/// JSON Schema (draft 7, as OpenRPC wants it) of the wire types.
namespace standpipe::protocol::schema {

/// The schemas of the named types that have been met, by name: structs, enums and Strong numbers.
using Components = std::map<std::string, boost::json::object>;

/// The name of a type without its namespace, as the compiler has it: "Message", "RoomTag".
template <class T>
constexpr std::string_view type_name() {
  std::string_view name = __PRETTY_FUNCTION__;  // GCC: "… [with T = a::B; …]", Clang: "… [T = a::B]"
  name.remove_prefix(name.find("T = ") + 4);
  name = name.substr(0, name.find_first_of(";]"));
  return name.substr(name.rfind(':') + 1);
}

/// "RoomId" for Strong<RoomTag>; the four that are no ids keep their own name.
template <class Tag>
std::string strong_name(Strong<Tag>) {
  std::string_view tag = type_name<Tag>();
  tag.remove_suffix(std::string_view("Tag").size());
  const bool id = tag != "Number" && tag != "Index" && tag != "Rev" && tag != "Time";
  return std::string(tag) + (id ? "Id" : "");
}

inline boost::json::object reference(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

template <class T>
boost::json::object of(Components& components);

template <describe::Enum T>
boost::json::object of_enum() {
  boost::json::array names;
  describe::for_each_enumerator<T>([&](std::string_view name, T) { names.emplace_back(name); });
  return {{"type", "string"}, {"enum", std::move(names)}};
}

/// A field of an object, with the default that its absence means. Ids, counters and times have theirs in their own schema;
/// a list is then empty, and an optional (the one field without a default that is no list) is not there.
template <class T>
boost::json::object of_field(const T& by_default, Components& components) {
  boost::json::object schema = of<T>(components);
  if constexpr (describe::Enum<T>) {
    return {{"allOf", {std::move(schema)}}, {"default", describe::name_of(by_default)}};
  } else if constexpr (describe::Struct<T>) {
    return {{"allOf", {std::move(schema)}}, {"default", boost::json::object{}}};
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    schema["default"] = by_default;
  }
  return schema;
}

template <describe::Struct T>
boost::json::object of_struct(Components& components) {
  [[maybe_unused]] static const T defaults{};
  boost::json::object properties;
  describe::for_each_field<T>(
      [&](std::string_view name, auto pointer) { properties[name] = of_field(defaults.*pointer, components); });
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

/// The schema of a value; of a named type a reference, after its schema has been added to the components.
template <class T>
boost::json::object of(Components& components) {
  if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (describe::Integer<T>) {
    return {{"type", "integer"}};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (describe::is_strong<T>) {
    const std::string name = strong_name(T{});
    components.try_emplace(name,
                           boost::json::object{{"type", "integer"}, {"minimum", 0}, {"maximum", max_strong}, {"default", 0}});
    return reference(name);
  } else if constexpr (describe::Enum<T>) {
    const std::string name(type_name<T>());
    components.try_emplace(name, of_enum<T>());
    return reference(name);
  } else if constexpr (describe::is_optional<T>) {
    return of<typename T::value_type>(components);
  } else if constexpr (describe::is_vector<T>) {
    return {{"type", "array"}, {"items", of<typename T::value_type>(components)}};
  } else if constexpr (describe::is_map<T>) {
    return {{"type", "object"}, {"additionalProperties", of<typename T::mapped_type>(components)}};
  } else {
    static_assert(describe::Struct<T>, "not a type of the wire; is it described?");
    const std::string name(type_name<T>());
    if (components.try_emplace(name).second) {
      boost::json::object schema = of_struct<T>(components);
      components[name] = std::move(schema);
    }
    return reference(name);
  }
}

/// The schema of params, or of the body of an HTTP request: what is not optional is required, and has no default.
template <describe::Struct T>
boost::json::object of_params(Components& components) {
  boost::json::object properties;
  boost::json::array required;
  describe::for_each_field<T>([&](std::string_view name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*pointer)>;
    properties[name] = of<Field>(components);
    if (!describe::is_optional<Field>) required.emplace_back(name);
  });
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

}  // namespace standpipe::protocol::schema
