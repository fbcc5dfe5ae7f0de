#include <doctest/doctest.h>

#include <algorithm>

#include <boost/mp11/algorithm.hpp>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/kept.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;
using screen::Command;

using screen::Form;
using screen::Target;

namespace {

void prepare(Desk& desk) {
  settle_in(desk);
  Thread& thread = desk.add_thread(9, 1, "Meters", ThreadKind::question);
  desk.say_many(chat, 3);
  desk.say(thread_of(1, 9), 1, "my own words");
  desk.say(thread_of(1, 9), 2, "an answer to them");
  thread.outcome = Outcome{Rung::capacity_applied, "NRW, %", "40", "31"};
  desk.notify(NotificationKind::mention, desk.messages(chat)[0]);
  desk.go_online();
  desk.serve();
  desk.open(chat);
  desk.serve();
  desk.model.waiting.push_back({"k1", "message.post", "{\"room\":1,\"text\":\"waits\"}", afternoon});
  desk.model.effects.clear();
}

/// Everything that a command could be about.
Target target_for(const Command& command) {
  Target target;
  target.room = RoomId{command.needs == Command::Needs::other_room ? 4 : 1};
  target.thread = ThreadId{9};
  target.message = MessageId{command.needs == Command::Needs::others_message      ? 1
                             : command.needs == Command::Needs::reply_to_question ? 5
                                                                                  : 4};
  target.member = MemberId{2};
  target.report = ReportId{5};
  target.pending = PendingId{6};
  target.application = ApplicationId{7};
  target.sanction = SanctionId{8};
  target.invitation = InvitationId{9};
  target.session = SessionId{10};
  target.utility = UtilityId{11};
  target.waiting = "k1";
  return target;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A value that fits, by the kind of the field and what its hint asks for.
std::string fitting(const Desk& desk, const screen::Field& field) {
  switch (field.kind) {
    case screen::Field::Kind::member:
      return "Baraka Otieno";
    case screen::Field::Kind::room:
      return "billing";
    case screen::Field::Kind::minutes:
      return "7d";
    case screen::Field::Kind::number:
      return "7";
    case screen::Field::Kind::choice:
      return field.choices.empty() ? "" : field.choices.back().first;
    case screen::Field::Kind::flag:
      return "yes";
    case screen::Field::Kind::text:
      return "A text\nof two lines, @Baraka Otieno.";
    case screen::Field::Kind::date:
      return "2026-12-01";
    case screen::Field::Kind::line:
      break;
  }
  if (field.label == "Your e-mail address") return desk.model.email;
  return "fr";
}

std::string unfitting(const screen::Field& field) {
  switch (field.kind) {
    case screen::Field::Kind::member:
      return "Nobody Such";
    case screen::Field::Kind::room:
      return "nowhere";
    case screen::Field::Kind::minutes:
      return "soon";
    case screen::Field::Kind::number:
      return "many";
    case screen::Field::Kind::date:
      return "some day";
    default:
      return "";
  }
}

Form* form_of(Desk& desk) {
  return std::get_if<Form>(&desk.model.overlay);
}

void fill_in(Desk& desk) {
  Form& form = *form_of(desk);
  // Choices first: others are shown by them.
  for (const bool choices : {true, false}) {
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      if ((form.fields[i].kind == screen::Field::Kind::choice) == choices) form.values[i].set(fitting(desk, form.fields[i]));
    }
  }
  form.focus = form.fields.size();
}

/// Submits, and says yes where it asks once more.
void submit(Desk& desk) {
  screen::submit(desk.model);
  if (const Form* form = form_of(desk); form != nullptr && form->confirming && !form->busy) screen::submit(desk.model);
}

/// What the params lack to be those of the method; "" where they are.
std::string fault_of(std::string_view method, const std::string& params) {
  std::string fault = "there is no such method";
  boost::mp11::mp_for_each<Methods>([&](auto m) {
    using M = decltype(m);
    if (method != M::name) return;
    const auto json = parse(params);
    if (json.has_error()) {
      fault = "no JSON";
      return;
    }
    const auto read_params = read<typename M::Params>(json.value());
    fault = read_params.has_error() ? "cannot be read" : "";
    if (fault.empty() && screen::Model::text_of(read_params.value()) != params) fault = "reads differently";
  });
  return fault;
}

struct Sent {
  std::string method;
  std::string params;
  bool later = false;
};

/// Calls, acts and what is kept, but for what is asked while one types or is shown beside.
std::vector<Sent> sent(Desk& desk) {
  std::vector<Sent> all;
  for (const auto& effect : desk.model.effects) {
    if (const auto* call = std::get_if<screen::Call>(&effect)) all.push_back({call->method, call->params});
    if (const auto* act = std::get_if<screen::Act>(&effect)) all.push_back({act->method, act->params});
    if (const auto* keep = std::get_if<screen::Keep>(&effect)) all.push_back({keep->method, keep->params, true});
  }
  return all;
}

/// What a form is to send. A command that is not listed must send something as well.
const std::map<std::string, std::string>& methods() {
  static const std::map<std::string, std::string> all = {{"search", "search"},
                                                         {"to-date", "message.history"},
                                                         {"directory", "member.search"},
                                                         {"new-thread", "thread.create"},
                                                         {"update-thread", "thread.update"},
                                                         {"remove", "message.remove"},
                                                         {"report", "message.report"},
                                                         {"leave", "room.leave"},
                                                         {"notify", "room.notify"},
                                                         {"edit-profile", "profile.update"},
                                                         {"end-session", "session.revoke"},
                                                         {"end-other-sessions", "session.revoke"},
                                                         {"leave-community", "account.leave"},
                                                         {"approve", "application.approve"},
                                                         {"decline", "application.decline"},
                                                         {"uphold", "report.resolve"},
                                                         {"dismiss-report", "report.resolve"},
                                                         {"let-in", "pending.approve"},
                                                         {"turn-down", "pending.reject"},
                                                         {"warn", "member.warn"},
                                                         {"mute", "member.mute"},
                                                         {"ban", "member.ban"},
                                                         {"suspend-member", "member.suspend"},
                                                         {"lift", "sanction.lift"},
                                                         {"lock", "thread.lock"},
                                                         {"pin-thread", "thread.pin"},
                                                         {"pin-message", "message.pin"},
                                                         {"move-thread", "thread.move"},
                                                         {"room-settings", "room.update"},
                                                         {"add-member", "room.add_member"},
                                                         {"remove-member", "room.remove_member"},
                                                         {"invite", "invitation.create"},
                                                         {"revoke", "invitation.revoke"},
                                                         {"create-room", "room.create"},
                                                         {"rename-room", "room.update"},
                                                         {"archive", "room.archive"},
                                                         {"appoint", "room.appoint"},
                                                         {"dismiss", "room.dismiss"},
                                                         {"create-utility", "utility.create"},
                                                         {"update-utility", "utility.update"},
                                                         {"set-role", "member.set_role"},
                                                         {"deactivate", "member.deactivate"},
                                                         {"erase", "member.erase"}};
  return all;
}

/// f(desk, command) with each command started that asks something in a form.
template <class F>
void for_each_form(F&& f) {
  for (const Command& command : screen::commands()) {
    CAPTURE(command.name);
    Desk desk;
    prepare(desk);
    command.start(desk.model, target_for(command));
    desk.model.effects.clear();
    if (form_of(desk) != nullptr) f(desk, command);
  }
}

}  // namespace

