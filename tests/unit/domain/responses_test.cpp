#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

struct Scene {
  Scene() {
    ana = c.join("Ana");
    ben = c.join("Ben");
    moderator = c.moderator("Mo");
    words = c.post(ana).message;
  }
  MessageReact::Params react(const std::string& emoji, bool on = true) const { return {words, emoji, on}; }
  const std::vector<Reaction>& reactions() const { return c.message(words).reactions; }

  Community c;
  MemberId ana, ben, moderator;
  MessageId words;
};

/// The n-th of the emojis from U+1F600 on.
std::string face(int n) {
  const std::string start = "\xF0\x9F\x98";
  return start + static_cast<char>(0x80 + n);
}

}  // namespace

TEST_CASE("a reaction counts once for each member and emoji, and can be taken back") {
  Scene s;
  s.c.must(s.ben, s.react("👍"));
  s.c.must(s.ana, s.react("👍"));
  s.c.must(s.ben, s.react("🎉"));
  CHECK(rows_of<Message>(s.c.must(s.ben, s.react("👍"))) == 0);
  CHECK(s.reactions() == std::vector<Reaction>{{"👍", {s.ben, s.ana}}, {"🎉", {s.ben}}});
  s.c.must(s.ben, s.react("👍", false));
  s.c.must(s.ben, s.react("🎉", false));
  CHECK(rows_of<Message>(s.c.must(s.ben, s.react("🎉", false))) == 0);
  CHECK(s.reactions() == std::vector<Reaction>{{"👍", {s.ana}}});
}

TEST_CASE("a reaction is one emoji") {
  Scene s;
  const std::vector<std::pair<std::string, std::string>> cases{{"👍", "done"},
                                                               {"👍🏽", "done"},
                                                               {"👨‍👩‍👧", "done"},
                                                               {"🇰🇪", "done"},
                                                               {"1️⃣", "done"},
                                                               {"", "argument_bad"},
                                                               {"ok", "argument_bad"},
                                                               {"1", "argument_bad"},
                                                               {"👍 ", "argument_bad"},
                                                               {"👍ok", "argument_bad"},
                                                               {"👍👍", "argument_bad"},
                                                               {"👍🔥🎉", "argument_bad"},
                                                               {"🇰", "argument_bad"},
                                                               {"👨🏻‍❤️‍💋‍👨🏿", "done"},
                                                               {"<b>", "argument_bad"},
                                                               {"\xF0\x9F", "argument_bad"},
                                                               {std::string(limits::emoji_bytes + 1, 'x'), "argument_too_long"}};
  for (const auto& [emoji, expected] : cases) {
    CAPTURE(emoji);
    CHECK(s.c.would(s.ben, s.react(emoji)) == expected);
  }
}

TEST_CASE("what was taken for one emoji once can still be taken back") {
  Scene s;
  s.c.content.messages.at(s.words).reactions = {{"👍👍", {s.ben}}};
  s.c.must(s.ben, s.react("👍👍", false));
  CHECK(s.reactions().empty());
}

TEST_CASE("a message takes at most 20 different emojis, and what is there can still be shared") {
  Scene s;
  for (std::size_t i = 0; i < limits::emojis_per_message; ++i) s.c.must(s.ana, s.react(face(static_cast<int>(i))));
  CHECK(s.c.would(s.ana, s.react(face(40))) == "too_many");
  CHECK(s.c.would(s.ben, s.react(face(40))) == "too_many");
  CHECK(s.c.would(s.ben, s.react(face(0))) == "done");
  s.c.must(s.ana, s.react(face(0), false));
  CHECK(s.c.would(s.ben, s.react(face(40))) == "done");
}

TEST_CASE("a message takes at most 300 reactions in all") {
  Scene s;
  std::size_t count = 0;
  for (int member = 0; count < limits::reactions_per_message; ++member) {
    const auto by = s.c.join("Member " + std::to_string(member));
    for (int i = 0; i < 20; ++i, ++count) s.c.must(by, s.react(face(i)));
  }
  CHECK(s.c.would(s.ben, s.react(face(0))) == "too_many");
  s.c.must(s.c.state.by_email.at("member.0@utility.example"), s.react(face(0), false));
  CHECK(s.c.would(s.ben, s.react(face(0))) == "done");
}

TEST_CASE("only moderators pin, at most 100 messages of a room") {
  Scene s;
  for (const auto by : {s.ana, s.ben}) CHECK(s.c.would(by, MessagePin::Params{s.words, true}) == "not_allowed");
  s.c.must(s.moderator, MessagePin::Params{s.words, true});
  CHECK(rows_of<Message>(s.c.must(s.c.admin, MessagePin::Params{s.words, true})) == 0);
  for (std::size_t i = 1; i < limits::pins_per_room; ++i)
    s.c.must(s.moderator, MessagePin::Params{s.c.post(s.ana).message, true});
  const MessagePin::Params another{s.c.post(s.ana).message, true};
  CHECK(s.c.would(s.moderator, another) == "too_many");
  // Elsewhere there is room.
  const auto other = s.c.open_room(RoomKind::cop, "sanitation", {s.moderator});
  CHECK(s.c.would(s.moderator, MessagePin::Params{s.c.say(s.moderator, other).message, true}) == "done");
  SUBCASE("unpinned") {
    s.c.must(s.moderator, MessagePin::Params{s.words, false});
  }
  SUBCASE("removed") {
    s.c.must(s.ana, MessageRemove::Params{s.words, {}});
  }
  CHECK(s.c.would(s.moderator, another) == "done");
}
