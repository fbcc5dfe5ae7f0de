#include <doctest/doctest.h>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/panels.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::string applications(int from, int count, bool more = false) {
  Applications page;
  for (int i = from; i < from + count; ++i) {
    page.applications.emplace_back();
    page.applications.back().id = ApplicationId{i};
    page.applications.back().name = "Applicant " + std::to_string(i);
  }
  page.more = more;
  return to_json(page);
}

void prepare(Desk& desk) {
  settle_in(desk);
  desk.say_many(chat, 3);
  desk.read(chat, 3);
  desk.go_online();
  desk.serve();
  desk.open(chat);
}

}  // namespace

TEST_CASE("a list comes in pages, each asked for once and before it is needed") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "applications");
  CHECK(desk.shows("Loading"));
  desk.answer_with(ApplicationList::name, applications(1, 50, true));
  CHECK(desk.count(ApplicationList::name) == 0);
  for (int i = 0; i < 42; ++i) desk.press("down");
  REQUIRE(desk.count(ApplicationList::name) == 1);
  CHECK(desk.params<ApplicationList>(desk.asked().front().params).after == ApplicationId{50});
  desk.press("down down");
  CHECK(desk.count(ApplicationList::name) == 1);
  desk.answer_with(ApplicationList::name, applications(51, 5));
  desk.press("end");
  CHECK(desk.shows("Applicant 55"));
  CHECK(desk.shows("55/55"));
  CHECK(desk.count(ApplicationList::name) == 0);
}

TEST_CASE("when the last of a list is dealt with, another one is selected") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "applications");
  desk.answer_with(ApplicationList::name, applications(1, 3));
  desk.press("end");
  screen::start(desk.model, "approve");
  desk.press("enter");
  desk.answer_with(ApplicationApprove::name, "{}");
  CHECK(desk.shows("Applicant 3 is a member now."));
  desk.answer_with(ApplicationList::name, applications(1, 2));
  CHECK(screen::target_of(desk.model).application == ApplicationId{2});
  CHECK(desk.shows("2/2"));
}

TEST_CASE("a list that is empty, refused or not to be had without a line says so") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "applications");
  desk.answer_with(ApplicationList::name, "{}");
  CHECK(desk.shows("Nobody waits for a decision."));
  desk.press("down enter a escape escape");
  screen::start(desk.model, "reports");
  desk.refuse(ReportList::name);
  CHECK(desk.shows("You may not do this."));
  desk.go_offline();
  screen::start(desk.model, "invitations");
  CHECK(desk.shows("when there is a line again"));
  desk.model.effects.clear();
  desk.go_online();
  CHECK(desk.count(InvitationList::name) == 1);
  desk.answer_with(InvitationList::name, "{}");
  CHECK(desk.shows("There are none."));
}

TEST_CASE("the answer for a list that is left changes nothing") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "applications");
  desk.press("escape");
  const std::string before = desk.picture();
  desk.answer_with(ApplicationList::name, applications(1, 3));
  CHECK(desk.picture() == before);
}

TEST_CASE("the list of threads follows what happens, and the selected one stays selected") {
  Desk desk;
  prepare(desk);
  for (int i = 1; i <= 3; ++i) {
    Thread thread = desk.add_thread(i, 1, "Thread " + std::to_string(i));
    desk.change(thread);
    desk.say(thread_of(1, i), 2, "opening");
  }
  desk.press("t");
  desk.serve();
  desk.press("end");
  CHECK(screen::target_of(desk.model).thread == ThreadId{1});
  desk.say(thread_of(1, 2), 2, "more");
  CHECK(screen::target_of(desk.model).thread == ThreadId{1});
  desk.say(thread_of(1, 1), 2, "more");
  CHECK(screen::target_of(desk.model).thread == ThreadId{1});
  desk.press("u");
  desk.serve();
  CHECK(desk.shows("unread"));
  desk.press("f");
  desk.type("quest");
  desk.press("enter");
  desk.serve();
  CHECK(desk.shows("question"));
  CHECK(desk.shows("No thread passes the filter. f, then “all”, shows every"));
}

TEST_CASE("a thread of the list opens, and back leads to the list") {
  Desk desk;
  prepare(desk);
  desk.change(desk.add_thread(1, 1, "Thread 1"));
  desk.say(thread_of(1, 1), 2, "opening");
  desk.press("t");
  desk.serve();
  desk.press("enter");
  desk.serve();
  CHECK(desk.model.reading()->place == thread_of(1, 1));
  desk.press("escape");
  CHECK(desk.model.panel() != nullptr);
  desk.press("escape");
  CHECK(desk.model.reading()->place == chat);
}

TEST_CASE("what is selected in a list can be acted on, and moderators see what is theirs to do") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "applications");
  desk.answer_with(ApplicationList::name, applications(1, 1));
  desk.press("a");
  CHECK(desk.shows("Approve the application"));
  CHECK_FALSE(desk.shows("Write to this member alone"));
  desk.press("escape escape");
  auto me = desk.mirror.me();
  me.role = Role::member;
  Change change;
  change.stream = "me";
  change.rev = desk.mirror.head("me").next();
  change.profile = me;
  desk.mirror.apply(change);
  screen::on_change(desk.model, change);
  desk.press(":");
  CHECK_FALSE(desk.shows("Applications"));
  desk.type("mute");
  CHECK_FALSE(desk.shows("Mute a member"));
}

TEST_CASE("a click selects, a second one opens, the wheel moves, and nothing outside fails") {
  Desk desk;
  prepare(desk);
  using Button = terminal::Click::Button;
  for (int row = -1; row < 40; ++row) {
    for (const int column : {-1, 0, 5, 24, 40, 99, 150}) {
      for (const Button button : {Button::left, Button::wheel_up, Button::wheel_down, Button::right})
        screen::click(desk.model, {button, row, column});
    }
    desk.picture();
  }
  screen::click(desk.model, {Button::left, 1, 3});
  REQUIRE(desk.model.reading() != nullptr);
  screen::click(desk.model, {Button::left, 3, 40});
  CHECK(desk.model.reading()->selected);
  screen::click(desk.model, {Button::left, 28, 40});
  CHECK(desk.model.focus == screen::Focus::composer);
}

TEST_CASE("a list says below what keys do there, by their present bindings, and leaves out what is too much") {
  Desk desk;
  prepare(desk);
  desk.change(desk.add_thread(1, 1, "Thread 1"));
  desk.say(thread_of(1, 1), 2, "opening");
  desk.press("t");
  desk.serve();
  CHECK(desk.shows("Enter open  a more  f filter  u unread  T new thread  Escape back"));
  CHECK(desk.model.settings.keys.bind("filter", {"f7"}).empty());
  CHECK(desk.shows("a more  F7 filter  "));
  screen::resize(desk.model, {60, 20});
  CHECK(desk.shows("Enter open"));
  CHECK(desk.shows("Escape back"));
  screen::resize(desk.model, {100, 8});
  CHECK_FALSE(desk.shows("Escape back"));
  screen::resize(desk.model, {100, 30});
  desk.press("u");
  desk.serve();
  CHECK(desk.shows("u all"));
}
