#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

namespace standpipe::net {

/// Why a request is refused: the status of the answer, and a static text for it. The connection ends after the answer,
/// since what follows in the stream cannot be trusted.
struct HttpProblem {
  unsigned status = 400;
  const char* text = "";
};

struct HttpLimits {
  std::size_t target_bytes = 8 * 1024;
  std::size_t header_bytes = 16 * 1024;
  std::size_t header_fields = 100;
};

/// What the framing of a request depends on. The views point into the head.
struct HttpHead {
  std::string_view method;
  std::string_view target;
  std::string_view host;  ///< empty only in HTTP/1.0
  bool is_http_1_0 = false;
  bool expects_continue = false;
  std::size_t content_length = 0;
};

/// Looks for the end of the head (the empty line) in what has arrived. `scanned` is how far earlier calls have looked; it
/// starts at 0. Refuses bare line feeds, a first byte that begins no request, and a head over the limits at once; in
/// whatever pieces the bytes come it says the same. Returns the size of the head including the empty line, 0 while it is
/// incomplete, or why it is refused.
std::variant<std::size_t, HttpProblem> find_head(std::string_view bytes, std::size_t& scanned, const HttpLimits& limits);

/// Checks a whole head by RFC 9112, stricter than its leave to be lenient: single spaces in the request line, no bare CR or
/// NUL, no space before a colon, no folded lines, exactly one valid Host (HTTP/1.1), at most one Content-Length and of
/// digits only, no Transfer-Encoding (no endpoint needs it), no repeated field that must be single. Whatever two
/// programs could read in two ways is refused: that is what makes request smuggling possible.
std::variant<HttpHead, HttpProblem> lint_head(std::string_view head, const HttpLimits& limits);

/// Compares ASCII without regard to case.
bool iequals(std::string_view a, std::string_view b);

/// Whether a comma-separated field value has the token, without regard to case.
bool has_token(std::string_view list, std::string_view token);

/// The text without spaces and tabs at its ends.
std::string_view trim(std::string_view text);

}  // namespace standpipe::net
