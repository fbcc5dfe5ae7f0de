#pragma once

#include <string>

#include "server/app/service.hpp"

namespace standpipe::app {

/// The page at /about, and at / where no web client is served: what this is, and how to connect. Self-contained, without scripts.
HttpResponse landing_page(const std::string& community, bool has_web_client, const HttpRequest& request);

}  // namespace standpipe::app
