#include <doctest/doctest.h>

#include <algorithm>

#include "client-cli/screen/pickers.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;
using screen::Choice;
using screen::Picker;

namespace {

void prepare(Desk& desk) {
  settle_in(desk);
  desk.say_many(chat, 3);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  desk.serve();
  desk.press("ctrl-k");
}

bool offers(const Desk& desk, std::string_view text) {
  return std::ranges::find(std::get<Picker>(desk.model.overlay).choices, text, &Choice::text) !=
         std::get<Picker>(desk.model.overlay).choices.end();
}

std::string people(std::int64_t id, const std::string& name) {
  MemberPage page;
  page.members.emplace_back();
  page.members.back().id = MemberId{id};
  page.members.back().name = name;
  return to_json(page);
}

/// The opening message of a thread that the copy does not know.
std::string opening(std::int64_t thread) {
  MessagePage page;
  page.messages.emplace_back();
  page.messages.back().id = MessageId{900};
  page.messages.back().room = RoomId{1};
  page.messages.back().thread = ThreadId{thread};
  page.messages.back().index = Index{1};
  return to_json(page);
}

std::string titled(std::int64_t thread, const std::string& title) {
  ThreadPage page;
  page.threads.emplace_back();
  page.threads.back().id = ThreadId{thread};
  page.threads.back().room = RoomId{1};
  page.threads.back().title = title;
  return to_json(page);
}

}  // namespace

TEST_CASE("going somewhere finds people and threads of the server, and adds them below what is there") {
  Desk desk;
  prepare(desk);
  desk.type("ana");
  CHECK(desk.count(MemberSearch::name) == 1);  // for the first two letters; the answer decides what is asked next
  CHECK(desk.count(Search::name) == 1);
  desk.press("down");
  const auto selected = std::get<Picker>(desk.model.overlay).selected;
  const std::string chosen = std::get<Picker>(desk.model.overlay).choices[selected].text;
  desk.answer_with(MemberSearch::name, people(77, "Rana Haddad"));
  CHECK(offers(desk, "Rana Haddad"));
  CHECK(std::get<Picker>(desk.model.overlay).choices[selected].text == chosen);
  desk.answer_with(Search::name, opening(55));
  desk.answer_with(ThreadGet::name, titled(55, "Managing canals"));
  CHECK(offers(desk, "Managing canals"));
  // Now for all three letters.
  REQUIRE(desk.count(Search::name) == 1);
  CHECK(desk.params<Search>(desk.asked().back().params).query == "ana");
}

TEST_CASE("answers that come late show nothing that does not fit, and nothing once it is closed") {
  Desk desk;
  prepare(desk);
  desk.type("ra");
  desk.press("ctrl-u");
  desk.type("bil");
  desk.answer_with(MemberSearch::name, people(77, "Rana Haddad"));
  CHECK_FALSE(offers(desk, "Rana Haddad"));
  CHECK(desk.count(MemberSearch::name) == 0);
  desk.press("escape");
  desk.answer_with(Search::name, "{}");
  CHECK(desk.asked().empty());
  CHECK(std::holds_alternative<std::monostate>(desk.model.overlay));
}

TEST_CASE("without a line it goes by the copy, where every byte counts it asks only for what is not there") {
  Desk desk;
  prepare(desk);
  desk.model.settings.lite = true;
  desk.type("bill");
  CHECK(desk.asked().empty());
  desk.press("ctrl-u");
  desk.type("rana");
  CHECK(desk.shows("Looking for more…"));
  CHECK(desk.count(Search::name) == 1);
  desk.press("escape");
  desk.asked().clear();
  desk.go_offline();
  desk.press("ctrl-k");
  desk.type("rana");
  CHECK(desk.asked().empty());
  CHECK(desk.shows("Nothing fits."));
}

TEST_CASE("names are found without their accents and in any case") {
  Desk desk;
  desk.add_person(9, "Aïssatou Ndoye");
  prepare(desk);
  desk.type("AISSATOU nd");
  CHECK(offers(desk, "Aïssatou Ndoye"));
  desk.press("ctrl-u");
  desk.paste("aïssa");
  CHECK(offers(desk, "Aïssatou Ndoye"));
}
