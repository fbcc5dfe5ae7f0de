#include <doctest/doctest.h>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/kept.hpp"
#include "client-cli/screen/unread.hpp"
#include "protocol/limits.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;
using screen::Focus;

namespace {

void prepare(Desk& desk) {
  settle_in(desk);
  desk.add_thread(9, 1, "Meters");
  desk.say_many(chat, 3);
  desk.say(chat, 1, "my own words");
  desk.say(thread_of(1, 9), 2, "opening");
  desk.read(chat, 4);
  desk.go_online();
  desk.serve();
  desk.open(chat);
}

const std::string& text(const Desk& desk) {
  return desk.model.composer.text();
}

MessagePost::Params last_post(Desk& desk) {
  REQUIRE_FALSE(desk.kept().empty());
  REQUIRE(desk.kept().back().method == MessagePost::name);
  return desk.params<MessagePost>(desk.kept().back().params);
}

std::vector<MemberId> members(std::initializer_list<std::int64_t> ids) {
  std::vector<MemberId> all;
  for (const auto id : ids) all.emplace_back(id);
  return all;
}

client::CallAnswer no(const char* code) {
  client::CallAnswer answer;
  answer.error = client::CallError{code, "No.", {}};
  return answer;
}

/// What is kept of one desk comes back at another.
void move_over(const Desk& from, Desk& to) {
  const std::string kept = screen::kept_text(from.model);
  screen::take_kept(to.model, kept);
}

}  // namespace

TEST_CASE("each place has its own draft") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("for the chat");
  desk.open(thread_of(1, 9));
  CHECK(text(desk) == "");
  desk.press("i");
  desk.type("for the thread");
  desk.open(chat_of(2));
  CHECK(text(desk) == "");
  desk.open(chat);
  CHECK(text(desk) == "for the chat");
  desk.open(thread_of(1, 9));
  CHECK(text(desk) == "for the thread");
}

TEST_CASE("drafts, edits and what was open come back after a restart") {
  Desk desk;
  prepare(desk);
  desk.open(thread_of(1, 9));
  desk.press("i");
  desk.type("for the thread");
  desk.open(chat);
  desk.press("k e");
  REQUIRE(text(desk) == "my own words");
  desk.type(" and more");
  desk.model.show_members = true;

  Desk again;
  prepare(again);
  CHECK(screen::take_kept(again.model, screen::kept_text(desk.model)) == chat);
  CHECK(again.model.show_members);
  again.open(thread_of(1, 9));
  CHECK(text(again) == "for the thread");
  again.open(chat);
  CHECK(text(again) == "");
  again.press("k e");
  CHECK(text(again) == "my own words and more");
}

TEST_CASE("what is kept is the same text for the same state, and foreign texts change nothing") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("half");
  const std::string kept = screen::kept_text(desk.model);
  CHECK(kept == screen::kept_text(desk.model));
  Desk again;
  prepare(again);
  again.model.views.clear();
  move_over(desk, again);
  again.open(chat);
  CHECK(screen::kept_text(again.model) == kept);
  for (const char* foreign : {"", "{", "[]", "{\"drafts\":3}", "\x01\x02", "{\"room\":\"x\"}"}) {
    CHECK(screen::take_kept(again.model, foreign) == Place{});
    CHECK(screen::kept_text(again.model) == kept);
  }
}

TEST_CASE("a reply names its message, with a quote where it is asked for") {
  Desk desk;
  prepare(desk);
  desk.press("k k r");
  CHECK(desk.model.focus == Focus::composer);
  CHECK(desk.shows("Reply to Baraka Otieno"));
  desk.type("yes");
  desk.press("enter");
  CHECK(last_post(desk).reply_to == MessageId{3});
  CHECK(last_post(desk).text == "yes");
  CHECK_FALSE(desk.model.draft.reply_to);

  desk.press("escape k k >");
  CHECK(text(desk) == "> number 3\n\n");
  desk.press("enter");
  desk.type("begun");
  desk.press("escape k k >");
  CHECK(text(desk) == "begun\n\n> number 3\n\n");
  desk.model.composer.reset("");
  desk.press("escape k k r backspace");
  CHECK_FALSE(desk.model.draft.reply_to);
  desk.type("no reply");
  desk.press("enter");
  CHECK_FALSE(last_post(desk).reply_to);
}

