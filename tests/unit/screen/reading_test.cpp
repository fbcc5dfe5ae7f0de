#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/unread.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;
using screen::Reading;

namespace {

Reading& reading(Desk& desk) {
  REQUIRE(desk.model.reading() != nullptr);
  return *desk.model.reading();
}

std::vector<screen::Piece> pieces(Desk& desk) {
  const auto main = screen::areas(desk.model).main;
  return screen::visible(desk.model, reading(desk), main.rows, main.columns);
}

bool is_seen(Desk& desk, Index index) {
  return std::ranges::any_of(pieces(desk), [&](const screen::Piece& p) { return p.index == index; });
}

bool is_without_gaps(const Reading& reading) {
  Index before;
  for (const auto& [index, message] : reading.messages) {
    if (before && index != before.next()) return false;
    before = index;
  }
  return true;
}

Index mark_of(Desk& desk, Place place) {
  const auto own = desk.model.own_marks.find(place);
  return own == desk.model.own_marks.end() ? Index{} : own->second;
}

/// A chat of so many messages of which so many were read.
void prepare(Desk& desk, int count, std::int64_t read, std::size_t copied = 60) {
  settle_in(desk);
  desk.say_many(chat, count);
  desk.read(chat, read);
  desk.go_online(copied);
  desk.serve();
}

}  // namespace

TEST_CASE("a chat opens at its first unread message, with what was said before it above") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  CHECK(reading(desk).selected == Index{21});
  CHECK(reading(desk).first_unread == Index{21});
  CHECK(desk.shows("new from here"));
  CHECK(desk.shows("number 20"));
  CHECK(is_seen(desk, Index{21}));
}

TEST_CASE("a chat with nothing new opens at its newest message") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  CHECK(reading(desk).follow);
  CHECK(desk.shows("number 60"));
  CHECK_FALSE(desk.shows("new from here"));
  CHECK(desk.asked().empty());
}

TEST_CASE("only what was seen counts as read") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  const Index lowest = pieces(desk).back().index;
  CHECK(mark_of(desk, chat) >= Index{21});
  CHECK(mark_of(desk, chat) <= lowest);
  desk.press("G");
  CHECK(mark_of(desk, chat) == Index{60});
}

TEST_CASE("what the copy lacks of the first unread is not counted as read while it is on its way") {
  Desk desk;
  prepare(desk, 1000, 500, 60);
  desk.open(chat);
  CHECK(mark_of(desk, chat) <= Index{500});
  desk.press("?");
  desk.press("escape");
  CHECK(mark_of(desk, chat) <= Index{500});
  desk.serve();
  CHECK(reading(desk).selected == Index{501});
  CHECK(is_seen(desk, Index{501}));
  CHECK(is_without_gaps(reading(desk)));
  CHECK(mark_of(desk, chat) >= Index{501});
  CHECK(mark_of(desk, chat) < Index{560});
}

TEST_CASE("pages that come in any order leave no gap") {
  for (const bool last_first : {false, true}) {
    CAPTURE(last_first);
    std::mt19937 random(7);
    Desk desk;
    prepare(desk, 1000, 500, 60);
    desk.open(chat);
    const char* keys[] = {"pageup", "pagedown", "g", "G", "u", "k", "j", "escape i escape"};
    for (int i = 0; i < 300; ++i) {
      desk.press(keys[random() % std::size(keys)]);
      if (random() % 3 == 0) last_first ? desk.answer_last(MessageHistory::name) : desk.answer(MessageHistory::name);
      if (random() % 10 == 0) desk.say(chat, 2, "live");
      REQUIRE(is_without_gaps(reading(desk)));
    }
    while (last_first ? desk.answer_last() : desk.answer()) REQUIRE(is_without_gaps(reading(desk)));
    CHECK_FALSE(reading(desk).asking);
    CHECK_FALSE(reading(desk).asking_before);
    CHECK_FALSE(reading(desk).asking_after);
  }
}

