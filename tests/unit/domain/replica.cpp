#include "tests/unit/domain/replica.hpp"

#include <doctest/doctest.h>

#include "protocol/codec.hpp"

namespace standpipe::test {

using namespace protocol;  // NOLINT

namespace {

std::string key_of(const Change& change) {
  if (change.message) return "message " + std::to_string(change.message->id.value);
  if (change.thread) return "thread " + std::to_string(change.thread->id.value);
  if (change.room) return "room " + std::to_string(change.room->id.value);
  if (change.utility) return "utility " + std::to_string(change.utility->id.value);
  if (change.membership) return "membership " + std::to_string(change.membership->room.value);
  if (change.mark) return "mark " + std::to_string(change.mark->thread.value);
  if (change.notification) return "notification " + std::to_string(change.notification->id.value);
  if (change.sanction) return "sanction " + std::to_string(change.sanction->id.value);
  if (change.application) return "application " + std::to_string(change.application->id.value);
  if (change.report) return "report " + std::to_string(change.report->id.value);
  if (change.pending) return "pending " + std::to_string(change.pending->id.value);
  return "profile";
}

}  // namespace

void Replica::put(const Change& change) {
  entities_[key_of(change)] = change;
  rev = change.rev;
  if (!change.message || change.message->gone || !change.message->thread) return;
  const auto& message = *change.message;
  auto& thread = *entities_["thread " + std::to_string(message.thread.value)].thread;
  if (message.index <= thread.last_index) return;
  thread.last_index = message.index;
  thread.last_number = message.number;
  thread.last_at = message.at;
}

void Replica::take(const Change& change) {
  CHECK(change.rev == rev.next());
  put(change);
}

void Replica::catch_up(const MemoryContent& content, domain::StreamKey stream) {
  for (const auto& change : changes_since(content, stream, rev)) put(change);
}

std::string Replica::text() const {
  std::string lines = "rev " + std::to_string(rev.value) + '\n';
  for (const auto& [key, change] : entities_) lines += key + ": " + to_json(change) + '\n';
  return lines;
}

}  // namespace standpipe::test
