#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/posting.hpp"
#include "server/domain/removal.hpp"

/// Threads: started, changed, answered, locked, pinned.
namespace standpipe::domain {

namespace {

bool moderates(const Draft& draft, const Thread& thread) {
  return actor_rank(draft, thread.room) >= Role::moderator;
}

/// A thread that the actor may change: its author while it is not locked, or a moderator.
Answer<Thread> own_or_moderated_thread(const Draft& draft, ThreadId id) {
  auto thread = visible_thread(draft, id);
  if (!thread) return thread;
  const auto room = draft.room(thread->room);
  if (moderates(draft, *thread)) {
    if (auto no = objection_to_closed_room(draft, room)) return std::move(*no);
    return thread;
  }
  if (thread->by != draft.actor()) return Refusal(ErrorCode::not_allowed).field("thread");
  if (auto no = objection_to_writing(draft, room)) return std::move(*no);
  if (thread->locked) return Refusal(ErrorCode::thread_locked);
  if (thread->status == ThreadStatus::archived) return Refusal(ErrorCode::thread_closed);
  return thread;
}

/// A thread in a room that the actor moderates and that can still be changed.
Answer<Thread> moderated_thread(const Draft& draft, ThreadId id) {
  auto thread = visible_thread(draft, id);
  if (!thread) return thread;
  if (auto no = objection_to_rank(draft, thread->room, Role::moderator)) return std::move(*no);
  if (auto no = objection_to_closed_room(draft, draft.room(thread->room))) return std::move(*no);
  return thread;
}

bool takes_no_replies(ThreadStatus status) {
  return status == ThreadStatus::closed || status == ThreadStatus::archived;
}

/// What a moderator closes of another's is locked as well, so that its author cannot open it again; opening it takes the lock
/// off, which only moderators get to.
void set_status(Thread& thread, ThreadStatus status, bool of_another) {
  const bool was_closed = takes_no_replies(thread.status);
  const bool opens = status == ThreadStatus::open;
  thread.status = opens && thread.answer ? ThreadStatus::answered : status;
  if (of_another && takes_no_replies(status)) thread.locked = true;
  if (opens && was_closed) thread.locked = false;
}

void set_kind(Thread& thread, ThreadKind kind) {
  thread.kind = kind;
  if (kind != ThreadKind::question) clear_answer(thread);
  if (kind != ThreadKind::best_practice) thread.outcome.reset();
}

void check_status(Fields& fields, const Draft& draft, const Thread& thread, ThreadStatus status) {
  const bool allowed = status != ThreadStatus::archived || moderates(draft, thread);
  fields.require(allowed, "status", "Only moderators archive a thread.");
  fields.require(status != ThreadStatus::answered || thread.answer, "status",
                 "A thread is answered by marking the answer: thread.answer.");
  fields.require(status != ThreadStatus::open || thread.status != ThreadStatus::answered, "status",
                 "An answered question is open again when its answer is taken back: thread.answer with message 0.");
}

Answer<Thread> changed_thread(const Draft& draft, const Thread& thread, const ThreadUpdate::Params& params) {
  auto changed = thread;
  Fields fields;
  if (params.title) changed.title = fields.line("title", *params.title, limits::title_bytes);
  if (params.lang) changed.lang = fields.language("lang", *params.lang);
  if (params.kind) set_kind(changed, *params.kind);
  if (params.outcome) {
    fields.require(changed.kind == ThreadKind::best_practice, "outcome", "Only a best practice has an outcome.");
    changed.outcome = fields.outcome(*params.outcome);
  }
  if (params.status && *params.status != changed.status) {
    check_status(fields, draft, changed, *params.status);
    set_status(changed, *params.status, moderates(draft, thread) && thread.by != draft.actor());
  }
  if (fields.objection()) return *fields.objection();
  return changed;
}

/// A reply of the thread that can be its answer.
Answer<Message> answering_message(const Draft& draft, const Thread& thread, MessageId id) {
  auto message = draft.content().message(id);
  const bool is_reply = message && message->thread == thread.id && message->index > Index{1} && !message->removed;
  if (thread.kind != ThreadKind::question || !is_reply) return Refusal(ErrorCode::answer_not_a_reply).field("message");
  return std::move(*message);
}

/// What a moderator does with another's thread goes to the audit log; the author's words don't: they must be erasable.
void audit_if_moderating(Draft& draft, std::string_view name, const Thread& thread, std::string reason, std::string detail) {
  if (thread.by == draft.actor()) return;
  draft.audit(
      name,
      {.member = thread.by, .room = thread.room, .thread = thread.id, .reason = std::move(reason), .detail = std::move(detail)});
}

}  // namespace

Answer<Posted> act(Draft& draft, const ThreadCreate::Params& params) {
  const auto room = visible_room(draft, params.room);
  if (!room) return room.error();
  if (auto no = objection_to_writing(draft, *room)) return std::move(*no);
  if (room->kind == RoomKind::direct)
    return Refusal(ErrorCode::not_allowed, "A direct conversation has no threads: post to its chat.");
  if (auto no = objection_to_starting(draft, *room)) return std::move(*no);
  if (auto no = objection_to_pace(draft, *room)) return std::move(*no);
  PendingPost post{.room = params.room, .kind = params.kind, .by = draft.actor()};
  Fields fields;
  post.title = fields.line("title", params.title, limits::title_bytes);
  post.text = fields.text("text", params.text, limits::text_bytes);
  post.lang = language_or_own(draft, fields.language("lang", params.lang.value_or("")));
  if (params.outcome) {
    fields.require(params.kind == ThreadKind::best_practice, "outcome", "Only a best practice has an outcome.");
    post.outcome = fields.outcome(*params.outcome);
  }
  if (fields.objection()) return *fields.objection();
  auto mentions = checked_mentions(draft, params.room, params.mentions.value_or(std::vector<MemberId>{}));
  if (!mentions) return mentions.error();
  post.mentions = std::move(*mentions);
  return submit(draft, std::move(post));
}

Answer<Done> act(Draft& draft, const ThreadUpdate::Params& params) {
  const auto thread = own_or_moderated_thread(draft, params.thread);
  if (!thread) return thread.error();
  const auto changed = changed_thread(draft, *thread, params);
  if (!changed) return changed.error();
  if (*changed == *thread) return Done{};
  draft.save(*changed);
  audit_if_moderating(draft, ThreadUpdate::name, *thread, {}, {});
  return Done{};
}

Answer<Done> act(Draft& draft, const ThreadAnswer::Params& params) {
  auto thread = own_or_moderated_thread(draft, params.thread);
  if (!thread) return thread.error();
  if (thread->answer == params.message) return Done{};
  if (!params.message) {
    clear_answer(*thread);
    draft.save(*thread);
    audit_if_moderating(draft, ThreadAnswer::name, *thread, {}, "cleared");
    return Done{};
  }
  const auto message = answering_message(draft, *thread, params.message);
  if (!message) return message.error();
  thread->answer = message->id;
  if (!takes_no_replies(thread->status)) thread->status = ThreadStatus::answered;
  draft.save(*thread);
  if (message->by != draft.actor() && may_read(draft.state(), message->by, thread->room, draft.now())) {
    draft.notify(message->by, {.kind = NotificationKind::answer_marked,
                               .by = draft.actor(),
                               .room = thread->room,
                               .thread = thread->id,
                               .message = message->id});
  }
  audit_if_moderating(draft, ThreadAnswer::name, *thread, {}, "marked");
  return Done{};
}

Answer<Done> act(Draft& draft, const ThreadLock::Params& params) {
  auto thread = moderated_thread(draft, params.thread);
  if (!thread) return thread.error();
  Fields fields;
  auto reason = fields.text_or_empty("reason", params.reason.value_or(""), limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (thread->locked == params.on) return Done{};
  thread->locked = params.on;
  draft.save(*thread);
  draft.audit(ThreadLock::name, {.member = thread->by,
                                 .room = thread->room,
                                 .thread = thread->id,
                                 .reason = std::move(reason),
                                 .detail = params.on ? "locked" : "unlocked"});
  return Done{};
}

Answer<Done> act(Draft& draft, const ThreadPin::Params& params) {
  auto thread = moderated_thread(draft, params.thread);
  if (!thread) return thread.error();
  if (thread->pinned == params.on) return Done{};
  thread->pinned = params.on;
  draft.save(*thread);
  draft.audit(ThreadPin::name,
              {.member = thread->by, .room = thread->room, .thread = thread->id, .detail = params.on ? "pinned" : "unpinned"});
  return Done{};
}

}  // namespace standpipe::domain
