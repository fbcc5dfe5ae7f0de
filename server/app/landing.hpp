#pragma once

#include <string>

#include "server/app/service.hpp"

namespace standpipe::app {

/// The page at /: what this is, and how to connect with the terminal client. Self-contained, without scripts.
HttpResponse landing_page(const std::string& community, const HttpRequest& request);

}  // namespace standpipe::app
