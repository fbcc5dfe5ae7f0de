#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// Zoe Zebra has written in the chat, in a thread of hers with an answer by her, and to Ana; all her texts hold her name.
struct Scene {
  Scene() {
    zoe = c.join(kName);
    ana = c.join("Ana");
    c.must(zoe, ProfileUpdate::Params{.offers = kName, .seeks = kName});
    chat = c.post(zoe, kName).message;
    opening = reply_of<Posted>(c.must(zoe, ThreadCreate::Params{.room = c.cop, .title = kName, .text = kName}));
    c.must(zoe, ThreadUpdate::Params{
                    .thread = opening.thread, .kind = ThreadKind::best_practice, .outcome = Outcome{{}, kName, "", ""}});
    whisper = c.say(zoe, c.direct(zoe, ana), kName).message;
    reply = c.reply(ana, opening.thread).message;
    asked = c.start(ana, ThreadKind::question).thread;
    answer = c.reply(zoe, asked, kName).message;
    c.must(ana, ThreadAnswer::Params{asked, answer});
  }
  void erase(bool texts) { c.must(c.admin, MemberErase::Params{zoe, texts, "on request"}); }

  static inline const std::string kName = "Zoe Zebra";
  Community c;
  MemberId zoe, ana;
  MessageId chat, whisper, reply, answer;
  Posted opening;
  ThreadId asked;
};

bool speaks_of(const std::string& text) {
  return text.find("Zebra") != std::string::npos || text.find("zebra") != std::string::npos;
}

template <class Map>
std::size_t rows_that_speak(const Map& rows) {
  return static_cast<std::size_t>(
      std::ranges::count_if(rows, [](const auto& entry) { return speaks_of(to_json(entry.second)); }));
}

}  // namespace

TEST_CASE("an erased person is nobody: no name, address, job or password is left, and the author is a former member") {
  Scene s;
  s.erase(false);
  const auto& account = s.c.content.accounts.at(s.zoe);
  CHECK(account.profile.state == MemberState::erased);
  domain::Account nobody;
  nobody.profile.id = s.zoe;
  nobody.profile.state = MemberState::erased;
  nobody.profile.version = account.profile.version;
  CHECK(account == nobody);
  CHECK(rows_that_speak(s.c.content.applications) == 0);
  CHECK_FALSE(s.c.state.by_email.contains("zoe.zebra@utility.example"));
  CHECK_FALSE(s.c.state.member(s.zoe)->in_room(s.c.cop));
  CHECK(s.c.message(s.chat).by == s.zoe);
}

TEST_CASE("texts stay unless asked") {
  Scene s;
  s.erase(false);
  for (const auto id : {s.chat, s.opening.message, s.whisper, s.answer}) {
    CHECK(s.c.message(id).text == Scene::kName);
    CHECK_FALSE(s.c.message(id).removed);
  }
  CHECK(s.c.thread(s.opening.thread).title == Scene::kName);
}

TEST_CASE("texts go when asked: messages, titles and outcomes of theirs, everywhere, and nobody else's") {
  Scene s;
  s.erase(true);
  for (const auto id : {s.chat, s.opening.message, s.whisper, s.answer}) {
    CHECK(s.c.message(id).text.empty());
    REQUIRE(s.c.message(id).removed);
    CHECK(s.c.message(id).removed->by == s.c.admin);
  }
  CHECK(rows_that_speak(s.c.content.messages) == 0);
  CHECK(rows_that_speak(s.c.content.threads) == 0);
  const auto& thread = s.c.thread(s.opening.thread);
  CHECK_FALSE(thread.title.empty());
  CHECK(thread.last_index == Index{2});
  CHECK(s.c.message(s.reply).text == "I agree");
  CHECK(s.c.thread(s.asked).title == "Meters");
  CHECK(s.c.thread(s.asked).answer == MessageId{});
  CHECK(s.c.thread(s.asked).status == ThreadStatus::open);
}

TEST_CASE("the title goes also where the opening message had been removed before") {
  Scene s;
  s.c.must(s.zoe, MessageRemove::Params{s.opening.message, {}});
  s.erase(true);
  CHECK_FALSE(speaks_of(s.c.thread(s.opening.thread).title));
  CHECK(s.c.message(s.opening.message).removed->by == s.zoe);
}

