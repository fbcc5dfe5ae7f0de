#include "server/net/http_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cctype>
#include <cstdint>
#include <limits>

namespace standpipe::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

struct HttpParser::Impl {
  http::request_parser<http::string_body> parser;
};

HttpParser::HttpParser() : impl_(std::make_unique<Impl>()) {}
HttpParser::~HttpParser() = default;
HttpParser::HttpParser(HttpParser&&) noexcept = default;
HttpParser& HttpParser::operator=(HttpParser&&) noexcept = default;

bool HttpParser::put_head(std::string_view head, std::size_t content_length) {
  auto& parser = impl_->parser;
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // the lint has applied ours
  parser.body_limit(content_length);
  boost::beast::error_code failed;
  const std::size_t used = parser.put(asio::buffer(head.data(), head.size()), failed);
  if (failed || used != head.size() || !parser.is_header_done()) return false;
  return parser.content_length().value_or(0) == content_length && !parser.chunked();
}

std::size_t HttpParser::put_body(std::string_view bytes) {
  auto& parser = impl_->parser;
  const auto size =
      static_cast<std::size_t>(std::min<std::uint64_t>(parser.content_length_remaining().value_or(0), bytes.size()));
  boost::beast::error_code failed;
  // Eager, so that the parser takes body bytes that come without a head before them.
  parser.eager(true);
  std::size_t used = 0;
  while (used < size && !failed && !parser.is_done()) {
    used += parser.put(asio::buffer(bytes.data() + used, size - used), failed);
  }
  return used;
}

bool HttpParser::done() const {
  return impl_->parser.is_done();
}

bool HttpParser::keep_alive() const {
  return impl_->parser.keep_alive();
}

app::HttpRequest HttpParser::take() {
  auto message = impl_->parser.release();
  app::HttpRequest request;
  request.method = std::string(message.method_string());
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  request.body = std::move(message.body());
  return request;
}

}  // namespace standpipe::net
