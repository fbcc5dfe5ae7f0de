#include "tests/unit/domain/community.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

namespace standpipe::test {

namespace {

std::string lower(std::string name) {
  for (auto& c : name) c = c == ' ' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

Community::Community() {
  admin = administrator("Ada Admin");
  cop = reply_of<RoomMade>(must({}, domain::SeedRoom{RoomKind::cop, "water-distribution", "Water Distribution", ""})).room;
  news = open_room(RoomKind::announcement, "news");
}

Verdict Community::run(const domain::Command& command) {
  const domain::Stamp stamp{state.seq + 1, now};
  auto verdict = domain::decide(state, content, stamp, command);
  if (verdict) {
    domain::evolve(state, *verdict, stamp.seq, stamp.at);
    content.apply(*verdict, stamp.seq, stamp.at);
  }
  return verdict;
}

Verdict Community::run(MemberId actor, domain::Payload payload) {
  domain::Command command{.actor = actor, .payload = std::move(payload)};
  if (actor) command.key = fresh_key();
  return run(command);
}

Decision Community::must(MemberId actor, domain::Payload payload) {
  auto verdict = run(actor, std::move(payload));
  if (!verdict) {
    const auto& refusal = verdict.error();
    throw std::runtime_error("refused: " + refusal.data.code + " " + refusal.data.field + " " + refusal.text);
  }
  return std::move(*verdict);
}

Refusal Community::refused(MemberId actor, domain::Payload payload) {
  const auto before = domain::dump(state);
  auto verdict = run(actor, std::move(payload));
  CHECK_FALSE(verdict.has_value());
  CHECK(domain::dump(state) == before);
  return verdict ? Refusal(ErrorCode::internal) : verdict.error();
}

ErrorCode Community::code(MemberId actor, domain::Payload payload) {
  return refused(actor, std::move(payload)).code;
}

std::string Community::would(MemberId actor, domain::Payload payload) {
  domain::Command command{.actor = actor, .payload = std::move(payload)};
  if (actor) command.key = fresh_key();
  const auto verdict = domain::decide(state, content, {state.seq + 1, now}, command);
  return verdict ? "done" : verdict.error().data.code;
}

MemberId Community::administrator(const std::string& name) {
  return reply_of<Approved>(must({}, domain::CreateAdministrator{name, lower(name) + "@example.org", "hash"})).member;
}

MemberId Community::join(const std::string& name) {
  Application application;
  application.name = name;
  application.email = lower(name) + "@utility.example";
  application.utility_name = "Lakeside Water";
  application.country = "KE";
  application.job = "Engineer";
  application.languages = {"en"};
  application.rooms = {cop};
  const auto applied = reply_of<ApplyResult>(must({}, domain::ApplyToJoin{application, "hash", {}}));
  return reply_of<Approved>(must(admin, ApplicationApprove::Params{applied.application, {}})).member;
}

MemberId Community::moderator(const std::string& name) {
  const auto member = join(name);
  must(admin, RoomAppoint::Params{cop, member});
  return member;
}

RoomId Community::open_room(RoomKind kind, const std::string& slug, std::vector<MemberId> moderators) {
  const RoomCreate::Params params{.kind = kind, .slug = slug, .name = slug, .moderators = std::move(moderators)};
  return reply_of<RoomMade>(must(admin, params)).room;
}

RoomId Community::direct(MemberId a, MemberId b) {
  return reply_of<RoomMade>(must(a, DirectOpen::Params{b})).room;
}

Posted Community::post(MemberId by, const std::string& text) {
  return say(by, cop, text);
}

Posted Community::say(MemberId by, RoomId in, const std::string& text) {
  return reply_of<Posted>(must(by, MessagePost::Params{.room = in, .text = text}));
}

Posted Community::reply(MemberId by, ThreadId in, const std::string& text) {
  return reply_of<Posted>(must(by, MessagePost::Params{.room = thread(in).room, .thread = in, .text = text}));
}

Posted Community::start(MemberId by, ThreadKind kind, const std::string& title) {
  return reply_of<Posted>(must(by, ThreadCreate::Params{.room = cop, .title = title, .kind = kind, .text = "Dear all"}));
}

std::string Community::fresh_key() {
  const auto digits = std::to_string(++keys_);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

std::int64_t Community::unread(MemberId member, RoomId room) const {
  const auto& place_in = place(member, room);
  return state.room(room)->last_number.value - place_in.baseline.value - place_in.read;
}

Notification Community::newest_notification(MemberId member) const {
  Notification newest;
  for (const auto& [id, record] : content.notifications) {
    if (record.member == member) newest = record.notification;
  }
  return newest;
}

}  // namespace standpipe::test
