#include "client-cli/terminal/keys.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace standpipe::terminal;
using namespace std::string_literals;

namespace {

/// What comes out, one a line.
std::string shown(const std::vector<Input>& inputs) {
  std::string out;
  for (const Input& input : inputs) {
    if (!out.empty()) out += ' ';
    if (const auto* key = std::get_if<Key>(&input)) out += key->name;
    if (const auto* paste = std::get_if<Paste>(&input)) out += '{' + paste->text + '}';
    if (const auto* ground = std::get_if<Background>(&input)) out += ground->dark ? "<dark>" : "<light>";
    if (const auto* click = std::get_if<Click>(&input)) {
      constexpr std::string_view names[] = {"left", "middle", "right", "up", "down"};
      out += '<' + std::string(names[static_cast<std::size_t>(click->button)]) + '@' + std::to_string(click->row) + ',' +
             std::to_string(click->column) + '>';
    }
  }
  return out;
}

std::string decoded(std::string_view bytes) {
  KeyDecoder decoder;
  return shown(decoder.feed(bytes));
}

const std::vector<std::pair<std::string, std::string>> sequences = {
    // characters
    {"aé漢😀A ", "a é 漢 😀 A space"},
    {"\r\t\x7F", "enter tab backspace"},
    {"\x01\x08\n\x1A"s + '\0', "ctrl-a ctrl-h ctrl-j ctrl-z ctrl-space"},
    {"\x1C\x1D\x1E\x1F", "ctrl-\\ ctrl-] ctrl-^ ctrl-_"},
    // Alt
    {"\x1B"
     "a\x1B"
     "A\x1Bé\x1B\r\x1B\x7F\x1B \x1B\x01",
     "alt-a alt-A alt-é alt-enter alt-backspace alt-space ctrl-alt-a"},
    {"\x1B]x\x1BPx", "alt-] x alt-P x"},
    {"\x1B\x1B[A\x1B\x1BOc\x1B\x1B"
     "b",
     "alt-up ctrl-alt-right escape alt-b"},
    // xterm
    {"\x1B[A\x1B[B\x1B[C\x1B[D\x1B[H\x1B[F", "up down right left home end"},
    {"\x1BOA\x1BOB\x1BOC\x1BOD\x1BOH\x1BOF", "up down right left home end"},
    {"\x1B[1;5C\x1B[1;3D\x1B[1;2A\x1B[1;7D\x1B[1;8B", "ctrl-right alt-left shift-up ctrl-alt-left ctrl-alt-shift-down"},
    {"\x1B[1;9C", "right"},
    {"\x1B[2~\x1B[3~\x1B[5~\x1B[6~\x1B[3;5~\x1B[5;3~", "insert delete pageup pagedown ctrl-delete alt-pageup"},
    {"\x1BOP\x1BOQ\x1BOR\x1BOS\x1B[15~\x1B[17~\x1B[21~\x1B[23~\x1B[24~", "f1 f2 f3 f4 f5 f6 f10 f11 f12"},
    {"\x1B[1;5P\x1B[1;2R\x1BO5Q\x1BO1;3R", "ctrl-f1 shift-f3 ctrl-f2 alt-f3"},
    {"\x1B[Z", "shift-tab"},
    {"\x1BOM\x1BOj\x1BOy", "enter * 9"},
    // modifyOtherKeys and CSI u
    {"\x1B[27;5;13~\x1B[27;2;13~\x1B[27;5;9~\x1B[27;3;97~", "ctrl-enter shift-enter ctrl-tab alt-a"},
    {"\x1B[13;5u\x1B[97;5u\x1B[97;2u\x1B[97:65;4u\x1B[27u\x1B[127;3u\x1B[32;2u",
     "ctrl-enter ctrl-a A alt-A escape alt-backspace space"},
    {"\x1B[105;5u\x1B[109;5u\x1B[91;5u\x1B[64;5u\x1B[47;5u", "tab enter escape ctrl-space ctrl-_"},
    {"\x1B[0;2u\x1B[;4u", "ctrl-space ctrl-alt-space"},
    {"\x1B[97;5:3u\x1B[57441u\x1B[55296u\x1B[99999999u\x1B[u", ""},
    // rxvt
    {"\x1B[7~\x1B[8~\x1B[1~\x1B[4~", "home end home end"},
    {"\x1BOa\x1BOd\x1B[a\x1B[d\x1B[7^\x1B[3$\x1B[5@",
     "ctrl-up ctrl-left shift-up shift-left ctrl-home shift-delete ctrl-shift-pageup"},
    // linux console
    {"\x1B[[A\x1B[[E", "f1 f5"},
    // the mouse
    {"\x1B[<0;1;1M\x1B[<0;1;1m\x1B[<2;80;24M\x1B[<64;5;6M\x1B[<65;5;6M", "<left@0,0> <right@23,79> <up@5,4> <down@5,4>"},
    {"\x1B[<16;3;4M\x1B[<1;3;4M", "<left@3,2> <middle@3,2>"},
    {"\x1B[<35;3;4M\x1B[<32;3;4M\x1B[<66;1;1M\x1B[<128;1;1M\x1B[<0;0;1M\x1B[<0;1M\x1B[<M", ""},
    {"\x1B[M !!x", "<left@0,0> x"},
    // what terminals tell
    {"\x1B]11;rgb:1e1e/1e1e/2e2e\x1B\\x\x1B]11;rgb:ffff/ffff/ffff\ay", "<dark> x <light> y"},
    {"\x1B]11;rgb:0/0/0\a\x1B]11;rgba:fd/f6/e3/ff\a\x1B]11;rgb:00/87/87\a", "<dark> <light> <light>"},
    {"\x1B]11;rgb:xyz/0/0\a\x1B]11;rgb:1/2\a\x1B]11;?\a\x1B]10;rgb:0/0/0\a\x1B]11;rgb:12345/0/0\ax", "x"},
    {"\x1B[?1;2c\x1B[>41;354;0c\x1B[12;40R\x1B[0n\x1B[?2026;2$y\x1B[8;24;80t\x1B[I\x1B[Ox", "x"},
    {"\x1BP1+r544e=787465726d\x1B\\\x1BP>|XTerm(379)\x1B\\x", "x"},
    // what is broken off
    {"\x1B[1;\x1B[A\x1B[5\rx", "up enter x"},
    {"\x1B]11;rgb:\x1B[Ax\x1BP1\rx", "up x enter x"},
    {"\xFF\xC3(\x80\xE2\x82x\xED\xA0\x80\xC2\x9B", "( x"},
    // pastes
    {"\x1B[200~one\rtwo\r\nthree\n\tfour\x1B[201~x", "{one\ntwo\nthree\n\tfour} x"},
    {"\x1B[200~\x1B[201~\x1B[201~", "{}"},
    {"\x1B[200~a\x1B[31mb\x1B]0;x\x07\x03\xFF\xC2\x9B\x7F\x1B[200~c\x1B[201\x1B[201~", "{a[31mb]0;x\uFFFD[200~c[201}"},
};

}  // namespace

