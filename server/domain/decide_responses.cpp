#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"

/// What is done with a message that stands: reactions, pins, reports.
namespace standpipe::domain {

namespace {

Answer<Message> standing_message(const Draft& draft, MessageId id) {
  auto message = visible_message(draft, id);
  if (message && message->removed) return Refusal(ErrorCode::removed);
  return message;
}

std::size_t reactions_of(const Message& message) {
  std::size_t count = 0;
  for (const auto& reaction : message.reactions) count += reaction.by.size();
  return count;
}

Objection add_reaction(Message& message, const std::string& emoji, MemberId by) {
  if (reactions_of(message) >= limits::reactions_per_message) return Refusal(ErrorCode::too_many);
  auto at = std::ranges::find(message.reactions, emoji, &Reaction::emoji);
  if (at == message.reactions.end()) {
    if (message.reactions.size() >= limits::emojis_per_message) return Refusal(ErrorCode::too_many);
    at = message.reactions.insert(at, Reaction{emoji, {}});
  }
  at->by.push_back(by);
  return std::nullopt;
}

void take_back_reaction(Message& message, const std::string& emoji, MemberId by) {
  for (auto& reaction : message.reactions) {
    if (reaction.emoji == emoji) std::erase(reaction.by, by);
  }
  std::erase_if(message.reactions, [](const Reaction& reaction) { return reaction.by.empty(); });
}

bool has_reacted(const Message& message, const std::string& emoji, MemberId by) {
  const auto at = std::ranges::find(message.reactions, emoji, &Reaction::emoji);
  return at != message.reactions.end() && std::ranges::find(at->by, by) != at->by.end();
}

/// The room on whose desk a report lies: what a moderator wrote is for the administrators (0), since the moderators of a room see
/// all of its desk, who reported them included.
RoomId desk_for(const Draft& draft, const Message& message) {
  const bool by_moderator = rank_in(draft.state(), message.by, message.room) == Role::moderator;
  return by_moderator ? RoomId{} : message.room;
}

}  // namespace

Answer<Done> act(Draft& draft, const MessageReact::Params& params) {
  auto message = standing_message(draft, params.message);
  if (!message) return message.error();
  if (auto no = objection_to_writing(draft, draft.room(message->room))) return std::move(*no);
  if (has_reacted(*message, params.emoji, draft.actor()) == params.on) return Done{};
  if (params.on) {
    Fields fields;
    const auto emoji = fields.emoji("emoji", params.emoji);
    if (fields.objection()) return *fields.objection();
    if (auto no = add_reaction(*message, emoji, draft.actor())) return std::move(*no);
  } else {
    take_back_reaction(*message, params.emoji, draft.actor());
  }
  draft.save(*message);
  return Done{};
}

Answer<Done> act(Draft& draft, const MessagePin::Params& params) {
  auto message = standing_message(draft, params.message);
  if (!message) return message.error();
  if (auto no = objection_to_rank(draft, message->room, Role::moderator)) return std::move(*no);
  if (auto no = objection_to_closed_room(draft, draft.room(message->room))) return std::move(*no);
  if (message->pinned == params.on) return Done{};
  if (params.on && draft.content().pinned_in(message->room) >= limits::pins_per_room) {
    return Refusal(ErrorCode::too_many, "A room has at most 100 pinned messages. Unpin one first.");
  }
  message->pinned = params.on;
  draft.save(*message);
  draft.audit(MessagePin::name, {.member = message->by,
                                 .room = message->room,
                                 .thread = message->thread,
                                 .message = message->id,
                                 .detail = params.on ? "pinned" : "unpinned"});
  return Done{};
}

Answer<Done> act(Draft& draft, const MessageReport::Params& params) {
  const auto message = standing_message(draft, params.message);
  if (!message) return message.error();
  if (message->by == draft.actor()) {
    return Refusal(ErrorCode::not_allowed, "This is your own message: edit or remove it instead.").field("message");
  }
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (draft.content().has_open_report(message->id, draft.actor())) return Refusal(ErrorCode::already_reported);
  draft.save(Report{.id = draft.take(&NextIds::report),
                    .room = desk_for(draft, *message),
                    .message = message->id,
                    .by = draft.actor(),
                    .reason = reason,
                    .at = draft.now()});
  return Done{};
}

Answer<Done> act(Draft& draft, const ReportResolve::Params& params) {
  auto report = draft.content().report(params.report);
  const auto not_theirs = Refusal(ErrorCode::not_found).field("report");
  if (!report) return not_theirs;
  const bool direct = report->room && draft.room(report->room).kind == RoomKind::direct;
  const auto desk = direct ? RoomId{} : report->room;
  if (actor_rank(draft, desk) < Role::moderator) return not_theirs;
  Fields fields;
  const auto note = fields.text_or_empty("note", params.note, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  if (report->status != ReportStatus::open) return Refusal(ErrorCode::already_decided);
  const auto message = draft.content().message(report->message);
  if (message && message->by == draft.actor()) {
    return Refusal(ErrorCode::not_allowed, "The message is your own: leave the report to somebody else.");
  }
  report->status = params.upheld ? ReportStatus::upheld : ReportStatus::dismissed;
  report->resolved_by = draft.actor();
  report->resolved_at = draft.now();
  report->note = note;
  draft.save(*report);
  draft.notify(report->by, {.kind = NotificationKind::report_resolved,
                            .by = draft.actor(),
                            .room = report->room,
                            .message = report->message,
                            .text = note});
  draft.audit(ReportResolve::name, {.member = message ? message->by : MemberId{},
                                    .room = report->room,
                                    .message = report->message,
                                    .reason = note,
                                    .detail = params.upheld ? "upheld" : "dismissed"});
  return Done{};
}

}  // namespace standpipe::domain
