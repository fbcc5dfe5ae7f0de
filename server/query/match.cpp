#include "server/query/match.hpp"

#include <cstddef>

namespace standpipe::query {

namespace {

constexpr std::size_t kWords = 16;

/// White space, the control characters, and NUL, which would end the expression.
constexpr bool parts_words(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

}  // namespace

std::string match_expression(std::string_view query) {
  std::string expression;
  std::size_t words = 0;
  for (std::size_t at = 0; at < query.size() && words < kWords;) {
    if (parts_words(query[at])) {
      ++at;
      continue;
    }
    expression += words++ == 0 ? "\"" : " \"";
    for (; at < query.size() && !parts_words(query[at]); ++at) {
      if (query[at] == '"') expression += '"';
      expression += query[at];
    }
    expression += '"';
  }
  return expression;
}

}  // namespace standpipe::query
