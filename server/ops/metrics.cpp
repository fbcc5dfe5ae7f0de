#include "server/ops/metrics.hpp"

#include <algorithm>
#include <cstdio>

namespace standpipe::ops {

namespace {

std::string seconds(std::int64_t us) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", static_cast<double>(us) / 1e6);
  return text.data();
}

}  // namespace

void Histogram::observe(std::int64_t us) {
  us = std::max<std::int64_t>(us, 0);
  const auto bucket = std::ranges::lower_bound(bounds_us, us) - bounds_us.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(static_cast<std::uint64_t>(us), std::memory_order_relaxed);
}

void MetricsPage::head(std::string_view name, std::string_view help, std::string_view type) {
  out_.append("# HELP ").append(name).append(" ").append(help).append("\n");
  out_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void MetricsPage::counter(std::string_view name, std::string_view help, std::uint64_t value) {
  head(name, help, "counter");
  out_.append(name).append(" ").append(std::to_string(value)).append("\n");
}

void MetricsPage::gauge(std::string_view name, std::string_view help, std::int64_t value) {
  head(name, help, "gauge");
  out_.append(name).append(" ").append(std::to_string(value)).append("\n");
}

void MetricsPage::info(std::string_view name, std::string_view help, std::string_view label_name, std::string_view label) {
  head(name, help, "gauge");
  out_.append(name).append("{").append(label_name).append("=\"").append(label).append("\"} 1\n");
}

void MetricsPage::counters(std::string_view name, std::string_view help, std::string_view label_name,
                           const std::vector<Labelled>& values) {
  head(name, help, "counter");
  for (const auto& [label, value] : values) {
    out_.append(name).append("{").append(label_name).append("=\"").append(label).append("\"} ");
    out_.append(std::to_string(value)).append("\n");
  }
}

void MetricsPage::histogram(std::string_view name, std::string_view help, const Histogram& value) {
  const std::string full = std::string(name) + "_seconds";
  head(full, help, "histogram");
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < Histogram::bounds_us.size(); ++i) {
    total += value.count(i);
    out_.append(full).append("_bucket{le=\"").append(seconds(Histogram::bounds_us[i])).append("\"} ");
    out_.append(std::to_string(total)).append("\n");
  }
  total += value.count(Histogram::bounds_us.size());
  out_.append(full).append("_bucket{le=\"+Inf\"} ").append(std::to_string(total)).append("\n");
  out_.append(full).append("_sum ").append(seconds(static_cast<std::int64_t>(value.sum_us()))).append("\n");
  out_.append(full).append("_count ").append(std::to_string(total)).append("\n");
}

std::string Metrics::page() const {
  MetricsPage page;
  for (const auto& source : sources_) source(page);
  return std::move(page).take();
}

}  // namespace standpipe::ops
