#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "protocol/codec.hpp"
#include "protocol/results.hpp"

namespace standpipe::test {

/// An HTTP exchange on a connection of its own.
struct HttpReply {
  unsigned status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string header(std::string_view name) const;
  boost::json::value json() const;
};
HttpReply http(int port, const std::string& method, const std::string& path, const std::string& body = {},
               const std::vector<std::pair<std::string, std::string>>& headers = {});

/// A WebSocket client that blocks: for tests that say what happens in which order. One thread.
class Peer {
 public:
  enum class Wire { plain, compressed };

  /// Connects with the token. Throws std::runtime_error where the upgrade is refused, or compression is not agreed on.
  Peer(int port, const std::string& token, Wire wire = Wire::plain);
  ~Peer();
  Peer(Peer&&) noexcept;

  /// Sends a request and gives its answer ({"result":…} or {"error":…}); events that come before it are kept for later.
  boost::json::object call(std::string_view method, std::string_view params = "{}");

  /// call(), and its result. Throws std::runtime_error with the error's text where it was refused.
  boost::json::value ok(std::string_view method, std::string_view params = "{}");

  /// call(), and the error's data.code; "" where it was accepted.
  std::string refused(std::string_view method, std::string_view params = "{}");

  template <class M>
  typename M::Result ask(const typename M::Params& params, const std::string& key = {}) {
    return protocol::read<typename M::Result>(ok(M::name, text_of<M>(params, key))).value();
  }
  template <class M>
  std::string no(const typename M::Params& params, const std::string& key = {}) {
    return refused(M::name, text_of<M>(params, key));
  }
  /// The params as JSON text; a command gets the key, or a fresh one.
  template <class M>
  static std::string text_of(const typename M::Params& params, const std::string& key) {
    std::string text;
    protocol::write_params(text, params);
    if constexpr (M::kind == protocol::MethodKind::command) text = with_key(text, key);
    return text;
  }
  static std::string with_key(std::string params, const std::string& key);

  void send(const std::string& text);
  /// The next message, whatever it is; nothing within the time, or the line is closed.
  std::optional<std::string> receive(std::chrono::milliseconds wait);

  /// The next event for which the test is true, those that came earlier and were not taken included; throws after 5 s.
  protocol::Change event(const std::function<bool(const protocol::Change&)>& wanted);
  /// All events that have come and come within the time.
  std::vector<protocol::Change> events(std::chrono::milliseconds wait);
  /// All notifications other than events so far, by method.
  std::vector<std::pair<std::string, boost::json::value>> notices;
  /// How many of the events so far came in the compact form.
  std::size_t compact_events = 0;

  /// Waits for the server to close; its close code (0: without one).
  std::uint16_t closed(std::chrono::milliseconds wait = std::chrono::seconds(5));
  /// Drops the line without a word.
  void cut();

 private:
  struct Impl;
  bool take(const std::string& text);

  std::unique_ptr<Impl> impl_;
  std::deque<protocol::Change> events_;
  std::int64_t next_id_ = 1;
};

/// A random UUID.
std::string fresh_key();

}  // namespace standpipe::test
