#include "tests/unit/domain/random_commands.hpp"

#include "server/domain/rules.hpp"

namespace standpipe::test {

using domain::Payload;

namespace {

domain::TokenHash token(std::int64_t number) {
  domain::TokenHash hash{};
  for (std::size_t i = 0; i < 8; ++i) hash[i] = static_cast<std::uint8_t>(number >> (8 * i));
  hash[31] = 1;
  return hash;
}

}  // namespace

void RandomCommands::populate(Community& community) {
  const auto mia = community.moderator("Mia Moderator");
  community.administrator("Abel Admin");
  for (const auto* name : {"Ana", "Ben", "Chipo", "Divya", "Eva", "Femi"}) community.join(name);
  const auto cop = community.open_room(RoomKind::cop, "utility-strategy", {mia});
  const auto group = community.open_room(RoomKind::group, "twinning", {mia});
  for (const auto& [id, member] : community.state.members) {
    community.run(id, RoomJoin::Params{cop});
    community.run(id, RoomJoin::Params{community.news});
    community.run(mia, RoomAddMember::Params{group, id});
  }
}

MemberId RandomCommands::likely_actor() {
  for (int tries = 0; tries < 3; ++tries) {
    const auto candidate = coin() ? member() : any(MemberId{6});
    if (domain::may_take_part(community_.state, candidate, community_.now)) return candidate;
  }
  return member();
}

RoomId RandomCommands::room() {
  const auto* known = community_.state.member(actor_);
  if (!known || known->rooms.empty() || below(4) == 0) return any(community_.state.next.room);
  return any_of(known->rooms).membership.room;
}

MessageId RandomCommands::own_message() {
  for (int tries = 0; tries < 8; ++tries) {
    const auto id = message();
    const auto at = community_.content.messages.find(id);
    if (at != community_.content.messages.end() && at->second.by == actor_) return id;
  }
  return message();
}

RoomId RandomCommands::room_of(ThreadId in) {
  const auto at = community_.content.threads.find(in);
  return at == community_.content.threads.end() ? room() : at->second.room;
}

std::optional<MessageId> RandomCommands::replied_to(RoomId where, ThreadId in) {
  if (coin()) return std::nullopt;
  for (int tries = 0; tries < 8; ++tries) {
    const auto id = message();
    const auto at = community_.content.messages.find(id);
    if (at != community_.content.messages.end() && at->second.room == where && at->second.thread == in) return id;
  }
  return seldom() ? std::optional(message()) : std::nullopt;
}

std::vector<MemberId> RandomCommands::members() {
  std::vector<MemberId> list;
  for (auto count = below(3); count > 0; --count) list.push_back(member());
  return list;
}

std::string RandomCommands::words() {
  static const std::vector<std::string> all{"pressure", "meter", "leak", "tariff", "réseau", "agua", "مياه", "pipe"};
  std::string text;
  for (auto count = 1 + below(4); count > 0; --count) text += any_of(all) + ' ';
  return text;
}

domain::Command RandomCommands::next() {
  domain::Command command;
  actor_ = likely_actor();
  if (seldom()) {
    command.payload = from_outside();
    return command;
  }
  command.actor = actor_;
  const auto digits = std::to_string(++keys_);
  command.key = "10000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  command.payload = payload();
  return command;
}

Payload RandomCommands::payload() {
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return of_message();
    case 5:
    case 6:
      return of_reading();
    case 7:
    case 8:
      return of_thread();
    case 9:
      return of_room();
    case 10:
    case 11:
      return of_room_members();
    case 12:
      return of_member();
    case 13:
    case 14:
      return of_moderation();
    default:
      return of_account();
  }
}

Application RandomCommands::application() {
  Application application;
  application.name = "Person " + std::to_string(below(60));
  application.email = "p" + std::to_string(below(60)) + "@utility" + std::to_string(below(4)) + ".example";
  application.utility_name = "Utility " + std::to_string(below(4));
  application.country = "SN";
  application.job = "Operator";
  application.languages = {"fr", "en"};
  application.rooms = {community_.cop};
  if (coin()) application.rooms.push_back(room());
  return application;
}

