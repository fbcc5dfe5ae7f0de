#include "server/app/service.hpp"

#include <algorithm>

namespace standpipe::app {

std::string_view HttpRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace standpipe::app
