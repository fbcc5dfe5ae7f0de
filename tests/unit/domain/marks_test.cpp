#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/domain/community.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

/// Four chat messages and a thread of three, mixed, by Ana; Ben was there before and has read nothing.
struct Scene {
  Scene() {
    ana = c.join("Ana");
    ben = c.join("Ben");
    c.post(ana);
    thread = c.start(ana).thread;
    c.post(ana);
    c.reply(ana, thread);
    c.post(ana);
    c.post(ana);
    c.reply(ana, thread);
  }
  Decision mark(std::int64_t index, bool in_thread) {
    ReadMarkSet::Params params{.room = c.cop, .index = Index{index}};
    if (in_thread) params.thread = thread;
    return c.must(ben, params);
  }
  std::int64_t unread() const { return c.unread(ben, c.cop); }
  std::int64_t read_of_thread() const { return c.content.read_mark(ben, thread).value; }

  Community c;
  MemberId ana, ben;
  ThreadId thread;
};

}  // namespace

TEST_CASE("unread is what chat and threads together have above their marks; marks only go forward") {
  struct Step {
    bool in_thread;
    std::int64_t index, unread, chat, thread;
  };
  Scene s;
  CHECK(s.unread() == 7);
  for (const auto& step : std::vector<Step>{{false, 2, 5, 2, 0},
                                            {true, 1, 4, 2, 1},
                                            {false, 1, 4, 2, 1},  // back: stays
                                            {false, 2, 4, 2, 1},  // again
                                            {true, 3, 2, 2, 3},
                                            {true, 2, 2, 2, 3},
                                            {true, 99, 2, 2, 3},   // beyond the end
                                            {false, 99, 0, 4, 3},  // the same, and no more than there is
                                            {false, 0, 0, 4, 3},
                                            {false, -5, 0, 4, 3}}) {
    CAPTURE(step.index);
    s.mark(step.index, step.in_thread);
    CHECK(s.unread() == step.unread);
    CHECK(s.c.place(s.ben, s.c.cop).chat_read == Index{step.chat});
    CHECK(s.read_of_thread() == step.thread);
  }
  s.c.post(s.ana);
  s.c.reply(s.ana, s.thread);
  CHECK(s.unread() == 2);
}

TEST_CASE("marks come to the same in any order, and from any device") {
  std::vector<Membership> ends;
  for (const auto& order : std::vector<std::vector<std::int64_t>>{{1, 2, 3}, {3, 2, 1}, {2, 3, 1}, {3}, {3, 3}}) {
    Scene s;
    for (const auto index : order) {
      s.mark(index, false);
      s.mark(index, true);
    }
    ends.push_back(s.c.place(s.ben, s.c.cop));
    CHECK(s.unread() == 1);
  }
  for (const auto& end : ends) CHECK(end == ends.front());
}

TEST_CASE("a mark that does not move takes no revision") {
  Scene s;
  s.mark(2, true);
  s.mark(2, false);
  for (const bool in_thread : {true, false}) CHECK(s.mark(2, in_thread).announcements.empty());
}

TEST_CASE("all that was said before one joined counts as read, in threads as well") {
  Scene s;
  const auto late = s.c.join("Late");
  CHECK(s.c.unread(late, s.c.cop) == 0);
  s.c.reply(s.ana, s.thread);
  s.c.post(s.ana);
  CHECK(s.c.unread(late, s.c.cop) == 2);
  const auto mark = [&](std::int64_t index) {
    s.c.must(late, ReadMarkSet::Params{.room = s.c.cop, .thread = s.thread, .index = Index{index}});
    return s.c.unread(late, s.c.cop);
  };
  CHECK(mark(2) == 2);  // below what counts as read: no difference
  CHECK(mark(4) == 1);
  CHECK(mark(4) == 1);
}

TEST_CASE("all in a room is marked as read at once, and counting goes on from there") {
  Scene s;
  s.mark(1, true);
  s.c.must(s.ben, ReadAll::Params{s.c.cop});
  CHECK(s.unread() == 0);
  CHECK(s.c.must(s.ben, ReadAll::Params{s.c.cop}).announcements.empty());
  s.mark(3, true);
  s.mark(4, false);
  CHECK(s.unread() == 0);
  s.c.reply(s.ana, s.thread);
  s.c.post(s.ana);
  CHECK(s.unread() == 2);
  s.mark(4, true);
  CHECK(s.unread() == 1);
  s.mark(5, false);
  CHECK(s.unread() == 0);
}

TEST_CASE("who goes and comes back starts with nothing unread") {
  Scene s;
  s.mark(1, true);
  s.c.must(s.ben, RoomLeave::Params{s.c.cop});
  s.c.post(s.ana);
  s.c.reply(s.ana, s.thread);
  s.c.must(s.ben, RoomJoin::Params{s.c.cop});
  CHECK(s.unread() == 0);
  s.c.reply(s.ana, s.thread);
  CHECK(s.unread() == 1);
  s.mark(5, true);
  CHECK(s.unread() == 0);
}

TEST_CASE("one's own post is read where one had read everything before it in its place") {
  Scene s;
  s.c.post(s.ben);  // with the chat unread
  CHECK(s.unread() == 8);
  s.mark(5, false);
  s.c.post(s.ben);
  CHECK(s.c.place(s.ben, s.c.cop).chat_read == Index{6});
  CHECK(s.unread() == 3);  // the thread
  s.mark(3, true);
  s.c.reply(s.ben, s.thread);
  CHECK(s.unread() == 0);
  CHECK(s.c.unread(s.ana, s.c.cop) == 3);
}

TEST_CASE("a removed message is still one of the room's numbers") {
  Scene s;
  const auto words = s.c.post(s.ana).message;
  CHECK(s.unread() == 8);
  s.c.must(s.ana, MessageRemove::Params{words, {}});
  CHECK(s.unread() == 8);
  s.mark(5, false);
  CHECK(s.unread() == 3);
}

TEST_CASE("one marks only what is in a room that one is in") {
  Scene s;
  const auto other = s.c.open_room(RoomKind::cop, "sanitation");
  CHECK(s.c.would(s.ben, ReadMarkSet::Params{.room = other, .index = Index{1}}) == "not_a_member");
  CHECK(s.c.would(s.ben, ReadAll::Params{other}) == "not_a_member");
  s.c.must(s.ben, RoomJoin::Params{other});
  CHECK(s.c.would(s.ben, ReadMarkSet::Params{.room = other, .thread = s.thread, .index = Index{1}}) == "not_found");
  CHECK(s.c.would(s.ben, ReadMarkSet::Params{.room = s.c.cop, .thread = ThreadId{9}, .index = Index{1}}) == "not_found");
  CHECK(s.c.would(s.ben, ReadAll::Params{RoomId{99}}) == "not_found");
}

TEST_CASE("notifications are seen up to an id, one's own only, and each is told once") {
  Scene s;
  for (int i = 0; i < 3; ++i) s.c.must(s.ana, MessagePost::Params{.room = s.c.cop, .text = "x", .mentions = std::vector{s.ben}});
  s.c.must(s.ben, MessagePost::Params{.room = s.c.cop, .text = "x", .mentions = std::vector{s.ana}});
  const auto seen = [&](std::int64_t up_to) {
    return s.c.must(s.ben, NotificationSeen::Params{NotificationId{up_to}}).announcements.size();
  };
  CHECK(seen(2) == 2);
  CHECK(seen(2) == 0);
  CHECK(seen(99) == 1);
  CHECK_FALSE(s.c.newest_notification(s.ana).seen);
}
