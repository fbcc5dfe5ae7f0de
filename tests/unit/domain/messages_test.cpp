#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
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
    words = c.post(ana, "Pressure is low");
  }
  MessageEdit::Params edit(const std::string& text) const { return {words.message, message().rev, text, {}, {}}; }
  const Message& message() const { return c.message(words.message); }

  Community c;
  MemberId ana, ben, moderator;
  Posted words;
};

}  // namespace

TEST_CASE("a post gets the room's next number and the chat's next index") {
  Community c;
  const auto ana = c.join("Ana");
  const auto first = c.post(ana, "Pressure is low");
  const auto second = c.post(ana);
  CHECK(first.number == Number{1});
  CHECK(second.number == Number{2});
  CHECK(second.index == Index{2});
  CHECK(c.message(first.message).text == "Pressure is low");
  CHECK(c.message(second.message).rev == second.rev);
}

TEST_CASE("the chat and each thread count their own indexes; numbers are the room's") {
  Scene s;
  const auto thread = s.c.start(s.ana);
  const auto chat = s.c.post(s.ben);
  const auto reply = s.c.reply(s.ben, thread.thread);
  CHECK(std::vector{thread.number, chat.number, reply.number} == std::vector{Number{2}, Number{3}, Number{4}});
  CHECK(std::vector{thread.index, chat.index, reply.index} == std::vector{Index{1}, Index{2}, Index{2}});
  CHECK(s.c.thread(thread.thread).last_number == reply.number);
}

TEST_CASE("texts are checked, and each language is a tag") {
  Scene s;
  struct Case {
    std::string text;
    std::optional<std::string> lang;
    std::string expected;
  };
  const std::vector<Case> cases{{"", {}, "argument_missing"},
                                {" \n\t ", {}, "argument_missing"},
                                {"a\x01", {}, "argument_bad"},
                                {"\xff", {}, "argument_bad"},
                                {std::string(limits::text_bytes, 'x'), {}, "done"},
                                {std::string(limits::text_bytes + 1, 'x'), {}, "argument_too_long"},
                                {"two\nlines", {}, "done"},
                                {"x", "pt-BR", "done"},
                                {"x", "Portuguese!", "argument_bad"}};
  for (const auto& one : cases) {
    CAPTURE(one.text.substr(0, 20));
    CHECK(s.c.would(s.ana, MessagePost::Params{.room = s.c.cop, .text = one.text, .lang = one.lang}) == one.expected);
    CHECK(s.c.would(s.ana, MessageEdit::Params{s.words.message, s.words.rev, one.text, one.lang, {}}) == one.expected);
  }
}

TEST_CASE("only its author edits a message, whatever others' rank") {
  Scene s;
  CHECK(s.c.would(s.ana, s.edit("Pressure is high")) == "done");
  for (const auto by : {s.ben, s.moderator, s.c.admin}) CHECK(s.c.would(by, s.edit("Mine")) == "not_allowed");
}

TEST_CASE("an edit replaces the text, is dated, and gives the rev for the next one") {
  Scene s;
  s.c.pass(minute_ms);
  const auto edited = reply_of<Posted>(s.c.must(s.ana, s.edit("Pressure is high")));
  CHECK(s.message().text == "Pressure is high");
  CHECK(s.message().edited_at == s.c.now);
  CHECK(edited.rev == s.message().rev);
  CHECK(edited.rev > s.words.rev);
  CHECK(edited.number == s.words.number);
  CHECK(s.c.would(s.ana, MessageEdit::Params{s.words.message, edited.rev, "Again", {}, {}}) == "done");
}

TEST_CASE("an edit of an older rev is a conflict that brings the present message") {
  Scene s;
  const auto from_the_phone = s.edit("Pressure is high");
  s.c.must(s.ana, s.edit("Pressure is fine"));
  const auto refusal = s.c.refused(s.ana, from_the_phone);
  CHECK(refusal.code == ErrorCode::conflict);
  REQUIRE(refusal.data.current);
  CHECK(*refusal.data.current == s.message());
  CHECK(refusal.data.current->text == "Pressure is fine");
  auto again = from_the_phone;
  again.base_rev = refusal.data.current->rev;
  CHECK(s.c.would(s.ana, again) == "done");
  again.base_rev = Rev{again.base_rev.value + 1};  // from the future
  CHECK(s.c.would(s.ana, again) == "conflict");
}

TEST_CASE("an edit that changes nothing takes no revision") {
  Scene s;
  const auto before = s.message();
  s.c.must(s.ana, s.edit("Pressure is low"));
  CHECK(s.message() == before);
}

TEST_CASE("who has left the room edits no more, but takes their own words back") {
  Scene s;
  s.c.must(s.ana, RoomLeave::Params{s.c.cop});
  CHECK(s.c.would(s.ana, s.edit("x")) == "not_found");
  s.c.must(s.ana, MessageRemove::Params{s.words.message, {}});
  CHECK(s.message().removed->by == s.ana);
}

