#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/panels.hpp"
#include "tests/unit/screen/desk.hpp"

/// Pictures of the screen as people see it, in golden/. STANDPIPE_WRITE_GOLDEN=1 writes them anew: then look at them.

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::filesystem::path file_of(const std::string& name, terminal::Size size) {
  return std::filesystem::path(STANDPIPE_SOURCE_DIR "/tests/unit/screen/golden") /
         (name + "-" + std::to_string(size.columns) + "x" + std::to_string(size.rows) + ".txt");
}

/// An afternoon in a community of water people.
void prepare(Desk& desk) {
  desk.add_person(1, "Ana Ruiz");
  desk.add_person(2, "Baraka Otieno");
  desk.add_person(3, "Chantal Dubois");
  desk.add_person(4, "Đặng Thị Mai");
  desk.add_room(1, "Leakage clinic").description = "Night flow, pressure, and what to do about it";
  desk.add_room(2, "Billing and collection");
  desk.add_room(3, "Announcements", RoomKind::announcement);
  desk.add_room(4, "Faecal sludge management", RoomKind::cop, false);
  desk.add_room(5, "Twinning Nairobi Sucre", RoomKind::group);
  desk.add_room(6, "", RoomKind::direct).between = {MemberId{1}, MemberId{2}};
  Thread& practice = desk.add_thread(9, 1, "Pressure management in three zones", ThreadKind::best_practice);
  practice.outcome = Outcome{Rung::performance_improved, "Non-revenue water, %", "43", "31"};
  practice.lang = "en";
  Thread& question = desk.add_thread(10, 1, "Which loggers survive the rainy season?", ThreadKind::question);
  question.status = ThreadStatus::answered;
  question.lang = "fr";
  desk.add_thread(11, 1, "Meeting of the clinic in Mombasa", ThreadKind::event).pinned = true;

  desk.say(chat, 2, "Who has **night flow** data of a zone with fewer than 500 connections?");
  desk.say(chat, 3, "We do. Three weeks, every 15 minutes:\n\n| hour | m3/h |\n|---|---|\n| 2 | 4.1 |\n| 3 | 3.9 |");
  desk.say(chat, 1, "Thank you! Would you share the loggers' make, too?");
  desk.say(chat, 2, "I would like to see that as well.");
  desk.say(chat, 4, "Ở Huế chúng tôi cũng đo lưu lượng đêm. See https://night.example/flow for the sheet.");
  const Message asked = desk.say(chat, 3, "@Ana Ruiz it is in the sheet, second tab. `DMA-7` is the one.", 3);
  desk.messages(chat).back().mentions = {MemberId{1}};
  desk.messages(chat)[1].reactions = {{"👍", {MemberId{1}, MemberId{4}}}, {"💧", {MemberId{2}}}};
  desk.say(thread_of(1, 9), 2,
           "We put pressure reducing valves into three zones.\n\n1. Measure for a month.\n2. Set 2.5 bar at night.\n3. Measure "
           "again.");
  desk.say(thread_of(1, 9), 3, "Did complaints go up?");
  desk.say(thread_of(1, 9), 2, "No. Two calls in the first week, none after.");
  desk.say(thread_of(1, 10), 3, "Les nôtres se remplissent d'eau.");
  desk.say(thread_of(1, 10), 4, "Ours with a gel cap do.");
  desk.say(thread_of(1, 11), 2, "12 January, two days.");
  desk.say(chat_of(2), 3, "New tariffs are out.");
  desk.read(chat, 4);
  desk.read(thread_of(1, 9), 3);
  desk.read(thread_of(1, 10), 1);
  desk.notify(NotificationKind::mention, asked);
  desk.go_online();
  desk.serve();
}

