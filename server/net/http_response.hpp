#pragma once

#include <string>
#include <string_view>

#include "server/app/service.hpp"
#include "server/hub/frame.hpp"
#include "server/net/http_lint.hpp"

namespace standpipe::net {

/// How a response has to be written.
struct ResponseStyle {
  bool head_only = false;       ///< the request was HEAD: the fields of the full answer, without its body
  bool close = false;           ///< the connection ends after it
  bool keep_alive_1_0 = false;  ///< tell an HTTP/1.0 client that it may go on
  bool tls = false;             ///< ask browsers to stay with TLS
  std::string_view date;
};

/// The bytes of a whole response, with length, date, connection and security fields added (the latter only where the
/// application has not set its own). Fields that could not be written safely (a line end in a value) are left out. A body that
/// answers share is not among the bytes: shared_body() has to follow them.
hub::FramePtr write_response(const app::HttpResponse& response, const ResponseStyle& style);

/// The body that this response shares with others, where it is to be sent; otherwise null.
hub::FramePtr shared_body(const app::HttpResponse& response, const ResponseStyle& style);

/// The answer to a request that is refused before the application sees it.
app::HttpResponse refusal(const HttpProblem& problem);

/// "HTTP/1.1 100 Continue" (RFC 9110 section 15.2.1).
hub::FramePtr continue_response();

}  // namespace standpipe::net
