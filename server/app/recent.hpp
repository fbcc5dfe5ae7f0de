#pragma once

#include <cstdint>
#include <cstring>
#include <list>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "server/ops/secrets.hpp"

namespace standpipe::app {

/// What came up lately, by the hash of its name, with something that is known of each: however long the names and however many
/// they are, the memory is bounded. Forgotten is what came up too long ago, and where there are too many what came up longest
/// ago.
template <class Value>
class Recent {
 public:
  Recent(std::size_t most, std::int64_t memory_ms) : most_(most), memory_ms_(memory_ms) {}

  /// Nothing where it is not known, or not any more.
  Value* find(std::string_view name, std::int64_t now_ms) {
    forget_old(now_ms);
    const auto at = by_name_.find(ops::hash_secret(name));
    return at == by_name_.end() ? nullptr : &at->second->value;
  }

  /// It comes up now: as it was known, or new.
  Value& touch(std::string_view name, std::int64_t now_ms) {
    forget_old(now_ms);
    const auto hash = ops::hash_secret(name);
    const auto at = by_name_.find(hash);
    if (at != by_name_.end()) {
      entries_.splice(entries_.end(), entries_, at->second);
    } else {
      if (entries_.size() >= most_) forget_first();
      entries_.push_back({hash, now_ms, {}});
      by_name_.emplace(hash, std::prev(entries_.end()));
    }
    entries_.back().at_ms = now_ms;
    return entries_.back().value;
  }

  void forget(std::string_view name) {
    const auto at = by_name_.find(ops::hash_secret(name));
    if (at == by_name_.end()) return;
    entries_.erase(at->second);
    by_name_.erase(at);
  }

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    ops::SecretHash name;
    std::int64_t at_ms;
    Value value;
  };
  struct FirstBytes {
    std::size_t operator()(const ops::SecretHash& hash) const {
      std::size_t bytes = 0;
      std::memcpy(&bytes, hash.data(), sizeof bytes);
      return bytes;
    }
  };

  void forget_first() {
    by_name_.erase(entries_.front().name);
    entries_.pop_front();
  }
  void forget_old(std::int64_t now_ms) {
    while (!entries_.empty() && now_ms - entries_.front().at_ms > memory_ms_) forget_first();
  }

  const std::size_t most_;
  const std::int64_t memory_ms_;
  std::list<Entry> entries_;  ///< what came up longest ago first
  std::unordered_map<ops::SecretHash, typename std::list<Entry>::iterator, FirstBytes> by_name_;
};

}  // namespace standpipe::app
