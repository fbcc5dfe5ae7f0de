#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <boost/json/serialize.hpp>

#include "client-cli/connection.hpp"
#include "protocol/limits.hpp"
#include "protocol/text.hpp"

/// The part of a connection that sends what waits in the outbox: see connection.hpp.
namespace standpipe::client {

using namespace std::chrono_literals;

namespace {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The room that a command is about, as text; "" where its params name none.
std::string room_of(const Queued& queued) {
  const auto json = protocol::parse(queued.params);
  if (json.has_error() || !json.value().is_object()) return {};
  const auto* room = json.value().get_object().if_contains("room");
  return room == nullptr ? std::string() : boost::json::serialize(*room);
}

}  // namespace

bool worth_another_try(const CallError& error) {
  static constexpr std::string_view codes[] = {"connection_lost",   "busy",      "going_away", "commit_failed", "internal",
                                               "too_many_requests", "slow_mode", "hello_first"};
  return std::find(std::begin(codes), std::end(codes), error.code) != std::end(codes);
}

void Connection::send(const Queued& queued) {
  std::string params = queued.params;
  params.pop_back();
  if (params.back() != '{') params += ',';
  params.append(R"("key":")").append(queued.key).append(R"(")");
  if (!in_flight_.empty()) params.append(R"(,"after_key":")").append(in_flight_.back()).append(R"(")");
  params += '}';
  in_flight_.push_back(queued.key);
  request(queued.method, params, [this, queued](const CallAnswer& answer) { on_queued_answer(queued, answer); });
}

void Connection::check(std::string_view params) {
  // What would make the server close the line would do so again and again.
  if (!protocol::is_utf8(params)) throw std::invalid_argument("The text is not valid UTF-8. Convert it, and send it again.");
  if (params.size() + 512 > protocol::limits::frame_bytes)
    throw std::invalid_argument("The text is far too long. Send it in parts of at most " +
                                std::to_string(protocol::limits::text_bytes) + " bytes.");
}

std::string Connection::queue(std::string_view method, std::string_view params) {
  check(params);
  const Queued queued = outbox_.add(method, params, now_ms());
  if (state_ == State::online) flush_outbox();
  return queued.key;
}

bool Connection::is_in_flight(const std::string& key) const {
  return std::find(in_flight_.begin(), in_flight_.end(), key) != in_flight_.end();
}

void Connection::flush_outbox() {
  if (in_flight_.empty()) draining_ = false;
  const std::size_t at_once = one_by_one_ ? 1 : window;
  if (state_ != State::online || draining_ || in_flight_.size() >= at_once) return;
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(held_, [now](const auto& entry) { return entry.second <= now; });
  flush_later();
  if (held_.contains("")) return;
  for (const Queued& queued : outbox_.waiting()) {
    if (in_flight_.size() >= at_once) return;
    if (answered_.contains(queued.key) || is_in_flight(queued.key)) continue;
    if (!held_.empty() && held_.contains(room_of(queued))) continue;
    send(queued);
  }
  if (in_flight_.empty()) one_by_one_ = false;
}

void Connection::on_queued_answer(const Queued& queued, const CallAnswer& answer) {
  if (answer.error && answer.error->code == "connection_lost") return;  // sent again after the next hello
  if (answered_.contains(queued.key)) return;
  std::erase(in_flight_, queued.key);
  if (answer.error) draining_ = true;
  if (answer.error && answer.error->data.field == "after_key") {
    // The one before it was not carried out, as is known by now.
  } else if (answer.error && worth_another_try(*answer.error)) {
    postpone(queued, *answer.error);
  } else {
    answered_.insert(queued.key);
    try {
      outbox_.done(queued.key);
    } catch (const std::exception&) {
      // The disk refuses: it stays in the file, and sent again after a restart it changes nothing.
    }
    if (handlers_.on_sent) handlers_.on_sent(queued, answer);
  }
  flush_outbox();
}

void Connection::postpone(const Queued& queued, const CallError& error) {
  const auto wait = std::chrono::milliseconds(std::max<std::int64_t>(error.data.retry_after_ms, 1000));
  held_[error.code == "slow_mode" ? room_of(queued) : std::string()] = std::chrono::steady_clock::now() + wait;
  flush_later();
  if (handlers_.on_postponed) handlers_.on_postponed(queued, error, wait);
}

void Connection::flush_later() {
  if (held_.empty()) return;
  auto first = held_.begin()->second;
  for (const auto& [room, until] : held_) first = std::min(first, until);
  resend_.expires_at(first + 10ms);
  resend_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) flush_outbox();
  });
}

void Connection::give_up_unreadable(std::uint16_t code) {
  if (in_flight_.empty()) return;
  if (in_flight_.size() > 1) {
    one_by_one_ = true;
    return;
  }
  one_by_one_ = false;
  const auto waiting = outbox_.waiting();
  const auto found =
      std::find_if(waiting.begin(), waiting.end(), [this](const Queued& queued) { return queued.key == in_flight_.front(); });
  if (found == waiting.end()) return;
  CallError error;
  error.code = "unreadable";
  error.message = "The server could not read it and closed the line (" + std::to_string(code) + "). Change it and send it again.";
  on_queued_answer(*found, {{}, error});
}

}  // namespace standpipe::client
