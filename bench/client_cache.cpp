// Measures what the terminal client's copy on disk costs a client that starts: 9 rooms, 300 people, 400 threads, 10,000 messages.
//   standpipe-client-cache
// Writes the copy into a temporary folder, and starts itself anew for each way of reading it, so that each has a heap of its own.
// The yardstick is the same text, parsed as one JSON document.
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

#include "client-cli/mirror_file.hpp"
#include "protocol/parse.hpp"

using namespace standpipe;            // NOLINT: a program of its own
using namespace standpipe::protocol;  // NOLINT
using client::Mirror;
using client::MirrorFile;

namespace {

constexpr int room_count = 9;
constexpr int people_count = 300;
constexpr int thread_count = 400;
constexpr int message_count = 10'000;

const char* const words[] = {"pressure", "zone",   "meter",    "night",    "flow",      "leak",  "valve",
                             "pump",     "tariff", "billing",  "chlorine", "sludge",    "pipe",  "network",
                             "utility",  "sensor", "training", "partner",  "reservoir", "intake"};

class Community {
 public:
  HelloResult hello() {
    HelloResult hello;
    hello.epoch = "bench";
    hello.me.id = MemberId{1};
    CatchUp community{.stream = "community", .rev = Rev{1}};
    CatchUp me{.stream = "me", .rev = Rev{1}};
    for (int id = 1; id <= room_count; ++id) {
      community.changes.emplace_back().room = Room{.id = RoomId{id}, .slug = "room-" + std::to_string(id), .name = text(30)};
      me.changes.emplace_back().membership = Membership{.room = RoomId{id}};
    }
    hello.streams = {community, me};
    for (int id = 1; id <= people_count; ++id)
      hello.people.push_back({MemberId{id}, "Member Number " + std::to_string(id), "Utility of " + text(12), "KE"});
    return hello;
  }

  ThreadPage threads() {
    ThreadPage page;
    for (int id = 1; id <= thread_count; ++id) {
      Thread thread{.id = ThreadId{id}, .room = RoomId{1 + id % room_count}, .title = text(40), .lang = "en"};
      thread.by = MemberId{1 + below(people_count)};
      page.threads.push_back(thread);
      page.marks.push_back({thread.room, thread.id, Index{1}});
    }
    return page;
  }

  MessagePage messages(int count) {
    MessagePage page;
    for (int i = 0; i < count; ++i) page.messages.push_back(message());
    return page;
  }

 private:
  std::int64_t below(std::int64_t bound) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound)); }

  std::string text(std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out.append(out.empty() ? "" : " ").append(words[below(std::size(words))]);
    return out;
  }

  Message message() {
    Message m;
    m.id = MessageId{++last_id_};
    m.thread = ThreadId{below(5) < 3 ? 1 + below(thread_count) : 0};
    m.room = RoomId{m.thread ? 1 + m.thread.value % room_count : 1 + below(room_count)};
    m.number = Number{++numbers_[m.room]};
    m.index = Index{++indexes_[{m.room, m.thread}]};
    m.rev = Rev{m.number.value + 1000};
    m.by = MemberId{1 + below(people_count)};
    m.at = Time{1'700'000'000'000 + last_id_ * 60'000};
    m.lang = "en";
    m.text = text(60 + static_cast<std::size_t>(below(240)));
    if (below(10) == 0) m.mentions = {MemberId{1 + below(people_count)}};
    if (below(6) == 0) m.reactions = {{"👍", {MemberId{1}, MemberId{2}}}};
    if (below(4) == 0) m.reply_to = MessageId{last_id_ - 1};
    if (below(30) == 0) m.edited_at = m.at;
    return m;
  }

  std::mt19937_64 random_{7};
  std::int64_t last_id_ = 100'000;
  std::map<RoomId, std::int64_t> numbers_;
  std::map<Mirror::Place, std::int64_t> indexes_;
};

/// Of /proc/self/status, in kB.
long status(const std::string& name) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(name + ":")) return std::atol(line.c_str() + name.size() + 1);
  }
  return 0;
}

double ms_of(const std::function<void()>& what) {
  const auto begin = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void print_cost(const char* what, double ms, long before) {
  const long after = status("VmRSS");
  std::printf("%-44s %7.1f ms, VmRSS %ld kB before, %ld kB after (+%ld), at most %ld kB\n", what, ms, before, after,
              after - before, status("VmHWM"));
}

void load(const char* file) {
  const long before = status("VmRSS");
  Mirror mirror;
  const double ms = ms_of([&] {
    std::ifstream in(file, std::ios::binary);
    mirror = MirrorFile::read(in);
    ::malloc_trim(0);
  });
  print_cost("load", ms, before);
  std::size_t bytes = 0;
  const double page = ms_of([&] {
    for (int room = 1; room <= room_count; ++room) {
      for (const auto& m : mirror.newest({RoomId{room}, {}}, 50)) bytes += m.text.size();
    }
  });
  std::printf("%-44s %7.3f ms (%zu bytes of text)\n", "the newest 50 of each room's chat", page, bytes);
}

void parse_whole(const char* file) {
  const long before = status("VmRSS");
  boost::json::value json;
  const double ms = ms_of([&] {
    std::ifstream in(file, std::ios::binary);
    std::string text = "[";
    for (std::string line; std::getline(in, line);) text.append(text.size() > 1 ? "," : "").append(line);
    json = parse(text += "]").value();
  });
  print_cost("yardstick: parse as one document", ms, before);
}

void measure(const char* how, const std::string& file) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/proc/self/exe", "standpipe-client-cache", how, file.c_str(), nullptr);
    std::_Exit(1);
  }
  int result = 0;
  if (child < 0 || ::waitpid(child, &result, 0) != child || result != 0) {
    std::cerr << how << " failed\n";
    std::exit(1);
  }
}

void make_and_measure() {
  Community community;
  Mirror mirror;
  mirror.apply(community.hello());
  mirror.apply(community.threads());
  const auto messages = community.messages(message_count);
  const double taking = ms_of([&] { mirror.apply(messages); });
  const auto file = std::filesystem::temp_directory_path() / ("standpipe-client-cache-" + std::to_string(::getpid()));
  const double writing = ms_of([&] {
    std::ofstream out(file, std::ios::binary);
    MirrorFile::write(mirror, [&](std::string_view line) { out << line; });
  });
  std::printf("%zu messages in a file of %ju bytes\n", mirror.message_count(), std::filesystem::file_size(file));
  std::printf("%-44s %7.1f ms\n%-44s %7.1f ms\n", "taking 10,000 messages", taking, "writing, without fsync", writing);
  const auto more = community.messages(500);
  std::printf("%-44s %7.1f ms\n", "taking 500 more, each in place of an old one", ms_of([&] { mirror.apply(more); }));
  measure("parse", file);
  measure("load", file);
  std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    make_and_measure();
  } else if (argc == 3 && std::string_view(argv[1]) == "load") {
    load(argv[2]);
  } else if (argc == 3 && std::string_view(argv[1]) == "parse") {
    parse_whole(argv[2]);
  } else {
    std::cerr << "usage: standpipe-client-cache\n";
    return 2;
  }
}
