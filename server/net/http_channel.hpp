#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/net/channel.hpp"
#include "server/net/http_lint.hpp"
#include "server/net/http_parser.hpp"

namespace standpipe::net {

class Connection;

/// HTTP/1.1 on one connection, until it ends or becomes a WebSocket: one request after the other, in order, the next one
/// read only when the answer to the last has been written. Every request passes the lint before anything looks at it.
class HttpChannel final : public Channel {
 public:
  explicit HttpChannel(Connection& connection);

  void on_input(std::span<char> bytes) override;
  void on_eof() override;
  void on_flushed(bool drained) override;
  void on_deadline() override;
  void on_stop(std::uint16_t code, std::string_view reason) override;
  bool wants_input() const override { return state_ == State::head || state_ == State::body; }
  void on_no_tls(bool is_http) override;
  void on_response(std::uint64_t serial, app::HttpResponse response) override;

 private:
  enum class State : std::uint8_t {
    head,     ///< between requests, or inside a head
    body,     ///< inside a body
    waiting,  ///< for the application's answer
    writing,  ///< the answer
    ended,    ///< handed over to another channel
  };

  void process();
  bool read_head();
  bool accept_head(const HttpHead& head, std::string_view bytes);
  bool read_body();
  void dispatch();
  void serve(app::HttpRequest request);
  void upgrade(const app::HttpRequest& request);
  void identify_peer(app::HttpRequest& request) const;
  void refuse(const HttpProblem& problem);
  void respond(const app::HttpResponse& response);
  std::size_t body_limit() const;
  std::string_view unread() const { return std::string_view(input_).substr(used_); }

  Connection& connection_;
  HttpLimits limits_;
  State state_ = State::head;
  std::string input_;  ///< what has arrived; the first used_ bytes have been dealt with
  std::size_t used_ = 0;
  std::size_t scanned_ = 0;   ///< how far unread() has been searched for the end of the head
  std::uint64_t serial_ = 0;  ///< of the present request
  // The present request:
  HttpParser parser_;
  std::string path_;
  std::string query_;
  bool is_http_1_0_ = false;
  bool is_head_ = false;
  bool keep_alive_ = false;
  bool in_head_ = false;    ///< its first byte has arrived, and its deadline is running
  bool peer_done_ = false;  ///< the peer sends nothing more
  bool stopping_ = false;
};

}  // namespace standpipe::net
