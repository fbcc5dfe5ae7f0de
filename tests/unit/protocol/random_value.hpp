#pragma once

#include <random>
#include <string>

#include "protocol/codec.hpp"
#include "protocol/text.hpp"

namespace standpipe::protocol {

inline std::int64_t random_between(std::mt19937_64& random, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}

/// A short text of code points from all over Unicode, with many that JSON must escape; often empty.
inline std::string random_text(std::mt19937_64& random) {
  std::string out;
  for (auto length = random_between(random, 0, 12) - 4; length > 0; --length) {
    const auto kind = random_between(random, 0, 5);
    char32_t c = 0;
    if (kind < 2) c = static_cast<char32_t>(random_between(random, 0, 0x7f));
    if (kind == 2) c = U"\"\\/\n\x7f"[random_between(random, 0, 4)];
    if (kind == 3) c = static_cast<char32_t>(random_between(random, 0x80, 0xd7ff));
    if (kind == 4) c = static_cast<char32_t>(random_between(random, 0xe000, 0xffff));
    if (kind == 5) c = static_cast<char32_t>(random_between(random, 0x10000, 0x10ffff));
    append_code_point(out, c);
  }
  return out;
}

/// A random value of a type of the wire: each field has its default about every third time.
template <class T>
T random_value(std::mt19937_64& random) {
  T value{};
  if constexpr (std::is_same_v<T, bool>) {
    value = random_between(random, 0, 1) == 1;
  } else if constexpr (describe::Integer<T>) {
    value = random_between(random, 0, 1) ? random_between(random, -3, 3)
                                         : random_between(random, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  } else if constexpr (describe::is_strong<T>) {
    value = T{random_between(random, 0, 1) ? random_between(random, 0, 5) : random_between(random, 0, max_strong)};
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = random_text(random);
  } else if constexpr (describe::Enum<T>) {
    std::vector<T> all;
    describe::for_each_enumerator<T>([&](std::string_view, T one) { all.push_back(one); });
    value = all[static_cast<std::size_t>(random_between(random, 0, static_cast<std::int64_t>(all.size()) - 1))];
  } else if constexpr (describe::is_optional<T>) {
    if (random_between(random, 0, 2)) value = random_value<typename T::value_type>(random);
  } else if constexpr (describe::is_vector<T>) {
    for (auto size = random_between(random, 0, 3); size > 0; --size) {
      value.push_back(random_value<typename T::value_type>(random));
    }
  } else if constexpr (describe::is_map<T>) {
    for (auto size = random_between(random, 0, 3); size > 0; --size) {
      value[random_text(random)] = random_value<typename T::mapped_type>(random);
    }
  } else {
    describe::for_each_field<T>([&](std::string_view, auto pointer) {
      using Field = std::remove_cvref_t<decltype(value.*pointer)>;
      if (random_between(random, 0, 2)) value.*pointer = random_value<Field>(random);
    });
  }
  return value;
}

}  // namespace standpipe::protocol
