#pragma once

#include <optional>
#include <string>

/// What a text in the configuration has to look like. Each check gives what would be right where it does not: "must be …".
namespace standpipe::ops {

using Objection = std::optional<std::string>;

/// An IPv4 or IPv6 address in figures. It is brought into the form in which the server writes addresses, for comparing.
Objection check_address(std::string& text);

/// An address, or a network like 10.0.0.0/8.
Objection check_network(std::string& text);

/// A web origin as browsers send it: scheme, host and perhaps a port.
Objection check_origin(std::string& text);

/// A community's name: something to read, on one line.
Objection check_name(std::string& text);

}  // namespace standpipe::ops