TEST_CASE("an edit keeps what is being written beside it") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("a draft");
  desk.press("escape k e");
  CHECK(text(desk) == "my own words");
  desk.press("ctrl-w");
  desk.type("thoughts");
  desk.press("enter");
  REQUIRE(desk.kept().back().method == MessageEdit::name);
  const auto edit = desk.params<MessageEdit>(desk.kept().back().params);
  CHECK(edit.message == MessageId{4});
  CHECK(edit.text == "my own thoughts");
  CHECK(edit.base_rev == desk.messages(chat)[3].rev);
  CHECK(text(desk) == "a draft");
}

TEST_CASE("an edit that is left comes back, also where somebody reacted meanwhile") {
  Desk desk;
  prepare(desk);
  desk.press("k e");
  desk.type(" indeed");
  desk.press("escape");
  CHECK(text(desk) == "");
  Message reacted = desk.messages(chat)[3];
  reacted.reactions = {{"👍", members({2})}};
  desk.change(reacted);
  desk.press("e");
  CHECK(text(desk) == "my own words indeed");
}

TEST_CASE("a reply that is begun in the middle of an edit loses neither the edit nor the draft") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("a draft");
  desk.press("escape k e");
  desk.type(" indeed");
  desk.press("up");  // out of the composer, up to the message before
  REQUIRE(desk.model.focus == Focus::main);
  desk.press("r");
  CHECK(text(desk) == "a draft");
  CHECK(desk.model.draft.reply_to);
  desk.press("escape j e");
  CHECK(text(desk) == "my own words indeed");
}

TEST_CASE("Up where nothing is written edits one's newest message that is still there") {
  Desk desk;
  prepare(desk);
  desk.press("i up");
  REQUIRE(desk.model.draft.edits);
  CHECK(text(desk) == "my own words");
  desk.press("escape");
  Message own = *desk.mirror.message(desk.messages(chat)[3].id);
  REQUIRE(own.text == "my own words");
  own.removed = Removal{};
  desk.change(own);
  desk.press("i up");
  CHECK_FALSE(desk.model.draft.edits);
  CHECK(desk.model.focus == Focus::main);
  desk.press("i ctrl-up");
  CHECK(desk.model.notice->bad);
  CHECK(text(desk).empty());
}

TEST_CASE("what others wrote cannot be edited") {
  Desk desk;
  prepare(desk);
  desk.press("k k e");
  CHECK(desk.model.focus == Focus::main);
  CHECK_FALSE(desk.model.draft.edits);
}

TEST_CASE("completion goes through all that fits, and round") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("@An");
  std::vector<std::string> found;
  for (int i = 0; i < 4; ++i) {
    desk.press("tab");
    found.push_back(text(desk));
  }
  CHECK(found[0] != found[1]);
  CHECK(found[1] != found[2]);
  CHECK(found[3] == found[0]);
  for (const auto& one : found) CHECK(one.ends_with(" "));
  desk.press("ctrl-u");
  desk.type("see #bil");
  desk.press("tab");
  CHECK(text(desk) == "see #billing ");
  desk.press("ctrl-u");
  desk.type("in t");
  desk.press("tab");
  CHECK(text(desk) == "in t9 ");
  desk.press("ctrl-u");
  desk.type("/sea");
  desk.press("tab");
  CHECK(text(desk) == "/search ");
  desk.press("ctrl-u");
  desk.type("@Baraka O");
  desk.press("tab");
  CHECK(text(desk) == "@Baraka Otieno ");
  desk.press("ctrl-u");
  desk.type("nothing");
  desk.press("tab");
  CHECK(text(desk) == "nothing");
}

TEST_CASE("whoever a text names is mentioned, and nobody whose name is only part of another") {
  Desk desk;
  prepare(desk);
  const auto mentions = [&](const char* text) { return screen::mentions_in(desk.model, text); };
  CHECK(mentions("@Ana has it") == members({4}));
  CHECK(mentions("@Anabel has it") == members({5}));
  CHECK(mentions("@Ana Ruiz has it") == members({1}));
  CHECK(mentions("@Ana, @Anabel and @Ana Ruiz!") == members({1, 4, 5}));
  CHECK(mentions("@Ana\nRuiz") == members({4}));
  CHECK(mentions("mail ana@Ana.example or x@Ana") == members({}));
  CHECK(mentions("@Anabelle @ana @") == members({}));
  CHECK(mentions("(@Baraka Otieno)") == members({2}));
  CHECK(mentions("") == members({}));
  desk.add_person(6, "Ana");
  desk.go_online();
  CHECK(mentions("@Ana is two people now") == members({}));
}

TEST_CASE("a mention is posted, and a text without one has none") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("@Baraka Otieno look");
  desk.press("enter");
  CHECK(last_post(desk).mentions == members({2}));
  desk.type("nobody");
  desk.press("enter");
  CHECK_FALSE(last_post(desk).mentions);
}

