// How the connection behaves around requests: answers, HEAD, Expect, time-outs, limits, stop.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/conformance/http_case.hpp"
#include "tests/conformance/test_server.hpp"

using namespace standpipe;
using namespace standpipe::conformance;
using std::chrono::milliseconds;

namespace {

const std::string plain_get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(const std::string& target, const std::string& lines = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

}  // namespace

TEST_CASE("the application sees the request as it was meant") {
  RawClient client(common_server().port());
  client.send(
      "POST /a%20b/%C3%A9?q=%20+&r HTTP/1.1\r\nHost: a\r\nX-One:  first \r\nX-ONE: second\r\nContent-Length: 4\r\n\r\nb\r\ny");
  const RawResponse response = read_response(client);
  CHECK(response.status == 200);
  CHECK(
      response.body ==
      "POST /a b/\xc3\xa9?q=%20+&r\npeer: 127.0.0.1\ntls: no\nhost: a\nx-one: first\nx-one: second\ncontent-length: 4\n\nb\r\ny");
  CHECK_FALSE(response.field("date").empty());
  CHECK(response.field("x-content-type-options") == "nosniff");
  CHECK(response.field("connection").empty());
}

TEST_CASE("TLS is told to the application, and to the browser") {
  const RawResponse response = ask(common_server().port(true), plain_get, true);
  CHECK(response.body.find("tls: yes\n") != std::string::npos);
  CHECK_FALSE(response.field("strict-transport-security").empty());
}

TEST_CASE("HEAD has the fields of the answer and no body") {
  RawClient client(common_server().port());
  client.send("HEAD /big?100000 HTTP/1.1\r\nHost: a\r\n\r\n" + plain_get);
  const RawResponse head = read_response(client, true);
  CHECK(head.status == 200);
  CHECK(head.field("content-length") == "100000");
  CHECK(head.body.empty());
  CHECK(read_response(client).body.starts_with("GET /?\n"));
}

TEST_CASE("a client that expects 100 gets it before it sends the body") {
  RawClient client(common_server().port());
  client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  CHECK(read_response(client).body.ends_with("\n\nhello"));
  client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  CHECK(read_response(client).status == 413);
}

TEST_CASE("the application's ways of answering") {
  TestServer& server = common_server();
  CHECK(ask(server.port(), get("/later")).status == 200);
  CHECK(ask(server.port(), get("/forgotten")).status == 500);
  CHECK(ask(server.port(), get("/throws")).status == 500);
  RawClient client(server.port());
  client.send(get("/twice") + get("/after"));
  CHECK(read_response(client).body.starts_with("GET /twice?\n"));
  CHECK(read_response(client).body.starts_with("GET /after?\n"));
}

TEST_CASE("a long answer arrives whole, also over TLS and to a slow reader") {
  for (const bool tls : {false, true}) {
    RawClient client(common_server().port(tls), tls);
    client.receive_little();
    client.send(get("/big?8000000") + plain_get);
    std::this_thread::sleep_for(milliseconds(50));
    CHECK((read_response(client).body == std::string(8'000'000, 'b')));
    CHECK(read_response(client).status == 200);
  }
}

TEST_CASE("a slow reader that makes progress is not taken for one that does not read") {
  net::NetConfig config = impatient();
  config.write_timeout = milliseconds(800);
  TestServer server(config);
  RawClient client(server.port());
  client.receive_little();
  client.send(get("/big?4000000"));
  client.read_until("\r\n\r\n");
  // 500 kB a second, for much longer than the time-out.
  std::size_t seen = 0;
  for (int i = 0; i < 50; ++i) {
    seen += client.read_exactly(20'000).size();
    std::this_thread::sleep_for(milliseconds(40));
  }
  CHECK(seen == 1'000'000);
  CHECK(client.read_exactly(3'000'000).size() == 3'000'000);
}

TEST_CASE("a client that ends its direction still gets its answers") {
  for (const bool tls : {false, true}) {
    RawClient client(common_server().port(tls), tls);
    client.send(get("/later") + get("/2"));
    client.shutdown_write();
    CHECK(read_response(client).status == 200);
    CHECK(read_response(client).status == 200);
    CHECK(client.read_some().empty());
    CHECK(client.at_end());
  }
}

TEST_CASE("a client that goes before its answer leaves nothing behind") {
  TestServer server;
  for (int i = 0; i < 5; ++i) {
    RawClient client(server.port());
    client.send(get("/later"));
  }
  CHECK(server.server().wait_closed(RawClient::patience));
}

TEST_CASE("slow and idle clients are let go") {
  TestServer server(impatient());
  SUBCASE("nothing at all") {
    RawClient client(server.port());
    CHECK(client.read_some().empty());
    CHECK(client.at_end());
  }
  SUBCASE("half a header") {
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost:");
    CHECK(read_response(client).status == 408);
    CHECK(client.read_some().empty());
  }
  SUBCASE("a header that trickles") {
    RawClient client(server.port());
    const std::string line = "X: y\r\n";
    client.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 10; ++i) {
      client.send(line);
      std::this_thread::sleep_for(milliseconds(30));
    }
    CHECK(read_response(client).status == 408);
  }
  SUBCASE("half a body") {
    RawClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    CHECK(read_response(client).status == 408);
  }
  SUBCASE("idle between requests") {
    RawClient client(server.port());
    client.send(plain_get);
    CHECK(read_response(client).status == 200);
    CHECK(client.read_some().empty());
    CHECK(client.at_end());
  }
  SUBCASE("an answer that is not read") {
    RawClient client(server.port());
    client.receive_little();
    client.send(get("/big?50000000"));
    CHECK(server.server().wait_closed(RawClient::patience));
  }
  CHECK(server.server().wait_closed(RawClient::patience));
}

TEST_CASE("connections are limited per peer") {
  net::NetConfig config;
  config.max_connections_per_peer = 2;
  TestServer server(config);
  RawClient one(server.port());
  RawClient two(server.port());
  two.send(plain_get);
  CHECK(read_response(two).status == 200);
  RawClient three(server.port());
  CHECK(three.read_some().empty());
  CHECK(server.server().counters().refused.value() == 1);
}

TEST_CASE("a trusted proxy's word counts, anybody else's does not") {
  const std::string request = get("/", "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n");
  const std::string unknown = "peer: 127.0.0.1\ntls: no\nby an unknown proxy\n";
  CHECK(ask(common_server().port(), request).body.find(unknown) != std::string::npos);
  CHECK(ask(common_server().port(), get("/", "Forwarded: for=198.51.100.1\r\n")).body.find(unknown) != std::string::npos);
  CHECK(ask(common_server().port(), get("/", "")).body.find("unknown proxy") == std::string::npos);
  net::NetConfig config;
  config.trusted_proxies = {"127.0.0.0/8"};
  config.max_connections_per_peer = 1;
  TestServer server(config);
  RawClient another(server.port());
  const auto trusted = ask(server.port(), request).body;
  CHECK(trusted.find("peer: 203.0.113.7\ntls: yes\n") != std::string::npos);
  CHECK(trusted.find("unknown proxy") == std::string::npos);
}

TEST_CASE("WebSockets through a trusted proxy are limited per sender") {
  net::NetConfig config;
  config.trusted_proxies = {"127.0.0.0/8"};
  config.max_connections_per_peer = 1;
  TestServer server(config);
  const auto upgrade = [&](RawClient& client, const std::string& sender) {
    client.send(upgrade_request("/ws", "X-Forwarded-For: " + sender + "\r\n"));
    return read_response(client).status;
  };
  RawClient one(server.port()), two(server.port()), three(server.port()), four(server.port());
  CHECK(upgrade(one, "203.0.113.7") == 101);
  CHECK(upgrade(two, "203.0.113.8, 127.0.0.1") == 101);
  CHECK(upgrade(three, "198.51.100.1, 203.0.113.7, 127.0.0.1") == 429);
  CHECK(upgrade(four, "127.0.0.9") == 101);  // a proxy for itself
  CHECK(server.server().counters().refused.value() == 1);
}

TEST_CASE("body limits may depend on the path") {
  net::NetConfig config;
  config.max_body_bytes = 10;
  config.body_limits = {{"/upload", 1000}};
  TestServer server(config);
  const std::string body(500, 'b');
  CHECK(ask(server.port(), "POST /upload/x HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" + body).status == 200);
  CHECK(ask(server.port(), "POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" + body).status == 413);
}

TEST_CASE("counters count") {
  TestServer server;
  const net::NetCounters& counters = server.server().counters();
  CHECK(ask(server.port(), plain_get).status == 200);
  CHECK(ask(server.port(), "nonsense\r\n\r\n").status == 400);
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(counters.accepted.value() == 2);
  CHECK(counters.open.value() == 0);
  CHECK(counters.http_requests[1].value() == 1);
  CHECK(counters.http_requests[3].value() == 1);
  CHECK(counters.protocol_errors.value() == 1);
  CHECK(counters.bytes_in.value() == plain_get.size() + 12);
  CHECK(counters.bytes_out.value() > 200);
}
