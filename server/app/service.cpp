#include "server/app/service.hpp"

#include <algorithm>

namespace standpipe::app {

std::string_view HttpRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> HttpRequest::list(std::string_view name) const {
  std::optional<std::string> values;
  for (const auto& [field, value] : headers) {
    if (field == name) values = values ? *values + ", " + value : value;
  }
  return values;
}

}  // namespace standpipe::app
