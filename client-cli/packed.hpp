#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "protocol/describe.hpp"

/// Wire types as few bytes, for what lies in memory in great numbers: never on disk or on the wire, since it tells no fields'
/// names. Of a struct a bit for each field that has not its default, and those fields; numbers are as long as they are large.
namespace standpipe::client {

class Packer {
 public:
  template <class T>
  static std::string pack(const T& value) {
    Packer packer;
    packer.add(value);
    return std::move(packer.out_);
  }

 private:
  template <class T>
  void add(const T& value) {
    namespace describe = protocol::describe;
    if constexpr (describe::is_strong<T>) {
      add_signed(value.value);
    } else if constexpr (describe::Integer<T>) {
      add_signed(static_cast<std::int64_t>(value));
    } else if constexpr (describe::Enum<T>) {
      add_signed(static_cast<std::int64_t>(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      add_number(value.size());
      out_ += value;
    } else if constexpr (describe::is_optional<T>) {
      if (value) add(*value);
    } else if constexpr (describe::is_vector<T>) {
      add_number(value.size());
      for (const auto& item : value) add(item);
    } else if constexpr (describe::Struct<T>) {
      add_struct(value);
    } else {
      static_assert(std::is_same_v<T, bool>, "not a type that can be packed");  // its field's bit says it
    }
  }

  template <class T>
  void add_struct(const T& value) {
    namespace describe = protocol::describe;
    const T defaults{};
    std::uint64_t set = 0;
    std::uint64_t bit = 1;
    describe::for_each_field<T>([&](std::string_view, auto field) {
      if (!describe::equal(value.*field, defaults.*field)) set |= bit;
      bit <<= 1U;
    });
    add_number(set);
    describe::for_each_field<T>([&](std::string_view, auto field) {
      if ((set & 1U) != 0) add(value.*field);
      set >>= 1U;
    });
  }

  void add_signed(std::int64_t value) {
    add_number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U));
  }

  void add_number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>(value | 0x80U);
    out_ += static_cast<char>(value);
  }

  std::string out_;
};

/// Takes back what a Packer made, and nothing else.
class Unpacker {
 public:
  template <class T>
  static T unpack(const char* packed) {
    T value{};
    Unpacker(packed).take(value);
    return value;
  }

 private:
  explicit Unpacker(const char* at) : at_(at) {}

  template <class T>
  void take(T& value) {
    namespace describe = protocol::describe;
    if constexpr (describe::is_strong<T>) {
      value.value = take_signed();
    } else if constexpr (describe::Integer<T> || describe::Enum<T>) {
      value = static_cast<T>(take_signed());
    } else if constexpr (std::is_same_v<T, std::string>) {
      const auto size = take_number();
      value.assign(at_, size);
      at_ += size;
    } else if constexpr (describe::is_optional<T>) {
      take(value.emplace());
    } else if constexpr (describe::is_vector<T>) {
      value.resize(take_number());
      for (auto& item : value) take(item);
    } else if constexpr (describe::Struct<T>) {
      auto set = take_number();
      describe::for_each_field<T>([&](std::string_view, auto field) {
        if ((set & 1U) != 0) take(value.*field);
        set >>= 1U;
      });
    } else {
      value = !value;
    }
  }

  std::int64_t take_signed() {
    const auto value = take_number();
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
  }

  std::uint64_t take_number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
  }

  const char* at_;
};

}  // namespace standpipe::client
