#include <doctest/doctest.h>

#include <algorithm>

#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/panels.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

/// Long absences, and lists that were opened without a line.
namespace {

std::vector<Index> seen(Desk& desk) {
  const auto main = screen::areas(desk.model).main;
  std::vector<Index> out;
  for (const auto& piece : screen::visible(desk.model, *desk.model.reading(), main.rows, main.columns))
    out.push_back(piece.index);
  return out;
}

void edit(Desk& desk, Index index, std::string text) {
  const auto& all = desk.messages(chat);
  Message m = *std::ranges::find(all, index, &Message::index);
  m.text = std::move(text);
  m.edited_at = Time{afternoon};
  desk.change(m);
}

void remove(Desk& desk, Index index) {
  const auto& all = desk.messages(chat);
  Message m = *std::ranges::find(all, index, &Message::index);
  m.text.clear();
  m.removed = Removal{MemberId{3}, Time{afternoon}, "off topic"};
  desk.change(m);
}

/// Somebody looks at older messages of a chat that is read.
void look_back(Desk& desk) {
  settle_in(desk);
  desk.say_many(chat, 300);
  desk.read(chat, 300);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  for (int i = 0; i < 4; ++i) {
    desk.press("pageup");
    desk.serve();
  }
  REQUIRE_FALSE(desk.model.reading()->follow);
}

}  // namespace

TEST_CASE("after a long absence what is seen of older messages is as it is now, and the view stays where it was") {
  Desk desk;
  look_back(desk);
  const auto before = seen(desk);
  desk.go_offline();
  edit(desk, before[1], "said better");
  remove(desk, before[2]);
  desk.say_many(chat, 40);
  desk.go_online(5);
  CHECK(desk.count(MessageHistory::name) == 1);
  desk.serve();
  CHECK(desk.shows("said better"));
  CHECK(desk.shows("removed by a moderator: off topic"));
  CHECK(seen(desk).back() == before.back());
  CHECK_FALSE(desk.model.reading()->follow);
  CHECK_FALSE(desk.model.reading()->stale);
  desk.press("G");
  desk.serve();
  CHECK(desk.shows("number 340"));
}

TEST_CASE("a gap in the midst of it is mended as well, and is tried again where the line is lost meanwhile") {
  Desk desk;
  look_back(desk);
  const auto before = seen(desk);
  // Events were dropped, and the range is too long.
  Message& m = desk.messages(chat)[static_cast<std::size_t>(before[1].value) - 1];
  m.text = "said better";
  CatchUp gap;
  gap.stream = "room:1";
  gap.rev = Rev{2000};
  gap.gap = true;
  desk.mirror.apply(gap);
  screen::on_gap(desk.model, gap.stream);
  REQUIRE(desk.count(MessageHistory::name) == 1);
  desk.refuse(MessageHistory::name, "connection_lost", "The line was lost.");
  CHECK(desk.shows("number " + std::to_string(before[1].value)));
  screen::refresh(desk.model);
  desk.serve();
  CHECK(desk.shows("said better"));
}

TEST_CASE("what is under another view is asked for when one comes back to it") {
  Desk desk;
  look_back(desk);
  const auto before = seen(desk);
  desk.open(chat_of(2));
  desk.go_offline();
  edit(desk, before[1], "said better");
  desk.say_many(chat, 40);
  desk.go_online(5);
  desk.serve();
  desk.press("escape");
  desk.serve();
  CHECK(desk.model.reading()->messages.at(before[1]).text == "said better");
}

TEST_CASE("an edit that comes while an older page is on its way stays") {
  Desk desk;
  look_back(desk);
  while (desk.count(MessageHistory::name) == 0) desk.press("pageup");
  const auto asked = desk.asked().front();
  Desk::Asked late = asked;
  desk.asked().clear();
  MessagePage page;
  page.more_before = true;
  const Index oldest = desk.model.reading()->messages.begin()->first;
  for (const Message& m : desk.messages(chat)) {
    if (m.index < oldest && m.index.value >= oldest.value - 60) page.messages.push_back(m);
  }
  edit(desk, page.messages.back().index, "said better");
  late.on_answer(desk.model, {to_json(page), std::nullopt});
  CHECK(desk.model.reading()->messages.at(page.messages.back().index).text == "said better");
}

TEST_CASE("notifications that are looked at without a line are completed when there is one") {
  Desk desk;
  settle_in(desk);
  const Message m = desk.say(chat, 2, "@Ana Ruiz look");
  desk.notify(NotificationKind::mention, m);
  desk.go_online();
  desk.serve();
  desk.go_offline();
  screen::open_notifications(desk.model);
  CHECK(desk.shows("by Baraka Otieno"));
  desk.go_online();
  REQUIRE(desk.count(NotificationList::name) == 1);
  Notifications page;
  page.notifications.resize(1);
  page.notifications[0].id = NotificationId{77};
  page.notifications[0].kind = NotificationKind::reply;
  page.notifications[0].by = MemberId{3};
  page.notifications[0].room = RoomId{2};
  page.notifications[0].message = MessageId{900};
  desk.answer_with(NotificationList::name, to_json(page));
  CHECK(desk.shows("by Chantal Dubois"));
  CHECK_FALSE(desk.shows("by Baraka Otieno"));
  CHECK(desk.shows("1/1"));
}

TEST_CASE("threads that are looked at without a line are completed when there is one, also on the way back") {
  for (const bool left : {false, true}) {
    CAPTURE(left);
    Desk desk;
    settle_in(desk);
    desk.add_thread(1, 1, "Known here");
    desk.say(thread_of(1, 1), 2, "opening");
    desk.go_online();
    desk.serve();
    desk.open(chat);
    desk.go_offline();
    desk.press("t");
    REQUIRE(desk.shows("Known here"));
    if (left) desk.press("enter");
    desk.model.effects.clear();
    desk.go_online();
    if (left) desk.press("escape");
    CHECK(desk.count(ThreadList::name) == 1);
  }
}
