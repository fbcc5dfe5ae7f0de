#include "client-cli/chat.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <iterator>
#include <set>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;
namespace asio = boost::asio;

namespace {

std::string clock_now() {
  const auto now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M", &local)};
}

/// The running conversation. One thread.
class Chat {
 public:
  Chat(const Context& context, const ChatOptions& options, const Home& home, const std::string& token)
      : context_(context),
        options_(options),
        home_(home),
        mirror_(home.mirror()),
        outbox_(home.outbox()),
        input_(io_),
        signals_(io_, SIGINT, SIGTERM),
        ending_(io_),
        connection_(io_, connection_options(context, token), mirror_, outbox_, handlers()) {}

  Exit run() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) end(Exit::ok);
    });
    connection_.start();
    if (options_.read_input) {
      input_.assign(::dup(STDIN_FILENO));
      read_line();
    }
    io_.run();
    try {
      home_.save(mirror_);
    } catch (const std::exception&) {  // it is only a copy
    }
    return exit_;
  }

 private:
  static Connection::Options connection_options(const Context& context, const std::string& token) {
    Connection::Options options;
    options.endpoint = context.endpoint;
    options.token = token;
    options.lite = context.lite;
    options.page = 50;
    return options;
  }

  Connection::Handlers handlers() {
    Connection::Handlers h;
    h.on_online = [this](const HelloResult& hello) { on_online(hello); };
    h.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) { on_state(state, why); };
    h.on_change = [this](const std::string&, const Change& change) { on_change(change); };
    h.on_sent = [this](const Queued& queued, const CallAnswer& answer) { on_sent(queued, answer); };
    h.on_notice = [this](const std::string& method, const boost::json::value& params) { on_notice(method, params); };
    return h;
  }

  void status(const std::string& text) {
    if (!context_.json) say("-- " + text);
  }

  void on_online(const HelloResult& hello) {
    for (const Person& person : hello.people) names_[person.id] = person.name;
    if (!room_.id && !find_room()) return;
    const bool back = was_online_;
    was_online_ = true;
    offline_since_.clear();
    if (back) return status("online again" + waiting_words());
    status("in " + printable_line(room_.name) + " as " + printable_line(hello.me.name) + waiting_words());
    show_newest();
  }

  bool find_room() {
    const auto by_slug = mirror_.room_by_slug(options_.room);
    const auto by_id = mirror_.rooms().find(RoomId{std::strtoll(options_.room.c_str(), nullptr, 10)});
    if (by_slug) {
      room_ = *by_slug;
    } else if (by_id != mirror_.rooms().end()) {
      room_ = by_id->second;
    } else {
      fail("There is no room '" + options_.room + "' that you can see. Do: standpipe rooms");
      return false;
    }
    const auto membership = mirror_.memberships().find(room_.id);
    if (membership == mirror_.memberships().end() || !membership->second.in) {
      fail("You are not in " + printable_line(room_.name) + ". Do: standpipe join " + room_.slug);
      return false;
    }
    return true;
  }

  void show_newest() {
    MessageHistory::Params ask;
    ask.room = room_.id;
    ask.limit = std::clamp<std::int64_t>(options_.lines, 1, 200);
    connection_.call<MessageHistory>(ask, [this](const CallAnswer& answer) {
      showing_ = true;
      if (!answer.error) {
        const auto json = parse(answer.result);
        const auto page =
            json.has_value() ? read<MessagePage>(json.value()) : boost::system::result<MessagePage, ReadError>(MessagePage{});
        if (page.has_value()) show_page(page.value());
      }
      const auto kept = std::move(kept_);
      for (const Message& message : kept) show(message);
    });
  }

  void show_page(const MessagePage& page) {
    mirror_.apply(page);
    for (const Person& person : page.people) names_[person.id] = person.name;
    if (options_.lines == 0) {
      for (const Message& message : page.messages) shown_.insert(message.id);
      return;
    }
    for (const Message& message : page.messages) show(message);
  }

  void on_change(const Change& change) {
    if (!change.message || change.message->room != room_.id || !room_.id) return;
    if (change.message->thread && !options_.all) return;
    if (!showing_) {
      kept_.push_back(*change.message);
    } else {
      show(*change.message);
    }
  }

  /// Each message once; again only when it was edited or removed.
  void show(const Message& message) {
    if (message.gone) return;
    const bool known = !shown_.insert(message.id).second;
    if (known && !message.edited_at && !message.removed) return;
    if (!names_.contains(message.by)) return ask_name(message);
    if (context_.json) {
      say(to_json(message));
    } else {
      say(show_message(message, names_));
    }
    mark_read(message);
  }

  void ask_name(const Message& message) {
    MemberGet::Params ask;
    ask.members = {message.by};
    connection_.call<MemberGet>(ask, [this, message](const CallAnswer& answer) {
      names_[message.by] = "@" + std::to_string(message.by.value);
      if (!answer.error) {
        const auto json = parse(answer.result);
        if (json.has_value()) {
          if (const auto page = read<MemberPage>(json.value()); page.has_value() && !page.value().members.empty())
            names_[message.by] = page.value().members.front().name;
        }
      }
      shown_.erase(message.id);
      show(message);
    });
  }

  void mark_read(const Message& message) {
    if (message.thread || message.by == mirror_.me().id || message.index <= marked_) return;
    marked_ = message.index;
    if (mark_waits_) return;
    mark_waits_ = true;
    ending_.expires_after(std::chrono::seconds(1));
    ending_.async_wait([this](const boost::system::error_code& error) {
      mark_waits_ = false;
      if (error) return;
      std::string params;
      write_params(params, ReadMarkSet::Params{room_.id, std::nullopt, marked_});
      params.pop_back();
      params += ",\"key\":\"" + new_key() + "\"}";
      connection_.call(ReadMarkSet::name, params, [](const CallAnswer&) {});
    });
  }

  void on_state(Connection::State state, const std::string& why) {
    if (state == Connection::State::ended) return fail("The server ended the log-in: " + why);
    if (offline_since_.empty()) {
      offline_since_ = clock_now();
      status("offline since " + offline_since_ + waiting_words() + "; trying again");
    }
  }

  void on_sent(const Queued& queued, const CallAnswer& answer) {
    if (!answer.error) return;
    std::string text = "not posted: " + printable_line(answer.error->message);
    if (!answer.error->data.reason.empty()) text += " Reason: " + printable_line(answer.error->data.reason);
    if (answer.error->data.until) text += " Until " + show_time(answer.error->data.until) + ".";
    status(text + " [" + answer.error->code + "] " + queued.key.substr(0, 8));
  }

  void on_notice(const std::string& method, const boost::json::value& params) {
    if (method != "left") return;
    const auto closed = read<StreamClosed>(params);
    if (closed.has_value() && closed.value().stream == "room:" + std::to_string(room_.id.value)) {
      fail("You are no longer in this room: " + printable_line(closed.value().reason));
    }
  }

  std::string waiting_words() {
    const auto waiting = outbox_.waiting().size();
    return waiting == 0 ? std::string() : ", " + std::to_string(waiting) + " waiting";
  }

  void read_line() {
    asio::async_read_until(input_, typed_, '\n', [this](const boost::system::error_code& error, std::size_t) {
      std::istream in(&typed_);
      std::string line;
      if (std::getline(in, line)) on_line(line);
      if (ended_) return;
      if (!error) return read_line();
      finish();
    });
  }

  void on_line(const std::string& line) {
    if (line == "/quit" || line == "/q") return end(Exit::ok);
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    if (!room_.id && !find_room_offline()) return status("not connected yet: say it again in a moment");
    MessagePost::Params post;
    post.room = room_.id;
    post.text = line;
    std::string params;
    write_params(params, post);
    try {
      connection_.queue(MessagePost::name, params);
    } catch (const std::exception& problem) {
      status(std::string("not kept: ") + problem.what());
    }
  }

  /// From the copy of the last time, when there has been no line yet.
  bool find_room_offline() {
    const auto known = mirror_.room_by_slug(options_.room);
    if (known) room_ = *known;
    return known.has_value();
  }

  /// The input is at its end: what was typed gets its answers first, for a while.
  void finish() {
    const auto until = std::chrono::steady_clock::now() + context_.patience;
    finish_by(until);
  }

  void finish_by(std::chrono::steady_clock::time_point until) {
    const auto left = outbox_.waiting().size();
    if (left == 0) return end(Exit::ok);
    if (std::chrono::steady_clock::now() >= until) {
      status(std::to_string(left) + " waiting: `standpipe sync` sends them");
      return end(Exit::unreachable);
    }
    finishing_.expires_after(std::chrono::milliseconds(50));
    finishing_.async_wait([this, until](const boost::system::error_code& error) {
      if (!error) finish_by(until);
    });
  }

  void fail(const std::string& message) {
    std::fputs((message + "\n").c_str(), stderr);
    end(Exit::refused);
  }

  void end(Exit exit) {
    if (ended_) return;
    ended_ = true;
    exit_ = exit;
    signals_.cancel();
    ending_.cancel();
    if (input_.is_open()) input_.close();
    connection_.stop();
  }

  Context context_;
  ChatOptions options_;
  const Home& home_;
  Mirror mirror_;
  Outbox outbox_;
  asio::io_context io_;
  asio::posix::stream_descriptor input_;
  asio::signal_set signals_;
  asio::steady_timer ending_;
  asio::steady_timer finishing_{io_};
  Connection connection_;
  asio::streambuf typed_;
  Names names_;
  Room room_;
  std::set<MessageId> shown_;
  std::vector<Message> kept_;
  std::string offline_since_;
  Index marked_;
  bool showing_ = false;
  bool was_online_ = false;
  bool mark_waits_ = false;
  bool ended_ = false;
  Exit exit_ = Exit::ok;
};

}  // namespace

