#include <cstdlib>
#include <string>
#include <string_view>

#include "server/net/http_lint.hpp"
#include "server/net/http_parser.hpp"
#include "server/net/http_target.hpp"

using namespace standpipe::net;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// What find_head says of bytes that come one by one.
std::variant<std::size_t, HttpProblem> find_by_bytes(std::string_view bytes, const HttpLimits& limits) {
  std::size_t scanned = 0;
  for (std::size_t count = 1; count < bytes.size(); ++count) {
    auto found = find_head(bytes.substr(0, count), scanned, limits);
    if (found.index() == 1 || std::get<std::size_t>(found) != 0) return found;
  }
  return find_head(bytes, scanned, limits);
}

/// A head that passes has one reading: ours and the parser's.
void check_accepted(std::string_view head, const HttpHead& lint, std::string_view rest) {
  require(lint.is_http_1_0 || !lint.host.empty());
  require(head.find(lint.target) != std::string_view::npos);
  if (lint.content_length > 64 * 1024) return;  // over the channel's limit: never parsed
  HttpParser parser;
  if (!parser.put_head(head, lint.content_length)) return;
  const auto body = rest.substr(0, lint.content_length);
  std::size_t used = 0;
  while (used < body.size()) {
    const auto more = parser.put_body(body.substr(used));
    require(more > 0 && more <= body.size() - used);
    used += more;
  }
  require(parser.done() == (body.size() == lint.content_length));
  if (!parser.done()) return;
  const auto request = parser.take();
  require(request.body == body && request.method == lint.method);
  require(request.header("transfer-encoding").empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const HttpLimits limits{.target_bytes = 256, .header_bytes = 2048, .header_fields = 20};
  std::size_t scanned = 0;
  const auto found = find_head(bytes, scanned, limits);
  const auto slowly = find_by_bytes(bytes, limits);
  require(slowly.index() == found.index());
  if (const auto* problem = std::get_if<HttpProblem>(&found)) {
    require(std::get<HttpProblem>(slowly).status == problem->status);
    return 0;
  }
  const auto end = std::get<std::size_t>(found);
  require(std::get<std::size_t>(slowly) == end);
  if (end == 0) return 0;
  require(end <= size && bytes.substr(0, end).ends_with("\r\n\r\n"));
  const auto head = lint_head(bytes.substr(0, end), limits);
  if (const auto* accepted = std::get_if<HttpHead>(&head)) check_accepted(bytes.substr(0, end), *accepted, bytes.substr(end));
  return 0;
}
