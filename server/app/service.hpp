#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/hub/outlet.hpp"

/// What net/ needs to know of the application, and nothing more: the same connection code serves the real application
/// and the echo server of the conformance tests.
namespace standpipe::app {

struct HttpRequest {
  std::string method;                                        ///< as sent, e.g. "GET"
  std::string path;                                          ///< percent-decoded, without the query
  std::string query;                                         ///< raw, without the '?'
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, values trimmed, in order
  std::string body;
  std::string peer;  ///< the address that throttling counts: the socket's, or whom a trusted proxy speaks for ("unknown" if it is
                     ///< no address)
  bool tls = false;
  bool by_unknown_proxy = false;  ///< it says that it was forwarded, by a peer that is no trusted proxy

  /// The value of the first header of that (lower-case) name, or an empty view.
  std::string_view header(std::string_view name) const;

  /// The values of all headers of that (lower-case) name as the one list that they are (RFC 9110 section 5.3), or nothing.
  std::optional<std::string> list(std::string_view name) const;
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< further ones; length, date and security ones are net's
  hub::FramePtr shared_body;  ///< in place of `body`: bytes that many answers have, for one memory to hold them

  std::string_view content() const { return shared_body ? std::string_view(shared_body->bytes) : std::string_view(body); }
};

/// Answers one request. To be called exactly once, from any thread.
using HttpResponder = std::function<void(HttpResponse)>;

/// The application's side of one WebSocket connection. Made, called and destroyed on the connection's I/O thread.
class Session {
 public:
  virtual ~Session() = default;

  /// One whole text message, valid UTF-8, at most Limits::message_bytes. The view is valid during the call only.
  virtual void on_text(std::string_view text) = 0;

  /// The queue had overflowed, its events were dropped, and it has drained now.
  virtual void on_resync() = 0;
};

/// The upgrade is accepted and the WebSocket closed at once with this code, because browsers cannot see a refused upgrade.
struct CloseAtOnce {
  std::uint16_t code = 4401;
  std::string reason;
};

/// What a connection asks of the application.
class Service {
 public:
  virtual ~Service() = default;

  /// Any request that is not an upgrade to /ws. Called on an I/O thread; must not block it.
  virtual void on_http(HttpRequest request, HttpResponder respond) = 0;

  /// A valid WebSocket upgrade of /ws, before it is answered: a refusal (for example 403 for a foreign Origin, 503 while
  /// stopping) is sent instead of the 101.
  virtual std::variant<std::monostate, HttpResponse> check_upgrade(const HttpRequest& request) = 0;

  /// The socket talks WebSocket now. `outlet` outlives the session. `io_thread` is the index of the calling I/O thread.
  virtual std::variant<std::unique_ptr<Session>, CloseAtOnce> open(const HttpRequest& request, hub::Outlet& outlet,
                                                                   std::size_t io_thread) = 0;
};

}  // namespace standpipe::app
