#include <doctest/doctest.h>

#include <random>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/terminal/painter.hpp"
#include "protocol/text.hpp"
#include "tests/support/hostile_texts.hpp"
#include "tests/support/tiny_terminal.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

/// As the protocol's reader lets it through: valid UTF-8, and nothing else is certain.
std::string as_utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    if (const auto c = next_code_point(bytes)) {
      append_code_point(out, *c);
    } else {
      bytes.remove_prefix(1);
      append_code_point(out, 0xFFFD);
    }
  }
  return out;
}

std::string start_of(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80) --bytes;
  return text.substr(0, bytes);
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

bool has_control(std::string_view text) {
  while (!text.empty()) {
    const auto c = next_code_point(text);
    if (!c || is_control(*c)) return true;
  }
  return false;
}

/// What a painter may write is taken out: CSI with its usual ends, links, backspace.
std::string without_painting(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    if (bytes.starts_with("\x1b[")) {
      const auto end = bytes.find_first_not_of("0123456789;?", 2);
      if (end == std::string_view::npos || std::string_view("ABCDHJKmhl").find(bytes[end]) == std::string_view::npos)
        return "\x1b";
      bytes.remove_prefix(end + 1);
    } else if (bytes.starts_with("\x1b]8;;")) {
      const auto end = bytes.find("\x1b\\");
      if (end == std::string_view::npos || has_control(bytes.substr(5, end - 5))) return "\x1b";
      bytes.remove_prefix(end + 2);
    } else {
      if (bytes.front() != '\b') out += bytes.front();
      bytes.remove_prefix(1);
    }
  }
  return out;
}

/// A community that says one thing everywhere.
void prepare(Desk& desk, const std::string& text) {
  settle_in(desk);
  const std::string name = start_of(text, 2000);
  desk.add_person(2, name);
  desk.add_room(5, "x").name = name;
  desk.add_room(5, name).slug = name;
  Room& room = desk.add_room(1, "Leakage");
  room.name = name;
  room.description = name;
  Thread& thread = desk.add_thread(9, 1, name, ThreadKind::best_practice);
  thread.lang = name;
  thread.outcome = Outcome{Rung::capacity_applied, name, name, name};
  desk.say(chat, 2, text);
  desk.messages(chat)[0].reactions = {{name, {MemberId{2}, MemberId{1}}}};
  desk.messages(chat)[0].mentions = {MemberId{1}};
  desk.messages(chat)[0].pinned = true;
  desk.say(chat, 1, text, 1);
  desk.say(chat, 3, "");
  desk.messages(chat)[2].removed = Removal{MemberId{2}, Time{afternoon}, name};
  desk.say(thread_of(1, 9), 2, text);
  desk.notify(NotificationKind::mention, desk.messages(chat)[0]);
  desk.go_online();
  desk.serve();
}

