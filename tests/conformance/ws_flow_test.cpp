// Slow consumers, heartbeats and the server's stop.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe;
using namespace standpipe::conformance;
using std::chrono::milliseconds;

namespace {

net::NetConfig with_heartbeat() {
  net::NetConfig config = impatient();
  config.heartbeat = milliseconds(100);
  return config;
}

}  // namespace

TEST_CASE("a slow consumer loses events, is told so once, and then gets events again") {
  for (const auto& [tls, how] : {std::pair(false, "!events"), {true, "!events"}, {false, "!now"}, {true, "!now"}}) {
    CAPTURE(tls);
    CAPTURE(how);
    TestServer server;
    RawClient client(server.port(tls), tls);
    client.receive_little();
    upgrade(client);
    client.send(text(how + std::string(" 1000 20000")) + text("after"));
    std::this_thread::sleep_for(milliseconds(50));
    std::string bytes = client.read_until("resync");
    REQUIRE_FALSE(bytes.empty());
    client.send(text(how + std::string(" 3 5")) + close_frame(1000));
    bytes += client.read_all();
    const std::vector<std::string> notes = notes_of(bytes);
    const std::string event = note("text", std::string(20000, 'x'));
    const auto arrived = static_cast<std::uint64_t>(std::count(notes.begin(), notes.end(), event));
    CHECK(arrived < 1000);
    CHECK(server.server().counters().events_dropped.value() == 1000 - arrived);
    CHECK(server.server().counters().resyncs.value() == 1);
    // The reply was not dropped; what comes after the resync is complete.
    std::vector<std::string> expected(arrived, event);
    expected.insert(expected.end(), {"text:after", "text:resync", "text:xxxxx", "text:xxxxx", "text:xxxxx", "close:1000"});
    CHECK((notes == expected));
  }
}

TEST_CASE("replies are never dropped: requests wait until they have been read") {
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    net::NetConfig config;
    config.egress_bytes = 100'000;
    TestServer server(config);
    RawClient client(server.port(tls), tls);
    client.receive_little();
    upgrade(client);
    // An OpenSSL session is not for two threads: over TLS only as much is sent as the sockets' buffers take.
    const std::size_t count = tls ? 50 : 300;
    const auto message = [](std::size_t i) { return std::to_string(i) + std::string(20'000, '.'); };
    std::thread sender([&] {
      for (std::size_t i = 0; i < count; ++i) client.send(text(message(i)));
      client.send(close_frame(1000));
    });
    if (tls) sender.join();
    std::this_thread::sleep_for(milliseconds(100));
    const std::vector<std::string> notes = notes_of(client.read_all());
    if (!tls) sender.join();
    REQUIRE(notes.size() == count + 1);
    bool in_order = true;
    for (std::size_t i = 0; i < count; ++i) in_order = in_order && notes[i] == note("text", message(i));
    CHECK(in_order);
    CHECK(notes.back() == "close:1000");
  }
}

TEST_CASE("one reply larger than all bounds reaches a peer that takes its time") {
  net::NetConfig config;
  config.egress_bytes = 100'000;
  TestServer server(config);
  RawClient client(server.port());
  client.receive_little();
  upgrade(client);
  client.send(text("!replies 1 5000000"));
  std::this_thread::sleep_for(milliseconds(100));
  client.send(close_frame(1000));
  const std::vector<std::string> notes = notes_of(client.read_all());
  REQUIRE(notes.size() == 2);
  CHECK((notes[0] == note("text", std::string(5'000'000, 'x'))));
  CHECK(notes[1] == "close:1000");
}

TEST_CASE("a silent peer is asked, and let go when it does not answer") {
  TestServer server(with_heartbeat());
  RawClient client(server.port());
  upgrade(client);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{"ping:"});
  CHECK(std::chrono::steady_clock::now() - begun >= milliseconds(190));
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(server.server().counters().timeouts.value() == 1);
  CHECK(server.service().sessions() == 0);
}

TEST_CASE("a peer that answers pings stays, and one that talks is not asked") {
  TestServer server(with_heartbeat());
  RawClient client(server.port());
  upgrade(client);
  for (int i = 0; i < 4; ++i) {
    CHECK(notes_of(client.read_exactly(2)) == std::vector<std::string>{"ping:"});
    client.send(pong());
  }
  for (int i = 0; i < 10; ++i) {
    client.send(text("busy"));
    CHECK(notes_of(client.read_exactly(6)) == std::vector<std::string>{"text:busy"});
    std::this_thread::sleep_for(milliseconds(40));
  }
}

TEST_CASE("a stopping server closes with 1001, after what was queued") {
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    TestServer server(impatient());
    RawClient client(server.port(tls), tls);
    upgrade(client);
    client.send(text("a"));
    CHECK(notes_of(client.read_exactly(3)) == std::vector<std::string>{"text:a"});
    server.server().close_all(1001, "going away");
    CHECK(notes_of(client.read_exactly(2 + 2 + 10)) == std::vector<std::string>{"close:1001"});
    client.send(close_frame(1001));
    CHECK(client.read_all().empty());
    CHECK(client.at_end());
    CHECK(server.server().wait_closed(RawClient::patience));
  }
}

TEST_CASE("a peer that does not answer the close frame is cut off") {
  TestServer server(impatient());
  RawClient client(server.port());
  upgrade(client);
  client.send(text("!close 4000 enough"));
  CHECK(notes_of(client.read_all()) == std::vector<std::string>{"close:4000"});
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(server.server().counters().timeouts.value() == 1);
}
