#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace standpipe::protocol {

/// JSON text for people: two spaces a level, members in the order that they have, a list or object that fits into one
/// line in one line. Ends with a line feed.
std::string pretty(const boost::json::value& value);

}  // namespace standpipe::protocol