TEST_CASE("every command has a name of its own, applies to what it is about, and does something") {
  std::set<std::string> names;
  for (const Command& command : screen::commands()) {
    CAPTURE(command.name);
    CHECK(names.insert(command.name).second);
    Desk desk;
    prepare(desk);
    const Target target = target_for(command);
    CHECK(screen::obstacle(desk.model, command, target) == "");
    const auto views = desk.model.views.size();
    const std::string before = desk.picture();
    command.start(desk.model, target);
    const bool asks = !std::holds_alternative<std::monostate>(desk.model.overlay);
    const bool opens = desk.model.views.size() != views;
    CHECK(
        (asks || opens || !desk.model.effects.empty() || desk.picture() != before || std::string(command.name) == "write-again"));
    for (const Sent& one : sent(desk)) CHECK(fault_of(one.method, one.params) == "");
    desk.picture();
  }
}

TEST_CASE("a filled-in form sends one command, which the protocol knows, with all that it needs") {
  std::set<std::string> seen;
  for_each_form([&](Desk& desk, const Command& command) {
    fill_in(desk);
    desk.picture();
    submit(desk);
    const Form* form = form_of(desk);
    CAPTURE((form != nullptr ? form->trouble : std::string()));
    const auto all = sent(desk);
    REQUIRE(all.size() == 1);
    CHECK(fault_of(all[0].method, all[0].params) == "");
    if (methods().contains(command.name)) CHECK(all[0].method == methods().at(command.name));
    seen.insert(command.name);
    desk.picture();
  });
  for (const auto& [name, method] : methods()) {
    CAPTURE(name);
    CHECK(seen.contains(name));
  }
}