TEST_CASE("a line that begins with a slash is a command, with two it is a text") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("//usr is full");
  desk.press("enter");
  CHECK(last_post(desk).text == "/usr is full");
  const auto posts = desk.kept().size();
  desk.type("/dance with me");
  desk.press("enter");
  CHECK(desk.kept().size() == posts);
  CHECK(desk.shows("There is no command /dance"));
  CHECK(text(desk) == "/dance with me");
  desk.press("ctrl-u");
  desk.type("/help");
  desk.press("enter");
  CHECK(std::holds_alternative<screen::Help>(desk.model.overlay));
  CHECK(text(desk) == "");
}

TEST_CASE("a command that opens another place leaves no draft behind, and takes none away there") {
  Desk desk;
  prepare(desk);
  desk.open(thread_of(1, 9));
  desk.press("i");
  desk.type("for the thread");
  desk.open(chat);
  desk.press("i");
  desk.type("/threads");
  desk.press("enter");
  REQUIRE(desk.model.panel() != nullptr);
  desk.press("escape");
  CHECK(desk.model.reading() != nullptr);
  CHECK(text(desk) == "");
  CHECK_FALSE(desk.model.drafts.contains(chat));
  desk.say(thread_of(1, 9), 2, "new");
  desk.press("i");
  desk.type("/next-unread");
  desk.press("enter");
  desk.serve();
  REQUIRE(desk.model.reading()->place == thread_of(1, 9));
  CHECK(text(desk) == "for the thread");
}

TEST_CASE("commands for writing write into the composer") {
  Desk desk;
  prepare(desk);
  desk.press("k k i");
  desk.type("/quote");
  desk.press("enter");
  CHECK(text(desk) == "> number 3\n\n");
  desk.press("ctrl-home alt-k ctrl-end ctrl-u backspace backspace backspace");
  desk.model.composer.reset();
  desk.press("escape j i");
  desk.type("/edit");
  desk.press("enter");
  CHECK(text(desk) == "my own words");
}

TEST_CASE("one's own text that begins with a slash is edited as a text") {
  Desk desk;
  prepare(desk);
  desk.say(chat, 1, "/usr is full");
  desk.press("k e");
  desk.type(" again");
  desk.press("enter");
  REQUIRE(desk.kept().back().method == MessageEdit::name);
  CHECK(desk.params<MessageEdit>(desk.kept().back().params).text == "/usr is full again");
}

TEST_CASE("a text that is too long is told, and nothing of what is there is lost") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.paste(std::string(limits::text_bytes, 'x'));
  desk.type("y");
  const auto kept = desk.kept().size();
  desk.press("enter");
  CHECK(desk.kept().size() == kept);
  CHECK(desk.shows("16385 bytes"));
  CHECK(text(desk).size() == limits::text_bytes + 1);
  desk.paste(std::string(standpipe::screen::longest_written, 'z'));
  CHECK(text(desk).size() == limits::text_bytes + 1);
  desk.press("backspace enter");
  CHECK(last_post(desk).text.size() == limits::text_bytes);
}

TEST_CASE("several lines are pasted as they are, and undone in one step") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("see:");
  desk.paste("\none\r\ntwo\tthree\n");
  CHECK(text(desk) == "see:\none\ntwo    three\n");
  CHECK(desk.kept().empty());
  desk.press("ctrl-z");
  CHECK(text(desk) == "see:");
  desk.press("alt-z");
  CHECK(text(desk) == "see:\none\ntwo    three\n");
}

TEST_CASE("a paste while reading begins to write, and does no more") {
  Desk desk;
  prepare(desk);
  desk.paste("dRx");
  CHECK(desk.model.focus == Focus::composer);
  CHECK(text(desk) == "dRx");
  CHECK(desk.kept().empty());
}

TEST_CASE("an empty text is not sent") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.paste(" \n \n");
  desk.press("enter");
  CHECK(desk.kept().empty());
  desk.paste("\xE2\x80\x8B");  // a space of no width
  desk.press("enter");
  CHECK(desk.kept().empty());
}

TEST_CASE("a refused text comes back into an empty composer, with what it replied to") {
  Desk desk;
  prepare(desk);
  desk.press("k k r");
  desk.type("/not a command");
  desk.press("ctrl-home");
  desk.type("/");
  desk.press("enter");
  REQUIRE(last_post(desk).text == "/not a command");
  screen::on_sent(desk.model, {"k1", desk.kept().back().method, desk.kept().back().params, 0}, no("muted"));
  CHECK(desk.model.draft.reply_to == MessageId{3});
  CHECK(desk.model.refused.empty());
  CHECK(desk.wants(screen::Plain::bell));
  desk.press("enter");
  CHECK(last_post(desk).text == "/not a command");
}