TEST_CASE("new messages move the view up while one follows") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.say(chat, 2, "what comes now");
  CHECK(desk.shows("what comes now"));
}

TEST_CASE("a message that comes while somebody looks at the newest is read") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.say(chat, 2, "what comes now");
  CHECK(mark_of(desk, chat) == Index{61});
}

TEST_CASE("a message that comes while nobody is there is not read until a key is pressed") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.wait(2 * minute);
  desk.say(chat, 2, "what comes now");
  CHECK(mark_of(desk, chat) <= Index{60});
  CHECK(reading(desk).first_unread == Index{61});
  CHECK(desk.shows("new from here"));
  desk.press("f3");
  CHECK(mark_of(desk, chat) == Index{61});
}

TEST_CASE("new messages do not move the view while one has scrolled up") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.press("pageup");
  const auto before = pieces(desk);
  const Index read = mark_of(desk, chat);
  for (int i = 0; i < 40; ++i) desk.say(chat, 2, "what comes now");
  const auto after = pieces(desk);
  REQUIRE(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(before[i].index == after[i].index);
  CHECK(desk.shows("more below"));
  CHECK(mark_of(desk, chat) == read);
}

TEST_CASE("new messages do not move the view while an older message is selected") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.press("k k k");
  const Index selected = reading(desk).selected;
  for (int i = 0; i < 40; ++i) desk.say(chat, 2, "what comes now");
  CHECK(reading(desk).selected == selected);
  CHECK(is_seen(desk, selected));
  CHECK(mark_of(desk, chat) <= Index{60});
}

TEST_CASE("one's own message brings the newest, and the line before the unread ones goes") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  desk.press("i");
  desk.type("I am here");
  desk.press("enter");
  REQUIRE(desk.kept().size() == 1);
  CHECK(desk.kept().front().method == MessagePost::name);
  CHECK(desk.params<MessagePost>(desk.kept().front().params).text == "I am here");
  desk.serve();
  desk.say(chat, 1, "I am here");
  CHECK(desk.shows("I am here"));
  CHECK_FALSE(desk.shows("new from here"));
  CHECK(reading(desk).follow);
}

TEST_CASE("scrolling back asks for the page before it is needed, and once") {
  Desk desk;
  prepare(desk, 600, 600);
  desk.open(chat);
  int presses = 0;
  while (desk.count(MessageHistory::name) == 0 && presses < 100) {
    desk.press("pageup");
    ++presses;
  }
  CHECK(pieces(desk).front().index > reading(desk).messages.begin()->first);
  for (int i = 0; i < 5; ++i) desk.press("up");
  CHECK(desk.count(MessageHistory::name) == 1);
  desk.serve();
  while (pieces(desk).front().index != Index{1} && presses < 200) {
    desk.press("pageup");
    desk.serve();
    ++presses;
  }
  CHECK(pieces(desk).front().index == Index{1});
  CHECK(is_without_gaps(reading(desk)));
  desk.press("pageup pageup up");
  CHECK(desk.count(MessageHistory::name) == 0);
}

TEST_CASE("after a long absence one goes on where one was, without a gap, and nothing is read that was not seen") {
  for (const bool away : {true, false}) {
    CAPTURE(away);
    Desk desk;
    prepare(desk, 60, 60);
    desk.open(chat);
    desk.go_offline();
    desk.say_many(chat, 740);
    if (away) desk.wait(60 * minute);
    desk.go_online(60);
    desk.serve();
    CHECK(reading(desk).first_unread == Index{61});
    CHECK(is_seen(desk, Index{61}));
    desk.press("f3 f3");
    CHECK(mark_of(desk, chat) >= Index{61});
    CHECK(mark_of(desk, chat) < Index{100});
    CHECK(is_without_gaps(reading(desk)));
    desk.press("G");
    desk.serve();
    CHECK(desk.shows("number 800"));
    CHECK(is_without_gaps(reading(desk)));
  }
}

