#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/load/crowd.hpp"
#include "bench/load/process.hpp"
#include "bench/load/runs.hpp"
#include "protocol/parse.hpp"

/// The runs in which members say hello, or read.
namespace standpipe::bench {

namespace {

constexpr std::int64_t second = 1'000'000'000;

/// The params of a hello by somebody who has missed so many messages, taken evenly from their rooms.
std::string hello_of(const boost::json::object& hello, std::int64_t missed) {
  const auto& result = hello.at("result").as_object();
  const auto& heads = result.at("heads").as_array();
  std::string streams;
  std::size_t left = heads.size();
  for (const auto& stream : result.at("streams").as_array()) {
    const auto name = std::string(stream.at("stream").as_string());
    const auto* head = stream.as_object().if_contains("rev");
    auto rev = head ? head->to_number<std::int64_t>() : 0;
    if (name.starts_with("room:") && left > 0) {
      const auto part = missed / static_cast<std::int64_t>(left--);
      missed -= std::min(part, rev);
      rev -= std::min(part, rev);
    }
    streams += (streams.empty() ? "\"" : ",\"") + name + "\":" + std::to_string(rev);
  }
  return R"({"jsonrpc":"2.0","id":2,"method":"hello","params":{"lang":"en","epoch":")" +
         std::string(result.at("epoch").as_string()) + R"(","streams":{)" + streams + "}}}";
}

}  // namespace

int run_hello(const Options& options) {
  const auto member = [&](std::size_t i) {
    return options.first + static_cast<std::int64_t>(i % options.members) * options.step;
  };
  std::string hello;
  std::uint64_t answered = 0, bytes = 0, errors = 0;
  Histogram time;
  std::vector<std::int64_t> began;
  std::vector<std::size_t> done;
  Crowd crowd(target_of(options));
  const auto on_text = [&](std::size_t peer, std::string_view text, std::int64_t now) {
    if (text.starts_with(R"({"jsonrpc":"2.0","id":1)")) {
      hello = hello_of(standpipe::protocol::parse(text)->as_object(), options.missed);
    } else if (text.starts_with(R"({"jsonrpc":"2.0","id":2)")) {
      ++answered, bytes += text.size();
      if (!text.starts_with(R"({"jsonrpc":"2.0","id":2,"result")")) ++errors;
      time.record(now - began[peer]);
      done.push_back(peer);
    }
  };
  crowd[crowd.add(member(0))].greet_with(R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"lang":"en"}})");
  crowd.turn_until("the first hello", 10, on_text, [&] { return !hello.empty(); });
  std::size_t next = 1;
  const auto begin_one = [&] {
    const auto peer = crowd.add(member(next++));
    began.resize(crowd.size());
    began[peer] = now_ns();
    crowd[peer].greet_with(hello);
  };
  for (std::size_t i = 0; i < options.at_once; ++i) begin_one();
  const auto run = [&](double seconds) {
    for (const auto end = now_ns() + static_cast<std::int64_t>(seconds * second); now_ns() < end;) {
      crowd.turn(end, on_text);
      for (const auto peer : std::exchange(done, {})) {
        if (options.again) {
          began[peer] = now_ns();
          crowd[peer].send(hello);
        } else {
          crowd.drop(peer);
          begin_one();
        }
      }
    }
  };
  run(options.warm_up);
  answered = bytes = 0;
  time = {};
  const auto from = now_ns();
  const auto server_ns = processor_ns(options.server);
  run(options.seconds);
  const auto wall = static_cast<double>(now_ns() - from);
  say("hellos_per_s", static_cast<double>(answered) / wall * second);
  say("hello_bytes", static_cast<double>(bytes) / static_cast<double>(answered));
  if (options.server)
    say("server_us_per_hello",
        static_cast<double>(processor_ns(options.server) - server_ns) / 1000 / static_cast<double>(answered));
  say("hello", time);
  say("refused", static_cast<double>(errors));
  return errors ? 1 : 0;
}

int run_read(const Options& options) {
  Crowd crowd(target_of(options));
  std::string text;
  bool came = false;
  const auto on_text = [&](std::size_t, std::string_view got, std::int64_t) {
    if (!got.starts_with(R"({"jsonrpc":"2.0","id")")) return;
    text = got, came = true;
  };
  auto& peer = crowd[crowd.add(options.first)];
  peer.greet_with(R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"lang":"en"}})");
  const auto answer = [&] {
    crowd.turn_until("an answer", 30, on_text, [&] { return std::exchange(came, false); });
    return standpipe::protocol::parse(text)->as_object();
  };
  std::map<std::int64_t, std::int64_t> chats, revs;
  const auto hello = answer();
  for (const auto& head : hello.at("result").at("heads").as_array()) {
    const auto room = head.at("room").to_number<std::int64_t>();
    chats[room] = head.at("chat_last").to_number<std::int64_t>();
    revs[room] = head.at("rev").to_number<std::int64_t>();
  }
  std::uint64_t dice = 88172645463325252ULL;
  const auto below = [&](std::int64_t bound) {
    dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
    return static_cast<std::int64_t>(dice % static_cast<std::uint64_t>(bound));
  };
  int refused = 0;
  const auto ask = [&](const char* name, const std::function<std::string()>& request) {
    Histogram time;
    for (std::size_t i = 0; i < options.questions + 50; ++i) {
      const auto asked = request();
      const auto begin = now_ns();
      peer.send(asked);
      const auto got = answer();
      if (i >= 50) time.record(now_ns() - begin);
      if (got.if_contains("result") == nullptr && ++refused == 1)
        std::fprintf(stderr, "standpipe-load: %s\n", text.substr(0, 300).c_str());
    }
    say(name, time);
  };
  const auto request = [](const std::string& method, const std::string& params) {
    return R"({"jsonrpc":"2.0","id":2,"method":")" + method + R"(","params":{)" + params + "}}";
  };
  const auto some_room = [&] { return 1 + below(static_cast<std::int64_t>(chats.size())); };
  ask("history", [&] {
    const auto room = some_room();
    return request("message.history",
                   "\"room\":" + std::to_string(room) + ",\"before\":" + std::to_string(1 + below(chats[room])));
  });
  ask("changes", [&] {
    const auto room = some_room();
    return request("changes.since",
                   "\"stream\":\"room:" + std::to_string(room) + "\",\"rev\":" + std::to_string(revs[room] - 50));
  });
  ask("permalink", [&] { return request("message.get", "\"messages\":[" + std::to_string(1 + below(options.messages)) + "]"); });
  ask("unread", [&] { return request("room.list", ""); });
  say("refused", refused);
  return refused ? 1 : 0;
}

}  // namespace standpipe::bench
