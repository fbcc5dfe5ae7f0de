#pragma once

#include <string>
#include <string_view>

namespace standpipe::protocol {

/// The document with the tables in it made anew from the types, the registry of errors and the limits: what stands between
/// `<!-- generated: methods -->`, `<!-- generated: errors -->` or `<!-- generated: limits -->` and the next
/// `<!-- end of generated -->`. PROTOCOL.md is kept so; a test compares. Everything else stays as it is.
/// Throws std::runtime_error where one of the three is not there exactly once, or is not ended.
std::string refresh_reference(std::string_view document);

}  // namespace standpipe::protocol
