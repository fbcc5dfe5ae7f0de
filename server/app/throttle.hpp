#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace standpipe::app {

/// Slows down who guesses: some tries are free, each further one doubles the time until the next, from one second to
/// `longest_wait_ms`. What was tried is forgotten when nothing has been tried for an hour.
///
/// A try counts when it begins, so that many at once do not all pass. Bounded like AddressLimits. Any thread.
class Throttle {
 public:
  Throttle(std::int64_t free_tries, std::int64_t longest_wait_ms) : free_(free_tries), longest_wait_ms_(longest_wait_ms) {}

  /// Counts a try: 0. Where it comes too early it does not count: in how many ms it may be made.
  std::int64_t begin(const std::string& key, std::int64_t now_ms);

  /// The try was a good one, and does not count.
  void take_back(const std::string& key);

  /// All tries are forgiven.
  void forget(const std::string& key);

 private:
  struct Tries {
    std::int64_t count = 0;
    std::int64_t last_ms = 0;
    std::int64_t next_ms = 0;
  };
  static constexpr std::size_t remembered = 20'000;
  static constexpr std::int64_t memory_ms = 3'600'000;
  void make_room(std::int64_t now_ms);

  const std::int64_t free_;
  const std::int64_t longest_wait_ms_;
  std::mutex mutex_;
  std::unordered_map<std::string, Tries> tries_;
};

}  // namespace standpipe::app
