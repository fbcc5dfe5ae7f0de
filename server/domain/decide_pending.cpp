#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/pending.hpp"
#include "server/domain/posting.hpp"

/// What moderators decide on posts that wait.
namespace standpipe::domain {

namespace {

/// A post that still waits, in a room that the actor moderates.
Answer<PendingPost> waiting_post(const Draft& draft, PendingId id) {
  auto post = draft.content().pending(id);
  if (!post || actor_rank(draft, post->room) < Role::moderator) return Refusal(ErrorCode::not_found).field("pending");
  if (post->decided) return Refusal(ErrorCode::already_decided);
  return std::move(*post);
}

/// The thread that it replies in may have moved or been closed meanwhile.
Objection objection_to_place(const Draft& draft, const PendingPost& post, const std::optional<Thread>& thread) {
  if (auto no = objection_to_closed_room(draft, draft.room(post.room))) return no;
  if (!post.thread) return std::nullopt;
  if (!thread || thread->room != post.room) {
    return Refusal(ErrorCode::conflict,
                   "The thread has moved to another room. Reject the post, so that its author can post it there.");
  }
  return objection_to_thread(draft, *thread);
}

}  // namespace

Answer<Posted> act(Draft& draft, const PendingApprove::Params& params) {
  const auto post = waiting_post(draft, params.pending);
  if (!post) return post.error();
  const auto thread = post->thread ? draft.thread(post->thread) : std::nullopt;
  if (auto no = objection_to_place(draft, *post, thread)) return std::move(*no);
  close_pending(draft, *post);
  const auto posted = publish(draft, *post, thread ? &*thread : nullptr);
  draft.notify(post->by, {.kind = NotificationKind::post_approved,
                          .by = draft.actor(),
                          .room = posted.room,
                          .thread = posted.thread,
                          .message = posted.message});
  draft.audit(PendingApprove::name, {.member = post->by, .room = post->room, .thread = posted.thread, .message = posted.message});
  return posted;
}

Answer<Done> act(Draft& draft, const PendingReject::Params& params) {
  const auto post = waiting_post(draft, params.pending);
  if (!post) return post.error();
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  close_pending(draft, *post);
  draft.notify(
      post->by,
      {.kind = NotificationKind::post_rejected, .by = draft.actor(), .room = post->room, .thread = post->thread, .text = reason});
  draft.audit(PendingReject::name, {.member = post->by, .room = post->room, .thread = post->thread, .reason = reason});
  return Done{};
}

}  // namespace standpipe::domain
