#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "protocol/http.hpp"
#include "protocol/methods.hpp"
#include "tests/client/cli.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/slow_line.hpp"

using namespace standpipe::test;      // NOLINT
using namespace standpipe::protocol;  // NOLINT
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr const char* slugs[] = {"water-distribution",      "sanitation-wastewater", "asset-management",
                                 "water-quality-treatment", "low-income-customers",  "commercial-operations"};

void gather_texts(const json::value& value, std::string& all) {
  if (value.is_array()) {
    for (const auto& item : value.get_array()) gather_texts(item, all);
  } else if (value.is_object()) {
    const auto& object = value.get_object();
    const auto* lang = object.if_contains("lang");
    const auto* text = object.if_contains("text");
    if (text && lang && (*lang == "en" || *lang == "fr" || *lang == "es")) all.append(text->get_string()).append(" ");
    for (const auto& [name, member] : object) gather_texts(member, all);
  }
}

/// What people of utilities write, in English, French and Spanish: from the demo's conversations, no words twice. Cut into texts
/// of 150 to 250 bytes.
std::vector<std::string> texts(std::size_t count) {
  std::string all;
  for (const char* slug : slugs) {
    std::ifstream in(std::string(STANDPIPE_SOURCE_DIR "/config/demo/") + slug + ".json", std::ios::binary);
    gather_texts(json::parse(std::string{std::istreambuf_iterator<char>(in), {}}), all);
  }
  std::vector<std::string> found;
  for (std::size_t at = 0; found.size() < count;) {
    const auto end = all.find(' ', at + 150 + 17 * found.size() % 90);
    if (end == std::string::npos) throw std::runtime_error("too few texts");
    found.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return found;
}

/// Thirty members who are in all these rooms, and each with a line.
std::vector<Peer> authors(Community& c) {
  const auto invitation =
      c.admin.json({"call", "invitation.create", R"({"uses":100,"days":1})"}).at("invitation").at("code").as_string();
  std::vector<Peer> peers;
  for (int i = 1; i <= 30; ++i) {
    ApplyBody body;
    body.name = "Author " + std::to_string(i) + " of a Utility";
    body.email = "author" + std::to_string(i) + "@utility.example";
    body.password = password;
    body.utility = "Utility " + std::to_string(i % 11);
    body.country = i % 2 == 0 ? "KE" : "PE";
    body.job = "Engineer";
    body.languages = {"en"};
    body.rooms.assign(std::begin(slugs), std::end(slugs));
    body.invitation = std::string(invitation);
    std::string text;
    write_params(text, body);
    REQUIRE(http(c.server.port(), "POST", "/api/apply", text).status == 200);
    text.clear();
    write_params(text, LoginBody{body.email, password, "desk", {}});
    const auto login = http(c.server.port(), "POST", "/api/login", text).json();
    peers.emplace_back(c.server.port(), std::string(login.at("token").as_string()));
    peers.back().ok("hello");
  }
  return peers;
}

/// A day: each message by somebody else, in all the rooms in turn, some of them replies in threads, four naming the reader.
void a_day_passes(Community& c, std::vector<Peer>& peers, const Cli& reader) {
  std::vector<RoomId> rooms;
  std::vector<ThreadId> threads;
  for (const char* slug : slugs) {
    rooms.emplace_back(c.admin.json({"room", slug}).at("id").as_int64());
    ThreadCreate::Params thread;
    thread.room = rooms.back();
    thread.title = std::string("What is new in ") + slug;
    thread.text = "A thread of yesterday.";
    threads.push_back(peers.front().ask<ThreadCreate>(thread).thread);
  }
  reader.out({"sync"});
  const MemberId self{reader.json({"profile"}).at("id").as_int64()};
  const auto written = texts(200);
  for (std::size_t i = 0; i < written.size(); ++i) {
    MessagePost::Params post{rooms[i % rooms.size()], {}, written[i], {}, {}, {}};
    if (i % 5 == 0) post.thread = threads[i % rooms.size()];
    if (i % 50 == 1) post.mentions = std::vector{self};
    peers[i * 7 % peers.size()].ask<MessagePost>(post);
  }
}

/// A reader who was in all rooms yesterday, at the end of a line; and the day that they missed.
struct Morning {
  Morning() : line(c.server.port()), reader(c.folder.path() / "reader", line.url()) {
    for (const char* slug : slugs) c.amina.run({"join", slug});
    reader.out({"login", "--email", "Amina@maji.example"}, password);
    auto peers = authors(c);
    a_day_passes(c, peers, reader);
  }

  /// Five texts that were written without a line.
  void writes(const std::vector<std::string>& rooms) {
    line.cut();
    for (std::size_t i = 0; i < 5; ++i) {
      const auto kept = reader.run({"--timeout", "1", "post", rooms[i % rooms.size()], "Good morning! " + texts(5)[i]});
      REQUIRE(kept.exit == 3);
    }
    line.mend();
  }

  struct Took {
    std::uint64_t up, down;
    std::chrono::milliseconds time;
    std::string out;
  };
  Took sync(SlowLine::Speed speed) {
    line.set(speed);
    const auto before = line.moved();
    const auto begin = std::chrono::steady_clock::now();
    const auto result = reader.run({"sync"});
    const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    INFO(result.err);
    REQUIRE(result.exit == 0);
    const auto after = line.moved();
    MESSAGE(result.out, after.up - before.up, " bytes up, ", after.down - before.down, " down, ", time.count(), " ms, ",
            after.connections - before.connections, " connection");
    return {after.up - before.up, after.down - before.down, time, result.out};
  }

  Community c;
  SlowLine line;
  Cli reader;
};

constexpr SlowLine::Speed bad_line{50'000, 400ms};
constexpr SlowLine::Speed worse_line{50'000, 800ms};

}  // namespace

TEST_CASE("a day of 200 messages comes over a line of 50 kbit/s and 800 ms in 12 s and 40 kB") {
  Morning morning;
  const auto took = morning.sync(bad_line);
  CHECK(took.up + took.down <= 40'000);
  CHECK(took.time <= 12s);
  CHECK(took.out.starts_with("200 new messages in 6 rooms, 4 mentions. 0 sent, 0 refused, 0 waiting. "));
}

TEST_CASE("so it does with five texts that wait, all for one room, and where 800 ms are one way only") {
  Morning morning;
  morning.writes({"water-distribution"});
  const auto took = morning.sync(worse_line);
  CHECK(took.up + took.down <= 40'000);
  CHECK(took.time <= 12s);
  CHECK(has(took.out, "5 sent, 0 refused, 0 waiting. "));
  morning.line.set({});
  std::string all;
  const auto page = morning.reader.json({"read", "water-distribution", "--after", "0", "-n", "200"});
  for (const auto& message : page.at("messages").as_array()) all.append(message.at("text").as_string()).append("\n");
  std::size_t before = 0;
  for (const auto& text : texts(5)) {
    const auto at = all.find("Good morning! " + text);
    REQUIRE(at != std::string::npos);
    CHECK(at >= before);
    before = at;
  }
}

TEST_CASE("sync tells as JSON what the socket moved, and is right about it") {
  Community c;
  SlowLine line(c.server.port());
  const Cli reader(c.folder.path() / "reader", line.url());
  reader.out({"login", "--email", "Amina@maji.example"}, password);
  c.mo.out({"post", "water-distribution", "One.", "--mention", "Amina"});
  const auto before = line.moved();
  const auto synced = reader.json({"sync"});
  const auto after = line.moved();
  // Good-byes come after it has counted.
  CHECK(synced.at("bytes_in").as_int64() <= static_cast<std::int64_t>(after.down - before.down));
  CHECK(synced.at("bytes_in").as_int64() > static_cast<std::int64_t>(after.down - before.down) - 50);
  CHECK(synced.at("bytes_out").as_int64() <= static_cast<std::int64_t>(after.up - before.up));
  CHECK(synced.at("bytes_out").as_int64() > static_cast<std::int64_t>(after.up - before.up) - 50);
  CHECK(synced.at("messages") == 1);
  CHECK(synced.at("rooms") == 1);
  CHECK(synced.at("mentions") == 1);
  CHECK(synced.at("sent") == 0);
}
