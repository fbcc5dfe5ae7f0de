#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/marks.hpp"

/// A thread that moves takes its messages along under new numbers. In its old room tombstones stay, and the numbers that it left
/// count as read for everybody; in its new room everybody has as much to read as their mark of the thread says.
namespace standpipe::domain {

namespace {

Objection objection_to_move(const Draft& draft, const Thread& thread, const Room& target) {
  if (auto no = objection_to_rank(draft, thread.room, Role::moderator)) return no;
  if (auto no = objection_to_rank(draft, target.id, Role::moderator)) return no;
  if (auto no = objection_to_closed_room(draft, draft.room(thread.room))) return no;
  if (auto no = objection_to_closed_room(draft, target)) return no;
  if (static_cast<std::size_t>(thread.last_index.value) <= limits::moved_messages) return std::nullopt;
  return Refusal(ErrorCode::too_many, "A thread of more than 2000 messages cannot move. Close it and start another one.");
}

/// The messages that count as unread no more, since their numbers are gone.
void read_what_has_left(Draft& draft, const std::vector<Message>& messages, RoomId from) {
  const auto thread = messages.front().thread;
  const auto last = messages.back().index;
  for (const auto member : members_in(draft.state(), from)) {
    auto record = draft.membership(member, from);
    const auto read = reading(draft, record, thread).up_to;
    if (read >= last) continue;
    record.membership.read += last.value - read.value;
    draft.save(record);
  }
}

/// Marks of the thread go along to those who are in the new room.
void carry_marks(Draft& draft, const Thread& thread, RoomId to) {
  auto marks = draft.content().thread_marks(thread.id);
  std::ranges::sort(marks);
  for (const auto& [member, index] : marks) {
    auto record = draft.membership(member, to);
    if (!record.membership.in || !index) continue;
    record.membership.read += index.value;
    draft.save(MarkRecord{member, {.room = to, .thread = thread.id, .index = index}});
    draft.save(record);
  }
}

/// Pins are the old room's choice and stay behind.
Number renumber(Draft& draft, std::vector<Message>& messages, RoomId to) {
  Number last;
  for (auto& message : messages) {
    draft.bury(message);
    message.room = to;
    message.number = last = draft.take_number(to);
    message.pinned = false;
  }
  return last;
}

}  // namespace

Answer<Done> act(Draft& draft, const ThreadMove::Params& params) {
  auto thread = visible_thread(draft, params.thread);
  if (!thread) return thread.error();
  const auto target = visible_room(draft, params.room);
  if (!target) return target.error();
  if (auto no = objection_to_move(draft, *thread, *target)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  const auto from = thread->room;
  if (from == params.room) return Done{};

  auto messages = draft.content().thread_messages(thread->id, limits::moved_messages);
  if (std::ssize(messages) != thread->last_index.value) {
    return Refusal(ErrorCode::not_allowed, "A message of this thread is damaged. An administrator must restore it first.")
        .field("thread");
  }
  read_what_has_left(draft, messages, from);
  draft.bury(*thread);
  thread->last_number = renumber(draft, messages, params.room);
  thread->room = params.room;
  thread->pinned = false;
  draft.save(*thread);
  for (auto& message : messages) draft.save(message);
  carry_marks(draft, *thread, params.room);

  const auto detail = "from room " + std::to_string(from.value) + " to room " + std::to_string(params.room.value);
  for (const auto room : {from, params.room}) {
    draft.audit(ThreadMove::name, {.member = thread->by, .room = room, .thread = thread->id, .reason = reason, .detail = detail});
  }
  return Done{};
}

}  // namespace standpipe::domain
