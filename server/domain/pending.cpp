#include "server/domain/pending.hpp"

#include "protocol/limits.hpp"

namespace standpipe::domain {

void close_pending(Draft& draft, const PendingPost& post) {
  PendingPost stub;
  stub.id = post.id;
  stub.room = post.room;
  stub.by = post.by;
  stub.at = post.at;
  stub.decided = true;
  draft.save(stub);
}

Answer<Posted> hold(Draft& draft, PendingPost post) {
  if (draft.content().pending_of(post.by, post.room).size() >= limits::pending_posts) {
    return Refusal(ErrorCode::too_many,
                   "Your earlier posts in this room still wait for a moderator. Wait until they are approved.");
  }
  post.id = draft.take(&NextIds::pending);
  post.at = draft.now();
  draft.save(post);
  auto record = draft.membership(post.by, post.room);
  record.last_post_at = draft.now();
  draft.save(record);
  Posted posted;
  posted.pending = post.id;
  return posted;
}

void withdraw_pending(Draft& draft, MemberId member, RoomId room) {
  for (const auto& post : draft.content().pending_of(member, room)) close_pending(draft, post);
}

}  // namespace standpipe::domain
