#include "server/app/http_answers.hpp"

#include "protocol/http.hpp"

namespace standpipe::app {

HttpResponse json_response(std::string json) {
  HttpResponse response;
  response.body = std::move(json);
  return response;
}

HttpResponse error_response(const protocol::Refusal& refusal) {
  HttpResponse response;
  response.status = protocol::info(refusal.code).http;
  response.body = protocol::error_body(refusal);
  if (refusal.data.retry_after_ms > 0) {
    response.headers.emplace_back("Retry-After", std::to_string((refusal.data.retry_after_ms + 999) / 1000));
  }
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace standpipe::app
