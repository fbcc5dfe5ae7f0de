#include "server/domain/posting.hpp"

#include <algorithm>

#include "protocol/limits.hpp"
#include "server/domain/marks.hpp"
#include "server/domain/pending.hpp"

namespace standpipe::domain {

namespace {

bool may_be_mentioned(const Draft& draft, RoomId room, MemberId member) {
  const auto* known = draft.state().member(member);
  return known && (known->in_room(room) || rank_in(draft.state(), member, room) == Role::administrator);
}

bool needs_approval(const Draft& draft, const PendingPost& post) {
  return draft.room(post.room).approve_first_post && draft.membership(post.by, post.room).posts == 0 &&
         rank_in(draft.state(), post.by, post.room) == Role::member;
}

/// `all` wants every notification, `mentions` only mentions, `none` neither.
bool wants(const Draft& draft, MemberId member, RoomId room, NotificationKind kind) {
  if (!may_read(draft.state(), member, room, draft.now())) return false;
  const auto level = draft.membership(member, room).membership.notify;
  return level == NotifyLevel::all || (level == NotifyLevel::mentions && kind == NotificationKind::mention);
}

void notify_of(Draft& draft, const Message& message, NotificationKind kind, MemberId member) {
  if (member == message.by || !wants(draft, member, message.room, kind)) return;
  draft.notify(member, {.kind = kind, .by = message.by, .room = message.room, .thread = message.thread, .message = message.id});
}

/// Who is answered: the author of the message that it replies to, and whoever started the thread.
void notify_answered(Draft& draft, const Message& message, const Thread* thread) {
  std::vector<MemberId> answered;
  if (message.reply_to) {
    const auto original = draft.content().message(message.reply_to);
    if (original && !original->removed) answered.push_back(original->by);
  }
  if (thread && std::ranges::find(answered, thread->by) == answered.end()) answered.push_back(thread->by);
  for (const auto member : answered) {
    if (std::ranges::binary_search(message.mentions, member)) continue;
    notify_of(draft, message, NotificationKind::reply, member);
  }
}

/// A post counts for its author, and where they had read everything before it they have read it too.
void count_for_author(Draft& draft, const Message& message) {
  auto record = draft.membership(message.by, message.room);
  ++record.posts;
  if (message.by == draft.actor()) record.last_post_at = message.at;
  const auto so_far = reading(draft, record, message.thread);
  if (record.membership.in && so_far.up_to.next() >= message.index) move_mark(draft, record, so_far, message.index);
  draft.save(record);
}

Thread new_thread(Draft& draft, const PendingPost& post) {
  Thread thread;
  thread.id = draft.take(&NextIds::thread);
  thread.room = post.room;
  thread.kind = post.kind;
  thread.title = post.title;
  thread.lang = post.lang;
  thread.by = post.by;
  thread.at = draft.now();
  thread.outcome = post.outcome;
  return thread;
}

Message new_message(Draft& draft, const PendingPost& post) {
  Message message;
  message.id = draft.take(&NextIds::message);
  message.room = post.room;
  message.number = draft.take_number(post.room);
  message.by = post.by;
  message.at = draft.now();
  message.lang = post.lang;
  message.text = post.text;
  message.reply_to = post.reply_to;
  message.mentions = post.mentions;
  return message;
}

/// Puts the message at the end of the thread; the thread's counters follow.
void append(Thread& thread, Message& message) {
  message.thread = thread.id;
  message.index = thread.last_index.next();
  thread.last_index = message.index;
  thread.last_number = message.number;
  thread.last_at = message.at;
}

}  // namespace

Objection objection_to_pace(const Draft& draft, const Room& room) {
  if (!room.slow_mode_s || actor_rank(draft, room.id) >= Role::moderator) return std::nullopt;
  const auto last = draft.membership(draft.actor(), room.id).last_post_at;
  const auto wait = last.value + room.slow_mode_s * 1000 - draft.now().value;
  if (!last || wait <= 0) return std::nullopt;
  return Refusal(ErrorCode::slow_mode).retry_after(wait);
}

Objection objection_to_starting(const Draft& draft, const Room& room) {
  if (room.kind != RoomKind::announcement || actor_rank(draft, room.id) >= Role::moderator) return std::nullopt;
  return Refusal(ErrorCode::not_allowed, "Only moderators start something in an announcement room. Reply in one of its threads.");
}

Answer<std::vector<MemberId>> checked_mentions(const Draft& draft, RoomId room, std::vector<MemberId> mentions) {
  std::ranges::sort(mentions);
  mentions.erase(std::unique(mentions.begin(), mentions.end()), mentions.end());
  if (mentions.size() > limits::mentions) {
    return Refusal(ErrorCode::too_many, "A message mentions at most 20 members.").field("mentions");
  }
  for (const auto member : mentions) {
    if (may_be_mentioned(draft, room, member)) continue;
    return Refusal(ErrorCode::argument_bad, "Only members of the room can be mentioned.").field("mentions");
  }
  return mentions;
}

std::string language_or_own(const Draft& draft, std::string given) {
  if (!given.empty()) return given;
  const auto languages = draft.account(draft.actor()).profile.languages;
  return languages.empty() ? std::string() : languages.front();
}

Answer<Posted> submit(Draft& draft, PendingPost post) {
  if (needs_approval(draft, post)) return hold(draft, std::move(post));
  const auto thread = post.thread ? draft.thread(post.thread) : std::nullopt;
  return publish(draft, post, thread ? &*thread : nullptr);
}

Posted publish(Draft& draft, const PendingPost& post, const Thread* replied_in) {
  auto message = new_message(draft, post);
  if (!post.title.empty()) {
    auto thread = new_thread(draft, post);
    append(thread, message);
    draft.save(thread);
  } else if (replied_in) {
    auto thread = *replied_in;
    append(thread, message);
    draft.save_unannounced(thread);
  } else {
    message.index = draft.take_chat_index(post.room);
  }
  const bool own = post.by == draft.actor();
  draft.save(message, own);
  count_for_author(draft, message);
  notify_mentions(draft, message, message.mentions);
  notify_answered(draft, message, replied_in);
  return {.message = message.id,
          .room = message.room,
          .thread = message.thread,
          .number = message.number,
          .index = message.index,
          .rev = message.rev,
          .pending = {}};
}

void notify_mentions(Draft& draft, const Message& message, const std::vector<MemberId>& members) {
  for (const auto member : members) notify_of(draft, message, NotificationKind::mention, member);
}

}  // namespace standpipe::domain
