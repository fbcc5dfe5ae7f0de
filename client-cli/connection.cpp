#include "client-cli/connection.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "protocol/message_event.hpp"
#include "protocol/methods_rooms.hpp"
#include "protocol/methods_session.hpp"

namespace standpipe::client {

using namespace std::chrono_literals;
using protocol::CatchUp;
using protocol::Change;
using protocol::HelloResult;

namespace {

constexpr std::chrono::milliseconds shortest_wait = 500ms;
constexpr std::chrono::milliseconds longest_wait = 60s;
constexpr std::size_t large_text = 64 * 1024;

CallAnswer lost() {
  return {{}, CallError{"connection_lost", "There is no connection to the server now; try again.", {}}};
}

CallAnswer answer_of(const boost::json::object& message) {
  CallAnswer answer;
  if (const auto* error = message.if_contains("error"); error != nullptr && error->is_object()) {
    CallError no;
    if (const auto* text = error->get_object().if_contains("message"); text != nullptr && text->is_string())
      no.message = text->get_string().c_str();
    if (const auto* data = error->get_object().if_contains("data")) {
      if (auto read = protocol::read<protocol::ErrorData>(*data)) no.data = std::move(read).value();
    }
    no.code = no.data.code;
    answer.error = std::move(no);
  } else if (const auto* result = message.if_contains("result")) {
    answer.result = boost::json::serialize(*result);
  }
  return answer;
}

/// Whether the server closes with this code because of what it was sent (RFC 6455, 7.4.1): it would do so again.
bool refuses_frame(std::uint16_t code) {
  return code == 1002 || code == 1003 || code == 1007 || code == 1008 || code == 1009;
}

}  // namespace

Connection::Connection(boost::asio::io_context& io, Options options, Mirror& mirror, Outbox& outbox, Handlers handlers)
    : io_(io),
      options_(std::move(options)),
      mirror_(mirror),
      outbox_(outbox),
      handlers_(std::move(handlers)),
      retry_(io),
      resend_(io),
      random_(std::random_device{}()) {}

Connection::~Connection() {
  stop();
}

void Connection::start() {
  connect();
}

void Connection::stop() {
  if (state_ == State::ended) return;
  state_ = State::ended;
  ++generation_;
  retry_.cancel();
  resend_.cancel();
  if (wire_) wire_->close();
}

void Connection::try_now() {
  if (state_ == State::offline && retry_.cancel() > 0) connect();
}

void Connection::connect() {
  state_ = State::connecting;
  if (wire_) {
    bytes_in_before_ += wire_->bytes_in();
    bytes_out_before_ += wire_->bytes_out();
  }
  const auto line = ++generation_;
  Wire::Handlers handlers;
  handlers.on_open = [this, line] {
    if (line == generation_) on_open();
  };
  handlers.on_text = [this, line](const std::string& text) {
    if (line == generation_) on_text(text);
  };
  handlers.on_end = [this, line](std::uint16_t code, const std::string& why) {
    if (line == generation_) on_end(code, why);
  };
  wire_ = open_wire(io_, options_.endpoint, options_.token, std::move(handlers));
}

void Connection::on_open() {
  protocol::Hello::Params hello;
  if (!mirror_.epoch().empty()) {
    hello.epoch = mirror_.epoch();
    hello.streams = mirror_.heads();
  }
  if (options_.lite) hello.mode = protocol::Mode::lite;
  if (options_.page > 0) hello.page = options_.page;
  hello.compact = true;
  std::string params;
  protocol::write_params(params, hello);
  request(protocol::Hello::name, params, [this](const CallAnswer& answer) { on_hello(answer); });
}

void Connection::on_hello(const CallAnswer& answer) {
  // Without a hello the line is of no use: on_end follows, and the next try.
  if (answer.error) return wire_->close();
  const auto json = protocol::parse(answer.result);
  if (json.has_error()) return wire_->close();
  auto hello = protocol::read<HelloResult>(json.value());
  if (hello.has_error()) return wire_->close();
  failures_ = 0;
  catching_up_.clear();
  // The mirror takes the streams one by one below, so that each change is told once.
  HelloResult frame = hello.value();
  frame.streams.clear();
  frame.heads.clear();
  mirror_.apply(frame);
  for (const CatchUp& stream : hello.value().streams) take(stream);
  for (const protocol::RoomHead& head : hello.value().heads) mirror_.apply(head);
  state_ = State::online;
  held_.clear();
  if (handlers_.on_online) handlers_.on_online(hello.value());
  flush_outbox();
}

void Connection::take(const CatchUp& caught_up) {
  const auto known = mirror_.head(caught_up.stream);
  mirror_.apply(caught_up);
  if (caught_up.gap && handlers_.on_gap) handlers_.on_gap(caught_up.stream);
  for (const Change& change : caught_up.changes) {
    if (change.rev > known || caught_up.gap) tell(caught_up.stream, change);
  }
}

void Connection::tell(const std::string& stream, const Change& change) {
  if (handlers_.on_change) handlers_.on_change(stream, change);
  if (state_ != State::online || !change.membership || !change.membership->in) return;
  // A group that one has come to: its stream says only what changes from now on.
  if (mirror_.rooms().contains(change.membership->room)) return;
  call<protocol::RoomList>({}, [this](const CallAnswer& answer) {
    const auto json = protocol::parse(answer.result);
    if (json.has_error()) return;
    if (const auto list = protocol::read<protocol::Rooms>(json.value())) mirror_.apply(list.value());
  });
}

void Connection::on_text(const std::string& text) {
  take_text(text);
  if (text.size() > large_text) ::malloc_trim(0);  // what reading it took
}

void Connection::take_text(const std::string& text) {
  const auto json = protocol::parse(text);
  if (json.has_error()) return;
  if (protocol::is_compact_event(json.value())) {
    on_event(protocol::read_compact_event(json.value()));
  } else if (json.value().is_array()) {
    for (const auto& item : json.value().get_array()) {
      if (item.is_object()) on_message(item.get_object());
    }
  } else if (json.value().is_object()) {
    on_message(json.value().get_object());
  }
}

void Connection::on_message(const boost::json::object& message) {
  if (const auto* method = message.if_contains("method"); method != nullptr && method->is_string()) {
    const auto* params = message.if_contains("params");
    if (params == nullptr) return;
    const std::string name(method->get_string());
    if (name == "event") return on_event(protocol::read<Change>(*params));
    if (name == "resync") return on_open();
    if (name == "left") {
      if (const auto closed = protocol::read<protocol::StreamClosed>(*params)) mirror_.close(closed.value().stream);
    }
    if (handlers_.on_notice) handlers_.on_notice(name, *params);
    return;
  }
  const auto* id = message.if_contains("id");
  if (id == nullptr || !id->is_int64()) return;
  const auto asked = asked_.find(static_cast<std::uint64_t>(id->get_int64()));
  if (asked == asked_.end()) return;
  const auto on_answer = std::move(asked->second);
  asked_.erase(asked);
  on_answer(answer_of(message));
}

void Connection::on_event(const boost::system::result<Change, protocol::ReadError>& event) {
  if (event.has_error()) return;
  const Change& change = event.value();
  if (const auto waiting = catching_up_.find(change.stream); waiting != catching_up_.end()) {
    waiting->second.push_back(change);
    return;
  }
  switch (mirror_.apply(change)) {
    case Mirror::Applied::taken:
      tell(change.stream, change);
      break;
    case Mirror::Applied::missed:
      catching_up_[change.stream].push_back(change);
      catch_up(change.stream);
      break;
    case Mirror::Applied::old:
      break;
  }
}

void Connection::catch_up(const std::string& stream) {
  protocol::ChangesSince::Params ask;
  ask.stream = stream;
  ask.rev = mirror_.head(stream);
  ask.page = 50;  // where the range is too long
  call<protocol::ChangesSince>(ask, [this, stream](const CallAnswer& answer) {
    const auto kept = std::move(catching_up_[stream]);
    catching_up_.erase(stream);
    if (answer.error) return;
    const auto json = protocol::parse(answer.result);
    if (json.has_error()) return;
    if (const auto caught_up = protocol::read<CatchUp>(json.value())) take(caught_up.value());
    for (const Change& change : kept) {
      if (mirror_.apply(change) == Mirror::Applied::taken) tell(stream, change);
    }
  });
}

void Connection::request(std::string_view method, std::string_view params, std::function<void(const CallAnswer&)> on_answer) {
  const auto id = next_id_++;
  std::string text = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")";
  text.append(method).append(R"(","params":)").append(params).append("}");
  asked_[id] = std::move(on_answer);
  wire_->send(std::move(text));
}