TEST_CASE("a refused text waits where something else is being written, and is taken from the list") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("refused");
  desk.press("enter");
  desk.type("next one");
  screen::on_sent(desk.model, {"k1", desk.kept().back().method, desk.kept().back().params, 0}, no("muted"));
  CHECK(text(desk) == "next one");
  REQUIRE(desk.model.refused.size() == 1);
  CHECK(desk.shows("1 refused"));
  desk.press("ctrl-u escape");
  screen::start(desk.model, "waiting");
  CHECK(desk.shows("refused"));
  screen::start(desk.model, "write-again");
  CHECK(desk.model.reading() != nullptr);
  CHECK(text(desk) == "refused");
  CHECK(desk.model.refused.empty());
}

TEST_CASE("a refused edit is taken up again as an edit of its message") {
  Desk desk;
  prepare(desk);
  desk.press("k e");
  desk.type(" indeed");
  desk.press("enter");
  screen::on_sent(desk.model, {"k1", desk.kept().back().method, desk.kept().back().params, 0}, no("conflict"));
  REQUIRE(desk.model.refused.size() == 1);
  screen::start(desk.model, "waiting");
  screen::start(desk.model, "write-again");
  REQUIRE(desk.model.reading() != nullptr);
  CHECK(desk.model.reading()->place == chat);
  CHECK(desk.model.draft.edits == MessageId{4});
  CHECK(text(desk) == "my own words indeed");
}

TEST_CASE("refused texts survive a restart") {
  Desk desk;
  prepare(desk);
  desk.model.refused.push_back({"message.post", "{\"room\":1,\"text\":\"hello\"}", "muted"});
  Desk again;
  prepare(again);
  move_over(desk, again);
  REQUIRE(again.model.refused.size() == 1);
  CHECK(again.model.refused.front().why == "muted");
}

TEST_CASE("a thread that one has started opens, but never under the hands of somebody who writes or has gone elsewhere") {
  Desk desk;
  prepare(desk);
  const client::CallAnswer done{"{\"room\":1,\"thread\":9,\"message\":5}", std::nullopt};
  const auto begin_thread = [&] {
    desk.press("T tab");
    desk.type("Meters");
    desk.press("tab tab");
    desk.type("Which ones?");
    desk.press("ctrl-s");
    REQUIRE(desk.kept().back().method == ThreadCreate::name);
  };
  begin_thread();
  desk.press("i");
  desk.type("half a th");
  screen::on_sent(desk.model, {"k1", "thread.create", "{}", 0}, done);
  CHECK(desk.model.reading()->place == chat);
  CHECK(desk.model.focus == Focus::composer);
  CHECK(desk.shows("t9"));

  desk.press("escape");
  begin_thread();
  desk.open(Place{RoomId{2}, {}});
  screen::on_sent(desk.model, {"k2", "thread.create", "{}", 0}, done);
  CHECK(desk.model.reading()->place == Place{RoomId{2}, {}});

  desk.open(chat);
  begin_thread();
  screen::on_offline(desk.model, "the line was lost", false);
  desk.go_online();
  screen::on_sent(desk.model, {"k3", "thread.create", "{}", 0}, done);
  CHECK(desk.model.reading()->place == chat);

  begin_thread();
  screen::on_sent(desk.model, {"k4", "thread.create", "{}", 0}, done);
  CHECK(desk.model.reading()->place == thread_of(1, 9));
}

TEST_CASE("what an outside editor leaves is the text") {
  Desk desk;
  prepare(desk);
  desk.press("i");
  desk.type("begun");
  desk.press("ctrl-o");
  REQUIRE(desk.others().size() == 1);
  CHECK(std::get<screen::EditOutside>(desk.others().front()).text == "begun");
  screen::edited(desk.model, "begun\nand ended\x1b[31m\n");
  CHECK(text(desk).find('\x1b') == std::string::npos);
  CHECK(text(desk).starts_with("begun\nand ended"));
}

TEST_CASE("the others are told that one writes, not too often and not for a command or in lite mode") {
  Desk desk;
  prepare(desk);
  desk.wait(minute);
  desk.press("i");
  desk.type("hello there");
  CHECK(desk.count(TypingNow::name) == 1);
  desk.wait(5000);
  desk.type("x");
  CHECK(desk.count(TypingNow::name) == 2);
  desk.press("ctrl-u");
  desk.wait(5000);
  desk.type("/sea");
  CHECK(desk.count(TypingNow::name) == 2);
}
