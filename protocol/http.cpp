#include "protocol/http.hpp"

#include "protocol/codec_write.hpp"

namespace standpipe::protocol {

std::string error_body(const Refusal& refusal) {
  const ErrorData& data = refusal.data;
  return to_json(HttpErrorBody{{data.code, refusal.text, data.field, data.retry_after_ms, data.until, data.reason}});
}

}  // namespace standpipe::protocol
