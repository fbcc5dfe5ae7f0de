#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::protocol::ws {

struct ExtensionParameter {
  std::string_view name;
  std::optional<std::string_view> value;  ///< without its quotes
};

/// One element of a Sec-WebSocket-Extensions field. The views point into the field.
struct ExtensionOffer {
  std::string_view name;
  std::vector<ExtensionParameter> parameters;
};

/// Takes a Sec-WebSocket-Extensions field apart (RFC 6455 section 9.1); several lines are to be joined by commas first. Nothing
/// if the field does not conform to its grammar; then the handshake has to fail.
std::optional<std::vector<ExtensionOffer>> parse_extensions(std::string_view field);

/// What was agreed on permessage-deflate (RFC 7692). Neither side takes its context over to the next message.
struct DeflateAgreement {
  std::uint8_t server_window_bits = 15;  ///< the server's compressed data refers back at most 2^this bytes
  bool names_server_window = false;      ///< the client asked for a bound, so that the answer has to name it
};

/// The first offer that a server can accept (RFC 7692 section 7.1). Offers with parameters that are unknown, repeated or out of
/// range are passed over.
std::optional<DeflateAgreement> accept_deflate(const std::vector<ExtensionOffer>& offers);

/// The value of the answer's Sec-WebSocket-Extensions.
std::string deflate_answer(const DeflateAgreement& agreement);

}  // namespace standpipe::protocol::ws
