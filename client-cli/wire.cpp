#include "client-cli/wire.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <limits>
#include <type_traits>

#include "protocol/limits.hpp"

namespace standpipe::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using beast::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_time = 15s;
constexpr std::size_t buffer_kept = 32 * 1024;
constexpr auto idle_time = 75s;  ///< the server pings every 30 s

/// Lets everything through, and counts it: what the socket really moved, handshakes included.
class Counting {
 public:
  std::uint64_t bytes_in() const { return in_; }
  std::uint64_t bytes_out() const { return out_; }

 private:
  friend class beast::rate_policy_access;
  static std::size_t available_read_bytes() noexcept { return std::numeric_limits<std::size_t>::max(); }
  static std::size_t available_write_bytes() noexcept { return std::numeric_limits<std::size_t>::max(); }
  void transfer_read_bytes(std::size_t bytes) noexcept { in_ += bytes; }
  void transfer_write_bytes(std::size_t bytes) noexcept { out_ += bytes; }
  static void on_timer() noexcept {}

  std::uint64_t in_ = 0;
  std::uint64_t out_ = 0;
};

using PlainStream = beast::basic_stream<tcp, asio::any_io_executor, Counting>;
using TlsStream = beast::ssl_stream<PlainStream>;

/// Whether a folder has certificates by the hashes of their subjects, as OpenSSL looks for them.
bool has_hashed_certificates(const std::filesystem::path& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".0") return true;
  }
  return false;
}

asio::ssl::context& tls_context() {
  static asio::ssl::context context = [] {
    asio::ssl::context made(asio::ssl::context::tls_client);
    // One by one as they are needed, where they lie so: the whole bundle takes more than a megabyte.
    if (std::getenv("SSL_CERT_FILE") == nullptr && std::getenv("SSL_CERT_DIR") == nullptr &&
        has_hashed_certificates(::X509_get_default_cert_dir())) {
      made.add_verify_path(::X509_get_default_cert_dir());
    } else {
      made.set_default_verify_paths();
    }
    made.set_verify_mode(asio::ssl::verify_peer);
    return made;
  }();
  return context;
}

/// The peer must be the host that was asked for.
error_code expect_host(TlsStream& stream, const std::string& host) {
  if (!SSL_set_tlsext_host_name(stream.native_handle(), host.c_str())) {
    return {static_cast<int>(::ERR_get_error()), asio::error::get_ssl_category()};
  }
  stream.set_verify_callback(asio::ssl::host_name_verification(host));
  return {};
}

template <class Next>
class WireOf final : public Wire, public std::enable_shared_from_this<WireOf<Next>> {
 public:
  WireOf(asio::io_context& io, const Endpoint& endpoint, std::string token, Handlers handlers)
      : resolver_(io), ws_(make(io)), endpoint_(endpoint), token_(std::move(token)), handlers_(std::move(handlers)) {}

  void start() {
    resolver_.async_resolve(endpoint_.host, endpoint_.port,
                            beast::bind_front_handler(&WireOf::on_resolved, this->shared_from_this()));
  }

  void send(std::string text) override {
    out_.push_back(std::move(text));
    write_next();
  }

  void close() override {
    closing_ = true;
    if (!open_) {
      resolver_.cancel();
      beast::get_lowest_layer(ws_).close();
      return;
    }
    ws_.async_close(websocket::close_code::normal, [self = this->shared_from_this()](error_code) {});
  }

  std::uint64_t bytes_in() const override { return counted().bytes_in(); }
  std::uint64_t bytes_out() const override { return counted().bytes_out(); }

 private:
  static websocket::stream<Next> make(asio::io_context& io) {
    if constexpr (std::is_same_v<Next, TlsStream>) {
      return websocket::stream<Next>(io, tls_context());
    } else {
      return websocket::stream<Next>(io);
    }
  }

  const Counting& counted() const { return beast::get_lowest_layer(ws_).rate_policy(); }

  void on_resolved(error_code error, tcp::resolver::results_type found) {
    if (error || closing_) return end(error);
    beast::get_lowest_layer(ws_).expires_after(connect_time);
    beast::get_lowest_layer(ws_).async_connect(
        found, [self = this->shared_from_this()](error_code e, const tcp::endpoint&) { self->on_connected(e); });
  }

  void on_connected(error_code error) {
    if (error || closing_) return end(error);
    beast::get_lowest_layer(ws_).socket().set_option(tcp::no_delay(true), error);
    if constexpr (std::is_same_v<Next, TlsStream>) {
      if (const auto bad = expect_host(ws_.next_layer(), endpoint_.host)) return end(bad);
      ws_.next_layer().async_handshake(asio::ssl::stream_base::client,
                                       [self = this->shared_from_this()](error_code e) { self->upgrade(e); });
    } else {
      upgrade({});
    }
  }

  void upgrade(error_code error) {
    if (error || closing_) return end(error);
    beast::get_lowest_layer(ws_).expires_never();
    ws_.set_option(websocket::stream_base::timeout{connect_time, idle_time, false});
    websocket::permessage_deflate deflate;
    deflate.client_enable = true;
    deflate.client_no_context_takeover = true;
    deflate.server_no_context_takeover = true;
    ws_.set_option(deflate);
    ws_.read_message_max(16 * protocol::limits::frame_bytes);
    ws_.set_option(websocket::stream_base::decorator([token = token_](websocket::request_type& request) {
      request.set(beast::http::field::authorization, "Bearer " + token);
      request.set(beast::http::field::sec_websocket_protocol, "standpipe.v1");
      request.set(beast::http::field::user_agent, "standpipe-cli");
    }));
    ws_.async_handshake(endpoint_.authority(), "/ws", [self = this->shared_from_this()](error_code e) { self->on_upgraded(e); });
  }

