#include "client-cli/chat.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <set>
#include <stdexcept>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client-cli/commands.hpp"
#include "client-cli/scroll.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/typed_lines.hpp"
#include "protocol/methods.hpp"
#include "protocol/text.hpp"

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
  Chat(const Context& context, const ChatOptions& options, const Home& home, const Home::Login& login)
      : context_(context),
        options_(options),
        home_(home),
        email_(login.email),
        mirror_(home.mirror()),
        outbox_(home.outbox()),
        typed_(io_, {[this](const std::string& line) { on_line(line); }, [this] { finish(); }}),
        signals_(io_, SIGINT, SIGTERM),
        continued_(io_, SIGCONT),
        marking_(io_),
        finishing_(io_),
        connection_(io_, connection_options(context, login.token), mirror_, outbox_, handlers()) {}

  void run() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) end(Exit::ok);
    });
    await_continue();
    if (const auto known = mirror_.find_room(options_.room)) use(*known);
    connection_.start();
    try {
      while (!ended_) io_.run_one();
    } catch (const Failure& failure) {  // of its output
      const auto waiting = outbox_.waiting().size();
      fail(failure.exit, failure.message + (waiting == 0 ? "" : " " + sync_words(waiting)));
    }
    io_.run_for(std::chrono::milliseconds(500));  // for the close of the line, and no longer
    try {
      home_.save(mirror_);
    } catch (const std::exception&) {  // it is only a copy
    }
    if (exit_ != Exit::ok) throw Failure{exit_, last_words_};
  }

 private:
  static Connection::Options connection_options(const Context& context, const std::string& token) {
    Connection::Options options;
    options.endpoint = context.endpoint;
    options.token = token;
    options.lite = context.lite;
    return options;
  }

  Connection::Handlers handlers() {
    Connection::Handlers h;
    h.on_online = [this](const HelloResult& hello) { on_online(hello); };
    h.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) { on_state(state, why); };
    h.on_change = [this](const std::string&, const Change& change) { on_change(change); };
    h.on_sent = [this](const Queued& queued, const CallAnswer& answer) { on_sent(queued, answer); };
    h.on_postponed = [this](const Queued&, const CallError& error, std::chrono::milliseconds) {
      status("not posted yet, it waits: " + said(error));
    };
    h.on_notice = [this](const std::string& method, const boost::json::value& params) { on_notice(method, params); };
    return h;
  }

  void await_continue() {
    continued_.async_wait([this](const boost::system::error_code& error, int) {
      if (error || ended_) return;
      typed_.resume();
      await_continue();
    });
  }

  /// Remarks of the client. With --json standard output has messages only.
  void status(const std::string& text) {
    if (context_.json) {
      std::fputs(("-- " + text + "\n").c_str(), stderr);
    } else {
      typed_.print("-- " + text);
    }
  }

  /// The room is known: from now on lines can be taken.
  void use(const Room& room) {
    room_ = room;
    if (options_.read_input) typed_.start();
  }

  void on_online(const HelloResult& hello) {
    const bool back = was_online_;
    was_online_ = true;
    offline_since_.clear();
    if (!check_room()) return;
    const auto head = mirror_.room_heads().find(room_.id);
    scroll_.begin(head == mirror_.room_heads().end() ? Number{} : head->second.last_number);
    if (back) {
      status("online again" + waiting_words());
      return caught_up(hello);
    }
    status("in " + printable_line(room_.name) + " as " + printable_line(hello.me.name) + waiting_words());
    if (options_.read_input && !context_.json && ::isatty(STDIN_FILENO)) status("a line and Enter posts it; /quit ends");
    show_newest();
  }

  bool check_room() {
    if (!room_.id) {
      const auto found = mirror_.find_room(options_.room);
      if (!found) {
        fail(Exit::usage, "There is no room '" + options_.room + "' that you can see. Do: standpipe rooms");
        return false;
      }
      use(*found);
    }
    const auto membership = mirror_.memberships().find(room_.id);
    if (membership != mirror_.memberships().end() && membership->second.in) return true;
    fail(Exit::refused, not_in(room_));
    return false;
  }

  /// Shows what the hello brought; where the absence was too long for that, the newest page.
  void caught_up(const HelloResult& hello) {
    const auto stream = "room:" + std::to_string(room_.id.value);
    const bool gap =
        std::any_of(hello.streams.begin(), hello.streams.end(), [&](const CatchUp& c) { return c.stream == stream && c.gap; });
    if (gap || !scroll_.has_page()) return show_newest();
    scroll_.release();
    show_all();
  }

  void show_newest() {
    MessageHistory::Params ask;
    ask.room = room_.id;
    ask.limit = std::clamp<std::int64_t>(options_.lines, 1, 200);
    connection_.call<MessageHistory>(ask, [this](const CallAnswer& answer) {
      const auto json = parse(answer.result);
      const auto page = json.has_value() ? read<MessagePage>(json.value()) : ReadResult(MessagePage{});
      if (answer.error || page.has_error()) return;  // the line is lost: asked again after the next hello
      mirror_.apply(page.value());
      scroll_.page(page.value().messages, options_.lines > 0);
      show_all();
    });
  }
  using ReadResult = boost::system::result<MessagePage, ReadError>;

  void on_change(const Change& change) {
    if (!change.message || change.message->room != room_.id || !room_.id) return;
    if (change.message->thread && !options_.all) return;
    scroll_.take(*change.message);
    show_all();
  }

  /// One whose author's name is not known yet keeps back those after it.
  void show_all() {
    while (!asking_) {
      const Message* next = scroll_.front();
      if (next == nullptr) return;
      if (mirror_.person_name(next->by).empty() && !strangers_.contains(next->by)) return ask_name(next->by);
      show(scroll_.pop());
    }
  }

  void show(const Scroll::Item& item) {
    const Message& message = item.message;
    if (item.skipped > 0) {
      // What was said during a long absence does not come by itself.
      status(std::to_string(item.skipped) + " messages before this are not shown. Do: standpipe read " + options_.room +
             " --after " + std::to_string(message.index.value - item.skipped - 1));
    }
    if (context_.json) {
      say_json(to_json(message));
    } else {
      Names names;
      names.people[message.by] = mirror_.person_name(message.by);
      if (names.people[message.by].empty() && !former_.contains(message.by)) names.people.erase(message.by);
      typed_.print(show_message(message, names));
    }
    mark_read(message);
  }

  void ask_name(MemberId who) {
    asking_ = true;
    MemberGet::Params ask;
    ask.members = {who};
    connection_.call<MemberGet>(ask, [this, who](const CallAnswer& answer) {
      asking_ = false;
      strangers_.insert(who);
      const auto json = parse(answer.result);
      if (!answer.error && json.has_value()) {
        if (const auto page = read<MemberPage>(json.value()); page.has_value() && !page.value().members.empty()) {
          mirror_.apply(page.value());
          if (page.value().members.front().name.empty()) former_.insert(who);
        }
      }
      show_all();
    });
  }

  void mark_read(const Message& message) {
    if (message.thread || message.by == mirror_.me().id || message.index <= marked_) return;
    marked_ = message.index;
    if (mark_waits_) return;
    mark_waits_ = true;
    marking_.expires_after(std::chrono::seconds(1));
    marking_.async_wait([this](const boost::system::error_code& error) {
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
    if (state == Connection::State::ended) {
      if (connection_.end_code() == 4403) return fail(Exit::refused, "The server let you go: " + why + waiting_words());
      return fail(Exit::not_logged_in,
                  "Your log-in has ended (" + why + ")" + waiting_words() + ". Do: standpipe login --email " + email_);
    }
    if (!offline_since_.empty()) return;
    offline_since_ = clock_now();
    scroll_.hold();
    status("offline since " + offline_since_ + waiting_words() + "; trying again" +
           (room_.id && options_.read_input ? std::string("; what you write is kept") : std::string()));
  }

  void on_sent(const Queued& queued, const CallAnswer& answer) {
    if (!answer.error) return;
    refused_ = true;
    const auto json = parse(queued.params);
    std::string text;
    if (json.has_value() && json.value().is_object()) {
      const auto* said_text = json.value().get_object().if_contains("text");
      if (said_text != nullptr && said_text->is_string()) text = printable_line(std::string_view(said_text->get_string()));
    }
    status("not posted: " + said(*answer.error) + (text.empty() ? "" : "\n   " + text));
  }

  void on_notice(const std::string& method, const boost::json::value& params) {
    if (method != "left") return;
    const auto closed = read<StreamClosed>(params);
    if (closed.has_value() && closed.value().stream == "room:" + std::to_string(room_.id.value))
      fail(Exit::refused, "You are no longer in this room (" + closed.value().reason + "). Do: standpipe notifications");
  }

  std::string waiting_words() {
    const auto waiting = outbox_.waiting().size();
    return waiting == 0 ? std::string() : ", " + std::to_string(waiting) + " waiting";
  }

  static std::string sync_words(std::size_t waiting) { return std::to_string(waiting) + " waiting. Do: standpipe sync"; }

  void on_line(const std::string& typed) {
    if (ended_ || quitting_) return;
    const auto words = protocol::trim(typed);
    if (words == "/quit" || words == "/q") return quit();
    if (words.empty()) return connection_.try_now();
    if (words.starts_with('/') && !words.starts_with("//")) {
      refused_ = true;
      return status("not posted: there is no command " + printable_line(words.substr(0, words.find(' '))) +
                    ". /quit ends; to post a line that begins with /, write // for it");
    }
    const std::string line(words.starts_with("//") ? words.substr(1) : std::string_view(typed));
    MessagePost::Params post;
    post.room = room_.id;
    post.text = line;
    std::string params;
    write_params(params, post);
    try {
      connection_.queue(MessagePost::name, params);
      if (!offline_since_.empty()) status("kept" + waiting_words() + ": " + printable_line(line));
    } catch (const std::invalid_argument& problem) {
      refused_ = true;
      status("not posted: " + std::string(problem.what()));
    } catch (const std::exception& problem) {
      refused_ = true;
      status("not kept: " + std::string(problem.what()) + ". Make room on the disk, and write it again: " + printable_line(line));
    }
  }

  /// What was written before gets its answers; without a line nobody has to wait for it.
  void quit() {
    quitting_ = true;
    typed_.stop();
    if (offline_since_.empty()) return finish();
    finish_by(std::chrono::steady_clock::now());
  }

  /// The input is at its end: what was typed gets its answers first, for a while.
  void finish() { finish_by(std::chrono::steady_clock::now() + context_.patience); }

  void finish_by(std::chrono::steady_clock::time_point until) {
    const auto left = outbox_.waiting().size();
    if (left == 0 && (scroll_.shows_live() || quitting_)) return end(refused_ ? Exit::refused : Exit::ok);
    if (std::chrono::steady_clock::now() >= until) {
      if (left == 0) return fail(Exit::unreachable, "No answer from " + context_.endpoint.url() + ". Try again later.");
      status(sync_words(left));
      return end(Exit::unreachable);
    }
    finishing_.expires_after(std::chrono::milliseconds(50));
    finishing_.async_wait([this, until](const boost::system::error_code& error) {
      if (!error) finish_by(until);
    });
  }

  void fail(Exit exit, const std::string& message) {
    last_words_ = message;
    end(exit);
  }

  void end(Exit exit) {
    if (ended_) return;
    ended_ = true;
    exit_ = exit;
    signals_.cancel();
    continued_.cancel();
    marking_.cancel();
    finishing_.cancel();
    typed_.stop();
    connection_.stop();
  }

  Context context_;
  ChatOptions options_;
  const Home& home_;
  std::string email_;
  Mirror mirror_;
  Outbox outbox_;
  asio::io_context io_;
  TypedLines typed_;
  asio::signal_set signals_;
  asio::signal_set continued_;
  asio::steady_timer marking_;
  asio::steady_timer finishing_;
  Connection connection_;
  Room room_;
  Scroll scroll_;
  std::set<MemberId> strangers_;  ///< whose name was asked for
  std::set<MemberId> former_;
  std::string offline_since_;
  std::string last_words_;
  Index marked_;
  bool asking_ = false;
  bool was_online_ = false;
  bool mark_waits_ = false;
  bool refused_ = false;
  bool quitting_ = false;
  bool ended_ = false;
  Exit exit_ = Exit::ok;
};

}  // namespace

void chat(const Context& context, const ChatOptions& options) {
  const Home home(context.endpoint);
  Chat conversation(context, options, home, login_of(home, context));
  conversation.run();
}

}  // namespace standpipe::client