using Scene = void (*)(Desk&);
const std::vector<std::pair<std::string, Scene>>& scenes() {
  static const std::vector<std::pair<std::string, Scene>> all = {
      {"start", [](Desk&) {}},
      {"chat", [](Desk& d) { d.press("enter"); }},
      {"thread",
       [](Desk& d) {
         d.open(thread_of(1, 9));
         d.press("i");
         d.type("And the costs?");
       }},
      {"threads",
       [](Desk& d) {
         d.press("enter t");
         d.serve();
         d.press("down");
       }},
      {"members",
       [](Desk& d) {
         d.press("enter f4");
         d.serve();
       }},
      {"palette",
       [](Desk& d) {
         d.press("enter :");
         d.type("mute");
       }},
      {"form",
       [](Desk& d) {
         d.press("enter G");
         screen::start(d.model, "mute");
         d.type("bara");
       }},
      {"confirmation",
       [](Desk& d) {
         d.press("enter");
         screen::start(d.model, "mute");
         d.press("ctrl-u");
         d.type("2h");
         d.press("tab");
         d.type("advertises pumps again and again");
         d.press("ctrl-s");
       }},
      {"help", [](Desk& d) { d.press("enter ?"); }},
      {"offline",
       [](Desk& d) {
         d.press("enter");
         d.go_offline();
         d.wait(minute);
         d.press("i");
         d.type("I have asked for the make of the loggers.");
         d.press("enter");
         d.model.waiting = {{"k1", d.kept().back().method, d.kept().back().params, afternoon}};
         d.model.refused = {{"message.post", "{\"room\":2,\"text\":\"Buy pumps\"}", "You are muted."}};
       }},
      {"waiting",
       [](Desk& d) {
         d.go_offline();
         d.model.waiting = {{"k1", "message.post", "{\"room\":1,\"text\":\"I have asked.\"}", afternoon}};
         d.model.refused = {{"message.post", "{\"room\":2,\"text\":\"Buy pumps\"}", "You are muted. Until: tomorrow."}};
         screen::open_waiting(d.model);
       }},
      {"empty",
       [](Desk& d) {
         d.open(chat_of(5));
         d.serve();
       }},
  };
  return all;
}

void check(const std::string& name, Scene scene, terminal::Size size) {
  Desk desk(size);
  prepare(desk);
  scene(desk);
  const std::string picture = desk.picture();
  const auto file = file_of(name, size);
  CAPTURE(file.filename().string());
  if (std::getenv("STANDPIPE_WRITE_GOLDEN") != nullptr) std::ofstream(file, std::ios::binary) << picture;
  std::ifstream in(file, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  CHECK(picture == golden);
}

}  // namespace

TEST_CASE("the screen looks as in the golden pictures") {
  for (const auto& [name, scene] : scenes()) {
    for (const terminal::Size size : {terminal::Size{80, 24}, {120, 40}, {60, 20}, {200, 50}}) {
      check(name, scene, size);
    }
  }
}

TEST_CASE("in a small window what one is at is to be seen whole") {
  const terminal::Size small{40, 12};
  check(
      "form",
      [](Desk& d) {
        d.press("enter G");
        screen::start(d.model, "mute");
        d.type("bara");
      },
      small);
  check(
      "form-trouble",
      [](Desk& d) {
        d.press("enter G");
        screen::start(d.model, "mute");
        d.press("ctrl-u");
        d.type("who");
        d.press("ctrl-s");
      },
      small);
  check(
      "form-choice", [](Desk& d) { d.press("enter T right right"); }, small);
  check(
      "form-text",
      [](Desk& d) {
        d.press("enter T tab tab tab");
        d.paste("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight");
      },
      small);
  check(
      "confirmation",
      [](Desk& d) {
        d.press("enter");
        screen::start(d.model, "mute");
        d.press("ctrl-u");
        d.type("2h");
        d.press("tab");
        d.type("advertises pumps again and again, and has been asked not to, more than once and in kind words");
        d.press("ctrl-s");
      },
      small);
  check(
      "help", [](Desk& d) { d.press("enter ? down"); }, small);
  check("too-small", [](Desk& d) { d.press("enter"); }, {12, 6});
}
