#include <chrono>
#include <iomanip>
#include <map>
#include <sstream>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// What the commands that wait may say of themselves.
struct Waiting {
  RoomId room;
  ThreadId thread;
  MessageId message;
  std::string title, text, emoji, reason;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (room, thread, message, title, text, emoji, reason))

/// When it was written, what it is, where it goes and what it says.
std::string show_queued(const Queued& queued, const Mirror& mirror) {
  std::string out = show_time(Time{queued.at}) + "  " + queued.method;
  const auto json = parse(queued.params);
  const auto read_params =
      json.has_value() ? read<Waiting>(json.value()) : boost::system::result<Waiting, ReadError>(ReadError{});
  if (read_params.has_error()) return out + ": " + printable_line(queued.params);
  const Waiting& w = read_params.value();
  if (w.room) {
    const auto room = mirror.find_room(w.room);
    const bool direct = room && room->kind == RoomKind::direct;
    out += direct ? " " + printable_line(room->name) : " in " + printable_line(room ? room->slug : std::to_string(w.room.value));
  }
  if (w.thread) out += " t" + std::to_string(w.thread.value);
  if (w.message) out += " m" + std::to_string(w.message.value);
  out += ": ";
  if (!w.title.empty()) out += "«" + printable_line(w.title) + "» ";
  return out + printable_line(w.text + w.emoji + w.reason);
}

void say_refused(const Queued& queued, const CallAnswer& answer, const Mirror& mirror) {
  if (!answer.error) return;
  const std::string text = "Refused: " + show_queued(queued, mirror) + "\n  " + said(*answer.error) + "\n";
  std::fputs(text.c_str(), stderr);
}

struct Synced {
  std::int64_t sent = 0, refused = 0, waiting = 0;
  std::int64_t messages = 0, rooms = 0, mentions = 0;  ///< new ones, and in how many rooms; those that name one
  std::int64_t bytes_in = 0, bytes_out = 0;            ///< as the socket moved them, handshakes included
  std::int64_t ms = 0;
};
BOOST_DESCRIBE_STRUCT(Synced, (), (sent, refused, waiting, messages, rooms, mentions, bytes_in, bytes_out, ms))

/// What there was before, to tell what is new.
class Before {
 public:
  explicit Before(const Mirror& mirror) {
    for (const auto& [room, head] : mirror.room_heads()) last_[room] = head.last_number.value;
    if (!mirror.notifications().empty()) last_notification_ = mirror.notifications().rbegin()->first;
  }

  void count_new(const Mirror& now, Synced& synced) const {
    for (const auto& [room, head] : now.room_heads()) {
      const auto found = last_.find(room);
      const auto fresh = found == last_.end() ? now.unread(room) : head.last_number.value - found->second;
      synced.messages += fresh;
      synced.rooms += fresh > 0 ? 1 : 0;
    }
    for (const auto& [id, told] : now.notifications())
      synced.mentions += id > last_notification_ && told.kind == NotificationKind::mention && !told.seen ? 1 : 0;
  }

 private:
  std::map<RoomId, std::int64_t> last_;
  NotificationId last_notification_;
};

std::string counted(std::int64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::string with_digits(double number, int behind_the_point) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(behind_the_point) << number;
  return text.str();
}

std::string in_words(const Synced& synced) {
  std::string text = counted(synced.messages, "new message");
  if (synced.messages > 0) text += " in " + counted(synced.rooms, "room");
  if (synced.mentions > 0) text += ", " + counted(synced.mentions, "mention");
  text += ". " + std::to_string(synced.sent) + " sent, " + std::to_string(synced.refused) + " refused, " +
          std::to_string(synced.waiting) + " waiting. ";
  const auto bytes = synced.bytes_in + synced.bytes_out;
  return text + with_digits(static_cast<double>(bytes) / 1000, bytes < 10'000 ? 1 : 0) + " kB in " +
         with_digits(static_cast<double>(synced.ms) / 1000, 1) + " s.";
}

void add_sync(CLI::App& app, Program& program) {
  auto* sync = app.add_subcommand("sync", "Fetch what is new, send what waits, and end");
  sync->callback([&program] {
    program.action = [&program] {
      const auto begin = std::chrono::steady_clock::now();
      OneShot client(program.context());
      const Before before(client.mirror());
      Synced synced;
      client.go_online();
      before.count_new(client.mirror(), synced);
      client.send_waiting([&synced, &client](const Queued& queued, const CallAnswer& answer) {
        ++(answer.error ? synced.refused : synced.sent);
        say_refused(queued, answer, client.mirror());
      });
      synced.waiting = static_cast<std::int64_t>(client.outbox().waiting().size());
      synced.bytes_in = static_cast<std::int64_t>(client.bytes_in());
      synced.bytes_out = static_cast<std::int64_t>(client.bytes_out());
      const auto time = std::chrono::steady_clock::now() - begin;
      synced.ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
      if (program.json) {
        std::string text;
        write_params(text, synced);  // zeros too
        say_json(text);
      } else {
        say(in_words(synced));
      }
      if (synced.waiting > 0)
        throw Failure{Exit::unreachable, "Not everything could be sent now. Do it again later: standpipe sync"};
      if (synced.refused > 0) throw Failure{Exit::refused, ""};
    };
  });
}

void add_waiting(CLI::App& app, Program& program) {
  auto drop = std::make_shared<std::size_t>(0);
  auto* outbox = app.add_subcommand("outbox", "What waits to be sent");
  outbox->add_option("--drop", *drop, "Give up the one with this number");
  outbox->callback([&program, drop] {
    program.action = [&program, drop] {
      const Context context = program.context();
      const Home home(context.endpoint);
      login_of(home, context);
      Outbox box(home.outbox());
      auto waiting = box.waiting();
      if (*drop > waiting.size())
        throw Failure{Exit::usage, "There is no number " + std::to_string(*drop) + ". Do: standpipe outbox"};
      if (*drop > 0) {
        box.done(waiting[*drop - 1].key);
        waiting = box.waiting();
      }
      const Mirror mirror = home.mirror();
      for (std::size_t i = 0; i < waiting.size(); ++i) {
        if (program.json) {
          say_json(to_json(waiting[i]));
        } else {
          say(std::to_string(i + 1) + "  " + show_queued(waiting[i], mirror));
        }
      }
      if (waiting.empty() && !program.json) say("Nothing waits.");
    };
  });
}

void add_call(CLI::App& app, Program& program) {
  auto method = std::make_shared<std::string>();
  auto params = std::make_shared<std::string>("{}");
  auto* call = app.add_subcommand("call", "Call any method of the protocol; prints the result as JSON");
  call->add_option("method", *method, "Like room.list")->required();
  call->add_option("params", *params, "A JSON object; a key is added where it has none");
  call->callback([=, &program] {
    program.action = [=, &program] {
      const auto json = parse(*params);
      if (json.has_error() || !json.value().is_object())
        throw Failure{Exit::usage, "The params are no JSON object. Write them like '{\"room\":1}'."};
      std::string text = *params;
      if (!json.value().get_object().contains("key")) {
        text.resize(text.find_last_of('}'));
        text += (json.value().get_object().empty() ? "\"key\":\"" : ",\"key\":\"") + new_key() + "\"}";
      }
      OneShot client(program.context());
      say_json(client.call(*method, text));
    };
  });
}

}  // namespace

void add_outbox_commands(CLI::App& app, Program& program) {
  add_sync(app, program);
  add_waiting(app, program);
  add_call(app, program);
}

}  // namespace standpipe::client
