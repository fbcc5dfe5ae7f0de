#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "server/app/recent.hpp"

namespace standpipe::app {

/// Slows down who guesses: some tries are free, each further one doubles the time until the next, from one second to
/// `longest_wait_ms`. What was tried is forgotten when nothing has been tried for an hour, or when 20,000 others have been tried
/// since.
///
/// A try counts when it begins, so that many at once do not all pass. Any thread.
class Throttle {
 public:
  static constexpr std::size_t remembered = 20'000;

  Throttle(std::int64_t free_tries, std::int64_t longest_wait_ms) : free_(free_tries), longest_wait_ms_(longest_wait_ms) {}

  /// Counts a try: 0. Where it comes too early it does not count: in how many ms it may be made.
  std::int64_t begin(std::string_view key, std::int64_t now_ms);

  /// The try was a good one, and does not count.
  void take_back(std::string_view key, std::int64_t now_ms);

  /// All tries are forgiven.
  void forget(std::string_view key);

 private:
  struct Tries {
    std::int64_t count = 0;
    std::int64_t next_ms = 0;
  };
  static constexpr std::int64_t memory_ms = 3'600'000;

  const std::int64_t free_;
  const std::int64_t longest_wait_ms_;
  std::mutex mutex_;
  Recent<Tries> tries_{remembered, memory_ms};
};

/// Slows down who guesses the password of an account. Who guesses from one address slows down that address only; who guesses from
/// many slows down all but those that the member is known to come from, so that nobody can keep a member out of their usual
/// places. Any thread.
class AccountTries {
 public:
  /// `memory_ms`: how long a place is usual.
  AccountTries(std::int64_t free_tries, std::int64_t longest_wait_ms, std::int64_t memory_ms);

  /// As Throttle::begin.
  std::int64_t begin(const std::string& account, const std::string& address, std::int64_t now_ms);

  /// The password was right: tries from there are forgiven, and the address is a usual place from now on.
  void succeeded(const std::string& account, const std::string& address, std::int64_t now_ms);

 private:
  struct Nothing {};
  bool is_usual(const std::string& place, std::int64_t now_ms);

  Throttle from_one_;   ///< by account and address
  Throttle from_many_;  ///< by account, without its usual places; lets pass ten times as many
  std::mutex mutex_;
  Recent<Nothing> usual_;  ///< accounts with an address
};

}  // namespace standpipe::app
