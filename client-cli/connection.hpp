#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/value.hpp>

#include "client-cli/endpoint.hpp"
#include "client-cli/mirror.hpp"
#include "client-cli/outbox.hpp"
#include "client-cli/wire.hpp"
#include "protocol/codec.hpp"
#include "protocol/errors.hpp"

namespace standpipe::client {

/// The server's no, or that there was no answer (code "connection_lost").
struct CallError {
  std::string code;
  std::string message;
  protocol::ErrorData data;
};

/// The answer to a call: the result as JSON, or an error.
struct CallAnswer {
  std::string result;
  std::optional<CallError> error;
};

/// A command refused for one of these may succeed later, with the same key; every other refusal is an answer.
bool worth_another_try(const CallError& error);

/// A conversation with the server that goes on over lost lines: connects, says hello from the mirror's heads, sends what
/// waits in the outbox, keeps the mirror up to date, and when the line is lost tries again with jittered back-off.
/// What waits is sent in the order of writing, up to `window` at once, each naming the one before in after_key: where the server
/// refuses one or asks to wait, it carries out none of those behind it, and they are sent anew when all are answered. So the
/// order stays. Only what a room's slow mode holds back lets the posts to other rooms pass.
/// One thread: everything happens where the io_context runs.
class Connection {
 public:
  enum class State { connecting, online, offline, ended };

  /// So many queued commands are under way at once: far less than a connection, or a member's burst, may have.
  static constexpr std::size_t window = 16;

  struct Options {
    Endpoint endpoint;
    std::string token;
    bool lite = false;
    bool reconnect = true;  ///< false: the first loss ends it
    std::int64_t page = 0;  ///< chat messages that a gap brings along
  };

  struct Handlers {
    std::function<void(const protocol::HelloResult&)> on_online;
    /// Offline, with the reason in words and the seconds until the next try; or ended for good, with why.
    std::function<void(State, const std::string& why, std::chrono::milliseconds next_try)> on_state;
    /// The stream had a gap: the mirror has dropped what it had of it. What is new of it is told next, by on_change.
    std::function<void(const std::string& stream)> on_gap;
    /// Something that the mirror has taken in, live or caught up, each once and in order.
    std::function<void(const std::string& stream, const protocol::Change&)> on_change;
    /// A queued command was answered.
    std::function<void(const Queued&, const CallAnswer&)> on_sent;
    /// A queued command was refused for now, and is sent again after the time.
    std::function<void(const Queued&, const CallError&, std::chrono::milliseconds)> on_postponed;
    /// Notifications other than events: "left", "presence", "typing".
    std::function<void(const std::string& method, const boost::json::value& params)> on_notice;
  };

  Connection(boost::asio::io_context& io, Options options, Mirror& mirror, Outbox& outbox, Handlers handlers);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  void stop();
  State state() const { return state_; }
  /// The close code with which the server ended it for good: 4401 no log-in, 4403 put out; else 0.
  std::uint16_t end_code() const { return end_code_; }
  /// Tries again at once if it waits to do so.
  void try_now();

  /// Asks; the answer comes later. Without a line it is "connection_lost" at once.
  void call(std::string_view method, std::string_view params, std::function<void(const CallAnswer&)> on_answer);

  template <class M>
  void call(const typename M::Params& params, std::function<void(const CallAnswer&)> on_answer) {
    std::string text;
    protocol::write_params(text, params);
    call(M::name, text, std::move(on_answer));
  }

  /// Writes a command to the outbox (durable when this returns) and sends it as soon as there is a line. Returns its key.
  /// Throws std::invalid_argument for what no server could read, std::system_error where the disk refuses.
  std::string queue(std::string_view method, std::string_view params);
  /// Throws std::invalid_argument for what no server could read: it must not get into the outbox.
  static void check(std::string_view params);

  /// Sends what another process has queued.
  void flush_outbox();

  std::uint64_t bytes_in() const;
  std::uint64_t bytes_out() const;

 private:
  void connect();
  void on_open();
  void on_text(const std::string& text);
  void take_text(const std::string& text);
  void on_end(std::uint16_t code, const std::string& why);
  void on_hello(const CallAnswer& answer);
  void on_message(const boost::json::object& message);
  void on_event(const boost::system::result<protocol::Change, protocol::ReadError>& event);
  void catch_up(const std::string& stream);
  void take(const protocol::CatchUp& caught_up);
  /// The mirror has taken it in.
  void tell(const std::string& stream, const protocol::Change& change);
  void postpone(const Queued& queued, const CallError& error);
  /// When the first of what is held back may be sent.
  void flush_later();
  void on_queued_answer(const Queued& queued, const CallAnswer& answer);
  void send(const Queued& queued);
  bool is_in_flight(const std::string& key) const;
  void request(std::string_view method, std::string_view params, std::function<void(const CallAnswer&)> on_answer);
  void give_up_unreadable(std::uint16_t code);
  void set_state(State state, const std::string& why, std::chrono::milliseconds next_try = {});

  boost::asio::io_context& io_;
  Options options_;
  Mirror& mirror_;
  Outbox& outbox_;
  Handlers handlers_;
  std::shared_ptr<Wire> wire_;
  boost::asio::steady_timer retry_;
  boost::asio::steady_timer resend_;
  std::map<std::uint64_t, std::function<void(const CallAnswer&)>> asked_;
  std::vector<std::string> in_flight_;  ///< keys of the queued commands that were sent on this line and are not answered yet
  bool draining_ = false;               ///< one of those was refused: nothing is sent before all are answered
  bool one_by_one_ = false;             ///< one of several is what the server cannot read: to find out which
  std::set<std::string> answered_;      ///< keys that are done, whatever the disk says
  std::map<std::string, std::chrono::steady_clock::time_point> held_;  ///< rooms with what is not to be sent before ("": all)
  std::map<std::string, std::vector<protocol::Change>> catching_up_;   ///< events kept back until the range before them is there
  std::uint64_t next_id_ = 1;
  std::uint64_t generation_ = 0;  ///< of the line, so that a late callback of an old one is known
  std::uint64_t bytes_in_before_ = 0;
  std::uint64_t bytes_out_before_ = 0;
  std::uint16_t end_code_ = 0;
  int failures_ = 0;
  State state_ = State::connecting;
  std::mt19937 random_;
};

}  // namespace standpipe::client
