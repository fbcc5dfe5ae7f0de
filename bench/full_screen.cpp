// Measures the terminal client's full screen in a pseudo-terminal of 120 columns and 40 rows, against a server of its own:
// memory, start without and with a line, the processor when nothing happens, and how long a key takes to the screen.
//   standpipe-full-screen
// 300 members in nine rooms; the client has 10,000 messages on disk, as if its member had read through all rooms. What is typed
// and the start are measured in turn with a yardstick: a key with its echo by cat, a start with `standpipe --version`. Takes two
// minutes.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "bench/guest.hpp"
#include "bench/pty_program.hpp"
#include "client-cli/home.hpp"
#include "tests/support/server_process.hpp"

using namespace standpipe;            // NOLINT: a program of its own
using namespace standpipe::protocol;  // NOLINT
using namespace std::chrono_literals;
using bench::Clock;
using bench::Guest;
using bench::PtyProgram;
namespace fs = std::filesystem;

namespace {

constexpr int members = 300;
constexpr int messages = 12'000;
constexpr int room_count = 9;
constexpr int reader = 20, talker = 40;  ///< are in all nine rooms
constexpr RoomId open_room{1};
constexpr int missed = 50;
constexpr int day = 200;
constexpr int starts = 15;
constexpr int keys = 600;
constexpr auto between_messages = 50ms;
constexpr auto idle_time = 30s;
constexpr const char* to_newest = "\x1b[F";  ///< the key End

class Talk {
 public:
  explicit Talk(Guest& guest) : guest_(guest) {}
  void say(RoomId room, const std::string& text) {
    MessagePost::Params post;
    post.room = room;
    post.text = text;
    guest_.act<MessagePost>(post);
  }
  std::string sentence() {
    static constexpr const char* words[] = {"pressure", "zone", "meter", "night", "flow", "leak", "valve", "pump", "tariff"};
    std::string text;
    for (auto left = 5 + random_() % 25; left > 0; --left) text.append(words[random_() % std::size(words)]).append(" ");
    return text;
  }

 private:
  Guest& guest_;
  std::mt19937 random_{7};
};

/// The community, its server, and the reader's folder.
class Stage {
 public:
  Stage() : server_(served()), endpoint_(*client::parse_endpoint(server_.url())) {
    ::setenv("STANDPIPE_HOME", (folder_.path() / "home").c_str(), 1);
    read_all();
    Guest guest(endpoint_, talker, folder_.path() / "outbox-talker");
    Talk talk(guest);
    talk.say(open_room, "first-missed");
    for (int i = 2; i < missed; ++i) talk.say(open_room, talk.sentence());
    talk.say(open_room, "fiftieth-message");
  }

  test::ServerProcess& server() { return server_; }
  const client::Endpoint& endpoint() const { return endpoint_; }
  fs::path outbox() const { return folder_.path() / "outbox-talker"; }
  std::size_t cached() const { return cached_; }

  /// The folder as it was before anything was missed.
  void reset() const {
    client::Home home(endpoint_);
    home.save(client::Home::Login{"bench-token-" + std::to_string(reader), "member20@example.org", "Member 20", reader});
    home.save(mirror_);
    home.save_screen(R"({"room":1})");
  }

