#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/posting.hpp"
#include "server/domain/removal.hpp"

/// Messages: posted, edited, removed.
namespace standpipe::domain {

namespace {

/// The actor may reply in that thread, or chat in that room where there is none.
Objection objection_to_place(const Draft& draft, const Room& room, ThreadId thread) {
  if (!thread) return objection_to_starting(draft, room);
  const auto found = draft.thread(thread);
  if (!found || found->room != room.id) return Refusal(ErrorCode::not_found).field("thread");
  return objection_to_thread(draft, *found);
}

/// A direct conversation with somebody who would not read it.
Objection objection_to_partner(const Draft& draft, const Room& room) {
  if (room.kind != RoomKind::direct) return std::nullopt;
  const auto partner = partner_in(room, draft.actor());
  const bool active = partner && draft.account(partner).profile.state == protocol::MemberState::active;
  if (active && draft.membership(partner, room.id).membership.in) return std::nullopt;
  return Refusal(ErrorCode::room_read_only, "The other one has left the conversation, so that nobody would read it.");
}

Objection objection_to_reply(const Draft& draft, const PendingPost& post) {
  if (!post.reply_to) return std::nullopt;
  const auto original = draft.content().message(post.reply_to);
  if (original && original->room == post.room && original->thread == post.thread) return std::nullopt;
  return Refusal(ErrorCode::argument_bad, "A reply names a message of the same thread or chat.").field("reply_to");
}

/// The actor's own message, in a place where they may still write.
Answer<Message> own_message(const Draft& draft, MessageId id) {
  auto message = visible_message(draft, id);
  if (!message) return message;
  if (message->by != draft.actor()) return Refusal(ErrorCode::not_allowed, "Only its author edits a message.").field("message");
  if (auto no = objection_to_writing(draft, draft.room(message->room))) return std::move(*no);
  if (message->removed) return Refusal(ErrorCode::removed);
  if (message->thread) {
    const auto thread = draft.thread(message->thread);
    if (!thread) return Refusal(ErrorCode::not_found).field("message");
    if (auto no = objection_to_thread(draft, *thread)) return std::move(*no);
  }
  return message;
}

/// One's own words stay one's own, also in a room that one has left.
Answer<Message> removable_message(const Draft& draft, MessageId id) {
  auto message = draft.content().message(id);
  if (message && message->by == draft.actor()) return std::move(*message);
  return visible_message(draft, id);
}

Refusal conflict_with(const Message& present) {
  Refusal refusal(ErrorCode::conflict);
  refusal.data.current = present;
  return refusal;
}

Posted place_of(const Message& message) {
  return {.message = message.id,
          .room = message.room,
          .thread = message.thread,
          .number = message.number,
          .index = message.index,
          .rev = message.rev,
          .pending = {}};
}

}  // namespace

Answer<Posted> act(Draft& draft, const MessagePost::Params& params) {
  const auto room = visible_room(draft, params.room);
  if (!room) return room.error();
  PendingPost post{.room = params.room, .thread = params.thread.value_or(ThreadId{}), .by = draft.actor()};
  if (auto no = objection_to_writing(draft, *room)) return std::move(*no);
  if (auto no = objection_to_partner(draft, *room)) return std::move(*no);
  if (auto no = objection_to_place(draft, *room, post.thread)) return std::move(*no);
  if (auto no = objection_to_pace(draft, *room)) return std::move(*no);
  Fields fields;
  post.text = fields.text("text", params.text, limits::text_bytes);
  post.lang = language_or_own(draft, fields.language("lang", params.lang.value_or("")));
  if (fields.objection()) return *fields.objection();
  post.reply_to = params.reply_to.value_or(MessageId{});
  if (auto no = objection_to_reply(draft, post)) return std::move(*no);
  auto mentions = checked_mentions(draft, params.room, params.mentions.value_or(std::vector<MemberId>{}));
  if (!mentions) return mentions.error();
  post.mentions = std::move(*mentions);
  return submit(draft, std::move(post));
}

Answer<Posted> act(Draft& draft, const MessageEdit::Params& params) {
  auto message = own_message(draft, params.message);
  if (!message) return message.error();
  if (message->rev != params.base_rev) return conflict_with(*message);
  auto edited = *message;
  Fields fields;
  edited.text = fields.text("text", params.text, limits::text_bytes);
  if (params.lang) edited.lang = language_or_own(draft, fields.language("lang", *params.lang));
  if (fields.objection()) return *fields.objection();
  auto mentions = checked_mentions(draft, message->room, params.mentions.value_or(message->mentions));
  if (!mentions && params.mentions) return mentions.error();
  if (mentions) edited.mentions = std::move(*mentions);
  if (edited == *message) return place_of(*message);

  edited.edited_at = draft.now();
  draft.save(edited);
  std::vector<MemberId> added;
  std::ranges::set_difference(edited.mentions, message->mentions, std::back_inserter(added));
  notify_mentions(draft, edited, added);
  return place_of(edited);
}

Answer<Done> act(Draft& draft, const MessageRemove::Params& params) {
  const auto message = removable_message(draft, params.message);
  if (!message) return message.error();
  Fields fields;
  const auto reason = fields.text_or_empty("reason", params.reason.value_or(""), limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (message->by == draft.actor()) {
    if (!message->removed) remove_message(draft, *message, {});
    return Done{};
  }
  if (auto no = objection_to_rank(draft, message->room, Role::moderator)) return std::move(*no);
  if (auto no = objection_to_target(draft, message->room, message->by)) return std::move(*no);
  if (message->removed) return Done{};
  if (reason.empty())
    return Refusal(ErrorCode::argument_missing, "Give the reason: the author and the room see it.").field("reason");
  remove_message(draft, *message, reason);
  draft.notify(message->by, {.kind = NotificationKind::message_removed,
                             .by = draft.actor(),
                             .room = message->room,
                             .thread = message->thread,
                             .message = message->id,
                             .text = reason});
  draft.audit(
      MessageRemove::name,
      {.member = message->by, .room = message->room, .thread = message->thread, .message = message->id, .reason = reason});
  return Done{};
}

}  // namespace standpipe::domain
