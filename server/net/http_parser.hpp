#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "server/app/service.hpp"

namespace standpipe::net {

/// One request on its way in: a head that has passed lint_head, then its body, read by Beast's parser. A class of its own
/// so that Beast's headers stay in one file.
class HttpParser {
 public:
  HttpParser();
  ~HttpParser();
  HttpParser(HttpParser&&) noexcept;
  HttpParser& operator=(HttpParser&&) noexcept;

  /// Takes the whole head. False if the parser does not agree with the lint. Memory for the body is set aside at once: the
  /// caller has refused a length over its limit.
  bool put_head(std::string_view head, std::size_t content_length);

  /// Takes as much of the bytes as belong to the body; returns how many.
  std::size_t put_body(std::string_view bytes);

  bool done() const;

  /// Whether the connection may serve another request after this one (RFC 9112 section 9.3).
  bool keep_alive() const;

  /// Method, fields and body of the finished request, which the parser gives away; path, query, peer and tls stay empty.
  app::HttpRequest take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe::net