TEST_CASE("what terminals send is told as keys, pastes, clicks and the background") {
  for (const auto& [bytes, inputs] : sequences) {
    INFO(bytes.substr(bytes.starts_with('\x1B') ? 1 : 0));
    CHECK(decoded(bytes) == inputs);
  }
}

TEST_CASE("it does not matter where the bytes are cut") {
  for (const auto& [bytes, inputs] : sequences) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      KeyDecoder decoder;
      std::vector<Input> out = decoder.feed(std::string_view(bytes).substr(0, cut));
      for (Input& input : decoder.feed(std::string_view(bytes).substr(cut))) out.push_back(std::move(input));
      CHECK(shown(out) == inputs);
    }
    KeyDecoder decoder;
    std::vector<Input> out;
    for (const char c : bytes) {
      for (Input& input : decoder.feed(std::string(1, c))) out.push_back(std::move(input));
    }
    CHECK(shown(out) == inputs);
  }
}

TEST_CASE("an escape alone is a key when the time is over, and what had come after it are keys") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\x1B", "escape"},       {"\x1B[", "alt-["},
      {"\x1BO", "alt-O"},       {"\x1B]", "alt-]"},
      {"\x1BP", "alt-P"},       {"\x1B\x1B", "escape escape"},
      {"\x1B[1;", "alt-[ 1 ;"}, {"\x1B\x1B[", "escape alt-["},
      {"\x1B[[", "alt-[ ["},    {"\x1B\xC3", "escape"},
      {"\x1BO5", "alt-O 5"},
  };
  for (const auto& [bytes, inputs] : cases) {
    KeyDecoder decoder;
    CHECK(decoder.feed(bytes).empty());
    CHECK(decoder.is_undecided());
    CHECK(shown(decoder.settle()) == inputs);
    CHECK_FALSE(decoder.is_undecided());
    CHECK(decoder.settle().empty());
  }
}