  void on_upgraded(error_code error) {
    if (error || closing_) return end(error);
    open_ = true;
    read();
    if (handlers_.on_open) handlers_.on_open();
    write_next();
  }

  void read() {
    ws_.async_read(in_, [self = this->shared_from_this()](error_code e, std::size_t) { self->on_read(e); });
  }

  void on_read(error_code error) {
    if (error) return end(error);
    std::string text = beast::buffers_to_string(in_.data());
    in_.consume(in_.size());
    if (in_.capacity() > buffer_kept) in_.shrink_to_fit();  // after a long absence much came at once
    if (handlers_.on_text) handlers_.on_text(std::move(text));
    read();
  }

  /// One message is written at a time.
  void write_next() {
    if (!open_ || writing_ || out_.empty()) return;
    writing_ = true;
    ws_.text(true);
    ws_.async_write(asio::buffer(out_.front()),
                    [self = this->shared_from_this()](error_code e, std::size_t) { self->on_written(e); });
  }

  void on_written(error_code error) {
    if (error) return;  // the read ends with the same error
    writing_ = false;
    out_.pop_front();
    write_next();
  }

  void end(error_code error) {
    if (ended_) return;
    ended_ = true;
    open_ = false;
    const auto& closed = ws_.reason();
    const auto code = static_cast<std::uint16_t>(error == websocket::error::closed ? closed.code : 0);
    std::string why = code != 0 ? std::string(closed.reason.data(), closed.reason.size()) : error.message();
    error_code ignored;
    beast::get_lowest_layer(ws_).socket().close(ignored);
    if (handlers_.on_end) handlers_.on_end(code, std::move(why));
  }

  tcp::resolver resolver_;
  websocket::stream<Next> ws_;
  Endpoint endpoint_;
  std::string token_;
  Handlers handlers_;
  beast::flat_buffer in_;
  std::deque<std::string> out_;
  bool open_ = false;
  bool writing_ = false;
  bool closing_ = false;
  bool ended_ = false;
};

template <class Next>
std::shared_ptr<Wire> start_wire(asio::io_context& io, const Endpoint& endpoint, const std::string& token,
                                 Wire::Handlers handlers) {
  auto wire = std::make_shared<WireOf<Next>>(io, endpoint, token, std::move(handlers));
  wire->start();
  return wire;
}

template <class Stream>
HttpAnswer exchange(Stream& stream, const Endpoint& endpoint, const std::string& method, const std::string& path,
                    const std::string& body, const std::string& token) {
  namespace http = beast::http;
  http::request<http::string_body> request(http::string_to_verb(method), path, 11);
  request.set(http::field::host, endpoint.authority());
  request.set(http::field::user_agent, "standpipe-cli");
  if (!token.empty()) request.set(http::field::authorization, "Bearer " + token);
  if (!body.empty()) request.set(http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();
  error_code error;
  http::write(stream, request, error);
  if (error) return {0, error.message()};
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(stream, buffer, response, error);
  if (error && error != http::error::end_of_stream) return {0, error.message()};
  return {response.result_int(), std::move(response.body())};
}

/// Gives blocking calls of this socket, connecting included, a time limit.
void limit_time(tcp::socket& socket, std::chrono::seconds patience) {
  const timeval limit{patience.count(), 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

}  // namespace

HttpAnswer http(const Endpoint& endpoint, const std::string& method, const std::string& path, const std::string& body,
                const std::string& token, std::chrono::seconds patience) {
  asio::io_context io;
  error_code error;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(endpoint.host, endpoint.port, error);
  if (error) return {0, error.message()};
  TlsStream stream(io, tls_context());
  tcp::socket& socket = beast::get_lowest_layer(stream).socket();
  error = asio::error::host_not_found;
  for (const auto& entry : found) {
    error_code ignored;
    socket.close(ignored);
    if (socket.open(entry.endpoint().protocol(), error)) continue;
    limit_time(socket, patience);
    if (!socket.connect(entry.endpoint(), error)) break;
  }
  if (error == asio::error::in_progress || error == asio::error::would_block) return {0, "no answer in time"};
  if (error) return {0, error.message()};
  if (!endpoint.tls) return exchange(stream.next_layer(), endpoint, method, path, body, token);
  if ((error = expect_host(stream, endpoint.host))) return {0, error.message()};
  stream.handshake(asio::ssl::stream_base::client, error);
  if (error) return {0, error.message()};
  return exchange(stream, endpoint, method, path, body, token);
}

std::shared_ptr<Wire> open_wire(asio::io_context& io, const Endpoint& endpoint, const std::string& token,
                                Wire::Handlers handlers) {
  if (endpoint.tls) return start_wire<TlsStream>(io, endpoint, token, std::move(handlers));
  return start_wire<PlainStream>(io, endpoint, token, std::move(handlers));
}

}  // namespace standpipe::client
