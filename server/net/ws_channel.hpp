#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/ws/reader.hpp"
#include "server/app/service.hpp"
#include "server/hub/outlet.hpp"
#include "server/net/channel.hpp"
#include "server/net/ws_upgrade.hpp"

namespace standpipe::net {

class Connection;

/// The WebSocket side of one connection: frames in become calls of the session, what the session and the hub send goes to
/// the connection's queue. Owns the session, and is its outlet.
///
/// Closing (RFC 6455 section 7): we send a close frame, wait a bounded time for the peer's, and let the connection finish;
/// or the peer sends one first and gets its code back. After a broken rule we do not wait.
class WsChannel final : public Channel, public hub::Outlet {
 public:
  WsChannel(Connection& connection, const WsAgreement& agreement);
  ~WsChannel() override;

  /// Asks the application for the session. To be called once, before any input.
  void open(const app::HttpRequest& request);

  void on_input(std::span<char> bytes) override;
  void on_eof() override;
  void on_flushed(bool drained) override;
  void on_deadline() override;
  void on_stop(std::uint16_t code, std::string_view reason) override { close(code, reason); }
  bool wants_input() const override;

  void send_reply(hub::FramePtr frame) override;
  void send_event(hub::FramePtr frame) override;
  void send_events_now(std::span<const hub::FramePtr> frames) override;
  void close(std::uint16_t code, std::string_view reason) override;

 private:
  enum class State : std::uint8_t {
    open,
    closing,  ///< our close frame is queued; waiting for the peer's, and deaf to anything else
    ended,    ///< handed over to lingering
  };

  void read(std::span<char> input);
  void handle(const protocol::ws::ReaderEvent& event);
  void on_message(const protocol::ws::ReaderEvent& event);
  void deliver(protocol::ws::ReaderEvent::Kind kind, std::string_view message);
  void on_text(std::string_view text);
  void on_binary(std::string_view data);
  hub::FramePtr outgoing(hub::FramePtr frame);
  bool queue_event(hub::FramePtr frame);
  void on_close(const protocol::ws::ReaderEvent& event);
  void fail(std::uint16_t code, std::string_view reason);
  void queue_control(protocol::ws::Opcode opcode, std::string_view payload, bool urgent = false);
  void finish();
  void call_session(const char* what, void (*call)(app::Session&, std::string_view), std::string_view argument);

  Connection& connection_;
  protocol::ws::Reader reader_;
  std::string held_;             ///< input that waits until the replies have drained
  std::uint64_t last_sign_ = 0;  ///< the tick of the peer's last sign of life
  State state_ = State::open;
  std::uint8_t window_bits_ = 0;           ///< 0: no compression; otherwise how far back ours may refer
  bool pinged_ = false;                    ///< and nothing has come since
  bool stalled_ = false;                   ///< the last write did not take everything
  std::unique_ptr<app::Session> session_;  ///< last, so that it goes first
};

}  // namespace standpipe::net
