#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/ws/codes.hpp"

namespace standpipe::conformance {

/// One exchange after the handshake. What the server sends is noted as "text:Hello", "pong:", "close:1002"; long payloads as
/// their size and a hash. What came compressed has a "~" before it.
struct WsCase {
  std::string name;
  std::string send;
  std::vector<std::string> expect;  ///< if it does not end with a close, the connection has to be still usable
};

/// Runs each case several times: in one write, byte by byte (short ones) or in odd pieces, and over TLS. `further_lines` go into
/// the handshake. All of a case is sent before anything is read, so its answers have to fit into what the server lets wait.
void run_cases(const std::vector<WsCase>& cases, std::string_view further_lines = {});

/// The header line that offers compression as programs do.
inline constexpr std::string_view offer_deflate = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

/// How a frame is noted.
std::string note(std::string_view kind, std::string_view payload);

/// Reads the frames of a server out of bytes, as notes; "incomplete" or "broken:…" at the end if they are that. Compressed frames
/// are not looked at without `compression`.
std::vector<std::string> notes_of(std::string bytes, bool compression = false);

// Frames as a client sends them, masked.
std::string frame(std::uint8_t first_byte, std::string_view payload);
std::string text(std::string_view payload, bool fin = true);
std::string binary(std::string_view payload, bool fin = true);
std::string more(std::string_view payload, bool fin = false);  ///< a continuation
std::string last(std::string_view payload);                    ///< the last one
/// What frame() would send whole, in frames of `size` bytes with `between` after each but the last.
std::string in_fragments(std::uint8_t first_byte, std::string_view payload, std::size_t size, std::string_view between = {});
std::string ping(std::string_view payload = {});
std::string pong(std::string_view payload = {});
std::string close_frame(int code, std::string_view reason = {});
std::string close_payload_frame(std::string_view payload);

}  // namespace standpipe::conformance