using Step = void (*)(Desk&, const std::string&);
struct Scene {
  const char* name;
  Step step;
};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all = {
      {"chat", [](Desk& d, const std::string&) { d.open(chat); }},
      {"composer",
       [](Desk& d, const std::string& text) {
         d.press("i");
         screen::edited(d.model, text);
       }},
      {"completion",
       [](Desk& d, const std::string&) {
         d.model.composer.reset("@");
         d.press("tab");
       }},
      {"thread", [](Desk& d, const std::string&) { d.open(thread_of(1, 9)); }},
      {"members",
       [](Desk& d, const std::string&) {
         d.press("escape f4");
         d.serve();
       }},
      {"threads", [](Desk& d, const std::string&) { screen::open_threads(d.model, RoomId{1}); }},
      {"about", [](Desk& d, const std::string&) { screen::open_room_details(d.model, RoomId{1}); }},
      {"pins",
       [](Desk& d, const std::string&) {
         screen::open_pins(d.model, RoomId{1});
         MessagePage page;
         page.messages = d.messages(chat);
         d.answer_with(MessagePins::name, to_json(page));
       }},
      {"profile",
       [](Desk& d, const std::string& text) {
         screen::open_profile(d.model, MemberId{2});
         MemberPage page;
         page.members.emplace_back();
         Profile& p = page.members.back();
         p.id = MemberId{2};
         p.name = p.job = p.utility_name = p.country = p.offers = p.seeks = start_of(text, 2000);
         p.languages = p.expertise = {p.name, p.name};
         d.answer_with(MemberGet::name, to_json(page));
       }},
      {"sessions",
       [](Desk& d, const std::string& text) {
         screen::open_sessions(d.model);
         Sessions sessions;
         sessions.sessions.push_back({SessionId{1}, start_of(text, 2000), Time{afternoon}, Time{afternoon}, true});
         d.answer_with(SessionList::name, to_json(sessions));
       }},
      {"utilities",
       [](Desk& d, const std::string& text) {
         screen::open_utilities(d.model);
         Utilities utilities;
         const auto name = start_of(text, 2000);
         utilities.utilities.push_back({UtilityId{1}, name, name, {name, name}});
         d.answer_with(UtilityList::name, to_json(utilities));
       }},
      {"applications",
       [](Desk& d, const std::string& text) {
         screen::open_applications(d.model);
         Applications page;
         page.applications.emplace_back();
         Application& a = page.applications.back();
         a.name = a.email = a.utility_name = a.country = a.job = a.why = a.reason = start_of(text, 2000);
         a.languages = {a.name};
         d.answer_with(ApplicationList::name, to_json(page));
       }},
      {"audit",
       [](Desk& d, const std::string& text) {
         screen::open_audit(d.model, {});
         AuditLog page;
         page.entries.emplace_back();
         AuditEntry& e = page.entries.back();
         e.act = e.reason = e.detail = start_of(text, 2000);
         d.answer_with(AuditList::name, to_json(page));
       }},
      {"a list that is refused",
       [](Desk& d, const std::string& text) {
         screen::open_reports(d.model);
         d.refuse(ReportList::name, start_of(text, 500), start_of(text, 2000));
       }},
      {"search",
       [](Desk& d, const std::string& text) {
         screen::open_search(d.model, start_of(text, 200), RoomId{});
         d.refuse("search", "no", text);
       }},
      {"notifications",
       [](Desk& d, const std::string& text) {
         screen::open_notifications(d.model);
         Notifications page;
         page.notifications.emplace_back();
         page.notifications.back().id = NotificationId{1};
         page.notifications.back().kind = NotificationKind::sanction;
         page.notifications.back().text = start_of(text, 2000);
         d.answer_with(NotificationList::name, to_json(page));
       }},
      {"waiting and refused",
       [](Desk& d, const std::string& text) {
         MessagePost::Params post;
         post.room = RoomId{1};
         post.text = text;
         d.model.waiting = {{"k1", start_of(text, 100), screen::Model::text_of(post), afternoon},
                            {"k2", "message.post", screen::Model::text_of(post), afternoon}};
         d.model.postponed["k2"] = start_of(text, 2000);
         d.model.refused = {{start_of(text, 100), screen::Model::text_of(post), start_of(text, 2000)}};
         screen::open_waiting(d.model);
       }},
      {"palette", [](Desk& d, const std::string&) { screen::open_palette(d.model); }},
      {"go to",
       [](Desk& d, const std::string& text) {
         screen::open_go_to(d.model);
         d.paste(start_of(text, 150));
       }},
      {"filter",
       [](Desk& d, const std::string&) {
         d.model.overlay = std::monostate{};
         screen::open_threads(d.model, RoomId{1});
         screen::open_filter(d.model);
       }},
      {"form",
       [](Desk& d, const std::string& text) {
         d.model.overlay = std::monostate{};
         d.open(chat);
         d.press("k T");
         d.paste(text);
         d.press("tab tab");
         d.paste(text);
       }},
      {"suggestions",
       [](Desk& d, const std::string& text) {
         d.model.overlay = std::monostate{};
         screen::start(d.model, "warn");
         if (auto* form = std::get_if<screen::Form>(&d.model.overlay)) {
           form->focus = 0;
           form->values[0].reset();
         }
         d.paste(start_of(text, 20));
         d.press("tab");
         d.paste(start_of(text, 20));
       }},
      {"form that is refused",
       [](Desk& d, const std::string& text) {
         d.model.overlay = std::monostate{};
         screen::start(d.model, "end-other-sessions");
         d.press("enter");
         d.refuse(SessionRevoke::name, start_of(text, 100), text);
       }},
      {"notice and offline",
       [](Desk& d, const std::string& text) {
         d.model.overlay = std::monostate{};
         d.open(chat);
         StreamClosed closed{"room:2", LeftCode::removed, start_of(text, 2000)};
         screen::on_notice(d.model, "left", parse(to_json(closed)).value());
         screen::on_notice(d.model, "typing", parse(to_json(Typing{RoomId{1}, {}, MemberId{2}})).value());
         screen::on_offline(d.model, text, false);
       }},
  };
  return all;
}

