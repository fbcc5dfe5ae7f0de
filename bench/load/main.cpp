// Puts a load on a server and says what it cost, one "name value" a line; scripts/bench runs it. One thread.
//   standpipe-load fanout | closed | idle | hello | read  --port PORT [--server PID] …     see --help
// Members are those of standpipe-make-community. Exits with 1 where a delivery was lost, doubled, out of order or different.
#include <openssl/ssl.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/process.hpp"
#include "bench/load/talk.hpp"
#include "protocol/parse.hpp"

using namespace standpipe::bench;  // NOLINT: a program of its own

namespace {

constexpr std::int64_t second = 1'000'000'000;

struct Options {
  std::uint16_t port = 8080;
  pid_t server = 0;
  bool compress = false;
  bool tls = false;
  std::int64_t first = 1;
  std::int64_t step = 1;
  std::size_t members = 1000;
  int rooms = 1;
  bool one_room_each = false;
  int publishers = 1;  ///< of each room
  int window = 1;      ///< of each publisher
  double rate = 50;    ///< posts a second, all rooms together
  double seconds = 10;
  double warm_up = 2;
  std::size_t text_bytes = 256;
  std::size_t at_once = 64;
  std::int64_t missed = 0;
  bool again = false;
  std::int64_t messages = 0;
  std::size_t questions = 2000;
};

void say(const char* name, double value) {
  std::printf("%s %.6g\n", name, value);
}

void say(const char* name, const Histogram& ns) {
  const auto us = [](std::int64_t value) { return static_cast<double>(value) / 1000; };
  for (const auto& [which, part] : {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}}) {
    std::printf("%s_%s_us %.6g\n", name, which, us(ns.percentile(part)));
  }
  std::printf("%s_max_us %.6g\n", name, us(ns.longest()));
}

std::int64_t own_processor_ns() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * second + used.tv_nsec;
}

Target target_of(const Options& options) {
  Target target{options.port, options.compress, nullptr};
  if (options.tls) {
    target.tls = SSL_CTX_new(TLS_client_method());  // verifies nothing: the certificate is the benchmark's own
    SSL_CTX_set_mode(target.tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  }
  return target;
}

/// What was used from its making on.
class Meter {
 public:
  explicit Meter(const Options& options)
      : server_(options.server), began_(now_ns()), server_ns_(processor_ns(server_)), own_ns_(own_processor_ns()) {}

  void say_with(const Talk& talk) const {
    const auto wall = static_cast<double>(now_ns() - began_);
    const auto deliveries = static_cast<double>(talk.deliveries());
    const auto server_ns = static_cast<double>(processor_ns(server_) - server_ns_);
    say("seconds", wall / second);
    say("deliveries_per_s", deliveries / wall * second);
    say("posts_per_s", static_cast<double>(talk.answer().count()) / wall * second);
    if (server_) say("server_us_per_delivery", server_ns / 1000 / deliveries);
    if (server_) say("server_busy", server_ns / wall);
    say("load_busy", static_cast<double>(own_processor_ns() - own_ns_) / wall);
  }

 private:
  pid_t server_;
  std::int64_t began_, server_ns_, own_ns_;
};

int report(const Talk& talk, std::uint64_t missing) {
  const auto& faults = talk.faults();
  say("deliveries", static_cast<double>(talk.deliveries()));
  if (talk.deliveries()) say("event_bytes", static_cast<double>(talk.delivery_bytes()) / static_cast<double>(talk.deliveries()));
  say("delivery", talk.delivery());
  say("whole", talk.whole());
  say("answer", talk.answer());
  say("missing", static_cast<double>(missing));
  say("lost", static_cast<double>(faults.lost));
  say("doubled", static_cast<double>(faults.doubled));
  say("different", static_cast<double>(faults.different));
  say("refused", static_cast<double>(faults.refused));
  if (!talk.first_refusal().empty()) std::fprintf(stderr, "standpipe-load: refused: %s\n", talk.first_refusal().c_str());
  return missing || faults.lost || faults.doubled || faults.different || faults.refused ? 1 : 0;
}

/// The connections that post, by room: the first ones of each.
std::vector<std::pair<std::size_t, int>> publishers_of(const Options& options) {
  std::vector<std::pair<std::size_t, int>> publishers;
  for (int i = 0; i < options.publishers; ++i) {
    for (int room = 1; room <= options.rooms; ++room) {
      // Where each is in one room only, member n, connection n - first, is in room (n - 1) % rooms + 1.
      const auto connection = static_cast<std::size_t>(i * options.rooms + room - 1);
      publishers.emplace_back(connection, room);
    }
  }
  return publishers;
}

void gather(Talk& talk, const Options& options) {
  talk.gather(options.first, options.members, options.step, options.one_room_each ? options.rooms : 0);
}

/// Posts when they are due, whether or not earlier ones have arrived: a stall shows as what it costs.
int run_fanout(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes);
  gather(talk, options);
  const auto publishers = publishers_of(options);
  const auto between = static_cast<std::int64_t>(second / options.rate);
  const auto begin = now_ns();
  const auto measured_from = begin + static_cast<std::int64_t>(options.warm_up * second);
  const auto end = measured_from + static_cast<std::int64_t>(options.seconds * second);
  const Peer& listener = crowd[options.members - 1];
  std::uint64_t bytes_before = 0;
  std::optional<Meter> meter;
  std::size_t turn = 0;
  for (std::int64_t due = begin; due < end; due += between, ++turn) {
    while (now_ns() < due) talk.turn(due);
    if (!meter && due >= measured_from) {
      talk.begin_to_measure();
      bytes_before = listener.bytes_in();
      meter.emplace(options);
    }
    const auto& [connection, room] = publishers[turn % publishers.size()];
    talk.post(connection, room, due);
  }
  const auto missing = talk.settle(20);
  meter->say_with(talk);
  if (options.rooms == 1) {
    say("wire_bytes", static_cast<double>(listener.bytes_in() - bytes_before) / static_cast<double>(talk.answer().count()));
  }
  return report(talk, missing);
}

