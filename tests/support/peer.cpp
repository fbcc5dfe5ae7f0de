#include "tests/support/peer.hpp"

#include <random>
#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/serialize.hpp>

#include "protocol/message_event.hpp"

namespace standpipe::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http_ns = beast::http;
namespace json = boost::json;
using tcp = asio::ip::tcp;

std::string HttpReply::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (beast::iequals(key, beast::string_view(name.data(), name.size()))) return value;
  }
  return {};
}

json::value HttpReply::json() const {
  return protocol::parse(body).value();
}

HttpReply http(int port, const std::string& method, const std::string& path, const std::string& body,
               const std::vector<std::pair<std::string, std::string>>& headers) {
  asio::io_context io;
  beast::tcp_stream stream(io);
  stream.connect(tcp::endpoint(asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(port)));
  http_ns::request<http_ns::string_body> request(http_ns::string_to_verb(method), path, 11);
  request.set(http_ns::field::host, "127.0.0.1:" + std::to_string(port));
  if (!body.empty()) request.set(http_ns::field::content_type, "application/json");
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  http_ns::write(stream, request);
  beast::flat_buffer buffer;
  http_ns::response<http_ns::string_body> response;
  http_ns::read(stream, buffer, response);
  HttpReply reply{response.result_int(), response.body(), {}};
  for (const auto& field : response) reply.headers.emplace_back(field.name_string(), field.value());
  return reply;
}

struct Peer::Impl {
  asio::io_context io;
  beast::websocket::stream<beast::tcp_stream> ws{io};
  beast::flat_buffer buffer;
  bool reading = false;
  bool finished = false;
  bool fresh = false;
  std::uint16_t code = 0;

  /// The read goes on in the background of later calls: a timed-out wait must not tear the stream.
  std::optional<std::string> receive(std::chrono::milliseconds wait) {
    if (finished) return std::nullopt;
    if (!reading) {
      reading = true;
      ws.async_read(buffer, [this](beast::error_code error, std::size_t) {
        reading = false;
        if (!error) {
          fresh = true;
          return;
        }
        finished = true;
        if (error == beast::websocket::error::closed) code = static_cast<std::uint16_t>(ws.reason().code);
      });
    }
    const auto end = std::chrono::steady_clock::now() + wait;
    while (!fresh && !finished && std::chrono::steady_clock::now() < end) {
      io.restart();
      io.run_one_until(end);
    }
    if (!fresh) return std::nullopt;
    fresh = false;
    std::string text = beast::buffers_to_string(buffer.data());
    buffer.consume(buffer.size());
    return text;
  }
};

Peer::Peer(int port, const std::string& token, Wire wire) : impl_(std::make_unique<Impl>()) {
  auto& ws = impl_->ws;
  beast::get_lowest_layer(ws).connect(tcp::endpoint(asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(port)));
  beast::get_lowest_layer(ws).socket().set_option(tcp::no_delay(true));
  ws.read_message_max(64 * 1024 * 1024);
  if (wire == Wire::compressed) {
    beast::websocket::permessage_deflate offer;
    offer.client_enable = offer.client_no_context_takeover = offer.server_no_context_takeover = true;
    ws.set_option(offer);
  }
  ws.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
    if (!token.empty()) request.set(http_ns::field::authorization, "Bearer " + token);
    request.set(http_ns::field::sec_websocket_protocol, "standpipe.v1");
  }));
  beast::error_code error;
  beast::websocket::response_type response;
  ws.handshake(response, "127.0.0.1:" + std::to_string(port), "/ws", error);
  if (error) throw std::runtime_error("upgrade refused: " + error.message());
  const bool agreed = response.find(http_ns::field::sec_websocket_extensions) != response.end();
  if (agreed != (wire == Wire::compressed)) throw std::runtime_error("compression is not what was asked for");
}

Peer::~Peer() = default;
Peer::Peer(Peer&&) noexcept = default;

void Peer::send(const std::string& text) {
  beast::error_code error;
  impl_->ws.text(true);
  impl_->ws.write(asio::buffer(text), error);
}