TEST_CASE("what comes in one go after a short absence is not read before it is seen") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.go_offline();
  desk.say_many(chat, 50);
  desk.go_online(60);
  desk.serve();
  CHECK(reading(desk).first_unread == Index{61});
  CHECK(is_seen(desk, Index{61}));
  CHECK(mark_of(desk, chat) < Index{110});
  for (int i = 0; i < 10; ++i) desk.press("pagedown");
  CHECK(mark_of(desk, chat) == Index{110});
  CHECK(reading(desk).follow);
}

TEST_CASE("what comes while nobody is there stays in view until somebody has seen it") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.wait(2 * minute);
  desk.say_many(chat, 100);
  CHECK(is_seen(desk, Index{61}));
  desk.press("f3 f3");
  CHECK(mark_of(desk, chat) >= Index{61});
  CHECK(mark_of(desk, chat) < Index{110});
}

TEST_CASE("to the oldest and back to the newest") {
  Desk desk;
  prepare(desk, 500, 500);
  desk.open(chat);
  desk.press("g");
  desk.serve();
  CHECK(desk.shows("number 1"));
  CHECK(reading(desk).selected == Index{1});
  CHECK(is_without_gaps(reading(desk)));
  desk.press("G");
  desk.serve();
  CHECK(desk.shows("number 500"));
  CHECK(reading(desk).follow);
}

TEST_CASE("to a date goes to the first message from that time on") {
  Desk desk;
  prepare(desk, 500, 500);
  desk.open(chat);
  const Time goal = desk.messages(chat)[99].at;
  screen::to_time(desk.model, Time{goal.value - 1});
  desk.serve();
  CHECK(reading(desk).selected == Index{100});
  CHECK(is_seen(desk, Index{100}));
  CHECK(is_without_gaps(reading(desk)));
}

TEST_CASE("to a date after everything says so, or goes to the newest") {
  Desk desk;
  prepare(desk, 30, 30);
  desk.open(chat);
  screen::to_time(desk.model, Time{afternoon + 100 * minute});
  desk.serve();
  CHECK(is_without_gaps(reading(desk)));
  CHECK_FALSE(reading(desk).asking);
}

TEST_CASE("a permalink opens the place of its message, wherever that is") {
  Desk desk;
  settle_in(desk);
  desk.add_thread(9, 2, "Meters");
  desk.say_many(thread_of(2, 9), 300);
  desk.go_online(5);
  desk.serve();
  const MessageId wanted = desk.messages(thread_of(2, 9))[149].id;
  screen::open_message(desk.model, wanted);
  desk.serve();
  CHECK(reading(desk).place == thread_of(2, 9));
  CHECK(reading(desk).selected == Index{150});
  CHECK(is_seen(desk, Index{150}));
}

TEST_CASE("a permalink to what one may not see is told, and opens nothing") {
  Desk desk;
  prepare(desk, 3, 3);
  screen::open_message(desk.model, MessageId{4711});
  desk.serve();
  CHECK(desk.model.views.empty());
  CHECK(desk.shows("There is no message m4711"));
}

TEST_CASE("next unread goes through the chat, the threads and the other rooms, and then says that there is nothing") {
  Desk desk;
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(chat, 3);
  desk.say_many(thread_of(1, 9), 2);
  desk.say_many(chat_of(2), 1);
  desk.go_online();
  desk.serve();
  std::vector<Place> visited;
  for (int i = 0; i < 3; ++i) {
    desk.press("n");
    desk.serve();
    visited.push_back(reading(desk).place);
    screen::send_marks(desk.model);
    desk.serve();
  }
  CHECK(visited == std::vector<Place>{chat, thread_of(1, 9), chat_of(2)});
  desk.press("n");
  desk.serve();
  CHECK(desk.shows("unread."));
}

TEST_CASE("next unread goes on although the server does not know yet what was read") {
  Desk desk;
  settle_in(desk);
  desk.say_many(chat, 3);
  desk.say_many(chat_of(2), 1);
  desk.go_online();
  desk.serve();
  desk.press("n");
  CHECK(reading(desk).place == chat);
  desk.press("n");
  while (desk.answer(ThreadList::name)) {
  }
  CHECK(reading(desk).place == chat_of(2));
}

