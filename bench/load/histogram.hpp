#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace standpipe::bench {

/// Counts durations in nanoseconds, in buckets that are at most 1/64 of their value wide (the layout of HdrHistogram), so that a
/// percentile is right to 1.6 %. Recording costs a few instructions and never allocates.
class Histogram {
 public:
  void record(std::int64_t ns) {
    ++counts_[bucket_of(static_cast<std::uint64_t>(std::max<std::int64_t>(ns, 0)))];
    ++count_;
    longest_ = std::max(longest_, ns);
  }

  std::uint64_t count() const { return count_; }
  std::int64_t longest() const { return longest_; }

  /// The value that this part (0 to 1) of all recorded ones does not exceed; 0 where nothing was recorded.
  std::int64_t percentile(double part) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (counts_[i] != 0 && seen >= wanted) return std::min(highest_in(i), longest_);
    }
    return 0;
  }

 private:
  static constexpr unsigned fine_bits = 6;
  static constexpr std::size_t fine = std::size_t{1} << fine_bits;

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < 2 * fine) return value;
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - fine_bits - 1;
    return (std::size_t{shift} << fine_bits) + (value >> shift);
  }
  static std::int64_t highest_in(std::size_t bucket) {
    if (bucket < 2 * fine) return static_cast<std::int64_t>(bucket);
    const auto shift = (bucket >> fine_bits) - 1;
    return static_cast<std::int64_t>(((fine + bucket % fine + 1) << shift) - 1);
  }

  std::array<std::uint64_t, 64 * fine> counts_{};
  std::uint64_t count_ = 0;
  std::int64_t longest_ = 0;
};

}  // namespace standpipe::bench
