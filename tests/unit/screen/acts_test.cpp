#include <doctest/doctest.h>

#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;
using screen::Choice;
using screen::Picker;

namespace {

void prepare(Desk& desk) {
  settle_in(desk);
  desk.add_thread(9, 1, "Meters", ThreadKind::question);
  desk.say_many(chat, 3);
  desk.say(thread_of(1, 9), 2, "Which last?");
  desk.say(thread_of(1, 9), 3, "Those of brass.");
  desk.read(chat, 3);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  desk.serve();
}

/// Somebody who is no administrator, and moderates these rooms.
void become_moderator(Desk& desk, const std::vector<std::int64_t>& rooms) {
  auto me = desk.mirror.me();
  me.role = rooms.empty() ? Role::member : Role::moderator;
  Change change;
  change.stream = "me";
  change.rev = desk.mirror.head("me").next();
  change.profile = me;
  desk.mirror.apply(change);
  for (const auto id : rooms) {
    Change of_room;
    of_room.stream = "community";
    of_room.rev = desk.mirror.head("community").next();
    of_room.room = desk.mirror.rooms().at(RoomId{id});
    of_room.room->moderators = {me.id};
    desk.mirror.apply(of_room);
  }
  desk.asked().clear();
}

const Picker& picker(const Desk& desk) {
  return std::get<Picker>(desk.model.overlay);
}

const Choice* choice(const Desk& desk, std::string_view text) {
  const auto& all = picker(desk).choices;
  const auto found = std::ranges::find(all, text, &Choice::text);
  return found == all.end() ? nullptr : &*found;
}

const screen::Command& command(std::string_view name) {
  return *std::ranges::find_if(screen::commands(), [&](const auto& c) { return name == c.name; });
}

std::string why_not(const Desk& desk, std::string_view name) {
  return screen::obstacle(desk.model, command(name), screen::target_of(desk.model));
}

}  // namespace

TEST_CASE("the palette has what is not possible now as well, last and with what to do first; choosing it says that") {
  Desk desk;
  prepare(desk);
  desk.press("G :");
  const auto& all = picker(desk).choices;
  const auto first = std::ranges::find(all, false, &Choice::possible);
  CHECK(std::ranges::none_of(first, all.end(), &Choice::possible));
  REQUIRE(choice(desk, "Lock or unlock the thread") != nullptr);
  CHECK(choice(desk, "Lock or unlock the thread")->detail == "Open a thread first.");
  CHECK(choice(desk, "Edit my message")->detail == "Choose a message first.");
  CHECK(choice(desk, "Uphold the report")->detail == "Choose a report first.");
  CHECK(choice(desk, "Filter by kind, status or language")->detail == "Open the list of threads first.");
  desk.type("lock or");
  CHECK(desk.shows("Open a thread first."));
  desk.press("enter");
  REQUIRE(desk.model.notice);
  CHECK(desk.model.notice->text == "Open a thread first.");
  CHECK(std::holds_alternative<std::monostate>(desk.model.overlay));
  desk.press("i");
  desk.type("/lock");
  desk.press("enter");
  CHECK(desk.model.notice->text == "Open a thread first.");
  desk.open(thread_of(1, 9));
  CHECK(why_not(desk, "lock") == "");
}

TEST_CASE("who has no role anywhere is not told of what needs one; who has it elsewhere is told whose it is here") {
  Desk desk;
  prepare(desk);
  become_moderator(desk, {2});
  CHECK(why_not(desk, "room-settings") == "Only moderators of this room can do this.");
  CHECK(why_not(desk, "erase") == "Only administrators can do this.");
  desk.press(":");
  CHECK(choice(desk, "Settings of the room: slow mode, first posts") != nullptr);
  CHECK(choice(desk, "Erase a person") == nullptr);
  desk.press("escape");
  become_moderator(desk, {});
  desk.press(":");
  CHECK(choice(desk, "Settings of the room: slow mode, first posts") == nullptr);
}

TEST_CASE("what happens at once is not possible without a line; what asks first and what may wait is") {
  Desk desk;
  prepare(desk);
  desk.open(thread_of(1, 9));
  desk.go_offline();
  desk.press("G up");
  CHECK(why_not(desk, "answer") == "There is no line now.");
  CHECK(why_not(desk, "pin-thread") == "There is no line now.");
  CHECK(why_not(desk, "reply") == "");
  CHECK(why_not(desk, "edit-profile") == "");
}

TEST_CASE("what can be done with a message is what makes sense for it") {
  Desk desk;
  prepare(desk);
  become_moderator(desk, {});
  desk.press("up");
  REQUIRE(screen::target_of(desk.model).message == MessageId{3});
  CHECK(why_not(desk, "answer") == "Only a reply to a question can be its answer.");
  CHECK(why_not(desk, "report") == "");
  CHECK(why_not(desk, "remove") == "Only its author, or a moderator of this room, can do this.");
  desk.press("a");
  CHECK(choice(desk, "Mark as the answer") == nullptr);
  CHECK(choice(desk, "Remove a message") == nullptr);
  CHECK(choice(desk, "Show it where it was said") == nullptr);
  CHECK(choice(desk, "Report to the moderators") != nullptr);
  desk.press("escape");
  desk.say(chat, 1, "mine");
  desk.press("G up a");
  REQUIRE(screen::target_of(desk.model).message == MessageId{6});
  CHECK(choice(desk, "Report to the moderators") == nullptr);
  CHECK(choice(desk, "Write to this member alone") == nullptr);
  CHECK(choice(desk, "Edit my message") != nullptr);
  desk.press("escape");
  desk.open(thread_of(1, 9));
  desk.press("G up");
  CHECK(why_not(desk, "answer") == "Only who asked, or a moderator of this room, can do this.");
  become_moderator(desk, {1});
  CHECK(why_not(desk, "answer") == "");
  desk.press("up");
  CHECK(why_not(desk, "answer") == "Only a reply to a question can be its answer.");
}