/// What is broken of the picture's frame, if anything.
std::string fault_of(const Desk& desk) {
  using Opinion = TinyTerminal::Opinion;
  const auto canvas = screen::draw(desk.model);
  if (has_control([&] {
        std::string text = canvas.text();
        std::erase(text, '\n');
        return text;
      }()))
    return "a control character is on the canvas";
  for (const auto& link : canvas.links()) {
    if (has_control(link)) return "a control character is in a link";
  }
  const std::string bytes = terminal::paint(nullptr, canvas, {});
  if (has_control(without_painting(bytes))) return "a control character is painted";
  const auto a = screen::areas(desk.model);
  const bool covered = !std::holds_alternative<std::monostate>(desk.model.overlay);
  for (const Opinion opinion : {Opinion::same, Opinion::other, Opinion::unjoined}) {
    TinyTerminal tiny(desk.model.size, opinion);
    tiny.write(bytes);
    if (!tiny.unknown().empty()) return "the terminal is told something strange";
    if (!tiny.is_at_rest()) return "a look or link is left over";
    if (tiny.at(a.title.row, 1).text != "S" || tiny.at(a.title.row, 9).text != "e") return "the title is elsewhere";
    if (tiny.at(a.status.row, 1).text != "o") return "the status is elsewhere";
    if (covered) continue;
    if (a.rooms.columns > 0 && a.main.columns > 0) {
      for (int r = a.rooms.row; r < a.rooms.row + a.rooms.rows; ++r) {
        if (!tiny.at(r, a.rooms.columns).text.starts_with("│"))
          return "the border of the rooms is broken in row " + std::to_string(r);
      }
    }
    if (a.members.columns > 0 && a.main.columns > 0) {
      for (int r = a.members.row; r < a.members.row + a.members.rows; ++r) {
        if (!tiny.at(r, a.members.column - 1).text.starts_with("│"))
          return "the border of the members is broken in row " + std::to_string(r);
      }
    }
    if (a.composer.rows > 0) {
      for (const int c : {a.composer.column, a.composer.column + 1, a.composer.column + a.composer.columns - 1}) {
        if (!tiny.at(a.composer.row, c).text.starts_with("─"))
          return "the rule of the composer is broken in column " + std::to_string(c);
      }
    }
  }
  return {};
}

void look_at(const std::string& text, bool large) {
  Desk desk({100, 30});
  prepare(desk, text);
  for (const Scene& scene : scenes()) {
    CAPTURE(std::string(scene.name));
    if (large && std::string_view(scene.name) != "chat" && std::string_view(scene.name) != "threads") continue;
    scene.step(desk, text);
    for (const terminal::Size size : {terminal::Size{100, 30}, {64, 20}, {160, 12}, {30, 10}}) {
      if (large && size.columns != 100) continue;
      CAPTURE(size.columns);
      screen::resize(desk.model, size);
      REQUIRE(fault_of(desk) == "");
    }
    screen::resize(desk.model, {100, 30});
    if (large) desk.press("up up down");
  }
}

}  // namespace

TEST_CASE("the frame of the screen is where it is for harmless texts") {
  for (const char* text : {"harmless", "Ünïcode", "水道", "👩‍👩‍👧‍👦 families"}) {
    CAPTURE(text);
    look_at(text, false);
  }
}

TEST_CASE("no text breaks the frame of the screen or gets a control character to the terminal") {
  std::size_t number = 0;
  for (const std::string& bytes : hostile_texts()) {
    CAPTURE(number);
    ++number;
    const std::string text = as_utf8(bytes);
    look_at(text, text.size() > 2000);
  }
}

TEST_CASE("no random bytes do either") {
  std::mt19937 random(11);
  for (int i = 0; i < 25; ++i) {
    CAPTURE(i);
    std::string bytes;
    const auto size = random() % 300;
    while (bytes.size() < size) {
      const auto kind = random() % 4;
      if (kind == 0) bytes += static_cast<char>(random() % 256);
      if (kind == 1) bytes += static_cast<char>(random() % 128);
      if (kind == 2) append_code_point(bytes, static_cast<char32_t>(random() % 0x3000));
      if (kind == 3) append_code_point(bytes, static_cast<char32_t>(0x1F000 + random() % 0x1000));
    }
    look_at(as_utf8(bytes), false);
  }
}
