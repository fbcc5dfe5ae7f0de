#include "tests/unit/query/history.hpp"

#include <doctest/doctest.h>

namespace standpipe::test {

using domain::EntityKind;

RandomHistory::RandomHistory(DiskCommunity& community, std::uint32_t seed) : c_(community), random_(seed) {
  people.push_back(c_.admin);
  for (const auto* name : {"Ana", "Bob", "Chu", "Dia"}) people.push_back(c_.join(name));
  rooms = {c_.cop, c_.open_room(RoomKind::cop, "asset-management"), c_.open_room(RoomKind::group, "twinning")};
  for (const auto member : people) {
    for (const auto room : {rooms[1], rooms[2]}) c_.must(c_.admin, RoomAddMember::Params{room, member});
  }
  c_.must(c_.admin, RoomAddMember::Params{rooms[0], c_.admin});
  c_.must(c_.admin, RoomAppoint::Params{rooms[0], people[1]});
  c_.must(c_.admin, RoomAppoint::Params{rooms[1], people[1]});
}

void RandomHistory::act() {
  c_.now.value += 1 + below(5000);
  const auto actor = any(people);
  c_.run(actor, next(actor));
}

domain::Payload RandomHistory::next(MemberId actor) {
  const auto& ids = c_.state.next;
  const auto room = any(rooms);
  const auto other = any(people);
  const auto message = any_id(ids.message);
  const auto thread = any_id(ids.thread);
  const bool on = below(2) == 0;
  switch (below(30)) {
    case 0:
    case 1:
    case 2:
      return MessagePost::Params{.room = room, .text = "Chat", .mentions = std::vector{other}};
    case 3:
    case 4:
    case 5: {
      const auto found = c_.store->content().thread(thread);
      return MessagePost::Params{.room = found ? found->room : room, .thread = thread, .text = "Reply"};
    }
    case 6:
    case 7:
      return ThreadCreate::Params{.room = room, .title = "Title", .kind = ThreadKind::question, .text = "Opening"};
    case 8:
      return MessageRemove::Params{.message = message, .reason = "off topic"};
    case 9:
    case 10:
      return MessageReact::Params{.message = message, .emoji = on ? "👍" : "💧", .on = below(3) != 0};
    case 11:
      return MessagePin::Params{.message = message, .on = on};
    case 12: {
      const auto found = c_.store->content().message(message);
      return MessageEdit::Params{.message = message, .base_rev = found ? found->rev : Rev{}, .text = "Better"};
    }
    case 13:
      return MessageReport::Params{.message = message, .reason = "look at this"};
    case 14:
      return ReadMarkSet::Params{.room = room, .index = Index{1 + below(20)}};
    case 15: {
      const auto found = c_.store->content().thread(thread);
      return ReadMarkSet::Params{.room = found ? found->room : room, .thread = thread, .index = Index{1 + below(5)}};
    }
    case 16:
      return ReadAll::Params{room};
    case 17:
      return ThreadMove::Params{.thread = thread, .room = room, .reason = "belongs there"};
    case 18:
      return ThreadPin::Params{.thread = thread, .on = on};
    case 19:
      return ThreadUpdate::Params{.thread = thread, .title = "Another title"};
    case 20:
      return MemberMute::Params{.member = other, .room = room, .reason = "calm down", .minutes = 1};
    case 21:
      return SanctionLift::Params{.sanction = any_id(ids.sanction), .reason = "calm again"};
    case 22:
      return ReportResolve::Params{.report = any_id(ids.report), .upheld = on, .note = "seen"};
    case 23:
      return RoomUpdate::Params{.room = room, .description = on ? "One" : "Two", .approve_first_post = on};
    case 24:
      return RoomNotify::Params{.room = room, .level = on ? NotifyLevel::all : NotifyLevel::mentions};
    case 25:
      return ProfileUpdate::Params{.offers = on ? "Advice" : "Time"};
    case 26:
      return NotificationSeen::Params{any_id(ids.notification)};
    case 27:
      return PendingApprove::Params{any_id(ids.pending)};
    case 28:
      return actor == c_.admin ? domain::Payload(UtilityCreate::Params{.name = "U", .country = "KE"})
                               : domain::Payload(RoomJoin::Params{room});
    default:
      return on ? domain::Payload(RoomLeave::Params{rooms[0]}) : domain::Payload(RoomJoin::Params{rooms[0]});
  }
}

Mirror::Key Mirror::key_of(const Change& change) {
  if (change.message) return {EntityKind::message, change.message->id.value};
  if (change.thread) return {EntityKind::thread, change.thread->id.value};
  if (change.room) return {EntityKind::room, change.room->id.value};
  if (change.utility) return {EntityKind::utility, change.utility->id.value};
  if (change.membership) return {EntityKind::membership, change.membership->room.value};
  if (change.mark) return {EntityKind::mark, change.mark->thread.value};
  if (change.notification) return {EntityKind::notification, change.notification->id.value};
  if (change.sanction) return {EntityKind::sanction, change.sanction->id.value};
  if (change.application) return {EntityKind::application, change.application->id.value};
  if (change.report) return {EntityKind::report, change.report->id.value};
  if (change.pending) return {EntityKind::pending, change.pending->id.value};
  return {EntityKind::profile, change.profile.value().id.value};
}

void Mirror::take(const domain::Announcement& announcement) {
  REQUIRE(key_of(announcement.change) == Key{announcement.kind, announcement.entity});
  take(announcement.change);
}

void Mirror::take(const Change& change) {
  entities_[key_of(change)] = change;
  if (!change.message || !change.message->thread) return;
  const auto at = entities_.find({EntityKind::thread, change.message->thread.value});
  if (at == entities_.end() || at->second.thread->gone) return;
  auto& thread = *at->second.thread;
  if (change.message->index <= thread.last_index) return;
  thread.last_index = change.message->index;
  thread.last_number = change.message->number;
  thread.last_at = change.message->at;
}

}  // namespace standpipe::test
