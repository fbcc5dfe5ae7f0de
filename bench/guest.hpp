#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "client-cli/connection.hpp"
#include "protocol/methods.hpp"

namespace standpipe::bench {

/// A member of standpipe-make-community over a connection of its own, who asks one thing after the other.
class Guest {
 public:
  Guest(const client::Endpoint& endpoint, int member, const std::filesystem::path& outbox)
      : outbox_(outbox), connection_(io_, options_of(endpoint, member), mirror_, outbox_, {}) {
    connection_.start();
    run_until([&] { return connection_.state() == client::Connection::State::online; });
  }

  template <class M>
  typename M::Result ask(const typename M::Params& params) {
    std::string text;
    protocol::write_params(text, params);
    return call<M>(text);
  }

  /// A command.
  template <class M>
  typename M::Result act(const typename M::Params& params) {
    std::string text;
    protocol::write_params(text, params);
    text.pop_back();
    return call<M>(text + (text == "{" ? "" : ",") + "\"key\":\"" + client::new_key() + "\"}");
  }

  client::Mirror& mirror() { return mirror_; }
  /// Takes what comes.
  void wait(std::chrono::milliseconds time) { io_.run_for(time); }

 private:
  static client::Connection::Options options_of(const client::Endpoint& endpoint, int member) {
    client::Connection::Options options;
    options.endpoint = endpoint;
    options.token = "bench-token-" + std::to_string(member);
    return options;
  }

  template <class Test>
  void run_until(Test test) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!test()) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("no answer from the server");
      io_.run_one_until(end);
    }
  }

  template <class M>
  typename M::Result call(const std::string& params) {
    std::optional<client::CallAnswer> answer;
    connection_.call(M::name, params, [&](const client::CallAnswer& a) { answer = a; });
    run_until([&] { return answer.has_value(); });
    if (answer->error) throw std::runtime_error(std::string(M::name) + ": " + answer->error->message);
    return protocol::read<typename M::Result>(protocol::parse(answer->result).value()).value();
  }

  boost::asio::io_context io_;
  client::Mirror mirror_;
  client::Outbox outbox_;
  client::Connection connection_;
};

}  // namespace standpipe::bench