TEST_CASE("next unread finds a thread that the copy does not know, also where the first room has none") {
  Desk desk;
  settle_in(desk);
  desk.say_many(chat, 1);
  desk.go_online();
  desk.serve();
  desk.add_thread(9, 2, "Meters");
  desk.say(thread_of(2, 9), 2, "opening");
  desk.press("n");
  desk.serve();
  desk.press("n");
  desk.serve();
  CHECK(reading(desk).place == thread_of(2, 9));
}

TEST_CASE("next unread, pressed again while its answer is on its way, leads past nothing") {
  Desk desk;
  settle_in(desk);
  desk.go_online();
  desk.serve();
  desk.add_thread(9, 1, "Meters");
  desk.say(thread_of(1, 9), 2, "opening");
  desk.say_many(chat_of(2), 1);
  desk.press("n");
  REQUIRE(desk.count(ThreadList::name) == 1);
  desk.press("n");
  desk.serve();
  CHECK(reading(desk).place == thread_of(1, 9));
  screen::send_marks(desk.model);
  desk.serve();
  desk.press("n");
  desk.serve();
  CHECK(reading(desk).place == chat_of(2));
}

TEST_CASE("next unread waits for the page of the place that is open") {
  Desk desk;
  prepare(desk, 1000, 500, 0);
  desk.say_many(chat_of(2), 1);
  desk.open(chat);
  REQUIRE(reading(desk).asking);
  desk.press("n");
  CHECK(reading(desk).place == chat);
  desk.serve();
  CHECK(is_seen(desk, Index{501}));
}

TEST_CASE("next unread may be asked anew when the line was gone before the answer") {
  Desk desk;
  settle_in(desk);
  desk.go_online();
  desk.serve();
  desk.add_thread(9, 1, "Meters");
  desk.say(thread_of(1, 9), 2, "opening");
  desk.press("n");
  desk.go_offline();
  desk.asked().clear();
  desk.go_online();
  desk.serve();
  desk.press("n");
  desk.serve();
  CHECK(reading(desk).place == thread_of(1, 9));
}

TEST_CASE("next mention goes from one to the next, also before the server knows that they were seen") {
  Desk desk;
  settle_in(desk);
  const auto first = desk.say(chat, 2, "@Ana Ruiz one");
  desk.say_many(chat, 30);
  const auto second = desk.say(chat, 2, "@Ana Ruiz two");
  desk.notify(NotificationKind::mention, first);
  desk.notify(NotificationKind::reply, second);
  desk.go_online();
  desk.serve();
  desk.press("m");
  CHECK(reading(desk).selected == first.index);
  REQUIRE(desk.kept().size() == 1);
  CHECK(desk.kept().back().method == NotificationSeen::name);
  desk.press("m");
  CHECK(reading(desk).selected == second.index);
  desk.press("m");
  CHECK(desk.shows("Nobody has mentioned you since."));
}

TEST_CASE("a thread that was never read opens at its question, also where it was written before one came") {
  for (const std::int64_t baseline : {0, 50}) {
    CAPTURE(baseline);
    Desk desk;
    settle_in(desk);
    desk.add_thread(9, 1, "Meters");
    desk.say_many(thread_of(1, 9), 50);
    desk.membership(1).baseline = Number{baseline};
    desk.go_online();
    desk.serve();
    desk.open(thread_of(1, 9));
    CHECK(reading(desk).selected == Index{1});
    CHECK(is_seen(desk, Index{1}));
    CHECK(desk.shows("new from here") == (baseline == 0));
    desk.open(chat);
    desk.read(thread_of(1, 9), 50);
    desk.open(thread_of(1, 9));
    CHECK(reading(desk).follow);
    CHECK(desk.shows("number 50"));
  }
}

