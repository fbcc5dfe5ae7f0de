#include <doctest/doctest.h>

#include <map>
#include <set>
#include <sstream>

#include "client-cli/screen/keymap.hpp"
#include "client-cli/terminal/keys.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using screen::Action;
using screen::Context;
using screen::Keymap;

TEST_CASE("every action has a name of its own, and keys that exist and do nothing else in their context") {
  std::set<std::string> names;
  std::map<std::pair<Context, std::string>, std::string> taken;
  for (const auto& binding : screen::bindings()) {
    CAPTURE(binding.name);
    CHECK(names.insert(binding.name).second);
    CHECK(&screen::binding(binding.action) == &binding);
    std::istringstream keys{std::string(binding.keys)};
    int count = 0;
    for (std::string key; keys >> key; ++count) {
      CAPTURE(key);
      CHECK(terminal::is_key_name(key));
      CHECK(taken.emplace(std::pair{binding.context, key}, binding.name).second);
    }
    CHECK(count > 0);
  }
}

TEST_CASE("what can be done everywhere can be done in lists and conversations, unless these use the key") {
  const Keymap keys;
  CHECK(keys.find("n", Context::conversation) == Action::next_unread);
  CHECK(keys.find("n", Context::list) == Action::next_unread);
  CHECK(keys.find("u", Context::conversation) == Action::first_unread);
  CHECK(keys.find("u", Context::threads) == Action::filter_unread);
  CHECK(keys.find("T", Context::threads) == Action::new_thread);
  CHECK(keys.find("j", Context::threads) == Action::down);
  CHECK_FALSE(keys.find("r", Context::list));
}

TEST_CASE("while writing, keys that type a character do nothing else") {
  Keymap keys;
  for (const char* key : {"n", "?", ":", "/", "space", "é", "m"}) CHECK_FALSE(keys.find(key, Context::writing));
  CHECK(keys.find("ctrl-k", Context::writing) == Action::go_to);
  CHECK(keys.find("backspace", Context::writing) == Action::erase_back);
  CHECK(keys.find("ctrl-z", Context::writing) == Action::undo);
  CHECK(keys.find("ctrl-z", Context::list) == Action::suspend);
  CHECK(keys.bind("erase-back", {"ctrl-h"}).empty());
  CHECK_FALSE(keys.find("backspace", Context::writing));
}

TEST_CASE("an action that is bound anew has those keys and no other") {
  Keymap keys;
  CHECK(keys.bind("next-unread", {"f5", "alt-u"}).empty());
  CHECK(keys.find("f5", Context::conversation) == Action::next_unread);
  CHECK(keys.find("alt-u", Context::writing) == Action::next_unread);
  CHECK_FALSE(keys.find("n", Context::list));
  CHECK(keys.keys_of(Action::next_unread) == "F5, Alt-u");
  CHECK(keys.key_of(Action::next_unread) == "F5");
  CHECK(keys.bind("next-unread", {}).empty());
  CHECK(keys.key_of(Action::next_unread) == "");
}

TEST_CASE("a key that is given to another action does that one") {
  for (const auto& [action, key] : std::map<std::string, std::string>{{"next-unread", "m"}, {"next-mention", "n"}}) {
    Keymap keys;
    CHECK(keys.bind(action, {key}).empty());
    const auto does = keys.find(key, Context::conversation);
    REQUIRE(does);
    CHECK(screen::binding(*does).name == action);
  }
}

TEST_CASE("a key that somebody chose goes before what it does by itself in a part of the screen, but for writing") {
  Keymap keys;
  CHECK(keys.bind("next-unread", {"j", "tab"}).empty());
  for (const auto context : {Context::list, Context::conversation, Context::threads})
    CHECK(keys.find("j", context) == Action::next_unread);
  CHECK(keys.find("tab", Context::writing) == Action::complete);
  CHECK(keys.bind("reply", {"t"}).empty());
  CHECK(keys.bind("palette", {"t"}).empty());
  CHECK(keys.find("t", Context::conversation) == Action::reply);  // chosen, too, and nearer
  CHECK(keys.find("t", Context::list) == Action::palette);
}

TEST_CASE("the help names every action, and ends with its last line in any window") {
  for (const terminal::Size size : {terminal::Size{100, 30}, {40, 12}}) {
    test::Desk desk(size);
    desk.press("?");
    std::string all;
    for (int page = 0; page < 60; ++page) {
      all += desk.picture();
      desk.press("pagedown");
    }
    for (const auto& binding : screen::bindings()) {
      CAPTURE(binding.name);
      if (screen::room_number(binding.action) > 0) continue;  // one line for all nine
      CHECK(all.find(binding.name + std::string(" │")) != std::string::npos);
    }
    CHECK(all.find("room-1 … 9 │") != std::string::npos);
    CHECK(desk.shows("README.md"));
    desk.press("up");
    CHECK(desk.shows("yank") == true);
    desk.press("home");
    CHECK(desk.shows("Everywhere"));
    desk.press("x");
    CHECK_FALSE(desk.shows("Everywhere"));
  }
}

TEST_CASE("one key for two actions, unknown actions and unknown keys are told") {
  Keymap keys;
  CHECK(keys.bind("up", {"x"}).empty());
  const auto told = [&](const char* action, std::vector<std::string> names) {
    std::string all;
    for (const auto& one : keys.bind(action, names)) all += one + "\n";
    return all;
  };
  CHECK(told("down", {"x"}) ==
        "The key 'x' is given to up and to down, both of which work in lists and conversations. Give it to one of them.\n");
  CHECK(told("fly", {"x"}).find("'fly'") != std::string::npos);
  CHECK(told("up", {"control-x"}).find("'control-x'") != std::string::npos);
  const std::string two = told("down", {"x", "hyper-y"});
  CHECK(two.find("'x'") != std::string::npos);
  CHECK(two.find("'hyper-y'") != std::string::npos);
  CHECK(keys.find("up", Context::list) != Action::up);
  CHECK(keys.find("x", Context::list) == Action::up);
}
