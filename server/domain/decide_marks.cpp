#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/marks.hpp"

/// Reading: marks and what they count.
namespace standpipe::domain {

namespace {

/// More than that is seen by asking again.
constexpr std::size_t kSeenAtOnce = 2000;

}  // namespace

Answer<Done> act(Draft& draft, const ReadMarkSet::Params& params) {
  const auto room = visible_room(draft, params.room);
  if (!room) return room.error();
  if (auto no = objection_to_absence(draft, params.room)) return std::move(*no);
  auto last = draft.chat_last(params.room);
  const auto thread = params.thread.value_or(ThreadId{});
  if (thread) {
    const auto found = draft.thread(thread);
    if (!found || found->room != params.room) return Refusal(ErrorCode::not_found).field("thread");
    last = found->last_index;
  }
  auto record = draft.membership(draft.actor(), params.room);
  const auto before = record;
  move_mark(draft, record, reading(draft, record, thread), std::min(params.index, last));
  if (record != before) draft.save(record);
  return Done{};
}

/// The baseline rises to the newest message, so that one row does for all places.
Answer<Done> act(Draft& draft, const ReadAll::Params& params) {
  const auto room = visible_room(draft, params.room);
  if (!room) return room.error();
  if (auto no = objection_to_absence(draft, params.room)) return std::move(*no);
  auto record = draft.membership(draft.actor(), params.room);
  const auto before = record;
  record.membership.baseline = draft.last_number(params.room);
  record.membership.chat_read = draft.chat_last(params.room);
  record.membership.read = 0;
  if (record != before) draft.save(record);
  return Done{};
}

/// Every other device of the member's learns of each one.
Answer<Done> act(Draft& draft, const NotificationSeen::Params& params) {
  auto unseen = draft.content().unseen(draft.actor(), params.up_to, kSeenAtOnce);
  if (!unseen.empty()) draft.save_seen(draft.actor(), std::move(unseen));
  return Done{};
}

}  // namespace standpipe::domain