Exit chat(const Context& context, const ChatOptions& options) {
  const Home home(context.endpoint);
  const auto login = home.login();
  if (!login) throw Failure{Exit::not_logged_in, "You are not logged in here. Do: standpipe login --email YOU@UTILITY"};
  Chat conversation(context, options, home, login->token);
  return conversation.run();
}

void add_chat_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<ChatOptions>();
  auto* chat_command = app.add_subcommand("chat", "A plain conversation in a room, line by line; /quit ends it");
  chat_command->add_option("room", options->room, "Its slug")->required();
  chat_command->add_option("-n,--lines", options->lines, "How much of what was said before, 0 to 200");
  chat_command->callback([&program, options] {
    program.action = [&program, options] {
      if (const Exit exit = chat(program.context(), *options); exit != Exit::ok) throw Failure{exit, ""};
    };
  });
  auto watch = std::make_shared<ChatOptions>();
  watch->read_input = false;
  auto* tail = app.add_subcommand("tail", "Print what is said in a room, as it comes, until it is interrupted");
  tail->add_option("room", watch->room, "Its slug")->required();
  tail->add_option("-n,--lines", watch->lines, "How much of what was said before, 0 to 200");
  tail->add_flag("--all", watch->all, "Messages of threads too");
  tail->callback([&program, watch] {
    program.action = [&program, watch] {
      if (const Exit exit = chat(program.context(), *watch); exit != Exit::ok) throw Failure{exit, ""};
    };
  });
}

}  // namespace standpipe::client
