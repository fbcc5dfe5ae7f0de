#pragma once

#include <string>

#include "protocol/errors.hpp"
#include "server/app/service.hpp"

/// The shapes of HTTP responses.
namespace standpipe::app {

HttpResponse json_response(std::string json);

/// The error as JSON with its status, Retry-After and WWW-Authenticate where they belong.
HttpResponse error_response(const protocol::Refusal& refusal);

}  // namespace standpipe::app
