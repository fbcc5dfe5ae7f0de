#include "server/app/throttle.hpp"

#include <algorithm>

namespace standpipe::app {

std::int64_t Throttle::begin(std::string_view key, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  const auto* known = tries_.find(key, now_ms);
  if (known && known->next_ms > now_ms) return known->next_ms - now_ms;
  auto& tries = tries_.touch(key, now_ms);
  ++tries.count;
  const auto beyond = tries.count - free_;
  if (beyond >= 0) tries.next_ms = now_ms + std::min(std::int64_t{1000} << std::min<std::int64_t>(beyond, 20), longest_wait_ms_);
  return 0;
}

void Throttle::take_back(std::string_view key, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  auto* tries = tries_.find(key, now_ms);
  if (!tries) return;
  tries->next_ms = 0;
  if (--tries->count <= 0) tries_.forget(key);
}

void Throttle::forget(std::string_view key) {
  std::lock_guard lock(mutex_);
  tries_.forget(key);
}

namespace {

constexpr std::int64_t many = 10;

/// An address has no line breaks, so that one place is not another's.
std::string place_of(const std::string& account, const std::string& address) {
  return account + '\n' + address;
}

}  // namespace

AccountTries::AccountTries(std::int64_t free_tries, std::int64_t longest_wait_ms, std::int64_t memory_ms)
    : from_one_(free_tries, longest_wait_ms),
      from_many_(many * free_tries, longest_wait_ms),
      usual_(Throttle::remembered, memory_ms) {}

bool AccountTries::is_usual(const std::string& place, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  return usual_.find(place, now_ms) != nullptr;
}

std::int64_t AccountTries::begin(const std::string& account, const std::string& address, std::int64_t now_ms) {
  const auto place = place_of(account, address);
  if (const auto wait = from_one_.begin(place, now_ms); wait > 0) return wait;
  if (is_usual(place, now_ms)) return 0;
  const auto wait = from_many_.begin(account, now_ms);
  if (wait > 0) from_one_.take_back(place, now_ms);
  return wait;
}

void AccountTries::succeeded(const std::string& account, const std::string& address, std::int64_t now_ms) {
  const auto place = place_of(account, address);
  from_one_.forget(place);
  if (!is_usual(place, now_ms)) from_many_.take_back(account, now_ms);
  std::lock_guard lock(mutex_);
  usual_.touch(place, now_ms);
}

}  // namespace standpipe::app
