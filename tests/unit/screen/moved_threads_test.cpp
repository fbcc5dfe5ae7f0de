#include <doctest/doctest.h>

#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

/// A thread of room 1 is open, and something is being written in it.
void write_in_thread(Desk& desk) {
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(thread_of(1, 9), 8);
  desk.go_online();
  desk.serve();
  desk.open(thread_of(1, 9));
  desk.press("G i");
  desk.type("half a sentence");
}

}  // namespace

TEST_CASE("a thread that is moved while it is open goes on in its new room, whichever of the rooms says so first") {
  for (const bool comes_first : {false, true}) {
    CAPTURE(comes_first);
    Desk desk;
    write_in_thread(desk);
    desk.move_thread(9, 2, comes_first);
    CHECK(desk.shows("number 8"));
    desk.serve();
    REQUIRE(desk.model.reading() != nullptr);
    CHECK(desk.model.reading()->place == thread_of(2, 9));
    CHECK(desk.model.room_selected == RoomId{2});
    CHECK(desk.shows("number 8"));
    CHECK(desk.shows("This thread was moved to Billing."));
    CHECK(desk.shows("half a sentence"));
    CHECK(desk.model.own_marks.at(thread_of(2, 9)) == Index{8});
    CHECK_FALSE(desk.model.own_marks.contains(thread_of(1, 9)));
    CHECK_FALSE(desk.model.reading()->stale);
    CHECK(desk.model.reading()->messages.begin()->second.rev == desk.messages(thread_of(2, 9)).front().rev);

    desk.say(thread_of(2, 9), 2, "said there");
    CHECK(desk.shows("said there"));
    desk.press("enter");
    REQUIRE(desk.kept().size() == 1);
    const auto post = desk.params<MessagePost>(desk.kept().back().params);
    CHECK(post.room == RoomId{2});
    CHECK(post.thread == ThreadId{9});
    CHECK(post.text == "half a sentence");
  }
}

TEST_CASE("a draft that was left in a thread follows it") {
  Desk desk;
  write_in_thread(desk);
  desk.press("escape escape");
  desk.open(chat);
  REQUIRE(desk.model.drafts.contains(thread_of(1, 9)));
  desk.move_thread(9, 2);
  CHECK_FALSE(desk.model.drafts.contains(thread_of(1, 9)));
  CHECK(desk.model.drafts.at(thread_of(2, 9)).text == "half a sentence");
  desk.open(thread_of(1, 9));  // as whoever remembers where it was
  desk.serve();
  CHECK(desk.model.reading()->place == thread_of(2, 9));
  CHECK(desk.shows("half a sentence"));
  CHECK(desk.shows("number 8"));
}

TEST_CASE("a thread that is moved to a room that one is not in says so, shows nothing more of it, and no key fails") {
  Desk desk;
  write_in_thread(desk);
  desk.press("escape");
  desk.move_thread(9, 4);
  desk.serve();
  CHECK(desk.shows("This thread was moved to a room that you are not in. Ask a moderator of Leakage"));
  CHECK_FALSE(desk.shows("number 3"));
  CHECK_FALSE(desk.shows("Nobody has written here yet"));
  desk.press("k j pageup pagedown g G u");
  desk.serve();
  CHECK_FALSE(desk.shows("number 3"));
  CHECK(desk.shows("half a sentence"));
}

TEST_CASE("a thread that was moved during an absence is found where it is now") {
  for (const std::int64_t to : {2, 4}) {
    CAPTURE(to);
    Desk desk;
    write_in_thread(desk);
    desk.go_offline();
    desk.move_thread(9, to);
    desk.threads().at(ThreadId{9}).last_at = Time{afternoon};
    desk.go_online(to == 2 ? 60 : 0);
    desk.serve();
    CHECK(desk.shows("half a sentence"));
    if (to == 2) {
      CHECK(desk.model.reading()->place == thread_of(2, 9));
      CHECK(desk.shows("number 8"));
    } else {
      CHECK(desk.shows("moved to a room that you are not in"));
      CHECK_FALSE(desk.shows("number 3"));
    }
  }
}

TEST_CASE("a thread that was moved under another view is there on the way back") {
  Desk desk;
  write_in_thread(desk);
  desk.open(chat_of(3));
  desk.move_thread(9, 2);
  desk.serve();
  desk.press("escape");
  desk.serve();
  CHECK(desk.model.reading()->place == thread_of(2, 9));
  CHECK(desk.shows("number 8"));
  CHECK(desk.shows("half a sentence"));
}

TEST_CASE("what was sent to the room where a thread was goes to the one where it is") {
  Desk desk;
  write_in_thread(desk);
  desk.press("enter");
  REQUIRE(desk.kept().size() == 1);
  const client::Queued sent{"k1", desk.kept()[0].method, desk.kept()[0].params, 0};
  desk.move_thread(9, 2);
  client::CallAnswer no;
  no.error = client::CallError{"not_found", "There is no such thing.", {}};
  screen::on_sent(desk.model, sent, no);
  REQUIRE(desk.kept().size() == 2);
  CHECK(desk.params<MessagePost>(desk.kept()[1].params).room == RoomId{2});
  CHECK(desk.params<MessagePost>(desk.kept()[1].params).text == "half a sentence");
  CHECK(desk.model.refused.empty());
  // Where it is there already, another no is an answer.
  screen::on_sent(desk.model, {"k2", desk.kept()[1].method, desk.kept()[1].params, 0}, no);
  CHECK(desk.kept().size() == 2);
  CHECK(desk.shows("Not sent"));
}
