#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How a file is packed for the way (RFC 9110 section 8.4.1), and which way suits whom.
namespace standpipe::app {

/// The better ones first.
enum class Coding : std::uint8_t { br, gzip, identity };

/// As Content-Encoding has it.
std::string_view to_name(Coding coding);

/// Which codings a file is there in, besides identity.
struct Offered {
  bool br = false;
  bool gzip = false;
};

/// What is offered that suits an Accept-Encoding field (RFC 9110 section 12.5.3): the coding of the greatest weight, and of
/// equals the one that comes first in Coding. Without the field it is identity. Members of the list that are malformed say
/// nothing. Nothing where the field excludes all that there is, identity too.
std::optional<Coding> choose_coding(const std::optional<std::string>& accepted, Offered offered);

}  // namespace standpipe::app
