#include "server/net/ws_channel.hpp"

#include <exception>
#include <utility>
#include <variant>

#include "protocol/ws/writer.hpp"
#include "server/net/connection.hpp"

namespace standpipe::net {

namespace ws = protocol::ws;
using Kind = ws::ReaderEvent::Kind;

WsChannel::WsChannel(Connection& connection, const WsAgreement& agreement)
    : connection_(connection),
      reader_(ws::Role::server,
              {.message_bytes = connection.shared().config.max_message_bytes, .compression = agreement.compression.has_value()}),
      last_sign_(connection.thread().wheel().now()),
      window_bits_(agreement.compression ? agreement.compression->server_window_bits : std::uint8_t{0}) {
  connection_.shared().counters.ws_open.add();
  connection_.set_deadline(connection_.shared().config.heartbeat);
}

WsChannel::~WsChannel() {
  session_.reset();
  connection_.shared().counters.ws_open.sub();
}

void WsChannel::open(const app::HttpRequest& request) {
  const Shared& shared = connection_.shared();
  try {
    auto opened = shared.service.open(request, *this, connection_.thread().index());
    if (const auto* refused = std::get_if<app::CloseAtOnce>(&opened)) {
      close(refused->code, refused->reason);
    } else {
      session_ = std::move(std::get<std::unique_ptr<app::Session>>(opened));
    }
  } catch (const std::exception& bug) {
    shared.counters.handler_failures.add();
    if (shared.config.log) shared.config.log(std::string("a session could not be opened: ") + bug.what());
    close(ws::close_code::internal_error, "internal error");
  }
}

bool WsChannel::wants_input() const {
  return state_ == State::closing || (state_ == State::open && !connection_.egress().blocked());
}

void WsChannel::on_input(std::span<char> bytes) {
  last_sign_ = connection_.thread().wheel().now();
  pinged_ = false;
  read(bytes);
}

/// Takes all whole frames, as long as the replies do not exceed their bound.
void WsChannel::read(std::span<char> input) {
  std::string held = std::exchange(held_, {});
  if (!held.empty()) {
    held.append(input.data(), input.size());
    input = held;
  }
  while (wants_input()) {
    const ws::ReaderEvent event = reader_.next(input);
    if (event.kind == Kind::need_more) return;
    handle(event);
  }
  if (state_ == State::open) held_.assign(input.data(), input.size());
}

void WsChannel::handle(const ws::ReaderEvent& event) {
  connection_.shared().counters.frames_in.add();
  if (event.kind == Kind::close) return on_close(event);
  if (event.kind == Kind::failed) return fail(event.close_code, event.payload);
  if (state_ != State::open) return;
  switch (event.kind) {
    case Kind::text:
    case Kind::binary:
      return on_message(event);
    case Kind::ping:
      return queue_control(ws::Opcode::pong, event.payload);
    default:
      return;  // a pong is a sign of life, like any input
  }
}

/// Decompresses the message if it came compressed; then the bound and the check of UTF-8 are made here.
void WsChannel::on_message(const ws::ReaderEvent& event) {
  if (!event.compressed) return deliver(event.kind, event.payload);
  std::string message;
  const std::size_t limit = connection_.shared().config.max_message_bytes;
  switch (connection_.thread().inflater().inflate(event.payload, limit, message)) {
    case ws::Inflater::Status::ok:
      break;
    case ws::Inflater::Status::corrupt:
      return fail(ws::close_code::bad_text, "corrupt compressed message");
    case ws::Inflater::Status::too_big:
      return fail(ws::close_code::too_big, "message too big");
  }
  if (event.kind == Kind::text && !ws::is_valid_utf8(message)) return fail(ws::close_code::bad_text, "text is not UTF-8");
  deliver(event.kind, message);
}

void WsChannel::deliver(Kind kind, std::string_view message) {
  if (kind == Kind::text) return on_text(message);
  on_binary(message);
}

void WsChannel::call_session(const char* what, void (*call)(app::Session&, std::string_view), std::string_view argument) {
  try {
    call(*session_, argument);
  } catch (const std::exception& bug) {
    const Shared& shared = connection_.shared();
    shared.counters.handler_failures.add();
    if (shared.config.log) shared.config.log(std::string("a session failed in ") + what + ": " + bug.what());
    close(ws::close_code::internal_error, "internal error");
  }
}

void WsChannel::on_text(std::string_view text) {
  call_session(
      "on_text", [](app::Session& session, std::string_view message) { session.on_text(message); }, text);
}

void WsChannel::on_binary(std::string_view data) {
  const auto& handler = connection_.shared().config.on_binary;
  if (!handler) return fail(ws::close_code::unsupported_data, "binary messages are not used here");
  handler(*this, data);
}

void WsChannel::on_close(const ws::ReaderEvent& event) {
  if (state_ == State::open) queue_control(ws::Opcode::close, ws::close_payload(event.close_code, {}));
  finish();
}

void WsChannel::fail(std::uint16_t code, std::string_view reason) {
  connection_.shared().counters.protocol_errors.add();
  if (state_ == State::open) queue_control(ws::Opcode::close, ws::close_payload(code, reason));
  finish();
}

void WsChannel::finish() {
  state_ = State::ended;
  connection_.finish();
}

void WsChannel::queue_control(ws::Opcode opcode, std::string_view payload, bool urgent) {
  auto frame = std::make_shared<hub::Frame>();
  frame->header_size = ws::append_frame(frame->bytes, opcode, payload);
  if (urgent) {
    connection_.egress().push_urgent(std::move(frame));
  } else {
    connection_.egress().push_reply(std::move(frame));
  }
  connection_.shared().counters.frames_out.add();
  connection_.flush_later();
}

/// The frame as this peer is to get it: compressed where that was agreed and is of use.
hub::FramePtr WsChannel::outgoing(hub::FramePtr frame) {
  if (window_bits_ == 0) return frame;
  // All peers share one compressed twin with the full window. In a message no longer than a peer's own window nothing can refer
  // back further than that; longer ones go out as they are to the rare peer that asked for less.
  if (window_bits_ < 15 && frame->longest() > std::size_t{1} << window_bits_) return frame;
  hub::FramePtr twin = frame->compressed(connection_.thread().deflater());
  return twin ? twin : frame;
}

void WsChannel::send_reply(hub::FramePtr frame) {
  if (state_ != State::open) return;
  Egress& egress = connection_.egress();
  egress.push_reply(outgoing(std::move(frame)));
  connection_.shared().counters.frames_out.add();
  connection_.flush_later();
  if (egress.runaway()) connection_.abort();
}

void WsChannel::send_event(hub::FramePtr frame) {
  if (state_ != State::open) return;
  queue_event(std::move(frame));
  connection_.flush_later();
}

void WsChannel::send_events_now(std::span<const hub::FramePtr> frames) {
  if (state_ != State::open) return;
  bool all = true;
  for (const auto& frame : frames) {
    if (all && !connection_.egress().has_room_for(frame)) connection_.flush_now();
    all = queue_event(frame) && all;
  }
  // Where events were dropped the session is told so, which it is not in the midst of this call.
  all ? connection_.flush_now() : connection_.flush_later();
}

/// False if it was dropped.
bool WsChannel::queue_event(hub::FramePtr frame) {
  Egress& egress = connection_.egress();
  const std::size_t dropped = egress.dropped();
  const std::size_t messages = frame->messages();
  if (egress.push_event(outgoing(std::move(frame)))) {
    connection_.shared().counters.frames_out.add(messages);
    return true;
  }
  connection_.shared().counters.events_dropped.add(egress.dropped() - dropped);
  return false;
}

void WsChannel::close(std::uint16_t code, std::string_view reason) {
  if (state_ != State::open) return;
  queue_control(ws::Opcode::close, ws::close_payload(code, reason));
  state_ = State::closing;
  held_ = {};
  connection_.set_deadline(connection_.shared().config.close_timeout);
}

void WsChannel::on_flushed(bool drained) {
  // Progress of a write that had to wait shows that the peer reads; what the kernel took at once shows nothing.
  if (stalled_) last_sign_ = connection_.thread().wheel().now();
  stalled_ = !drained;
  if (drained && connection_.egress().take_resync() && state_ == State::open) {
    connection_.shared().counters.resyncs.add();
    call_session("on_resync", [](app::Session& session, std::string_view) { session.on_resync(); }, {});
  }
  if (!held_.empty() && wants_input()) read({});
}

void WsChannel::on_eof() {
  if (state_ != State::ended) finish();
}

/// The heartbeat: a ping after a period of silence, the end after another one.
void WsChannel::on_deadline() {
  if (state_ != State::open) {
    connection_.shared().counters.timeouts.add();
    connection_.abort();
    return;
  }
  IoThread& thread = connection_.thread();
  const std::uint64_t period = thread.ticks(connection_.shared().config.heartbeat);
  const std::uint64_t silent = thread.wheel().now() - last_sign_;
  if (silent < period) {
    connection_.set_deadline_ticks(period - silent);
    return;
  }
  if (pinged_ && silent >= 2 * period) {
    connection_.shared().counters.timeouts.add();
    connection_.abort();
    return;
  }
  if (!std::exchange(pinged_, true)) queue_control(ws::Opcode::ping, {}, true);
  connection_.set_deadline_ticks(2 * period - silent);
}

}  // namespace standpipe::net