TEST_CASE("every choice of a form can be sent") {
  for_each_form([&](Desk& desk, const Command&) {
    const Form blank = *form_of(desk);
    for (std::size_t i = 0; i < blank.fields.size(); ++i) {
      for (const auto& [value, words] : blank.fields[i].choices) {
        CAPTURE(value);
        CHECK_FALSE(words.empty());
        desk.model.overlay = blank;
        fill_in(desk);
        form_of(desk)->values[i].set(value);
        desk.model.effects.clear();
        submit(desk);
        REQUIRE(sent(desk).size() == 1);
        CHECK(fault_of(sent(desk)[0].method, sent(desk)[0].params) == "");
      }
    }
  });
}

TEST_CASE("what is missing or makes no sense is told, and nothing is sent") {
  for_each_form([&](Desk& desk, const Command&) {
    const Form blank = *form_of(desk);
    for (std::size_t i = 0; i < blank.fields.size(); ++i) {
      const screen::Field& field = blank.fields[i];
      CAPTURE(field.name);
      std::vector<std::string> wrong;
      if (field.required && field.kind != screen::Field::Kind::choice) wrong.insert(wrong.end(), {"", "   "});
      if (const auto other = unfitting(field); !other.empty()) wrong.push_back(other);
      for (const auto& value : wrong) {
        CAPTURE(value);
        desk.model.overlay = blank;
        fill_in(desk);
        // Of a field that others bring up: with those.
        if (const auto is = field.only_if.find('='); is != std::string::npos) {
          for (std::size_t other = 0; other < blank.fields.size(); ++other) {
            if (blank.fields[other].name == field.only_if.substr(0, is))
              form_of(desk)->values[other].set(field.only_if.substr(is + 1));
          }
        }
        form_of(desk)->values[i].set(value);
        desk.model.effects.clear();
        submit(desk);
        CHECK(sent(desk).empty());
        REQUIRE(form_of(desk) != nullptr);
        CHECK_FALSE(form_of(desk)->trouble.empty());
        CHECK_FALSE(form_of(desk)->busy);
      }
    }
  });
}

TEST_CASE("where it cannot be undone a form asks once more, and goes back to the questions") {
  for_each_form([&](Desk& desk, const Command&) {
    fill_in(desk);
    Form& form = *form_of(desk);
    if (form.warning.empty()) return;
    const std::string warning = form.warning.substr(0, 20);
    if (!form.fields.empty()) {
      screen::submit(desk.model);
      CHECK(sent(desk).empty());
      REQUIRE(form_of(desk) != nullptr);
      CHECK(form_of(desk)->confirming);
      CHECK(has(desk.picture(), warning));
      desk.press("escape");
      REQUIRE(form_of(desk) != nullptr);
      CHECK_FALSE(form_of(desk)->confirming);
      desk.press("ctrl-s");
    }
    CHECK(sent(desk).empty());
    CHECK(has(desk.picture(), warning));
    desk.press("enter");
    CHECK(sent(desk).size() == 1);
  });
}

TEST_CASE("a refusal is shown in the form, nothing in it is lost, and it can be sent again") {
  for_each_form([&](Desk& desk, const Command&) {
    fill_in(desk);
    submit(desk);
    if (form_of(desk) == nullptr) return;  // it may wait, or only looks for something
    const auto before = screen::values_of(*form_of(desk));
    CHECK(form_of(desk)->busy);
    const std::string method = sent(desk).at(0).method;
    desk.press("enter");
    CHECK(sent(desk).size() == 1);
    desk.refuse(method);
    REQUIRE(form_of(desk) != nullptr);
    CHECK(has(desk.picture(), "You may not do this."));
    CHECK(screen::values_of(*form_of(desk)) == before);
    submit(desk);
    CHECK(desk.count(method) == 1);
    desk.answer_with(method, "{}");
    // What is shown only once stays until it is closed.
    CHECK((form_of(desk) == nullptr || form_of(desk)->name == "invitation-code"));
    CHECK(desk.model.notice);
  });
}

