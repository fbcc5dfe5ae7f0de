#include <cstdlib>

#include "protocol/codec.hpp"
#include "protocol/emoji.hpp"
#include "protocol/formats.hpp"
#include "protocol/text.hpp"

using namespace standpipe::protocol;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// What is clean is valid, not longer than it was, and stays as it is when it is cleaned again.
template <class Clean>
void check_clean(std::string_view text, Clean clean) {
  const auto once = clean(text);
  if (!once) return;
  require(is_utf8(*once) && once->size() <= text.size());
  require(clean(*once) == once);
  require(parse(to_json(*once)).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_clean(text, clean_line);
  check_clean(text, clean_text);
  check_clean(text, canonical_language_tag);
  check_clean(text, canonical_email);
  if (is_emoji(text) || is_slug(text) || is_domain(text)) require(is_utf8(text) && !text.empty());
  if (is_utf8(text)) require(is_utf8(truncate(text, size / 2)));
  require(count_code_points(text) <= size);
  return 0;
}