/// Each publisher keeps so many posts under way: the next one goes when one has come to everybody.
int run_closed(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes);
  gather(talk, options);
  std::map<std::size_t, int> room_of;
  const auto publishers = publishers_of(options);
  bool going = true;
  for (const auto& [connection, room] : publishers) room_of[connection] = room;
  talk.on_whole([&](std::size_t author) {
    if (going) talk.post(author, room_of[author], now_ns());
  });
  for (int i = 0; i < options.window; ++i) {
    for (const auto& [connection, room] : publishers) talk.post(connection, room, now_ns());
  }
  const auto run = [&](double seconds) {
    for (const auto end = now_ns() + static_cast<std::int64_t>(seconds * second); now_ns() < end;) talk.turn(end);
  };
  run(options.warm_up);
  talk.begin_to_measure();
  const Meter meter(options);
  run(options.seconds);
  meter.say_with(talk);
  going = false;
  return report(talk, talk.settle(20));
}

/// Connections that have said hello and rest.
int run_idle(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes);
  const Memory before = memory_of(options.server);
  gather(talk, options);
  for (const auto end = now_ns() + static_cast<std::int64_t>(options.seconds * second); now_ns() < end;) talk.turn(end);
  const Memory after = memory_of(options.server);
  const auto each = [&](std::int64_t a, std::int64_t b) {
    return static_cast<double>(a - b) / static_cast<double>(options.members);
  };
  say("resident_bytes_each", each(after.resident, before.resident));
  say("proportional_bytes_each", each(after.proportional, before.proportional));
  say("resident_bytes", static_cast<double>(after.resident));
  if (!crowd.problem().empty()) std::fprintf(stderr, "standpipe-load: %s\n", crowd.problem().c_str());
  return crowd.problem().empty() ? 0 : 1;
}

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

/// So many at once say hello, on new connections or again on the same ones; the next does when one was answered.
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

/// One connection asks one thing after the other, in places that are spread over all there is.
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
  for (const auto& head : answer().at("result").at("heads").as_array()) {
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

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Puts a load on a server and says what it cost, one \"name value\" a line.", "standpipe-load");
  app.require_subcommand(1);
  const auto common = [&](CLI::App* run) {
    run->add_option("--port", options.port, "Where the server listens on 127.0.0.1");
    run->add_option("--server", options.server, "The server's process: its processor time and memory are said");
    run->add_option("--first", options.first, "The first member's number");
    run->add_option("--step", options.step, "From one member's number to the next");
    run->add_option("--members", options.members, "How many connect");
    run->add_option("--seconds", options.seconds, "How long it is measured");
    run->add_option("--warm-up", options.warm_up, "Seconds before that");
    run->add_flag("--compress", options.compress, "Offer permessage-deflate");
    run->add_flag("--tls", options.tls, "Connect over TLS");
    return run;
  };
  const auto talking = [&](CLI::App* run) {
    run->add_option("--rooms", options.rooms, "Rooms that are posted in");
    run->add_flag("--one-room-each", options.one_room_each, "Each member is in one of these rooms only");
    run->add_option("--publishers", options.publishers, "Connections that post in each room");
    run->add_option("--text", options.text_bytes, "Bytes of a text");
    return run;
  };
  auto* fanout = talking(common(app.add_subcommand("fanout", "Posts at a rate, whether or not earlier ones have arrived")));
  fanout->add_option("--rate", options.rate, "Posts a second, all rooms together");
  auto* closed = talking(common(app.add_subcommand("closed", "Each publisher posts again when a post has come to everybody")));
  closed->add_option("--window", options.window, "Posts that each publisher has under way");
  auto* idle = common(app.add_subcommand("idle", "Connections that have said hello and rest"));
  auto* hello = common(app.add_subcommand("hello", "So many say hello at once"));
  hello->add_option("--at-once", options.at_once, "How many are under way");
  hello->add_option("--missed", options.missed, "Messages that were missed, in all rooms together");
  hello->add_flag("--again", options.again, "On the same connections, instead of new ones");
  auto* read = common(app.add_subcommand("read", "Asks for pages, one after the other"));
  read->add_option("--messages", options.messages, "How many there are in the community");
  read->add_option("--questions", options.questions, "Of each kind");
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  if (fanout->parsed()) return run_fanout(options);
  if (closed->parsed()) return run_closed(options);
  if (idle->parsed()) return run_idle(options);
  if (hello->parsed()) return run_hello(options);
  return read->parsed() ? run_read(options) : 2;
}
