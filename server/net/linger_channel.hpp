#pragma once

#include <cstddef>

#include "server/net/channel.hpp"

namespace standpipe::net {

class Connection;

/// The end of a connection: writes what is queued, says the end, and reads and drops what the peer still sends until it
/// says the end too, for a bounded time and number of bytes. Closing at once would make the kernel answer unread or late
/// bytes with a reset, which can destroy our last bytes on their way (RFC 9112 section 9.6).
class LingerChannel final : public Channel {
 public:
  explicit LingerChannel(Connection& connection);

  void on_input(std::span<char> bytes) override;
  void on_eof() override;
  void on_flushed(bool drained) override;
  void on_deadline() override;
  void on_stop(std::uint16_t, std::string_view) override {}
  bool wants_input() const override { return true; }

 private:
  Connection& connection_;
  std::size_t dropped_ = 0;
  bool peer_done_ = false;
  bool said_end_ = false;
};

}  // namespace standpipe::net