TEST_CASE("a chat that one has just joined opens at its end: what was said before is not new") {
  Desk desk;
  settle_in(desk);
  desk.say_many(chat_of(4), 1000);
  desk.go_online();
  desk.serve();
  Membership mine;
  mine.room = RoomId{4};
  mine.baseline = Number{1000};
  mine.chat_read = Index{1000};
  RoomHead head;
  head.room = RoomId{4};
  head.rev = Rev{1000};
  head.last_number = Number{1000};
  head.chat_last = Index{1000};
  desk.mirror.apply(head);
  desk.change(mine);
  desk.open(chat_of(4));
  desk.serve();
  CHECK(screen::unread(desk.model, RoomId{4}) == 0);
  CHECK(reading(desk).follow);
  CHECK_FALSE(reading(desk).first_unread);
  CHECK(desk.shows("number 1000"));
  desk.say(chat_of(4), 2, "the first that is new");
  CHECK(desk.shows("the first that is new"));
}

TEST_CASE("what one wrote without a line right after what one read is told as read with it") {
  Desk desk;
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(thread_of(1, 9), 4);
  desk.go_online();
  desk.serve();
  desk.open(thread_of(1, 9));
  desk.press("G");
  desk.open(chat);
  desk.go_offline();
  desk.say(thread_of(1, 9), 1, "my own");
  desk.say(thread_of(1, 9), 1, "and another one");
  desk.say(thread_of(1, 9), 2, "what somebody answered");
  desk.go_online();
  desk.serve();
  CHECK(desk.mirror.read_up_to(thread_of(1, 9)) == Index{6});
  CHECK(screen::unread(desk.model, RoomId{1}) == 1);
}

TEST_CASE("marks are told once there is a line, one after the other, and not again") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  desk.go_offline();
  desk.press("G");
  screen::send_marks(desk.model);
  CHECK(desk.count(ReadMarkSet::name) == 0);
  desk.go_online();
  CHECK(desk.count(ReadMarkSet::name) == 1);
  screen::send_marks(desk.model);
  CHECK(desk.count(ReadMarkSet::name) == 1);
  for (const auto& asked : desk.asked()) {
    if (asked.method == ReadMarkSet::name) CHECK(desk.params<ReadMarkSet>(asked.params).index == Index{60});
  }
  desk.serve();
  CHECK(desk.model.marks.empty());
  screen::send_marks(desk.model);
  CHECK(desk.count(ReadMarkSet::name) == 0);
}

TEST_CASE("a mark that could not be told because the line was lost is told later") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  screen::send_marks(desk.model);
  desk.refuse(ReadMarkSet::name, "connection_lost", "The line was lost.");
  CHECK_FALSE(desk.model.marks.empty());
  desk.go_offline();
  desk.go_online();
  CHECK(desk.count(ReadMarkSet::name) == 1);
}

TEST_CASE("what another device has read further is not marked again") {
  Desk desk;
  prepare(desk, 60, 20);
  desk.open(chat);
  desk.read(chat, 60);
  CHECK(screen::unread(desk.model, chat) == 0);
  CHECK(desk.shows("another device"));
  screen::send_marks(desk.model);
  CHECK(desk.count(ReadMarkSet::name) == 0);
}

TEST_CASE("in a room that one is not in nothing is marked") {
  Desk desk;
  settle_in(desk);
  desk.say_many(chat_of(4), 5);
  desk.go_online();
  desk.serve();
  desk.open(chat_of(4));
  desk.serve();
  desk.press("j k");
  CHECK(mark_of(desk, chat_of(4)) == Index{});
}

TEST_CASE("removed and edited messages change where they are shown") {
  Desk desk;
  prepare(desk, 10, 10);
  desk.open(chat);
  Message edited = desk.messages(chat)[4];
  edited.text = "said better";
  edited.edited_at = Time{afternoon};
  desk.change(edited);
  CHECK(desk.shows("said better"));
  CHECK(desk.shows("(edited)"));
  Message removed = desk.messages(chat)[5];
  removed.text.clear();
  removed.removed = Removal{MemberId{3}, Time{afternoon}, "off topic"};
  desk.change(removed);
  CHECK(desk.shows("removed by a moderator: off topic"));
  CHECK_FALSE(desk.shows("number 6"));
}

