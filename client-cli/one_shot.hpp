#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "client-cli/connection.hpp"
#include "client-cli/failure.hpp"
#include "client-cli/home.hpp"

namespace standpipe::client {

/// The server's no in words: what it says, the argument that it means, the reason and the end of a sanction, how long to wait.
std::string said(const CallError& error);

struct Context {
  Endpoint endpoint;
  bool json = false;
  bool lite = false;
  std::chrono::seconds patience{15};  ///< for the server's answer
};

/// Who is logged in at the context's server. Throws Failure{not_logged_in}.
Home::Login login_of(const Home& home, const Context& context);

/// One command's use of the server: log-in, mirror, outbox and connection, each call waited for. Throws Failure.
class OneShot {
 public:
  explicit OneShot(const Context& context);
  ~OneShot();

  /// Connects and catches up. Throws Failure{unreachable} when there is no answer in time.
  void go_online();

  /// The same without a failure: whether it is online. The copy is then up to date.
  bool try_online() { return await_online(deadline()); }

  /// Asks and waits. Throws Failure{refused} with the server's text.
  std::string call(std::string_view method, const std::string& params);

  template <class M>
  typename M::Result ask(const typename M::Params& params) {
    std::string text;
    protocol::write_params(text, params);
    return result_of<M>(call(M::name, text));
  }

  /// A command that may wait: it is in the outbox before anything is sent. Without an answer it stays there:
  /// Failure{unreachable} says so.
  template <class M>
  typename M::Result write(const typename M::Params& params) {
    std::string text;
    protocol::write_params(text, params);
    return result_of<M>(keep_and_send(M::name, text));
  }

  /// A command that must happen now or not at all (moderating, administering): never left in the outbox.
  template <class M>
  typename M::Result act(const typename M::Params& params) {
    std::string text;
    protocol::write_params(text, params);
    return result_of<M>(act_now(M::name, text));
  }

  /// The same by name; `params` without a key.
  std::string act_now(std::string_view method, const std::string& params);

  /// Sends all that waits. Returns how many were answered; each refusal is reported by `report`.
  std::size_t send_waiting(const std::function<void(const Queued&, const CallAnswer&)>& report);

  /// What the socket has moved so far, both ways.
  std::uint64_t bytes_in() const { return connection_->bytes_in(); }
  std::uint64_t bytes_out() const { return connection_->bytes_out(); }

  Mirror& mirror() { return mirror_; }
  const Mirror& mirror() const { return mirror_; }
  Outbox& outbox() { return outbox_; }
  const Home& home() const { return home_; }

  /// By slug or number; among those that one may see.
  protocol::Room room(const std::string& name);
  /// By number, "@number", or a name that only one member has. Without an answer, as far as the copy knows the name.
  protocol::MemberId member(const std::string& name);

  /// What has to be known before a text can be kept: where that cannot be found out, the failure says that the text is not kept.
  template <class Ask>
  auto before_keeping(Ask ask) {
    try {
      return ask();
    } catch (const Failure& failure) {
      if (failure.exit != Exit::unreachable && failure.exit != Exit::not_logged_in) throw;
      throw Failure{
          failure.exit,
          failure.message + " Your text is not kept, since this device does not know all that it names: write it again then.",
          failure.code};
    }
  }

 private:
  template <class M>
  static typename M::Result result_of(const std::string& text) {
    const auto json = protocol::parse(text);
    if (json.has_error()) throw Failure{Exit::refused, "The server's answer cannot be read; is this client too old for it?"};
    auto result = protocol::read<typename M::Result>(json.value());
    if (result.has_error()) throw Failure{Exit::refused, "The server's answer cannot be read; is this client too old for it?"};
    return std::move(result).value();
  }

  using Clock = std::chrono::steady_clock;

  std::vector<protocol::Profile> members_named(const std::string& name);
  std::string keep_and_send(std::string_view method, const std::string& params);
  std::optional<CallAnswer> ask_once(std::string_view method, const std::string& params, Clock::time_point end);
  /// Runs the loop until done(), or the time is over, or the server has ended the log-in: then it is false.
  bool run_until(Clock::time_point end, const std::function<bool()>& done);
  std::string kept_words();
  bool await_online(Clock::time_point end);
  Clock::time_point deadline() const { return Clock::now() + context_.patience; }
  /// Throws what is to be said when the server has ended the log-in or does not answer. `kept`: what became of the text.
  [[noreturn]] void fail_offline(const std::string& kept = {});

  Context context_;
  Home home_;
  Mirror mirror_;
  Outbox outbox_;
  boost::asio::io_context io_;
  std::unique_ptr<Connection> connection_;
  std::string last_trouble_;
  bool online_ = false;
  bool gave_up_ = false;  ///< nobody answered once: no need to wait for it again
  int lost_ = 0;          ///< how often the line was lost or not made
  bool started_ = false;
  bool ended_ = false;
  std::string email_;
  std::map<std::string, CallAnswer> answers_;
  struct Postponed {
    CallError why;
    Clock::time_point until;
  };
  std::map<std::string, Postponed> postponed_;  ///< by key: why not now
  std::function<void(const Queued&, const CallAnswer&)> report_;
};

/// That one is not in the room, and how one comes into it.
std::string not_in(const protocol::Room& room);

/// Reads "m12", "t12", "12" (with that letter or none). Throws Failure.
std::int64_t number_of(const std::string& text, char letter);

}  // namespace standpipe::client