void Connection::call(std::string_view method, std::string_view params, std::function<void(const CallAnswer&)> on_answer) {
  if (state_ != State::online) return on_answer(lost());
  request(method, params, std::move(on_answer));
}

void Connection::on_end(std::uint16_t code, const std::string& why) {
  const auto asked = std::move(asked_);
  asked_.clear();
  catching_up_.clear();
  state_ = State::offline;
  for (const auto& [id, on_answer] : asked) on_answer(lost());
  if (refuses_frame(code)) give_up_unreadable(code);
  in_flight_.clear();
  if (state_ == State::ended) return;

  const bool for_good = code == 4401 || code == 4403;
  if (for_good || !options_.reconnect) {
    state_ = State::ended;
    end_code_ = code;
    if (handlers_.on_state) handlers_.on_state(State::ended, why, {});
    return;
  }
  const auto ceiling = std::min(longest_wait, shortest_wait * (1 << std::min(failures_, 7)));
  ++failures_;
  std::uniform_int_distribution<std::int64_t> spread(ceiling.count() / 2, ceiling.count());
  const std::chrono::milliseconds wait(spread(random_));
  set_state(State::offline, why, wait);
  retry_.expires_after(wait);
  retry_.async_wait([this](const boost::system::error_code& error) {
    if (!error && state_ != State::ended) connect();
  });
}

void Connection::set_state(State state, const std::string& why, std::chrono::milliseconds next_try) {
  state_ = state;
  if (handlers_.on_state) handlers_.on_state(state, why, next_try);
}

std::uint64_t Connection::bytes_in() const {
  return bytes_in_before_ + (wire_ ? wire_->bytes_in() : 0);
}
std::uint64_t Connection::bytes_out() const {
  return bytes_out_before_ + (wire_ ? wire_->bytes_out() : 0);
}

}  // namespace standpipe::client
