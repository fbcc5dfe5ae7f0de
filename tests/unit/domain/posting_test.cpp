#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

struct Scene {
  Scene() {
    ana = c.join("Ana");
    ben = c.join("Ben");
    moderator = c.moderator("Mo");
  }
  MessagePost::Params mention(RoomId room, std::vector<MemberId> whom) const {
    return {.room = room, .text = "Look", .mentions = std::move(whom)};
  }
  std::size_t notifications(MemberId member, NotificationKind kind) const {
    std::size_t count = 0;
    for (const auto& [id, record] : c.content.notifications) {
      count += record.member == member && record.notification.kind == kind;
    }
    return count;
  }

  Community c;
  MemberId ana, ben, moderator;
};

}  // namespace

TEST_CASE("a post is in the language that it names, else in the first of its author's profile, else in none that is known") {
  Scene s;
  const auto lang = [&](std::optional<std::string> given) {
    const auto posted = reply_of<Posted>(s.c.must(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x", .lang = given}));
    return s.c.message(posted.message).lang;
  };
  CHECK(lang({}) == "en");
  s.c.must(s.ana, ProfileUpdate::Params{.languages = std::vector<std::string>{"sw", "en"}});
  CHECK(lang({}) == "sw");
  CHECK(lang("pt-br") == "pt-BR");
  s.c.must(s.ana, ProfileUpdate::Params{.languages = std::vector<std::string>{}});
  CHECK(lang({}).empty());
}

TEST_CASE("mentioned is only who may see the room") {
  Scene s;
  const auto stranger = s.c.join("Stranger");
  s.c.must(stranger, RoomLeave::Params{s.c.cop});
  const auto banned = s.c.join("Banned");
  s.c.must(s.moderator, MemberBan::Params{banned, s.c.cop, "why", 5});
  const auto group = s.c.open_room(RoomKind::group, "river-group", {s.ana});
  const auto direct = s.c.direct(s.ana, s.ben);
  struct Case {
    std::string whom;
    MemberId member;
    std::string in_cop, in_group, in_direct;
  };
  const std::vector<Case> cases{{"a member of the CoP", s.ben, "done", "argument_bad", "done"},
                                {"a stranger", stranger, "argument_bad", "argument_bad", "argument_bad"},
                                {"a banned member", banned, "argument_bad", "argument_bad", "argument_bad"},
                                {"an administrator", s.c.admin, "done", "done", "argument_bad"},
                                {"nobody", MemberId{999}, "argument_bad", "argument_bad", "argument_bad"}};
  for (const auto& one : cases) {
    CAPTURE(one.whom);
    CHECK(s.c.would(s.ana, s.mention(s.c.cop, {one.member})) == one.in_cop);
    CHECK(s.c.would(s.ana, s.mention(group, {one.member})) == one.in_group);
    CHECK(s.c.would(s.ana, s.mention(direct, {one.member})) == one.in_direct);
  }
}

TEST_CASE("mentions are kept in order, each once, at most 20, and each tells once") {
  Scene s;
  const auto posted = s.c.must(s.ana, s.mention(s.c.cop, {s.moderator, s.ben, s.ana, s.ben}));
  CHECK(s.c.message(reply_of<Posted>(posted).message).mentions == std::vector{s.ana, s.ben, s.moderator});
  CHECK(s.notifications(s.ben, NotificationKind::mention) == 1);
  CHECK(s.notifications(s.ana, NotificationKind::mention) == 0);  // oneself
  std::vector<MemberId> many;
  for (std::size_t i = 0; i < limits::mentions; ++i) many.push_back(s.c.join("Member " + std::to_string(i)));
  CHECK(s.c.would(s.ana, s.mention(s.c.cop, many)) == "done");
  many.push_back(s.ben);
  CHECK(s.c.would(s.ana, s.mention(s.c.cop, many)) == "too_many");
}

TEST_CASE("an edit tells those whom it mentions anew, and keeps those who have left unless it names them") {
  Scene s;
  const auto posted = reply_of<Posted>(s.c.must(s.ana, s.mention(s.c.cop, {s.ben})));
  s.c.must(s.ana, MessageEdit::Params{posted.message, posted.rev, "Look again", {}, std::vector{s.ben, s.moderator}});
  CHECK(s.notifications(s.ben, NotificationKind::mention) == 1);
  CHECK(s.notifications(s.moderator, NotificationKind::mention) == 1);
  s.c.must(s.ben, RoomLeave::Params{s.c.cop});
  const auto rev = s.c.message(posted.message).rev;
  CHECK(s.c.would(s.ana, MessageEdit::Params{posted.message, rev, "x", {}, std::vector{s.ben}}) == "argument_bad");
  s.c.must(s.ana, MessageEdit::Params{posted.message, rev, "x", {}, {}});
  CHECK(s.c.message(posted.message).mentions == std::vector{s.ben, s.moderator});
}

TEST_CASE("a reply names a message of the same place") {
  Scene s;
  const auto thread = s.c.start(s.ana);
  const auto other_thread = s.c.start(s.ana);
  const auto chat = s.c.post(s.ana);
  const auto other_room = s.c.open_room(RoomKind::cop, "sanitation", {s.ana});
  const auto away = s.c.say(s.ana, other_room);
  const std::map<std::string, MessageId> targets{{"chat", chat.message},
                                                 {"thread", thread.message},
                                                 {"other thread", other_thread.message},
                                                 {"other room", away.message},
                                                 {"none", MessageId{999}}};
  for (const auto& [name, message] : targets) {
    CAPTURE(name);
    const MessagePost::Params in_chat{.room = s.c.cop, .text = "x", .reply_to = message};
    const MessagePost::Params in_thread{.room = s.c.cop, .thread = thread.thread, .text = "x", .reply_to = message};
    CHECK(s.c.would(s.ben, in_chat) == (name == "chat" ? "done" : "argument_bad"));
    CHECK(s.c.would(s.ben, in_thread) == (name == "thread" ? "done" : "argument_bad"));
  }
}

TEST_CASE("who is answered is told once: as mentioned, or else as the author of the message or the thread") {
  Scene s;
  const auto thread = s.c.start(s.ana).thread;
  const auto first = s.c.reply(s.moderator, thread).message;
  CHECK(s.notifications(s.ana, NotificationKind::reply) == 1);
  s.c.must(s.ben, MessagePost::Params{
                      .room = s.c.cop, .thread = thread, .text = "x", .reply_to = first, .mentions = std::vector{s.ana}});
  CHECK(s.notifications(s.ana, NotificationKind::reply) == 1);
  CHECK(s.notifications(s.ana, NotificationKind::mention) == 1);
  CHECK(s.notifications(s.moderator, NotificationKind::reply) == 1);
  s.c.reply(s.ana, thread);  // in her own thread
  CHECK(s.notifications(s.ana, NotificationKind::reply) == 1);
}

TEST_CASE("one is told of as much as one wants to be, and of nothing that one may not read") {
  struct Case {
    std::string level;
    std::size_t mentions, replies;
  };
  for (const auto& one :
       std::vector<Case>{{"all", 1, 1}, {"mentions", 1, 0}, {"none", 0, 0}, {"left", 0, 0}, {"suspended", 0, 0}}) {
    CAPTURE(one.level);
    Scene s;
    const auto thread = s.c.start(s.ana).thread;
    if (one.level == "mentions") s.c.must(s.ana, RoomNotify::Params{s.c.cop, NotifyLevel::mentions});
    if (one.level == "none") s.c.must(s.ana, RoomNotify::Params{s.c.cop, NotifyLevel::none});
    if (one.level == "left") s.c.must(s.ana, RoomLeave::Params{s.c.cop});
    if (one.level == "suspended") s.c.must(s.c.admin, MemberSuspend::Params{s.ana, "why", 5});
    s.c.reply(s.ben, thread);
    if (one.level != "left") s.c.must(s.ben, s.mention(s.c.cop, {s.ana}));
    CHECK(s.notifications(s.ana, NotificationKind::mention) == one.mentions);
    CHECK(s.notifications(s.ana, NotificationKind::reply) == one.replies);
  }
}

TEST_CASE("slow mode says how long to wait, for chat, replies and threads together; moderators never wait") {
  Scene s;
  s.c.must(s.moderator, RoomUpdate::Params{.room = s.c.cop, .slow_mode_s = 30});
  const auto thread = s.c.start(s.ana).thread;
  s.c.pass(10'000);
  const std::vector<domain::Payload> posts{MessagePost::Params{.room = s.c.cop, .text = "x"},
                                           MessagePost::Params{.room = s.c.cop, .thread = thread, .text = "x"},
                                           ThreadCreate::Params{.room = s.c.cop, .title = "x", .text = "x"}};
  for (const auto& post : posts) {
    const auto refusal = s.c.refused(s.ana, post);
    CHECK(refusal.code == ErrorCode::slow_mode);
    CHECK(refusal.data.retry_after_ms == 20'000);
    CHECK(s.c.would(s.ben, post) == "done");
  }
  s.c.pass(19'999);
  CHECK(s.c.refused(s.ana, posts[0]).data.retry_after_ms == 1);
  s.c.pass(1);
  for (const auto& post : posts) CHECK(s.c.would(s.ana, post) == "done");
  for (int i = 0; i < 2; ++i) s.c.post(s.moderator);
}

TEST_CASE("slow mode counts in its room alone, and leaving it and coming back does not help") {
  Scene s;
  const auto other = s.c.open_room(RoomKind::cop, "sanitation", {s.ana});
  s.c.must(s.moderator, RoomUpdate::Params{.room = s.c.cop, .slow_mode_s = 30});
  s.c.say(s.ana, other);
  s.c.post(s.ana);
  s.c.must(s.ana, RoomLeave::Params{s.c.cop});
  s.c.must(s.ana, RoomJoin::Params{s.c.cop});
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "slow_mode");
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = other, .text = "x"}) == "done");
  s.c.must(s.moderator, RoomUpdate::Params{.room = s.c.cop, .slow_mode_s = 0});
  CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x"}) == "done");
  for (const std::int64_t seconds : {std::int64_t{-1}, limits::slow_mode_s + 1}) {
    CHECK(s.c.would(s.moderator, RoomUpdate::Params{.room = s.c.cop, .slow_mode_s = seconds}) == "argument_bad");
  }
}