TEST_CASE("a lost line is told as such: it may have happened") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "warn");
  fill_in(desk);
  submit(desk);
  desk.refuse("member.warn", "connection_lost", "lost");
  REQUIRE(form_of(desk) != nullptr);
  CHECK(desk.shows("It may have happened"));
}

TEST_CASE("without a line, what happens at once is told and not sent, and what may wait is kept") {
  for (const Command& command : screen::commands()) {
    CAPTURE(command.name);
    Desk desk;
    prepare(desk);
    desk.go_offline();
    desk.model.effects.clear();
    command.start(desk.model, target_for(command));
    if (form_of(desk) != nullptr) {
      fill_in(desk);
      submit(desk);
    }
    for (const auto& effect : desk.model.effects) CHECK_FALSE(std::holds_alternative<screen::Act>(effect));
    if (const Form* form = form_of(desk)) {
      CHECK(has(form->trouble, "no line"));
      CHECK_FALSE(form->busy);
    }
    desk.picture();
  }
}

TEST_CASE("a form is filled in by keys, with suggestions") {
  Desk desk;
  prepare(desk);
  desk.press("G");  // nothing is selected
  screen::start(desk.model, "mute");
  CHECK(desk.shows("Mute a member"));
  desk.type("chan");
  CHECK(desk.shows("> Chantal Dubois"));
  desk.press("tab");
  desk.press("tab");
  desk.press("ctrl-u");
  desk.type("bil");
  desk.press("enter");
  desk.type("12h");
  desk.press("down");
  desk.type("again and again");
  desk.press("enter enter");
  CHECK(form_of(desk)->confirming);
  CHECK(desk.shows("Chantal Dubois"));
  desk.model.effects.clear();
  desk.press("enter");
  REQUIRE(sent(desk).size() == 1);
  const auto mute = desk.params<MemberMute>(sent(desk)[0].params);
  CHECK(mute.member == MemberId{3});
  CHECK(mute.room == RoomId{2});
  CHECK(mute.minutes == 720);
  CHECK(mute.reason == "again and again");
}

TEST_CASE("what was written in a form comes back, also after a restart, until it is sent") {
  Desk desk;
  prepare(desk);
  desk.press("T");
  REQUIRE(form_of(desk) != nullptr);
  fill_in(desk);
  const auto values = screen::values_of(*form_of(desk));
  Desk again;
  prepare(again);
  screen::take_kept(again.model, screen::kept_text(desk.model));
  again.press("T");
  CHECK(screen::values_of(*form_of(again)) == values);

  desk.press("escape");
  CHECK(form_of(desk) == nullptr);
  desk.press("T");
  CHECK(screen::values_of(*form_of(desk)) == values);
  submit(desk);
  CHECK(form_of(desk) == nullptr);
  desk.press("T");
  CHECK(screen::values_of(*form_of(desk)) != values);
}

TEST_CASE("an answer concerns the form that asked, and is a notice where that is gone") {
  Desk desk;
  prepare(desk);
  const auto fill_and_send = [&](const char* command) {
    screen::start(desk.model, command);
    fill_in(desk);
    submit(desk);
    REQUIRE(form_of(desk) != nullptr);
    REQUIRE(form_of(desk)->busy);
  };
  for (const bool fails : {true, false}) {
    CAPTURE(fails);
    desk.model.form_drafts.clear();
    fill_and_send("warn");
    desk.press("escape");
    REQUIRE(form_of(desk) == nullptr);
    CHECK(has(desk.model.notice->text, "on its way"));
    fill_and_send("mute");
    if (fails) {
      desk.refuse("member.warn");
      CHECK(has(desk.model.notice->text, "Warn a member: You may not do this."));
      CHECK(desk.model.form_drafts.contains("warn"));
    } else {
      desk.answer_with("member.warn", "{}");
      CHECK_FALSE(desk.model.notice->bad);
      CHECK_FALSE(desk.model.form_drafts.contains("warn"));
    }
    REQUIRE(form_of(desk) != nullptr);
    CHECK(form_of(desk)->name == "mute");
    CHECK(form_of(desk)->busy);
    CHECK(form_of(desk)->trouble.empty());
    desk.answer_with("member.mute", "{}");
    CHECK(form_of(desk) == nullptr);
  }
}

