#include "tests/crash/script.hpp"

#include <algorithm>
#include <array>

#include "protocol/methods.hpp"
#include "tests/support/peer.hpp"

namespace standpipe::crash {

using namespace protocol;
using What = Acknowledged::What;

namespace {

constexpr std::array emojis{"👍", "🎉", "💧"};

template <class M>
Order order(const typename M::Params& params, Acknowledged expected) {
  return {M::name, test::Peer::text_of<M>(params, expected.key), std::move(expected)};
}

}  // namespace

void Board::add(const Acknowledged& post) {
  const std::lock_guard held(mutex_);
  if (post.thread && post.index == Index{1}) threads_.emplace_back(post.room, post.thread);
  if (!post.thread) chat_last_[post.room] = std::max(chat_last_[post.room], post.index);
  if (!is_edited(post.message)) messages_.push_back(post.message);
}

std::optional<std::pair<RoomId, ThreadId>> Board::some_thread(std::uint64_t random) const {
  const std::lock_guard held(mutex_);
  if (threads_.empty()) return std::nullopt;
  return threads_[random % threads_.size()];
}

std::optional<MessageId> Board::some_message(std::uint64_t random) const {
  const std::lock_guard held(mutex_);
  if (messages_.empty()) return std::nullopt;
  return messages_[random % messages_.size()];
}

Index Board::chat_last(RoomId room) const {
  const std::lock_guard held(mutex_);
  const auto found = chat_last_.find(room);
  return found == chat_last_.end() ? Index{} : found->second;
}

Script::Script(MemberId member, std::vector<RoomId> rooms, Board& board, std::uint64_t seed)
    : member_(member), rooms_(std::move(rooms)), board_(board), random_(seed) {}

Order Script::next() {
  const auto dice = random_() % 100;
  if (dice < 55) return post(some_room(), std::nullopt);
  if (dice < 60) return thread();
  if (dice < 72) return reply();
  if (dice < 82) return edit();
  if (dice < 92) return react();
  return mark();
}

void Script::done(const Acknowledged& a) {
  if (a.what == What::post) {
    board_.add(a);
    if (Board::is_edited(a.message)) editable_.push_back({a.message, a.rev, a.key});
  }
  if (a.what == What::edit) {
    auto edited = edited_.extract(a.key).mapped();
    edited.rev = a.rev;
    editable_.push_back(std::move(edited));
  }
  if (a.what == What::react) {
    reactions_[{a.message, a.emoji}] = a.on;
    reacting_.erase({a.message, a.emoji});
  }
}

Order Script::post(RoomId room, std::optional<ThreadId> thread) {
  auto expected = expect(What::post);
  MessagePost::Params params{.room = room, .thread = thread, .text = text_of(expected.key)};
  return order<MessagePost>(params, std::move(expected));
}

Order Script::thread() {
  auto expected = expect(What::post);
  ThreadCreate::Params params{.room = some_room(), .title = "Thread " + expected.key, .text = text_of(expected.key)};
  return order<ThreadCreate>(params, std::move(expected));
}

Order Script::reply() {
  const auto thread = board_.some_thread(random_());
  if (!thread) return Script::thread();
  return post(thread->first, thread->second);
}

Order Script::edit() {
  if (editable_.empty()) return post(some_room(), std::nullopt);
  std::swap(editable_[random_() % editable_.size()], editable_.back());
  const auto message = editable_.back();
  editable_.pop_back();
  auto expected = expect(What::edit);
  edited_[expected.key] = message;
  MessageEdit::Params params{.message = message.message, .base_rev = message.rev, .text = edited_text(message.key, expected.key)};
  return order<MessageEdit>(params, std::move(expected));
}

Order Script::react() {
  const auto message = board_.some_message(random_());
  const std::string emoji = emojis.at(random_() % emojis.size());
  if (!message || reacting_.contains({*message, emoji})) return post(some_room(), std::nullopt);
  auto expected = expect(What::react);
  expected.message = *message;
  expected.emoji = emoji;
  expected.on = !reactions_[{*message, emoji}];
  reacting_[{*message, emoji}] = expected.on;
  return order<MessageReact>({.message = *message, .emoji = emoji, .on = expected.on}, std::move(expected));
}

Order Script::mark() {
  const auto room = some_room();
  const auto last = board_.chat_last(room);
  if (!last) return post(room, std::nullopt);
  auto expected = expect(What::mark);
  expected.room = room;
  expected.index = Index{1 + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(last.value))};
  ReadMarkSet::Params params{.room = room, .index = expected.index};
  return order<ReadMarkSet>(params, std::move(expected));
}

RoomId Script::some_room() {
  return rooms_[random_() % rooms_.size()];
}

Acknowledged Script::expect(What what) const {
  Acknowledged expected;
  expected.what = what;
  expected.key = test::fresh_key();
  expected.member = member_;
  return expected;
}

}  // namespace standpipe::crash
