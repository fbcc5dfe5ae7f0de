#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::ops {

/// A number that only grows. Any thread; orders nothing.
class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// How long things took: counts of durations up to fixed bounds, in microseconds. Any thread.
class Histogram {
 public:
  static constexpr std::array<std::int64_t, 12> bounds_us = {100,    250,    500,     1'000,   2'500,     5'000,
                                                             10'000, 25'000, 100'000, 500'000, 1'000'000, 5'000'000};
  void observe(std::int64_t us);

  std::uint64_t count(std::size_t bucket) const { return buckets_[bucket].load(std::memory_order_relaxed); }
  std::uint64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::uint64_t>, bounds_us.size() + 1> buckets_{};  ///< the last one: longer than all bounds
  std::atomic<std::uint64_t> sum_us_{0};
};

/// Writes the Prometheus text exposition format, version 0.0.4.
class MetricsPage {
 public:
  void counter(std::string_view name, std::string_view help, std::uint64_t value);
  void gauge(std::string_view name, std::string_view help, std::int64_t value);
  /// What something is, as the label of a gauge that is always 1.
  void info(std::string_view name, std::string_view help, std::string_view label_name, std::string_view label);
  /// `name` without a unit; "_seconds" is appended.
  void histogram(std::string_view name, std::string_view help, const Histogram& value);

  /// Several values of one metric, told apart by one label.
  struct Labelled {
    std::string_view label;
    std::uint64_t value;
  };
  void counters(std::string_view name, std::string_view help, std::string_view label_name, const std::vector<Labelled>& values);

  std::string take() && { return std::move(out_); }

 private:
  void head(std::string_view name, std::string_view help, std::string_view type);
  std::string out_;
};

/// Who has something to tell on the metrics page. Filled at start, then only read.
class Metrics {
 public:
  using Source = std::function<void(MetricsPage&)>;
  void add(Source source) { sources_.push_back(std::move(source)); }
  std::string page() const;

 private:
  std::vector<Source> sources_;
};

}  // namespace standpipe::ops