Payload RandomCommands::from_outside() {
  const auto& invitations = community_.state.invitations;
  switch (below(8)) {
    case 0: {
      const auto of = member();
      const auto* known = community_.state.member(of);
      const auto hash = known && !seldom() ? known->account.password_hash : "hash";
      return domain::OpenSession{of, hash, token(++tokens_), "phone", Time{community_.now.value + 1 + below(9 * day_ms)}};
    }
    case 1:
      return domain::CloseSession{SessionId{1 + below(community_.state.seq + 1)}};
    case 2:
      return domain::SetPassword{member(), "hash " + words(), SessionId{below(community_.state.seq + 1)}};
    case 3:
      return domain::Housekeep{};
    case 4:
      if (invitations.empty()) return domain::Housekeep{};
      return domain::ApplyToJoin{application(), "hash", any_of(std::vector{invitations.rbegin()->second.code_hash, token(7)})};
    case 5:
      return domain::SeedRoom{RoomKind::cop, "seed-" + std::to_string(below(5)), words(), ""};
    case 6:
      if (!seldom()) return domain::ApplyToJoin{application(), "hash", {}};
      return domain::CreateAdministrator{words(), "admin" + std::to_string(below(5)) + "@example.org", "hash", coin()};
    default:
      return domain::ApplyToJoin{application(), "hash", {}};
  }
}

Payload RandomCommands::of_message() {
  switch (below(14)) {
    case 0: {
      const auto id = own_message();
      const auto at = community_.content.messages.find(id);
      const auto base = at == community_.content.messages.end() || seldom() ? Rev{1} : at->second.rev;
      return MessageEdit::Params{id, base, words(), perhaps(std::string("fr")), {}};
    }
    case 1:
      return MessageRemove::Params{coin() ? own_message() : message(), perhaps(words())};
    case 2:
    case 3:
      return MessageReact::Params{message(), any_of<std::string>({"👍", "💧", "🙏🏽"}), !seldom()};
    case 4:
      return MessagePin::Params{message(), !seldom()};
    case 5:
      return MessageReport::Params{message(), words()};
    case 6:
    case 7:
    case 8:
    case 9: {
      const auto in = thread();
      const auto where = room_of(in);
      return MessagePost::Params{where, in, words(), {}, replied_to(where, in), seldom() ? perhaps(members()) : std::nullopt};
    }
    default: {
      const auto where = room();
      return MessagePost::Params{
          where, {}, words(), perhaps(std::string("es")), replied_to(where, {}), seldom() ? perhaps(members()) : std::nullopt};
    }
  }
}

Payload RandomCommands::of_reading() {
  switch (below(6)) {
    case 0:
      return ReadAll::Params{room()};
    case 1:
      return NotificationSeen::Params{any(community_.state.next.notification)};
    case 2:
      return RoomNotify::Params{room(), any_of<NotifyLevel>({NotifyLevel::all, NotifyLevel::mentions, NotifyLevel::none})};
    case 3:
      return ReadMarkSet::Params{room(), {}, Index{below(40)}};
    default: {
      const auto in = thread();
      return ReadMarkSet::Params{room_of(in), in, Index{below(12)}};
    }
  }
}

Payload RandomCommands::of_thread() {
  const auto kind = any_of<ThreadKind>({ThreadKind::discussion, ThreadKind::question, ThreadKind::best_practice});
  const auto status =
      any_of<ThreadStatus>({ThreadStatus::open, ThreadStatus::open, ThreadStatus::closed, ThreadStatus::archived});
  const Outcome outcome{Rung::routines_embedded, "litres/connection/day", "300", "220"};
  switch (below(9)) {
    case 0:
      return ThreadUpdate::Params{
          thread(), perhaps(words()), perhaps(kind), perhaps(status), {}, seldom() ? perhaps(outcome) : std::nullopt};
    case 1:
    case 2:
      return ThreadAnswer::Params{thread(), seldom() ? MessageId{} : message()};
    case 3:
      return ThreadLock::Params{thread(), coin(), perhaps(words())};
    case 4:
      return ThreadPin::Params{thread(), coin()};
    case 5:
      return ThreadMove::Params{thread(), room(), words()};
    default:
      return ThreadCreate::Params{room(),
                                  words(),
                                  kind,
                                  words(),
                                  {},
                                  kind == ThreadKind::best_practice ? std::optional(outcome) : std::nullopt,
                                  perhaps(members())};
  }
}

