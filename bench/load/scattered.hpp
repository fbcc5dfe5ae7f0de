#pragma once

#include <cstdint>

namespace standpipe::bench {

/// A number that looks random and is the same for the same number: the output function of SplitMix64 (Steele, Lea, Flood, 2014).
inline std::uint64_t scattered(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15ULL;
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9ULL;
  number = (number ^ number >> 27) * 0x94D049BB133111EBULL;
  return number ^ number >> 31;
}

}  // namespace standpipe::bench
