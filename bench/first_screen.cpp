// Measures what a member waits for: from connecting to the answer of hello, one member after the other.
//   standpipe-first-screen PORT MEMBERS COUNT
// Logs in by the tokens of standpipe-make-community, as every twentieth member, who is in all nine rooms. Prints milliseconds.
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "protocol/parse.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

struct Sample {
  double ms;
  std::size_t bytes;
};

Sample first_screen(asio::io_context& io, unsigned short port, const std::string& token, const std::string& hello) {
  const auto begin = std::chrono::steady_clock::now();
  beast::websocket::stream<asio::ip::tcp::socket> ws(io);
  ws.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
  ws.next_layer().set_option(asio::ip::tcp::no_delay(true));
  ws.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
    request.set(beast::http::field::authorization, "Bearer " + token);
    request.set(beast::http::field::sec_websocket_protocol, "standpipe.v1");
  }));
  ws.handshake("127.0.0.1", "/ws");
  ws.write(asio::buffer(hello));
  beast::flat_buffer buffer;
  ws.read(buffer);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  const auto text = beast::buffers_to_string(buffer.data());
  const auto json = standpipe::protocol::parse(text);
  const auto* result = json.has_value() && json->is_object() ? json->as_object().if_contains("result") : nullptr;
  if (!result || result->as_object().at("heads").as_array().size() != 9) {
    std::cerr << "no hello with nine rooms: " << text.substr(0, 300) << '\n';
    std::exit(1);
  }
  return {took.count(), text.size()};
}

void print(const char* what, std::vector<Sample> samples) {
  std::ranges::sort(samples, {}, &Sample::ms);
  const auto at = [&](double part) {
    return samples[static_cast<std::size_t>(part * static_cast<double>(samples.size() - 1))].ms;
  };
  std::printf("%s: median %.2f ms, 90%% %.2f ms, 99%% %.2f ms, longest %.2f ms (%zu members, answer of %zu bytes)\n", what,
              at(0.5), at(0.9), at(0.99), samples.back().ms, samples.size(), samples.front().bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: standpipe-first-screen PORT MEMBERS COUNT\n";
    return 2;
  }
  const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
  const auto members = std::atoll(argv[2]) / 20;
  asio::io_context io;
  const auto measure = [&](const char* what, const std::string& params) {
    const auto hello = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":)" + params + "}";
    std::vector<Sample> samples;
    for (long long i = 0; i < std::atoll(argv[3]); ++i) {
      const auto member = 20 * (1 + i * 7919 % members);
      samples.push_back(first_screen(io, port, "bench-token-" + std::to_string(member), hello));
    }
    print(what, std::move(samples));
  };
  measure("hello with nine rooms", R"({"lang":"en","mode":"full"})");
  measure("hello with nine rooms and the newest 20 messages of each", R"({"lang":"en","mode":"full","page":20})");
}