std::optional<std::string> Peer::receive(std::chrono::milliseconds wait) {
  return impl_->receive(wait);
}

bool Peer::take(const std::string& text) {
  const auto value = protocol::parse(text);
  if (value.has_value() && protocol::is_compact_event(value.value())) {
    events_.push_back(protocol::read_compact_event(value.value()).value());
    ++compact_events;
    return true;
  }
  if (value.has_error() || !value.value().is_object()) return false;
  const auto& message = value.value().get_object();
  const auto* method = message.if_contains("method");
  if (method == nullptr) return false;
  if (method->get_string() == "event") {
    events_.push_back(protocol::read<protocol::Change>(message.at("params")).value());
  } else {
    notices.emplace_back(std::string(method->get_string()), message.at("params"));
  }
  return true;
}

json::object Peer::call(std::string_view method, std::string_view params) {
  const auto id = next_id_++;
  send(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + std::string(method) + R"(","params":)" +
       std::string(params) + "}");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    const auto text = receive(std::chrono::seconds(20));
    if (!text) break;
    if (take(*text)) continue;
    auto answer = protocol::parse(*text).value().as_object();
    if (const auto* its = answer.if_contains("id"); its != nullptr && its->is_int64() && its->get_int64() == id) return answer;
    if (answer.contains("error") && answer.at("id").is_null()) return answer;
  }
  throw std::runtime_error("no answer to " + std::string(method));
}

json::value Peer::ok(std::string_view method, std::string_view params) {
  auto answer = call(method, params);
  if (const auto* error = answer.if_contains("error"))
    throw std::runtime_error(std::string(method) + " was refused: " + json::serialize(*error));
  return answer.at("result");
}

std::string Peer::refused(std::string_view method, std::string_view params) {
  const auto answer = call(method, params);
  if (const auto* error = answer.if_contains("error")) return std::string(error->at("data").at("code").as_string());
  return {};
}

std::string Peer::with_key(std::string params, const std::string& key) {
  params.pop_back();
  if (params.size() > 1) params += ',';
  return params + R"("key":")" + (key.empty() ? fresh_key() : key) + "\"}";
}

protocol::Change Peer::event(const std::function<bool(const protocol::Change&)>& wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (;;) {
    for (auto it = events_.begin(); it != events_.end(); ++it) {
      if (!wanted(*it)) continue;
      auto found = *it;
      events_.erase(it);
      return found;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= end) throw std::runtime_error("the event did not come");
    const auto text = receive(std::chrono::duration_cast<std::chrono::milliseconds>(end - now));
    if (!text) throw std::runtime_error("the event did not come");
    take(*text);
  }
}

std::vector<protocol::Change> Peer::events(std::chrono::milliseconds wait) {
  const auto end = std::chrono::steady_clock::now() + wait;
  for (;;) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= end) break;
    const auto text = receive(std::chrono::duration_cast<std::chrono::milliseconds>(end - now));
    if (!text) break;
    take(*text);
  }
  std::vector<protocol::Change> all(events_.begin(), events_.end());
  events_.clear();
  return all;
}

std::uint16_t Peer::closed(std::chrono::milliseconds wait) {
  const auto end = std::chrono::steady_clock::now() + wait;
  while (!impl_->finished && std::chrono::steady_clock::now() < end) {
    if (const auto text = receive(std::chrono::milliseconds(100))) take(*text);
  }
  if (!impl_->finished) throw std::runtime_error("the server did not close");
  return impl_->code;
}

void Peer::cut() {
  beast::error_code ignored;
  beast::get_lowest_layer(impl_->ws).socket().close(ignored);
}

std::string fresh_key() {
  static thread_local std::mt19937_64 random(std::random_device{}());
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(random()),
                static_cast<unsigned>(random() & 0xFFFF), static_cast<unsigned>(random() & 0xFFF),
                static_cast<unsigned>(random() & 0xFFF), static_cast<unsigned long long>(random() & 0xFFFFFFFFFFFFULL));
  return text;
}

}  // namespace standpipe::test