TEST_CASE("a message taller than the screen is read from its top to its end") {
  Desk desk({80, 20});
  settle_in(desk);
  desk.say(chat, 2, "before");
  std::string tall;
  for (int i = 1; i <= 100; ++i) tall += "line " + std::to_string(i) + " of many\n\n";
  desk.say(chat, 2, tall);
  for (const bool is_last : {true, false}) {
    if (!is_last) desk.say(chat, 2, "after");
  }
  desk.read(chat, 1);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  CHECK(desk.shows("line 1 of"));
  CHECK(mark_of(desk, chat) < Index{2});
  int next = 1;
  for (int i = 0; i < 100 && next <= 100; ++i) {
    const std::string picture = desk.picture();
    while (next <= 100 && picture.find("line " + std::to_string(next) + " of") != std::string::npos) ++next;
    desk.press("down");
  }
  CHECK(next == 101);
  CHECK(mark_of(desk, chat) >= Index{2});
}

TEST_CASE("the newest message, taller than the screen, is read from its top to its end too") {
  Desk desk({80, 20});
  settle_in(desk);
  desk.say(chat, 2, "before");
  std::string tall;
  for (int i = 1; i <= 100; ++i) tall += "line " + std::to_string(i) + " of many\n\n";
  desk.say(chat, 2, tall);
  desk.read(chat, 1);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  int next = 1;
  for (int i = 0; i < 100 && next <= 100; ++i) {
    const std::string picture = desk.picture();
    while (next <= 100 && picture.find("line " + std::to_string(next) + " of") != std::string::npos) ++next;
    desk.press("down");
  }
  CHECK(next == 101);
}

TEST_CASE("up and down select every message one after the other, and the selected one is always seen") {
  std::mt19937 random(42);
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    Desk desk({static_cast<int>(30 + random() % 80), static_cast<int>(8 + random() % 40)});
    settle_in(desk);
    const int count = 30;
    for (int i = 0; i < count; ++i) {
      std::string text = "first";
      const auto paragraphs = random() % 4 == 0 ? random() % 30 : random() % 3;
      for (std::size_t p = 0; p < paragraphs; ++p) text += "\n\nmore of it, and some words to wrap in the narrow";
      desk.say(chat, 2 + static_cast<std::int64_t>(random() % 2), text);
    }
    desk.read(chat, count);
    desk.go_online();
    desk.serve();
    desk.open(chat);
    desk.press("g");
    REQUIRE(reading(desk).selected == Index{1});
    for (const bool down : {true, false}) {
      CAPTURE(down);
      Index last = reading(desk).selected;
      std::set<Index> visited{last};
      const Index goal{down ? count : 1};
      if (!down) {
        desk.press("up");
        last = reading(desk).selected;
        visited = {last};
      }
      for (int i = 0; i < 600 && last != goal; ++i) {
        desk.press(down ? "down" : "up");
        const Index now = reading(desk).selected;
        if (!now) break;
        REQUIRE(is_seen(desk, now));
        REQUIRE((now == last || now.value == last.value + (down ? 1 : -1)));
        last = now;
        visited.insert(now);
      }
      CHECK(last == goal);
    }
  }
}

