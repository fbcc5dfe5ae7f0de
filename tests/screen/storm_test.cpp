#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "protocol/methods.hpp"
#include "tests/screen/screen.hpp"

using namespace standpipe::test;  // NOLINT
using namespace std::chrono_literals;

namespace {

/// Posts twenty messages a second until its end.
class Torrent {
 public:
  Torrent(const Cli& cli, const ServerProcess& server)
      : room_{room_number(cli, room)}, peer_(line_of(cli, server)), thread_([this] { run(); }) {}
  ~Torrent() { stop(); }
  Torrent(const Torrent&) = delete;
  Torrent& operator=(const Torrent&) = delete;

  /// Gives the text of the last one.
  std::string stop() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
    return text(count_);
  }
  int count() const { return count_; }

 private:
  static std::string text(int number) {
    return numbered("storm", number) + (number % 7 == 0 ? " and more words than a narrow screen has room for, in one row" : "");
  }
  void run() {
    auto next = std::chrono::steady_clock::now();
    while (!stopped_) {
      peer_.ask<standpipe::protocol::MessagePost>({room_, {}, text(count_ + 1), {}, {}, {}});
      ++count_;
      next += 50ms;
      std::this_thread::sleep_until(next);
    }
  }

  standpipe::protocol::RoomId room_;
  Peer peer_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> count_ = 0;
  std::thread thread_;
};

/// Without the last row: there are the bytes.
std::string picture(const Screen& screen) {
  std::string all;
  const auto rows = screen.rows();
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) all += rows[i] + "\n";
  return all;
}

}  // namespace

TEST_CASE("after sixty sizes in a storm of messages the screen is that of a client that was just started") {
  Community c;
  const Cli other = another_device(c, "Amina");
  post_many(c.mo, c.server, room, "calm", 20);
  Screen s(c.amina);
  s.go_to(room);
  s.press("End");
  REQUIRE(s.shows("calm-020"));
  std::string last;
  {
    Torrent torrent(c.mo, c.server);
    std::minstd_rand random(20261126);
    for (int i = 0; i < 60; ++i) {
      const int columns = std::uniform_int_distribution(20, 200)(random), rows = std::uniform_int_distribution(8, 60)(random);
      s.terminal().resize(columns, rows);
      if (i % 3 == 0) s.press(i % 2 == 0 ? "PageUp" : "End");
      std::this_thread::sleep_for(20ms);  // a storm, not a condition
    }
    s.terminal().resize(100, 30);
    REQUIRE(eventually([&] { return torrent.count() >= 30; }));
    last = torrent.stop().substr(0, 9);
  }
  s.press("End");
  REQUIRE(s.shows(last));
  REQUIRE(eventually([&] { return !has(other.out({"rooms"}), "unread"); }));
  Screen fresh(other);
  fresh.go_to(room);
  fresh.press("End");
  REQUIRE(fresh.shows(last));
  std::string one, two;
  const bool same = eventually([&] { return (one = picture(s)) == (two = picture(fresh)); });
  CHECK_MESSAGE(same, one << "\n" << two);
}

TEST_CASE("who types while twenty messages a second arrive loses no character") {
  Community c;
  Screen s(c.amina);
  s.go_to(room);
  s.write();
  std::string text;
  for (int i = 0; text.size() < 200; ++i) text += "Word" + std::to_string(i) + (i % 5 == 4 ? "\u00e9, " : " ");
  text += "end";
  Torrent torrent(c.mo, c.server);
  REQUIRE(s.shows("storm-003"));
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.size(), at + 3);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    s.type(text.substr(at, end - at));
    at = end;
  }
  REQUIRE(s.shows("end"));
  s.press("Enter");
  CHECK(eventually([&] { return has(c.mo.out({"mine"}), "storm-010") && texts(c.admin, room, "Word") == text; }));
  torrent.stop();
  CHECK(texts(c.admin, room, "Word") == text);
}