TEST_CASE("the second of two forms of one kind does not take the first one's answer") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "warn");
  fill_in(desk);
  submit(desk);
  desk.press("escape");
  screen::start(desk.model, "warn");
  desk.answer_with("member.warn", "{}");
  CHECK(form_of(desk) != nullptr);
  CHECK(desk.model.notice);
}

TEST_CASE("a line that was typed comes back, what was only preset or chosen does not") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "rename-room");
  desk.press("escape");
  CHECK(desk.model.form_drafts.empty());
  screen::start(desk.model, "rename-room");
  desk.type(" clinic");
  Desk again;
  prepare(again);
  screen::take_kept(again.model, screen::kept_text(desk.model));
  screen::start(again.model, "rename-room");
  CHECK(screen::values_of(*form_of(again)).at("name") == "Leakage clinic");

  desk.press("escape");
  CHECK(desk.model.notice);
  // It belongs to that room, and to no other.
  desk.open(chat_of(2));
  desk.serve();
  screen::start(desk.model, "rename-room");
  CHECK(screen::values_of(*form_of(desk)).at("name") == "Billing");
  desk.press("escape");
  desk.open(chat);
  desk.serve();
  screen::start(desk.model, "rename-room");
  CHECK(screen::values_of(*form_of(desk)).at("name") == "Leakage clinic");
  desk.press("ctrl-u");
  desk.type("Leakage");
  desk.press("escape");
  CHECK(desk.model.form_drafts.empty());
}

TEST_CASE("what was written about one thing is not there when it is about another") {
  Desk desk;
  prepare(desk);
  Target first, second;
  first.message = MessageId{1};
  second.message = MessageId{2};
  first.member = second.member = MemberId{2};
  const auto remove = std::ranges::find(screen::commands(), std::string_view("remove"), &Command::name);
  remove->start(desk.model, first);
  desk.type("an advertisement");
  desk.press("escape");
  remove->start(desk.model, second);
  CHECK(screen::values_of(*form_of(desk)).at("reason").empty());
  desk.press("escape");
  remove->start(desk.model, first);
  CHECK(screen::values_of(*form_of(desk)).at("reason") == "an advertisement");
}

TEST_CASE("what was begun about a member is not there where nobody is meant") {
  Desk desk;
  prepare(desk);
  Target member, nobody;
  member.member = MemberId{2};
  const auto warn = std::ranges::find(screen::commands(), std::string_view("warn"), &Command::name);
  warn->start(desk.model, member);
  fill_in(desk);
  desk.press("escape");
  warn->start(desk.model, nobody);
  for (const auto& [name, value] : screen::values_of(*form_of(desk))) CHECK_MESSAGE(value.empty(), name);
  desk.press("escape");
  warn->start(desk.model, member);
  CHECK_FALSE(screen::values_of(*form_of(desk)).at("reason").empty());
}

TEST_CASE("a form's text has lines by the keys that the composer has for them") {
  Desk desk;
  prepare(desk);
  desk.press("T tab");
  desk.type("Meters");
  desk.press("tab tab");
  for (const char* key : {"enter", "alt-enter", "ctrl-j"}) {
    desk.type("line");
    desk.press(key);
  }
  CHECK(screen::values_of(*form_of(desk)).at("text") == "line\nline\nline");
}

TEST_CASE("what is only looked for, and what is asked to be sure, is not kept") {
  Desk desk;
  prepare(desk);
  for (const char* command : {"search", "to-date", "leave-community"}) {
    CAPTURE(command);
    screen::start(desk.model, command);
    REQUIRE(form_of(desk) != nullptr);
    desk.type("ana");
    CHECK_FALSE(screen::draft_of(*form_of(desk)));
    desk.press("escape");
  }
  CHECK(desk.model.form_drafts.empty());
}

