#include "tests/screen/screen.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "protocol/methods.hpp"

namespace standpipe::test {

namespace json = boost::json;
using namespace std::chrono_literals;

Screen::Screen(const Cli& cli, const ScreenOptions& options) : terminal_(options.columns, options.rows) {
  auto environment = cli.environment();
  environment.erase("COLUMNS");
  environment["STANDPIPE_CONFIG"] = (cli.home() / "none.toml").string();
  environment["TZ"] = "UTC";
  for (const auto& [name, value] : options.environment) environment[name] = value;
  std::vector<std::string> words = {program("standpipe").string()};
  words.insert(words.end(), options.words.begin(), options.words.end());
  terminal_.start(words, environment);
}

bool Screen::becomes(const std::function<bool()>& test, const std::string& what) const {
  if (eventually(test)) return true;
  MESSAGE("Waited in vain for: " << what << "\n" << terminal_.screen());
  return false;
}

bool Screen::shows(const std::string& text) const {
  return becomes([&] { return has(terminal_.screen(), text); }, text);
}

bool Screen::hides(const std::string& text) const {
  return becomes([&] { return !has(terminal_.screen(), text); }, "the end of: " + text);
}

bool Screen::changes_by(const std::string& key) {
  const std::string before = terminal_.screen();
  terminal_.press(key);
  for (int i = 0; i < 25; ++i) {
    if (terminal_.screen() != before) return true;
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

void Screen::go_to(const std::string& where) {
  REQUIRE(becomes([&] { return has(status(), "line"); }, "online or offline"));
  press("C-k");
  type(where);
  REQUIRE(shows("> " + where));
  press("Enter");
  REQUIRE(hides("Go to a room, thread"));
}

void Screen::run(const std::string& title) {
  press("C-p");
  type(title);
  REQUIRE(shows("> " + title));
  press("Enter");
  REQUIRE(hides("What do you want to do?"));
}

void Screen::write() {
  if (has(terminal_.screen(), "Alt-Enter new line")) return;
  press("i");
  REQUIRE(shows("Alt-Enter new line"));
}

void Screen::say(const std::string& text) {
  write();
  type(text);
  press("Enter");
}

void Screen::leave_composer() {
  press("Escape");
  REQUIRE(hides("Alt-Enter new line"));
}

void Screen::answer(const std::string& text) {
  type(text);
  press("Tab");
}

void Screen::choose(const std::string& name) {
  type(name);
  REQUIRE(shows("> " + name));
  press("Enter");
}

void Screen::confirm(const std::string& warning) {
  press("C-s");
  REQUIRE(shows("Enter does it, Esc goes back."));
  CHECK(has(terminal_.screen(), warning));
  press("Enter");
}

int Screen::quit() {
  press("C-q");
  return terminal_.exit_code();
}

std::vector<std::string> Screen::rows() const {
  std::vector<std::string> rows;
  const std::string all = terminal_.screen();
  for (std::size_t begin = 0; begin < all.size();) {
    const auto end = std::min(all.find('\n', begin), all.size());
    rows.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return rows;
}

std::string Screen::listed(const std::string& name) const {
  for (const auto& row : rows()) {
    const auto border = row.find("│");
    if (border == std::string::npos) continue;
    const auto part = row.substr(0, border);
    if (has(part, name)) return part.substr(0, part.find_last_not_of(' ') + 1);
  }
  return {};
}

std::string Screen::status() const {
  const auto all = rows();
  return all.empty() ? std::string() : all.back();
}

Peer line_of(const Cli& cli, const ServerProcess& server) {
  const auto file = cli.home() / ("127.0.0.1_" + std::to_string(server.port())) / "login.json";
  std::ifstream in(file, std::ios::binary);
  const auto login = json::parse(std::string{std::istreambuf_iterator<char>(in), {}});
  Peer peer(server.port(), std::string(login.at("token").as_string()));
  peer.ok("hello");
  return peer;
}

std::string numbered(const std::string& mark, int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 3 - std::min<std::size_t>(3, digits.size()), '0');
  return mark + "-" + digits;
}

void post_many(const Cli& cli, const ServerProcess& server, const std::string& slug, const std::string& mark, int count) {
  const protocol::RoomId id{room_number(cli, slug)};
  Peer peer = line_of(cli, server);
  for (int i = 1; i <= count; ++i) peer.ask<protocol::MessagePost>({id, {}, numbered(mark, i), {}, {}, {}});
}

std::string texts(const Cli& cli, const std::string& slug, const std::string& mark) {
  std::string found;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto page = cli.json({"read", slug, "--after", std::to_string(after), "-n", "200"});
    for (const auto& message : page.at("messages").as_array()) {
      const auto& text = message.at("text").as_string();
      if (text.starts_with(mark)) found += (found.empty() ? "" : " ") + std::string(text);
      after = message.at("index").as_int64();
    }
    more = page.as_object().contains("more_after");
  }
  return found;
}

json::object newest(const Cli& cli, const std::string& slug) {
  const auto page = cli.json({"read", slug, "--newest", "--keep", "-n", "1"});
  const auto* messages = page.as_object().if_contains("messages");
  return messages == nullptr || messages->as_array().empty() ? json::object() : messages->as_array().back().as_object();
}

std::string newest_text(const Cli& cli, const std::string& slug) {
  const auto message = newest(cli, slug);
  const auto* text = message.if_contains("text");
  return text == nullptr ? std::string() : std::string(text->as_string());
}

bool says(const Cli& cli, const std::string& text, const std::string& slug) {
  if (eventually([&] { return newest_text(cli, slug) == text; })) return true;
  MESSAGE("The newest text in " << slug << " is: " << newest_text(cli, slug));
  return false;
}

Cli another_device(const Community& c, const std::string& name) {
  const Cli cli(c.folder.path() / ("another-" + name), c.server.url());
  cli.out({"login", "--email", name + "@maji.example"}, password);
  return cli;
}

std::int64_t room_number(const Cli& cli, const std::string& slug) {
  return cli.json({"room", slug}).at("id").as_int64();
}

std::int64_t start_thread(const Cli& cli, const std::string& slug, const std::string& title, const std::string& text,
                          const std::string& kind) {
  return cli.json({"post", slug, "--title", title, "--kind", kind, text}).at("thread").as_int64();
}

}  // namespace standpipe::test