TEST_CASE("the window may have any size at any moment") {
  std::mt19937 random(1);
  Desk desk;
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(chat, 200);
  desk.say_many(thread_of(1, 9), 5);
  desk.read(chat, 100);
  desk.go_online(100);
  desk.serve();
  desk.open(chat);
  const char* keys[] = {"up", "down",  "pageup", "pagedown", "g", "G", "u",     "i", "escape", "tab",    "f3", "f4",   "x",
                        "t",  "enter", "?",      ":",        "a", "T", "space", "n", "m",      "ctrl-k", "D",  "alt-n"};
  for (int i = 0; i < 1500; ++i) {
    const bool tiny = random() % 4 == 0;
    screen::resize(desk.model,
                   {static_cast<int>(1 + random() % (tiny ? 26 : 300)), static_cast<int>(1 + random() % (tiny ? 10 : 100))});
    desk.press(keys[random() % std::size(keys)]);
    if (random() % 5 == 0) desk.say(chat, 2, "live " + std::to_string(i));
    if (random() % 3 == 0) desk.serve();
    const auto canvas = screen::draw(desk.model);
    REQUIRE(canvas.size() == desk.model.size);
    if (const auto* open = desk.model.reading()) {
      REQUIRE(is_without_gaps(*open));
      REQUIRE((!open->bottom || open->messages.contains(open->bottom)));
      REQUIRE((!open->selected || open->messages.contains(open->selected)));
      if (!open->messages.empty() && screen::areas(desk.model).main.rows > 0) REQUIRE_FALSE(pieces(desk).empty());
    }
  }
}

TEST_CASE("after a change of the window's size what was selected is still seen") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  for (int i = 0; i < 12; ++i) desk.press("k");
  const Index selected = reading(desk).selected;
  for (const terminal::Size size : {terminal::Size{60, 15}, {120, 50}, {40, 12}, {100, 30}}) {
    screen::resize(desk.model, size);
    CAPTURE(size.columns);
    CHECK(reading(desk).selected == selected);
    CHECK(is_seen(desk, selected));
  }
}

TEST_CASE("back leads to where one was") {
  Desk desk;
  prepare(desk, 60, 60);
  desk.open(chat);
  desk.press("k k k k");
  const Index selected = reading(desk).selected;
  const std::string before = desk.picture();
  desk.open(chat_of(2));
  desk.serve();
  desk.press("escape");
  desk.serve();
  CHECK(reading(desk).place == chat);
  CHECK(reading(desk).selected == selected);
  CHECK(is_seen(desk, selected));
}

TEST_CASE("what a new member finds in a room counts as read up to the baseline") {
  Desk desk;
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(thread_of(1, 9), 10);
  desk.membership(1).baseline = Number{10};
  desk.go_online();
  desk.serve();
  CHECK(screen::unread(desk.model, thread_of(1, 9)) == 0);
  desk.open(thread_of(1, 9));
  desk.serve();
  CHECK_FALSE(desk.shows("new from here"));
}

TEST_CASE("whoever is put out of a room loses sight of it, and nothing that is being written elsewhere") {
  Desk desk;
  prepare(desk, 5, 5);
  desk.open(chat_of(2));
  desk.open(chat);
  desk.press("i");
  desk.type("half a thought");
  Membership out = desk.membership(2);
  out.in = false;
  desk.change(out);
  CHECK(desk.model.composer.text() == "half a thought");
  CHECK(desk.model.focus == screen::Focus::composer);
  out = desk.membership(1);
  out.in = false;
  desk.change(out);
  CHECK(desk.model.views.empty());
  CHECK(desk.model.focus != screen::Focus::composer);
  CHECK(desk.model.drafts.at(chat).text == "half a thought");
  desk.press("x y z");
}

TEST_CASE("next and previous room go through those that one is in, and stay at the ends") {
  Desk desk;
  settle_in(desk);
  desk.go_online();
  desk.open(chat);
  std::vector<RoomId> seen;
  for (int i = 0; i < 5; ++i) {
    desk.press("alt-down");
    REQUIRE(desk.model.reading() != nullptr);
    CHECK(desk.model.mirror.is_in(desk.model.room_selected));
    seen.push_back(desk.model.reading()->place.room);
  }
  CHECK(seen[3] == seen[4]);
  CHECK(desk.model.room_selected == seen[4]);
  for (int i = 0; i < 5; ++i) desk.press("alt-up");
  CHECK(desk.model.mirror.is_in(desk.model.room_selected));
}