Payload RandomCommands::of_room() {
  const auto kind = any_of<RoomKind>({RoomKind::cop, RoomKind::group, RoomKind::announcement});
  switch (below(6)) {
    case 0: {
      const auto end = kind == RoomKind::group ? perhaps(Time{community_.now.value + below(30 * day_ms)}) : std::nullopt;
      return RoomCreate::Params{kind, "room-" + std::to_string(below(12)), words(), perhaps(words()), end, perhaps(members())};
    }
    case 1:
      return RoomArchive::Params{room(), seldom(), perhaps(words())};
    case 2:
      return DirectOpen::Params{member()};
    case 3:
      return RoomUpdate::Params{.room = room(), .ends_at = Time{community_.now.value + below(30 * day_ms)}};
    default:
      return RoomUpdate::Params{.room = room(),
                                .description = perhaps(words()),
                                .slow_mode_s = perhaps(below(60)),
                                .approve_first_post = perhaps(coin())};
  }
}

Payload RandomCommands::of_room_members() {
  switch (below(8)) {
    case 0:
      return RoomLeave::Params{room()};
    case 1:
    case 2:
      return RoomAddMember::Params{room(), member()};
    case 3:
      return RoomRemoveMember::Params{room(), member(), words()};
    case 4:
      return RoomAppoint::Params{room(), member()};
    case 5:
      return RoomDismiss::Params{room(), member(), perhaps(words())};
    default:
      return RoomJoin::Params{room()};
  }
}

Payload RandomCommands::of_member() {
  switch (below(4)) {
    case 0:
      return UtilityCreate::Params{
          "Utility " + std::to_string(below(4)), "SN", {"utility" + std::to_string(below(4)) + ".example"}};
    case 1:
      return UtilityUpdate::Params{any(community_.state.next.utility), perhaps(words()), {}, {}};
    default:
      return ProfileUpdate::Params{.name = perhaps(words()),
                                   .utility = perhaps(any(community_.state.next.utility)),
                                   .expertise = perhaps(std::vector<std::string>{"Leaks", "leaks"}),
                                   .offers = perhaps(words())};
  }
}

Payload RandomCommands::of_moderation() {
  const auto where = seldom() ? RoomId{} : room();
  switch (below(10)) {
    case 0:
      return MemberWarn::Params{member(), where, words()};
    case 1:
      return MemberMute::Params{member(), where, words(), minutes()};
    case 2:
      return MemberBan::Params{member(), where, words(), minutes()};
    case 3:
      return SanctionLift::Params{any(community_.state.next.sanction), words()};
    case 4:
      return ReportResolve::Params{any(community_.state.next.report), coin(), words()};
    case 5:
      return PendingReject::Params{any(community_.state.next.pending), words()};
    case 6:
    case 7:
      return PendingApprove::Params{any(community_.state.next.pending)};
    case 8:
      return seldom() ? Payload(MemberSuspend::Params{member(), words(), 1 + minutes()}) : Payload(domain::RevokeSession{});
    default:
      return domain::CreateInvitation{{1 + below(3), 1 + below(9), perhaps(words()), perhaps(std::vector{room()})},
                                      token(++tokens_)};
  }
}

Payload RandomCommands::of_account() {
  switch (below(12)) {
    case 0:
      return MemberSetRole::Params{member(), seldom() ? Role::administrator : Role::member, {}};
    case 1:
      return MemberDeactivate::Params{member(), seldom(), words()};
    case 2:
      return InvitationRevoke::Params{any(community_.state.next.invitation)};
    case 3:
      if (below(4) == 0) return AccountLeave::Params{};
      return ProfileUpdate::Params{.job = words()};
    case 4:
      if (coin()) return MemberErase::Params{member(), coin(), words()};
      return ProfileUpdate::Params{.seeks = words()};
    case 5:
      return ApplicationDecline::Params{any(community_.state.next.application), words()};
    default:
      return ApplicationApprove::Params{any(community_.state.next.application), perhaps(any(community_.state.next.utility))};
  }
}

}  // namespace standpipe::test
