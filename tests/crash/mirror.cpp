#include "tests/crash/mirror.hpp"

#include <cstdlib>

namespace standpipe::crash {

using namespace protocol;
using Kind = Finding::Kind;

namespace {

constexpr std::string_view room_prefix = "room:";

}  // namespace

Hello::Params Mirror::resume() const {
  Hello::Params params;
  if (epoch_.empty()) return params;
  params.epoch = epoch_;
  params.streams = heads_;
  return params;
}

Findings Mirror::resumed(const HelloResult& hello) {
  Findings findings;
  if (!epoch_.empty() && epoch_ != hello.epoch) findings.push_back({Kind::recanted, "the epoch is another one"});
  epoch_ = hello.epoch;
  deaf_ = false;
  for (const auto& stream : hello.streams) {
    auto& head = heads_[stream.stream];
    if (stream.rev < head) {
      findings.push_back({Kind::recanted, "stream " + stream.stream + " had announced revision " + std::to_string(head.value) +
                                              " and is at " + std::to_string(stream.rev.value)});
    }
    head = stream.rev;
    if (stream.gap && stream.stream.starts_with(room_prefix)) {
      stale_.insert(RoomId{std::atoll(stream.stream.c_str() + room_prefix.size())});
    }
    for (const auto& change : stream.changes) put(change);
  }
  return findings;
}

void Mirror::apply(Change change) {
  if (deaf_) return;
  ++events_;
  heads_[change.stream] = change.rev;
  put(std::move(change));
}

void Mirror::put(Change change) {
  if (!change.message) return;
  change.message->key.clear();
  messages_[change.message->id] = std::move(*change.message);
}

Findings Mirror::compare(const std::map<MessageId, Message>& all) {
  Findings findings;
  std::erase_if(messages_, [&](const auto& entry) { return stale_.contains(entry.second.room); });
  for (const auto& [id, message] : all) {
    if (stale_.contains(message.room)) messages_[id] = message;
  }
  stale_.clear();
  const auto differs = [&](MessageId id, std::string_view how) {
    findings.push_back({Kind::recanted, "message " + std::to_string(id.value) + ", as it was announced, " + std::string(how)});
  };
  for (const auto& [id, message] : messages_) {
    const auto found = all.find(id);
    if (found == all.end()) {
      differs(id, "is not there");
    } else if (found->second != message) {
      differs(id, "is another one");
    }
  }
  for (const auto& [id, message] : all) {
    if (!messages_.contains(id)) differs(id, "is unknown to who resumed");
  }
  return findings;
}

}  // namespace standpipe::crash