TEST_CASE("a thread can be moved to open rooms that one moderates, and no other is offered or taken") {
  Desk desk;
  prepare(desk);
  become_moderator(desk, {1});
  desk.open(thread_of(1, 9));
  CHECK(why_not(desk, "move-thread") == "You moderate no other room that is open.");
  become_moderator(desk, {1, 2});
  CHECK(screen::rooms_to_move_to(desk.model, RoomId{1}) ==
        std::vector<std::pair<std::string, std::string>>{{"billing", "Billing"}});
  screen::start(desk.model, "move-thread");
  CHECK(desk.shows("> billing"));
  CHECK_FALSE(desk.shows("  announcements"));
  desk.type("announcements");
  desk.press("tab");
  desk.type("It is about tariffs.");
  desk.press("ctrl-s");
  CHECK(desk.shows("It is not possible in this room."));
  desk.press("ctrl-u");
  desk.type("bil");
  desk.press("enter ctrl-s enter");
  REQUIRE(desk.count(ThreadMove::name) == 1);
  CHECK(desk.params<ThreadMove>(desk.asked().back().params).room == RoomId{2});
}

TEST_CASE("Enter in the words of a search searches, the other questions may stay empty") {
  Desk desk;
  prepare(desk);
  desk.press("/");
  CHECK(desk.shows("[ Search ]"));
  desk.press("enter");
  CHECK(desk.shows("“Words” is missing."));
  desk.type("brass");
  desk.press("enter");
  REQUIRE(desk.count(Search::name) == 1);
  CHECK(desk.params<Search>(desk.asked().back().params).query == "brass");
  CHECK(std::holds_alternative<std::monostate>(desk.model.overlay));
  screen::start(desk.model, "directory");
  CHECK(desk.shows("[ Search ]"));
  desk.type("meters");
  desk.press("enter");
  CHECK(desk.count(MemberSearch::name) == 1);
  // A room that is only suggested is taken first.
  desk.press("/");
  desk.type("brass");
  desk.press("tab");
  desk.type("bil");
  desk.press("enter");
  CHECK(desk.count(Search::name) == 1);
  desk.press("enter");
  REQUIRE(desk.count(Search::name) == 2);
  CHECK(desk.params<Search>(desk.asked().back().params).room == RoomId{2});
}

TEST_CASE("what was set is said, and what else waits for whoever has dealt with something") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "notify");
  desk.type("n");
  desk.press("ctrl-s");
  desk.answer_with(RoomNotify::name, "{}");
  CHECK(desk.model.notice->text == "Of Leakage you are notified of: nothing.");
  desk.model.desk.reports = {ReportId{4}, ReportId{5}};
  screen::Target target;
  target.report = ReportId{4};
  command("dismiss-report").start(desk.model, target);
  desk.type("All is well.");
  desk.press("ctrl-s enter");
  desk.answer_with(ReportResolve::name, "{}");
  CHECK(desk.model.notice->text == "The report is closed. Still waiting: 1 report.");
  desk.model.desk = {};
  target.application = ApplicationId{7};
  target.name = "Zuri";
  command("approve").start(desk.model, target);
  CHECK(desk.shows("Approve the application of Zuri?"));
  desk.press("enter");
  desk.answer_with(ApplicationApprove::name, "{}");
  CHECK(desk.model.notice->text == "Zuri is a member now. Nothing else waits for you.");
}

TEST_CASE("a direct conversation that is begun is one to write in at once") {
  Desk desk;
  prepare(desk);
  desk.press("up");
  screen::start(desk.model, "direct");
  desk.answer_with(DirectOpen::name, "{\"room\":70}");
  CHECK(desk.model.focus == screen::Focus::composer);
  desk.type("Hello");
  desk.press("enter");
  REQUIRE(desk.kept().size() == 1);
  CHECK(desk.params<MessagePost>(desk.kept().back().params).room == RoomId{70});
}

TEST_CASE("Alt and a digit open the room at that place of the list, also from writing") {
  Desk desk;
  prepare(desk);
  desk.press("alt-2");
  CHECK(desk.model.reading()->place == chat_of(2));
  desk.press("i");
  desk.type("half a");
  desk.press("alt-1");
  CHECK(desk.model.reading()->place == chat);
  CHECK(desk.model.drafts.at(chat_of(2)).text == "half a");
  desk.press("alt-4");  // one that one is not in
  CHECK(desk.shows("About Sludge"));
  desk.press("alt-9");
  CHECK(desk.shows("The list has no room 9."));
  desk.press("?");
  CHECK(desk.shows("Alt-1 … Alt-9"));
}