TEST_CASE("more texts go than fit on a page") {
  Scene s;
  for (int i = 0; i < 1100; ++i) s.c.post(s.zoe, Scene::kName);
  s.erase(true);
  CHECK(rows_that_speak(s.c.content.messages) == 0);
}

TEST_CASE("one damaged text keeps none of those after it") {
  Scene s;
  s.c.content.damaged.insert(s.c.post(s.zoe).message);
  MessageId last;
  for (int i = 0; i < 1100; ++i) last = s.c.post(s.zoe, Scene::kName).message;
  s.erase(true);
  CHECK(s.c.message(last).removed);
  CHECK(rows_that_speak(s.c.content.messages) == 0);
}

TEST_CASE("all applications of an account go, also one that waits") {
  Scene s;
  SUBCASE("of a member") {}
  SUBCASE("of who has left") {
    s.c.must(s.zoe, AccountLeave::Params{});
    Application application = s.c.content.applications.begin()->second.application;
    application.id = {};
    application.name = Scene::kName;
    application.email = "zoe.zebra@utility.example";
    application.utility_name = "Lakeside Water";
    application.country = "KE";
    application.job = "Engineer";
    application.rooms = {s.c.cop};
    s.c.must({}, domain::ApplyToJoin{application, "hash", {}});
  }
  CHECK(rows_that_speak(s.c.content.applications) >= 1);
  s.erase(false);
  CHECK(rows_that_speak(s.c.content.applications) == 0);
  for (const auto& [id, record] : s.c.content.applications) {
    CHECK(record.password_hash.empty());
    CHECK(record.application.status != ApplicationStatus::pending);
  }
}

TEST_CASE("who had an account before with the same address is erased apart from it") {
  Scene s;
  s.c.must(s.zoe, AccountLeave::Params{});
  const auto again = s.c.join(Scene::kName);
  s.erase(true);
  CHECK(rows_that_speak(s.c.content.messages) == 0);
  CHECK(rows_that_speak(s.c.content.applications) == 1);
  CHECK(s.c.state.by_email.at("zoe.zebra@utility.example") == again);
  CHECK(s.c.state.member(again)->in_room(s.c.cop));
  s.c.must(s.c.admin, MemberErase::Params{again, true, "on request"});
  CHECK(rows_that_speak(s.c.content.accounts) == 0);
  CHECK(rows_that_speak(s.c.content.applications) == 0);
}

TEST_CASE("nothing can be done with an erased person, and the address is free") {
  Scene s;
  s.erase(false);
  auto& c = s.c;
  CHECK(c.would(c.admin, MemberErase::Params{s.zoe, true, "again"}) == "not_found");
  CHECK(c.would(c.admin, MemberWarn::Params{s.zoe, {}, "why"}) == "not_found");
  CHECK(c.would(c.admin, MemberSetRole::Params{s.zoe, Role::administrator, {}}) == "not_found");
  CHECK(c.would(c.admin, MemberDeactivate::Params{s.zoe, false, "why"}) == "not_found");
  CHECK(c.would(c.admin, RoomAddMember::Params{c.cop, s.zoe}) == "not_found");
  CHECK(c.would(s.zoe, MessagePost::Params{.room = c.cop, .text = "x"}) == "account_inactive");
  CHECK(c.join(Scene::kName) != s.zoe);
}

TEST_CASE("who left or was deactivated can be erased, with a reason") {
  Scene s;
  SUBCASE("left") {
    s.c.must(s.zoe, AccountLeave::Params{});
  }
  SUBCASE("deactivated") {
    s.c.must(s.c.admin, MemberDeactivate::Params{s.zoe, true, "why"});
  }
  CHECK(s.c.would(s.c.admin, MemberErase::Params{s.zoe, true, " "}) == "argument_missing");
  s.erase(true);
  CHECK(rows_that_speak(s.c.content.messages) == 0);
  CHECK(rows_that_speak(s.c.content.accounts) == 0);
}

TEST_CASE("after a restart an erased person is as erased") {
  Scene s;
  s.erase(true);
  CHECK(domain::dump(s.c.content.load()) == domain::dump(s.c.state));
}
