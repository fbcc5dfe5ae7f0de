#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "protocol/ids.hpp"
#include "protocol/results.hpp"
#include "server/app/settings.hpp"

namespace standpipe::app {

/// The classic token bucket: full at first.
class TokenBucket {
 public:
  /// Takes tokens, all there can be if these are fewer: 0. Where there are not enough: in how many ms there will be.
  std::int64_t take(const Rate& rate, std::int64_t now_ms, double tokens = 1);

  bool full(const Rate& rate, std::int64_t now_ms) const;

 private:
  double there(const Rate& rate, std::int64_t now_ms) const;
  double missing_ = 0;
  std::int64_t at_ms_ = 0;
};

/// How fast each member may go, over all connections. Any thread.
class MemberLimits {
 public:
  MemberLimits(Rate commands, Rate queries) : commands_(commands), queries_(queries) {}

  /// As TokenBucket::take. Session methods count as queries.
  std::int64_t take(protocol::MemberId member, protocol::MethodKind kind, std::int64_t now_ms, double tokens = 1);

 private:
  struct Buckets {
    TokenBucket commands;
    TokenBucket queries;
  };
  /// Members in one shard wait for each other, for nanoseconds.
  struct Shard {
    std::mutex mutex;
    std::unordered_map<protocol::MemberId, Buckets> members;
  };
  const Rate commands_;
  const Rate queries_;
  std::array<Shard, 16> shards_;
};

/// The same for whoever has no account yet, by address. Bounded: when too many addresses are remembered, those with a full
/// bucket are forgotten, and where there are none, any one. Any thread.
class AddressLimits {
 public:
  explicit AddressLimits(Rate rate) : rate_(rate) {}
  std::int64_t take(const std::string& address, std::int64_t now_ms);

 private:
  static constexpr std::size_t remembered = 20'000;
  const Rate rate_;
  std::mutex mutex_;
  std::unordered_map<std::string, TokenBucket> addresses_;
};

}  // namespace standpipe::app
