#pragma once

#include <optional>
#include <string>

/// What a text in the configuration has to look like. Each check gives what would be right where it does not: "must be …".
namespace standpipe::ops {

using Objection = std::optional<std::string>;

/// An IPv4 or IPv6 address in figures. It is brought into the form in which the server writes addresses, for comparing: an IPv4
/// one within IPv6 (::ffff:192.0.2.1) becomes IPv4.
Objection check_address(std::string& text);

/// An address, or a network like 10.0.0.0/8; brought into the same form.
Objection check_network(std::string& text);

/// For CLI11: "" where the text is a path. An empty one comes of a variable that is not set, and is no wish for the default.
std::string objection_to_path(const std::string& text);

/// A web origin as browsers send it: scheme, host and perhaps a port.
Objection check_origin(std::string& text);

/// A community's name: something to read, on one line.
Objection check_name(std::string& text);

}  // namespace standpipe::ops
