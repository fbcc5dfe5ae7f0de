#include "tests/conformance/http_case.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "tests/conformance/test_server.hpp"

namespace standpipe::conformance {

std::string RawResponse::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
  return found == fields.end() ? std::string() : found->second;
}

RawResponse read_response(RawClient& client, bool to_head) {
  RawResponse response;
  const std::string head = client.read_until("\r\n\r\n");
  if (!head.starts_with("HTTP/1.1 ")) return response;
  response.status = static_cast<unsigned>(std::atoi(head.c_str() + 9));
  for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    std::string name = head.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    response.fields.emplace_back(std::move(name), head.substr(colon + 2, end - colon - 2));
    at = end + 2;
  }
  if (!to_head) response.body = client.read_exactly(std::strtoul(response.field("content-length").c_str(), nullptr, 10));
  return response;
}

RawResponse ask(std::uint16_t port, std::string_view bytes, bool tls) {
  RawClient client(port, tls);
  client.send(bytes);
  return read_response(client);
}

namespace {

void run(const HttpCase& c, bool tls, std::size_t piece) {
  CAPTURE(c.name);
  CAPTURE(tls);
  CAPTURE(piece);
  TestServer& server = common_server();
  RawClient client(server.port(tls), tls);
  client.send(c.send, piece);
  // Told to go on is who asks for it, unless the body was there before the server looked.
  const bool may_be_told_to_go_on = c.send.find("100-continue") != std::string::npos;
  for (const unsigned status : c.expect) {
    RawResponse response = read_response(client);
    if (may_be_told_to_go_on && response.status == 100) response = read_response(client);
    CHECK(response.status == status);
  }
  if (!c.closed) {
    client.send("GET /alive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const RawResponse response = read_response(client);
    CHECK(response.status == 200);
    CHECK(response.body.starts_with("GET /alive?\n"));
  }
  CHECK(client.read_all().empty());
  CHECK(client.at_end());
  CHECK_FALSE(server.service().was_smuggled());
}

}  // namespace

void run_cases(const std::vector<HttpCase>& cases) {
  for (const HttpCase& c : cases) {
    run(c, false, 0);
    run(c, false, c.send.size() < 600 ? 1 : 997);
    run(c, true, 0);
  }
}

}  // namespace standpipe::conformance
