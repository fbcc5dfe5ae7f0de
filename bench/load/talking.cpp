#include <time.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "bench/load/process.hpp"
#include "bench/load/runs.hpp"
#include "bench/load/talk.hpp"

/// The runs in which members post, or rest.
namespace standpipe::bench {

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::int64_t own_processor_ns() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * second + used.tv_nsec;
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

}  // namespace

int run_fanout(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes, options.compact);
  gather(talk, options);
  const auto publishers = publishers_of(options);
  const auto between = static_cast<std::int64_t>(second / options.rate);
  const auto begin = now_ns();
  const auto measured_from = begin + static_cast<std::int64_t>(options.warm_up * second);
  const auto end = measured_from + static_cast<std::int64_t>(options.seconds * second);
  const Peer& listener = crowd[options.members - 1];
  std::uint64_t bytes_before = 0;
  std::int64_t head_before = 0;
  std::optional<Meter> meter;
  std::size_t turn = 0;
  for (std::int64_t due = begin; due < end; due += between, ++turn) {
    while (now_ns() < due) talk.turn(due);
    if (!meter && due >= measured_from) {
      talk.begin_to_measure();
      bytes_before = listener.bytes_in();
      head_before = talk.head(options.members - 1, 1);
      meter.emplace(options);
    }
    const auto& [connection, room] = publishers[turn % publishers.size()];
    talk.post(connection, room, due);
  }
  const auto missing = talk.settle(20);
  meter->say_with(talk);
  if (options.rooms == 1) {
    const auto events = talk.head(options.members - 1, 1) - head_before;
    say("wire_bytes", static_cast<double>(listener.bytes_in() - bytes_before) / static_cast<double>(events));
  }
  return report(talk, missing);
}

int run_closed(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes, options.compact);
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

int run_idle(const Options& options) {
  Crowd crowd(target_of(options));
  Talk talk(crowd, options.text_bytes, options.compact);
  // The first ones fill what all share: page caches, pools, the memory that answering takes for a moment.
  const auto first = std::max<std::size_t>(options.members / 20, 1);
  talk.gather(options.first, first, options.step, 0);
  const Memory before = memory_of(options.server);
  const auto others = options.members - first;
  talk.gather(options.first + static_cast<std::int64_t>(first) * options.step, others, options.step, 0);
  for (const auto end = now_ns() + static_cast<std::int64_t>(options.seconds * second); now_ns() < end;) talk.turn(end);
  const Memory after = memory_of(options.server);
  const auto each = [&](std::int64_t a, std::int64_t b) { return static_cast<double>(a - b) / static_cast<double>(others); };
  say("resident_bytes_each", each(after.resident, before.resident));
  say("proportional_bytes_each", each(after.proportional, before.proportional));
  say("resident_bytes", static_cast<double>(after.resident));
  if (!crowd.problem().empty()) std::fprintf(stderr, "standpipe-load: %s\n", crowd.problem().c_str());
  return crowd.problem().empty() ? 0 : 1;
}

}  // namespace standpipe::bench
