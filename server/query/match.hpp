#pragma once

#include <string>
#include <string_view>

namespace standpipe::query {

/// A search as FTS5 takes it: every word quoted, so that nothing in it is an operator; all must occur. At most 16 words, the
/// rest is ignored. Empty where there is no word.
std::string match_expression(std::string_view query);

}  // namespace standpipe::query