TEST_CASE("a report or a paste that is on its way is not taken for keys, however long it takes") {
  for (const std::string bytes :
       {"\x1B[<0;1", "\x1B[?1", "\x1B]11;rgb:", "\x1B]11;rgb:0/0/0\x1B", "\x1BP1", "\x1B[200~abc\x1B[20", "\xE2\x82"}) {
    KeyDecoder decoder;
    CHECK(decoder.feed(bytes).empty());
    CHECK_FALSE(decoder.is_undecided());
    CHECK(decoder.settle().empty());
  }
}

TEST_CASE("what never ends takes no more than 256 bytes with it") {
  for (const std::string begin : {"\x1B]11;", "\x1BP1", "\x1B[<"}) {
    KeyDecoder decoder;
    CHECK(decoder.feed(begin + std::string(256 - begin.size(), '0')).empty());
    CHECK(shown(decoder.feed("x")) == "x");
  }
}

TEST_CASE("a paste has a bound, and no character is cut by it") {
  constexpr std::size_t limit = std::size_t{1} << 20U;
  for (const std::string before : {"", "a", "ab"}) {
    KeyDecoder decoder;
    CHECK(decoder.feed("\x1B[200~" + before).empty());
    std::string text;
    while (text.size() < limit + 100'000) text += "漢";
    CHECK(decoder.feed(text).empty());
    CHECK(decoder.feed(text).empty());
    const auto inputs = decoder.feed("\x1B[201~x");
    REQUIRE(inputs.size() == 2);
    const std::string& pasted = std::get<Paste>(inputs[0]).text;
    CHECK(pasted.size() <= limit);
    CHECK(pasted.size() > limit - 3);
    CHECK(pasted.ends_with("漢"));
    CHECK(inputs[1] == Input(Key{"x"}));
  }
}

TEST_CASE("hostile bytes give keys that have names, or nothing, and the next key is heard") {
  std::mt19937 random(7);
  const std::string likely = "\x1B\x1B\x1B[[[O]P<?;:0123456789~uMmAZ$^ab\a\\\r\n\xC3\xA9\xE2\x82\xAC\xFF\x80\x9B";
  for (int round = 0; round < 3000; ++round) {
    KeyDecoder decoder;
    std::vector<Input> inputs;
    const auto take = [&inputs](std::vector<Input> more) {
      for (Input& input : more) inputs.push_back(std::move(input));
    };
    for (int i = 0; i < 12; ++i) {
      std::string bytes;
      for (auto size = random() % 9; size > 0; --size) {
        bytes += random() % 4 == 0 ? static_cast<char>(random() % 256) : likely[random() % likely.size()];
      }
      take(decoder.feed(bytes));
      if (random() % 4 == 0) take(decoder.settle());
    }
    for (const Input& input : inputs) {
      if (const auto* key = std::get_if<Key>(&input)) CHECK_MESSAGE(is_key_name(key->name), key->name);
    }
    take(decoder.feed("\x1B[201~\r\r"));
    CHECK(inputs.back() == Input(Key{"enter"}));
  }
}

TEST_CASE("a binding can be of what can be pressed, under its one name") {
  for (const char* name : {"a", "A", "é", "漢", "-", "space", "enter", "f12", "ctrl-x", "alt-a", "alt-A", "shift-tab",
                           "ctrl-alt-left", "ctrl-space", "ctrl-alt-shift-up", "alt-enter", "ctrl-_", "ctrl--", "escape"}) {
    CHECK_MESSAGE(is_key_name(name), name);
  }
  for (const char* name : {"", "ab", "f13", "Up", "shift-a", "ctrl-X", "ctrl-i", "ctrl-m", "ctrl-[", "ctrl-@", "ctrl-",
                           "alt-ctrl-x", "shift-space", " ", "\t", "ctrl-/", "\xFF", "meta-x"}) {
    CHECK_FALSE_MESSAGE(is_key_name(name), name);
  }
}

TEST_CASE("keys are shown as people write them") {
  CHECK(shown_key("ctrl-x") == "Ctrl-X");
  CHECK(shown_key("alt-a") == "Alt-a");
  CHECK(shown_key("ctrl-alt-pageup") == "Ctrl-Alt-PageUp");
  CHECK(shown_key("shift-tab") == "Shift-Tab");
  CHECK(shown_key("f1") == "F1");
  CHECK(shown_key("é") == "é");
  CHECK(shown_key("ctrl-_") == "Ctrl-_");
}