TEST_CASE("Ctrl-Q quits also from what lies above the rest, and keeps what is in a form") {
  for (const char* above : {"?", ":", "ctrl-k"}) {
    CAPTURE(above);
    Desk desk;
    prepare(desk);
    desk.press(above);
    desk.press("ctrl-q");
    CHECK(desk.wants(screen::Plain::quit));
  }
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "warn");
  desk.press("ctrl-c");
  CHECK_FALSE(desk.wants(screen::Plain::quit));
  screen::start(desk.model, "warn");
  desk.press("tab tab");
  desk.type("again");
  desk.press("ctrl-q");
  CHECK(desk.wants(screen::Plain::quit));
  CHECK(desk.model.form_drafts.contains("warn"));
}

TEST_CASE("a room cannot end before it begins") {
  Desk desk;
  prepare(desk);
  screen::start(desk.model, "create-room");
  fill_in(desk);
  Form& form = *form_of(desk);
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (form.fields[i].name == "kind") form.values[i].set("group");
    if (form.fields[i].name == "ends") form.values[i].set("yesterday");
  }
  submit(desk);
  CHECK(has(form_of(desk)->trouble, "past"));
  CHECK(sent(desk).empty());
}

TEST_CASE("in a window of any size the field in focus is seen, with its label, and what is wrong") {
  for (const terminal::Size size : {terminal::Size{24, 8}, {30, 9}, {40, 12}, {80, 24}}) {
    for_each_form([&](Desk& desk, const Command&) {
      screen::resize(desk.model, size);
      Form& form = *form_of(desk);
      form.confirming = false;
      for (std::size_t i = 0; i < form.fields.size(); ++i) {
        if (!screen::is_shown(form, form.fields[i])) continue;
        form.focus = i;
        const std::string first_word = form.fields[i].label.substr(0, form.fields[i].label.find(' '));
        for (const char* trouble :
             {"", "Wrong, for a reason that takes some words to be told, so that it is more than a line."}) {
          form.trouble = trouble;
          CAPTURE(size.columns);
          CAPTURE(form.fields[i].label);
          CAPTURE(form.trouble);
          CAPTURE(desk.picture());
          const bool is_choice = form.fields[i].kind == screen::Field::Kind::choice;
          CHECK((desk.shows(first_word) || is_choice));
          if (*trouble != '\0') CHECK(desk.shows("Wrong,"));
          if (!is_choice) CHECK(screen::draw(desk.model).cursor());
        }
      }
    });
  }
}

TEST_CASE("two people with one name are told apart by their numbers") {
  Desk desk;
  prepare(desk);
  desk.add_person(6, "Anabel");
  desk.go_online();
  desk.press("G");
  screen::start(desk.model, "warn");
  desk.type("anabel");
  CHECK(desk.shows("@5"));
  CHECK(desk.shows("@6"));
  CHECK_FALSE(screen::member_in(desk.model, "Anabel"));
  CHECK(screen::member_in(desk.model, "@6") == MemberId{6});
  CHECK_FALSE(screen::member_in(desk.model, "@"));
  CHECK_FALSE(screen::member_in(desk.model, "@-1"));
}

TEST_CASE("values are read as they are typed") {
  CHECK(screen::minutes_in("30m") == 30);
  CHECK(screen::minutes_in("7d") == 7 * 24 * 60);
  CHECK(screen::minutes_in("forever") == 0);
  CHECK(screen::minutes_in("2 semaines") == 14 * 24 * 60);
  CHECK_FALSE(screen::minutes_in("1826d"));
  CHECK_FALSE(screen::minutes_in("99999999999999999999d"));
  for (const char* yes : {"y", "Yes", "o", "oui", "s", "Sí", "si"}) CHECK(screen::is_yes(yes));
  for (const char* no : {"n", "No", "non"}) CHECK(screen::is_no(no));
  CHECK_FALSE(screen::is_yes("no"));
  CHECK_FALSE(screen::is_no("y"));
  CHECK(screen::words_in("en, fr ,,  es") == std::vector<std::string>{"en", "fr", "es"});
  CHECK(screen::words_in("").empty());
  CHECK_FALSE(screen::number_in("12a"));
  CHECK_FALSE(screen::number_in("99999999999999999999"));
}
