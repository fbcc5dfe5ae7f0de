#include <doctest/doctest.h>

#include "client-cli/screen/line_input.hpp"
#include "client-cli/screen/line_view.hpp"
#include "tests/support/hostile_texts.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;        // NOLINT
using namespace standpipe::test;  // NOLINT

namespace {

/// Somebody who types and hears lines.
struct Reader {
  Reader() : desk({0, 0}) { settle_in(desk); }

  std::string hear() {
    std::string all;
    for (int i = 0; i < 3; ++i) {
      screen::prepare(desk.model, told);
      for (const auto& line : screen::tell(desk.model, told)) all += line + "\n";
      desk.model.notice.reset();
      screen::prepare(desk.model, told);
      screen::mark_told(desk.model, told);
      desk.serve();
    }
    return all;
  }
  std::string type(const std::string& line) {
    desk.wait(1000);
    screen::take_line(desk.model, told, line);
    return hear();
  }
  std::string open(Place place) {
    told.place.reset();
    desk.open(place);
    return hear();
  }

  Desk desk;
  screen::Told told;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

template <class M>
typename M::Params last_kept(Desk& desk) {
  REQUIRE_FALSE(desk.kept().empty());
  REQUIRE(desk.kept().back().method == M::name);
  return desk.params<M>(desk.kept().back().params);
}

}  // namespace

TEST_CASE("a place is told by its name, what is unread, and the messages from the first unread on") {
  Reader r;
  r.desk.say_many(chat, 3);
  r.desk.read(chat, 3);
  r.desk.say(chat, 2, "The pump is back.");
  r.desk.go_online();
  const auto told = r.open(chat);
  CHECK(has(told, "Leakage, 1 unread.\n"));
  CHECK(has(told, ": The pump is back. m4\n"));
  CHECK_FALSE(has(told, "number 3"));
  CHECK(r.desk.model.marks[chat] == Index{4});
}

TEST_CASE("wherever one comes it is said where goes what one types") {
  Reader r;
  r.desk.add_thread(9, 1, "Meters");
  r.desk.say(thread_of(1, 9), 2, "opening");
  r.desk.say(chat, 2, "here");
  r.desk.go_online();
  CHECK(has(r.open(chat), "What you type goes to: Leakage.\n"));
  CHECK(has(r.open(thread_of(1, 9)), "What you type goes to: Thread “Meters” in Leakage.\n"));
  CHECK(has(r.open(chat_of(2)), "What you type goes to: Billing.\n"));
  CHECK_FALSE(has(r.open(chat_of(4)), "What you type"));
}

TEST_CASE("a place without news is told by its newest ten, and what is before when it is asked for") {
  Reader r;
  r.desk.say_many(chat, 40);
  r.desk.read(chat, 40);
  r.desk.go_online(20);
  const auto told = r.open(chat);
  CHECK(has(told, "nothing unread"));
  CHECK(has(told, "number 31 m31\n"));
  CHECK_FALSE(has(told, "number 30"));
  const auto older = r.type("/more");
  CHECK(has(older, "number 30 m30\n"));
  CHECK(has(older, "number 22 m22\n"));
  CHECK_FALSE(has(older, "number 31"));
  const auto oldest = r.type("/more") + r.type("/more") + r.type("/more");
  CHECK(has(oldest, "number 1 m1\n"));
  CHECK(has(r.type("/more"), "There is nothing before this."));
}

TEST_CASE("of many unread ones twenty are told at once, and only those count as read") {
  Reader r;
  r.desk.say_many(chat, 50);
  r.desk.go_online(5);
  const auto told = r.open(chat);
  CHECK(has(told, "number 20 m20\n"));
  CHECK_FALSE(has(told, "number 22"));
  CHECK(has(told, "30 more below; Enter reads on."));
  CHECK(r.desk.model.own_marks[chat] == Index{20});
  CHECK(has(r.type(""), "number 40 m40\n"));
  const auto rest = r.type("/next");
  CHECK(has(rest, "number 50 m50\n"));
  CHECK(r.desk.model.own_marks[chat] == Index{50});
  CHECK(has(r.type(""), "Nothing new here."));
}

TEST_CASE("what is said where one is comes as it comes, and elsewhere once") {
  Reader r;
  r.desk.say_many(chat, 2);
  r.desk.read(chat, 2);
  r.desk.go_online();
  r.open(chat);
  r.desk.say(chat, 2, "Now.");
  CHECK(has(r.hear(), ", 14:00: Now. m3\n"));
  r.desk.say(chat_of(2), 2, "Elsewhere.");
  const auto once = r.hear();
  CHECK(has(once, "1 new in Billing; /next goes there.\n"));
  CHECK_FALSE(has(once, "Elsewhere."));
  r.desk.say(chat_of(2), 2, "Again.");
  CHECK(r.hear() == "");
  CHECK(has(r.type("/next"), "Billing, 2 unread."));
  r.desk.say(chat, 2, "Back.");
  CHECK(has(r.hear(), "1 new in Leakage"));
}

TEST_CASE("a line is posted where one is, and said to be when it is there") {
  Reader r;
  r.desk.go_online();
  r.open(chat);
  r.type("The pump is back.");
  CHECK(last_kept<MessagePost>(r.desk).text == "The pump is back.");
  screen::on_waiting(r.desk.model, {{"k1", std::string(MessagePost::name), r.desk.kept().back().params, 0}});
  CHECK(r.hear() == "");
  r.desk.say(chat, 1, "The pump is back.");
  screen::on_waiting(r.desk.model, {});
  CHECK(has(r.hear(), "Posted, m1."));
  r.type("//not a command");
  CHECK(last_kept<MessagePost>(r.desk).text == "/not a command");
  r.desk.say(chat, 1, "From my telephone.");
  CHECK(has(r.hear(), "You, 14:00: From my telephone. m2"));
}

TEST_CASE("without a line what is written is kept, and its coming back is told") {
  Reader r;
  r.desk.go_online();
  r.open(chat);
  r.desk.go_offline();
  CHECK(has(r.hear(), "Offline since 14:00; what you write is kept.\n"));
  r.type("Written at night.");
  screen::on_waiting(r.desk.model, {{"k1", std::string(MessagePost::name), r.desk.kept().back().params, 0}});
  CHECK(has(r.hear(), "Kept; it is sent when there is a line. 1 waiting."));
  r.desk.go_online();
  CHECK(has(r.hear(), "Online again.\n"));
}

TEST_CASE("a number alone is never posted by mistake") {
  Reader r;
  r.desk.go_online();
  r.open(chat);
  CHECK(has(r.type("3"), "it is not posted. /post posts it in Leakage."));
  CHECK(r.desk.kept().empty());
  r.type("/post");
  CHECK(last_kept<MessagePost>(r.desk).text == "3");
  CHECK(has(r.type("/rooms"), "2. Billing"));
  CHECK(has(r.type("9"), "The list has no number 9."));
  CHECK(has(r.type("2"), "Billing, nothing unread."));
  CHECK(r.desk.kept().size() == 1);
}

TEST_CASE("what is a key of the full screen, or a command without its stroke, is held") {
  Reader r;
  r.desk.go_online();
  r.open(chat);
  for (const char* line : {"n", "?", "rooms", "help", "next-unread", "mute"}) {
    CAPTURE(line);
    CHECK(has(r.type(line), "Not posted: /help lists the commands, /quit ends. /post posts it in Leakage."));
  }
  CHECK(r.desk.kept().empty());
  r.type("/post");
  CHECK(last_kept<MessagePost>(r.desk).text == "mute");
}

TEST_CASE("what is typed while a list is open is held, and posted if that is meant") {
  Reader r;
  r.desk.add_thread(1, 1, "Meters");
  r.desk.go_online();
  r.open(chat);
  CHECK(has(r.type("/threads"), "1. Meters"));
  CHECK(has(r.type("ok, thanks"), "Not posted: a list is open. /post posts it in Leakage."));
  CHECK(r.desk.kept().empty());
  r.type("/post");
  CHECK(last_kept<MessagePost>(r.desk).text == "ok, thanks");
}

TEST_CASE("a list's number means what was heard, whatever has changed since") {
  Reader r;
  r.desk.add_thread(1, 1, "Meters");
  r.desk.add_thread(2, 1, "Valves");
  r.desk.say(thread_of(1, 1), 2, "First.");
  r.desk.say(thread_of(1, 2), 2, "Second.");
  r.desk.go_online();
  r.open(chat);
  const auto list = r.type("/threads");
  REQUIRE(list.find("1. Valves") < list.find("2. Meters"));
  r.desk.say(thread_of(1, 1), 2, "Newer.");
  r.hear();
  CHECK(has(r.type("2"), "Thread “Meters” in Leakage"));
}

TEST_CASE("a reply says to whom, and goes there") {
  Reader r;
  r.desk.say(chat, 2, "Who has the key?");
  r.desk.go_online();
  r.open(chat);
  CHECK(has(r.type("/reply m1"), "“Who has the key?”. Write it; /cancel makes it no reply."));
  r.type("I have.");
  CHECK(last_kept<MessagePost>(r.desk).reply_to == MessageId{1});
  r.type("And the other one, too.");
  CHECK_FALSE(last_kept<MessagePost>(r.desk).reply_to.has_value());
  CHECK(has(r.type("/reply m9"), "It is not known what “m9” is"));
  CHECK(has(r.type("/reply"), "Choose a message first. What it is about may follow it"));
}

TEST_CASE("a text of several lines ends with a dot, and is not interrupted") {
  Reader r;
  r.desk.go_online();
  r.open(chat);
  r.type("/compose");
  r.type("One.");
  r.desk.say(chat, 2, "Meanwhile.");
  CHECK(r.hear() == "");
  r.type("/two");
  CHECK(has(r.type("."), "Meanwhile."));
  CHECK(last_kept<MessagePost>(r.desk).text == "One.\n/two");
}

TEST_CASE("a form is asked question by question, and asks before it does anything") {
  Reader r;
  r.desk.say(chat, 2, "Buy my pumps!");
  r.desk.go_online();
  r.open(chat);
  const auto first = r.type("/mute m1");
  CHECK(has(first, "Mute a member."));
  CHECK(has(first, "Room: leakage"));
  CHECK(has(first, "For how long (like 7d, or forever):"));
  CHECK(has(r.type("soon"), "Write a time like 30m"));
  CHECK(has(r.type("30m"), "Reason (the person concerned sees it):"));
  CHECK(has(r.type(""), "“Reason” is missing."));
  const auto sure = r.type("Advertising");
  CHECK(has(sure, "4. Reason: Advertising"));
  CHECK(has(sure, "The member can read and not write for that time."));
  CHECK(r.desk.count(MemberMute::name) == 0);
  CHECK(has(r.type("3"), "For how long (like 7d, or forever), now “30m”; Enter keeps it:"));
  CHECK(has(r.type("1h"), "3. For how long: 1h"));
  screen::take_line(r.desk.model, r.told, "Oui");
  REQUIRE(r.desk.count(MemberMute::name) == 1);
  CHECK(r.desk.params<MemberMute>(r.desk.asked().back().params).minutes == 60);
}

TEST_CASE("the second of two forms of one kind is asked from its beginning, and /quit ends it all") {
  Reader r;
  r.desk.say(chat, 2, "Buy my pumps!");
  r.desk.go_online();
  r.open(chat);
  r.type("/mute m1");
  r.type("/cancel");
  CHECK(has(r.type("/mute m1"), "For how long"));
  screen::take_line(r.desk.model, r.told, "/quit");
  CHECK(r.desk.wants(screen::Plain::quit));
}

TEST_CASE("a form is left by a dot, and nothing is done") {
  Reader r;
  r.desk.say(chat, 2, "Buy my pumps!");
  r.desk.go_online();
  r.open(chat);
  r.type("/mute m1");
  r.type(".");
  CHECK(std::holds_alternative<std::monostate>(r.desk.model.overlay));
  CHECK(r.desk.count(MemberMute::name) == 0);
}

TEST_CASE("what one may do is a list to choose from, narrowed by words") {
  Reader r;
  r.desk.say(chat, 2, "Text.");
  r.desk.go_online();
  r.open(chat);
  CHECK(has(r.type("/select m1"), "Selected: "));
  CHECK(has(r.type("/acts"), "Reply, /reply"));
  CHECK(has(r.type("quote"), "1. Reply with a quote, /quote"));
  r.type("1");
  r.type("I see.");
  CHECK(last_kept<MessagePost>(r.desk).text == "> Text.\n\nI see.");
}

TEST_CASE("an edit, a removal and a reaction are told of what was told") {
  Reader r;
  auto theirs = r.desk.say(chat, 2, "Two pumps.");
  auto own = r.desk.say(chat, 1, "Good.");
  r.desk.go_online();
  r.open(chat);
  theirs.text = "Three pumps.";
  theirs.edited_at = r.desk.model.now;
  r.desk.change(theirs);
  CHECK(has(r.hear(), "edited: Three pumps. m1"));
  own.reactions = {{"👍", {MemberId{2}}}};
  r.desk.change(own);
  CHECK(has(r.hear(), "m2 has reactions: 👍 1."));
  theirs.removed = Removal{};
  theirs.text.clear();
  r.desk.change(theirs);
  CHECK(has(r.hear(), "is removed."));
}

TEST_CASE("lines are as wide as the terminal, and long ones break between words") {
  Reader r;
  r.told.width = 30;
  r.desk.say(chat, 2, "A long text of one paragraph that has to be broken somewhere, and [a link](https://example.org/).");
  r.desk.go_online();
  const auto told = r.open(chat);
  for (std::size_t from = 0; from < told.size();) {
    const auto end = told.find('\n', from);
    CHECK(end - from <= 32);
    from = end + 1;
  }
  CHECK(has(told, "https://example.org/"));
}

TEST_CASE("nothing that others wrote controls the terminal, line by line") {
  for (const auto& text : hostile_texts()) {
    Reader r;
    r.told.width = 80;
    r.desk.add_room(1, "Lea\x1b[2Jkage").slug = "leakage";
    r.desk.say(chat, 2, text.substr(0, 4000));
    r.desk.go_online();
    const auto told = r.open(chat) + r.type("/rooms") + r.type("/reply m1");
    REQUIRE(lines_in(told) > 2);
    const bool clean = std::ranges::none_of(told, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\n') || byte == 0x7F;
    });
    CHECK(clean);
    CHECK_FALSE(has(told, "\xC2\x9B"));
    CHECK_FALSE(has(told, "\u202E"));
  }
}