TEST_CASE("a removal leaves a stub with its number and nothing of what was said") {
  Scene s;
  s.words =
      reply_of<Posted>(s.c.must(s.ana, MessagePost::Params{.room = s.c.cop, .text = "Call Ben", .mentions = std::vector{s.ben}}));
  s.c.must(s.ben, MessageReact::Params{s.words.message, "👍", true});
  s.c.must(s.moderator, MessagePin::Params{s.words.message, true});
  s.c.pass(minute_ms);
  std::string reason;
  auto by = s.ana;
  SUBCASE("by its author") {}
  SUBCASE("by a moderator") {
    by = s.moderator;
    reason = "off topic";
  }
  s.c.must(by, MessageRemove::Params{s.words.message, reason});
  const auto& stub = s.message();
  CHECK(stub.text.empty());
  CHECK(stub.mentions.empty());
  CHECK(stub.reactions.empty());
  CHECK_FALSE(stub.pinned);
  CHECK(stub.removed == Removal{by, s.c.now, reason});
  CHECK(stub.number == s.words.number);
  CHECK(stub.by == s.ana);
  CHECK(stub.rev > s.words.rev);
}

TEST_CASE("with what is removed nothing can be done any more, and removing it again is no error") {
  Scene s;
  s.c.must(s.ana, MessageRemove::Params{s.words.message, {}});
  const std::vector<std::pair<MemberId, domain::Payload>> acts{
      {s.ana, s.edit("x")},
      {s.ben, MessageReact::Params{s.words.message, "👍", true}},
      {s.ben, MessageReport::Params{s.words.message, "why"}},
      {s.moderator, MessagePin::Params{s.words.message, true}},
  };
  for (const auto& [by, act] : acts) CHECK(s.c.would(by, act) == "removed");
  const auto stub = s.message();
  for (const auto by : {s.ana, s.moderator}) {
    const auto again = s.c.must(by, MessageRemove::Params{s.words.message, "again"});
    CHECK(rows_of<Message>(again) == 0);
    CHECK(again.announcements.empty());
    CHECK(rows_of<AuditEntry>(again) == 0);
  }
  CHECK(s.message() == stub);
  CHECK(s.c.would(s.ben, MessageRemove::Params{s.words.message, "x"}) == "not_allowed");
}

TEST_CASE("a moderator names the reason, and the author is told") {
  Scene s;
  CHECK(s.c.would(s.moderator, MessageRemove::Params{s.words.message, {}}) == "argument_missing");
  CHECK(s.c.would(s.moderator, MessageRemove::Params{s.words.message, " "}) == "argument_missing");
  s.c.must(s.moderator, MessageRemove::Params{s.words.message, "off topic"});
  const auto told = s.c.newest_notification(s.ana);
  CHECK(told.kind == NotificationKind::message_removed);
  CHECK(told.by == s.moderator);
  CHECK(told.message == s.words.message);
  CHECK(told.text == "off topic");
}

TEST_CASE("a damaged thread is not there, and its messages can still be removed") {
  Scene s;
  auto& c = s.c;
  const auto elsewhere = c.open_room(RoomKind::cop, "sanitation");
  const auto opening = c.start(s.ana, ThreadKind::question);
  const auto thread = opening.thread;
  const auto reply = c.reply(s.ben, thread).message;
  const auto chat = c.post(s.ben).message;
  struct Case {
    std::string what;
    MemberId by;
    domain::Payload payload;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"edit", s.ben, MessageEdit::Params{reply, c.message(reply).rev, "better", {}, {}}, "not_found"},
      {"reply", s.ben, MessagePost::Params{.room = c.cop, .thread = thread, .text = "x"}, "not_found"},
      {"remove one's own", s.ben, MessageRemove::Params{reply, {}}, "done"},
      {"remove another's", s.moderator, MessageRemove::Params{reply, "why"}, "done"},
      {"react", s.ana, MessageReact::Params{reply, "👍", true}, "done"},
      {"pin", s.moderator, MessagePin::Params{reply, true}, "done"},
      {"report", s.ana, MessageReport::Params{reply, "rude"}, "done"},
      {"read", s.ana, ReadMarkSet::Params{c.cop, thread, Index{2}}, "not_found"},
      {"answer", s.ana, ThreadAnswer::Params{thread, reply}, "not_found"},
      {"update", s.ana, ThreadUpdate::Params{.thread = thread, .title = "x"}, "not_found"},
      {"lock", s.moderator, ThreadLock::Params{thread, true, {}}, "not_found"},
      {"move", c.admin, ThreadMove::Params{thread, elsewhere, "why"}, "not_found"},
      {"erase who started it", c.admin, MemberErase::Params{s.ana, true, "why"}, "done"},
      {"erase who replied", c.admin, MemberErase::Params{s.ben, true, "why"}, "done"},
      {"ban", s.moderator, MemberBan::Params{s.ben, c.cop, "why", 0}, "done"},
  };
  c.content.threads.erase(thread);
  for (const auto& one : cases) {
    CAPTURE(one.what);
    CHECK(c.would(one.by, one.payload) == one.expected);
  }
  c.must(c.admin, MemberErase::Params{s.ben, true, "why"});
  for (const auto id : {reply, chat}) CHECK(c.message(id).removed);
}

TEST_CASE("a thread stays when its opening message is removed") {
  Scene s;
  const auto thread = s.c.start(s.ana);
  s.c.must(s.ana, MessageRemove::Params{thread.message, {}});
  CHECK(s.c.thread(thread.thread).title == "Meters");
  CHECK(s.c.reply(s.ben, thread.thread).index == Index{2});
}
