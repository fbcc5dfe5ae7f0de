#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/serialize.hpp>

#include "client-cli/connection.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe;
using namespace standpipe::client;
using namespace std::chrono_literals;
using protocol::Change;
using test::TemporaryFolder;

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

/// A server that takes one connection, answers each request with what it is given for its method, and sends `events` after hello.
class FakeServer {
 public:
  explicit FakeServer(std::vector<std::string> events, std::string changes = "{}")
      : events_(std::move(events)), changes_(std::move(changes)), thread_([this] { serve(); }) {}
  ~FakeServer() { thread_.join(); }

  std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  /// The params of the hello; to be read when the connection has ended.
  const std::string& hello() const { return hello_; }

 private:
  void serve() {
    websocket::stream<asio::ip::tcp::socket> ws(acceptor_.accept());
    ws.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& response) { response.set(beast::http::field::sec_websocket_protocol, "standpipe.v1"); }));
    beast::error_code error;
    ws.accept(error);
    for (beast::flat_buffer buffer; !error; buffer.clear()) {
      ws.read(buffer, error);
      if (!error) answer(ws, protocol::parse(beast::buffers_to_string(buffer.data())).value().as_object());
    }
  }

  void answer(websocket::stream<asio::ip::tcp::socket>& ws, const boost::json::object& request) {
    const bool is_hello = request.at("method") == "hello";
    if (is_hello) hello_ = boost::json::serialize(request.at("params"));
    const std::string result =
        is_hello ? R"({"epoch":"e","me":{"id":2},"streams":[{"stream":"room:4","rev":8}],"heads":[{"room":4,"rev":8}]})"
                 : changes_;
    send(ws, R"({"jsonrpc":"2.0","id":)" + boost::json::serialize(request.at("id")) + R"(,"result":)" + result + "}");
    if (!is_hello) return;
    for (const auto& event : events_) send(ws, event);
  }

  static void send(websocket::stream<asio::ip::tcp::socket>& ws, const std::string& text) {
    beast::error_code ignored;  // who has gone does not read
    ws.write(asio::buffer(text), ignored);
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  std::vector<std::string> events_;
  std::string changes_;
  std::string hello_;
  std::thread thread_;
};

/// What a connection tells of, up to the change with that revision.
std::vector<Change> changes_from(const FakeServer& server, protocol::Rev last) {
  TemporaryFolder folder;
  asio::io_context io;
  Mirror mirror;
  Outbox outbox(folder.path() / "outbox");
  std::vector<Change> told;
  Connection::Handlers handlers;
  handlers.on_change = [&](const std::string&, const Change& change) {
    told.push_back(change);
    if (change.rev == last) io.stop();
  };
  Connection::Options options;
  options.endpoint.host = "127.0.0.1";
  options.endpoint.port = server.port();
  options.reconnect = false;
  Connection connection(io, options, mirror, outbox, handlers);
  connection.start();
  io.run_for(10s);
  connection.stop();
  io.restart();
  io.run_for(10s);
  return told;
}

std::vector<std::int64_t> revs_of(const std::vector<Change>& changes) {
  std::vector<std::int64_t> revs;
  for (const auto& change : changes) revs.push_back(change.rev.value);
  return revs;
}

using Revs = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("compact events are asked for, and told as the events that they stand for") {
  Revs revs;
  std::string hello;
  {
    const FakeServer server({R"(["room:4",9,{"id":23,"text":"compact","key":"k"}])",
                             R"({"jsonrpc":"2.0","method":"event","params":{"stream":"room:4","rev":10,)"
                             R"("message":{"id":24,"room":4,"text":"classic","rev":10}}})",
                             R"(["room:4",10,{"id":24,"text":"a revision that is known"}])",
                             R"(["room:4",11,{"id":23,"removed":{"by":2}}])"});
    const auto told = changes_from(server, protocol::Rev{11});
    REQUIRE(revs_of(told) == Revs{9, 10, 11});
    CHECK(told[0].stream == "room:4");
    CHECK(told[0].message->room == protocol::RoomId{4});
    CHECK(told[0].message->rev == protocol::Rev{9});
    CHECK(told[0].message->text == "compact");
    CHECK(told[0].message->key == "k");
    CHECK(told[2].message->removed);
    hello = server.hello();
  }
  CHECK(hello.find(R"("compact":true)") != std::string::npos);
}

TEST_CASE("what is missing before a compact event is asked for") {
  const FakeServer server(
      {R"(["room:4",10,{"id":24}])"},
      R"({"stream":"room:4","rev":10,"changes":[{"rev":9,"message":{"id":23}},{"rev":10,"message":{"id":24}}]})");
  CHECK(revs_of(changes_from(server, protocol::Rev{10})) == Revs{9, 10});
}

TEST_CASE("a list that is no event is passed over, and what comes after it is taken") {
  const FakeServer server({"[]", "[9]", "[[]]", R"([{}])", R"(["room:4"])", R"(["room:4",9])", R"(["room:4",9,null])",
                           R"(["room:4","9",{}])", R"(["room:4",-9,{}])", R"(["room:x",9,{}])", R"(["desk:4",9,{"id":1}])",
                           R"(["room:4",9,{"text":7}])", R"(["room:4",9,{"id":23}])"});
  CHECK(revs_of(changes_from(server, protocol::Rev{9})) == Revs{9});
}