  /// From now on the server speaks TLS, with a certificate that the client is told to trust.
  void encrypt() {
    const auto key = folder_.path() / "key.pem", certificate = folder_.path() / "certificate.pem";
    const auto made = test::run_program(
        "/usr/bin/openssl", {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=bench", "-addext",
                             "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate});
    if (made.exit != 0) throw std::runtime_error("openssl: " + made.err);
    server_.stop();
    ::setenv("STANDPIPE_TLS_CERTIFICATE", certificate.c_str(), 1);
    ::setenv("STANDPIPE_TLS_KEY", key.c_str(), 1);
    ::setenv("SSL_CERT_FILE", certificate.c_str(), 1);
    server_.restart();
    endpoint_.tls = true;
  }

  std::map<std::string, std::string> environment() const {
    return {{"STANDPIPE_SERVER", endpoint_.url()},
            {"XDG_CONFIG_HOME", folder_.path()},
            {"TERM", "xterm-256color"},
            {"LC_ALL", "C.UTF-8"},
            {"LANGUAGE", ""}};
  }

 private:
  test::ServerProcess::Options served() const {
    const auto made = folder_.path() / "made";
    const auto run = [](const std::string& name, const std::vector<std::string>& words) {
      auto result = test::run_program(test::program(name), words);
      if (result.exit != 0) throw std::runtime_error(name + ": " + result.err);
      return std::move(result.out);
    };
    std::ofstream(made, std::ios::binary) << run("standpipe-make-community", {std::to_string(members), std::to_string(messages)});
    run("standpiped", {"admin", "import", made, "--data", folder_.path() / "data"});
    return {.data = folder_.path() / "data", .environment = {{"STANDPIPE_LIMITS_RATES", "false"}}};
  }

  void read_all() {
    Guest guest(endpoint_, reader, folder_.path() / "outbox-reader");
    Guest other(endpoint_, talker, outbox());
    Talk(other).say(open_room, "newest-in-the-cache");
    for (int room = 1; room <= room_count; ++room) {
      read_place(guest, {RoomId{room}, {}});
      ThreadList::Params ask;
      ask.room = RoomId{room};
      ask.limit = 100;
      for (bool more = true; more;) {
        const auto page = guest.ask<ThreadList>(ask);
        guest.mirror().apply(page);
        for (const Thread& thread : page.threads) read_place(guest, {thread.room, thread.id});
        more = page.more;
        if (more) ask.before = page.threads.back().last_number;
      }
      guest.act<ReadAll>({RoomId{room}});
    }
    guest.wait(500ms);
    mirror_ = std::move(guest.mirror());
    cached_ = mirror_.message_count();
  }

  static void read_place(Guest& guest, client::Place place) {
    MessageHistory::Params ask;
    ask.room = place.room;
    if (place.thread) ask.thread = place.thread;
    ask.limit = 100;
    for (bool more = true; more;) {
      const auto page = guest.ask<MessageHistory>(ask);
      guest.mirror().apply(page);
      more = page.more_before && !page.messages.empty();
      if (more) ask.before = page.messages.front().index;
    }
  }

  test::TemporaryFolder folder_;
  test::ServerProcess server_;
  client::Endpoint endpoint_;
  client::Mirror mirror_;
  std::size_t cached_ = 0;
};

const std::string client_program = test::program("standpipe");

double part(std::vector<double> values, double of) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(of * static_cast<double>(values.size() - 1))];
}

void print(const char* what, const std::string& value, const char* bar, const std::string& yardstick) {
  std::printf("%s: %s (bar: %s; %s)\n", what, value.c_str(), bar, yardstick.c_str());
  std::fflush(stdout);
}

std::string number(double value, int digits = 1) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

void measure_start(const char* what, const char* bar, const Stage& stage, std::string_view shown, const std::string& keys_typed,
                   std::string_view then) {
  std::vector<double> took, answered, plain;
  for (int i = 0; i < starts; ++i) {
    stage.reset();
    auto begin = Clock::now();
    plain.push_back(PtyProgram({client_program, "--version"}, stage.environment()).ms_until_end(begin));
    begin = Clock::now();
    PtyProgram client({client_program}, stage.environment());
    took.push_back(client.ms_until_shown(begin, shown));
    client.type(keys_typed);
    answered.push_back(client.ms_until_shown(begin, then));
  }
  print(what,
        "median " + number(part(took, 0.5)) + " ms, longest " + number(part(took, 1)) +
            " ms; with the answer to the first keys " + number(part(answered, 0.5)) + " ms",
        bar, "standpipe --version " + number(part(plain, 0.5)) + " ms; " + std::to_string(starts) + " starts");
}

/// One key after the other, in turn at the client and at cat, while others talk in the open room.
void measure_keys(const Stage& stage, PtyProgram& client, PtyProgram& cat) {
  std::atomic<bool> over = false;
  std::thread others([&] {
    Guest guest(stage.endpoint(), talker, stage.outbox());
    Talk talk(guest);
    for (auto next = Clock::now(); !over; std::this_thread::sleep_until(next += between_messages))
      talk.say(open_room, talk.sentence());
    talk.say(open_room, "end-of-the-talk");
  });
  client.type("i");
  client.watch(500ms);
  const std::string prefix = "draft";
  client.type(prefix);
  client.watch(500ms);
  std::mt19937 random(7);
  std::vector<double> took, plain;
  std::string typed = prefix;
  bool erases = false;
  for (int i = 0; i < keys; ++i) {
    erases = typed.size() == prefix.size() ? false : typed.size() >= prefix.size() + 40 || erases;
    if (erases) {
      typed.pop_back();
    } else {
      typed += static_cast<char>('a' + random() % 26);
    }
    client.watch(std::chrono::milliseconds(20 + random() % 60));
    auto begin = Clock::now();
    client.type(erases ? "\x7f" : typed.substr(typed.size() - 1));
    took.push_back(client.ms_until(begin, [&] { return client.cursor_row().ends_with(typed); }));
    begin = Clock::now();
    const auto echo = std::to_string(i) + ";";
    cat.type("\x1b[H" + echo);
    plain.push_back(cat.ms_until_shown(begin, echo));
  }
  over = true;
  others.join();
  client.ms_until_shown(Clock::now(), "end-of-the-talk");
  const auto parts = [](const std::vector<double>& values) {
    return "median " + number(part(values, 0.5), 2) + " ms, 95 % " + number(part(values, 0.95), 2) + " ms, 99 % " +
           number(part(values, 0.99), 2) + " ms";
  };
  print("a key to the screen, at 20 messages a second in the open room", parts(took), "under 16 ms",
        "echo by cat " + parts(plain) + "; " + std::to_string(keys) + " keys");
  client.type("\x15\x1b");
  client.watch(500ms);
}

void print_memory(const char* what, const PtyProgram& client, const PtyProgram& cat) {
  const auto mib = [](long kb) { return number(static_cast<double>(kb) / 1024); };
  const auto m = client.memory();
  print(what,
        mib(m.resident) + " MiB, of which shared libraries " + mib(m.libraries) + ", program file " + mib(m.program) +
            ", heap and stack " + mib(m.other) + "; proportional " + mib(m.proportional) + " MiB, at most " + mib(m.most) +
            " MiB",
        "under 15 MiB", "cat " + mib(cat.memory().resident) + " MiB");
}

/// Through all rooms and back, and some pages back in each; at the end to the newest of the first one.
void walk(PtyProgram& client) {
  for (int step = 1; step < 2 * room_count - 1; ++step) {
    client.type(step < room_count ? "\x1b[1;3B" : "\x1b[1;3A");
    client.watch(200ms);
    for (int page = 0; page < 5; ++page) {
      client.type("\x1b[5~");
      client.watch(50ms);
    }
  }
  client.type(to_newest);
  client.watch(2s);
}

void measure_running(const Stage& stage) {
  stage.reset();
  PtyProgram cat({"/bin/cat"}, stage.environment());
  PtyProgram client({client_program}, stage.environment());
  client.ms_until_shown(Clock::now(), "first-missed");
  client.type(to_newest);
  client.ms_until_shown(Clock::now(), "fiftieth-message");
  client.watch(3s);
  print_memory("resident memory, just started", client, cat);
  const double before = client.cpu_ms(), plain = cat.cpu_ms();
  client.watch(idle_time);
  const double whole = std::chrono::duration<double, std::milli>(idle_time).count();
  print("processor when idle, online, of one core", number((client.cpu_ms() - before) / whole * 100, 3) + " %", "under 1 %",
        "cat " + number((cat.cpu_ms() - plain) / whole * 100, 3) + " %; 30 s");
  {
    Guest guest(stage.endpoint(), talker, stage.outbox());
    Talk talk(guest);
    for (int i = 0; i < day; ++i) {
      talk.say(RoomId{1 + i % room_count}, talk.sentence());
      client.watch(20ms);
    }
  }
  walk(client);
  print_memory("resident memory, after a day of 200 messages and a walk through all rooms", client, cat);
  measure_keys(stage, client, cat);
  print_memory("resident memory, after that", client, cat);
}

void measure_encrypted(Stage& stage) {
  stage.encrypt();
  stage.reset();
  PtyProgram cat({"/bin/cat"}, stage.environment());
  PtyProgram client({client_program}, stage.environment());
  client.ms_until_shown(Clock::now(), " online");
  client.watch(3s);
  print_memory("resident memory, just started, over TLS", client, cat);
}

}  // namespace

int main() {
  try {
    Stage stage;
    std::printf("%zu messages on disk\n", stage.cached());
    stage.server().stop();
    measure_start("start to the first screen, offline", "under 150 ms", stage, "newest-in-the-cache", "iusable", "usable");
    stage.server().restart();
    measure_start("start to the first of 50 missed messages on the screen, online", "under 300 ms", stage, "first-missed",
                  to_newest, "fiftieth-message");
    measure_running(stage);
    measure_encrypted(stage);
  } catch (const std::exception& problem) {
    std::cerr << "standpipe-full-screen: " << problem.what() << '\n';
    return 1;
  }
}
