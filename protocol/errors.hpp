#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/entities.hpp"

namespace standpipe::protocol {

/// Every reason for which the server says no. The names are the stable `data.code` of the protocol: never renamed, never
/// reused.
// clang-format off
enum class ErrorCode {
  // the request itself
  bad_json, bad_request, method_unknown, argument_missing, argument_bad, argument_too_long, key_missing, key_bad,
  batch_too_large, hello_first,
  // who asks
  not_logged_in, log_in_failed, application_pending, application_declined, account_inactive, suspended, session_ended,
  origin_refused, set_up_code_wrong, set_up_done, password_weak, password_wrong, invitation_invalid, email_taken,
  already_applied,
  // what is asked for
  not_found, not_allowed, rank_too_low, not_a_member, banned, muted, room_archived, room_read_only,
  thread_locked, thread_closed, slow_mode, conflict, removed, slug_taken, already_decided, last_administrator, too_many,
  answer_not_a_reply, already_reported,
  // the server's own state
  too_many_requests, busy, going_away, commit_failed, internal
};
// clang-format on
inline constexpr std::size_t error_code_count = static_cast<std::size_t>(ErrorCode::internal) + 1;

/// What one code means, for the table in PROTOCOL.md and for replies.
struct ErrorInfo {
  ErrorCode code;
  std::string_view name;
  int rpc;                ///< the JSON-RPC error number
  unsigned http;          ///< the status where the same refusal is an HTTP reply
  std::string_view text;  ///< what happened and what to do next, in English, for people
};

/// The row of a code. Every code has one, which is checked when the program is compiled.
const ErrorInfo& info(ErrorCode code);
std::string_view to_name(ErrorCode code);
std::optional<ErrorCode> error_code(std::string_view name);

/// `data` of an error reply.
struct ErrorData {
  std::string code;
  std::string field;                ///< the argument that is wrong
  std::int64_t retry_after_ms = 0;  ///< where waiting helps
  Time until;                       ///< of a sanction
  std::string reason;               ///< that a moderator gave
  std::optional<Message> current;   ///< of a conflict: the message as it is now
};
BOOST_DESCRIBE_STRUCT(ErrorData, (), (code, field, retry_after_ms, until, reason, current))

/// No, and why. `text` is the registry's unless a more telling one is given; it always says what to do next.
struct Refusal {
  ErrorCode code;
  std::string text;
  ErrorData data;

  Refusal() : Refusal(ErrorCode::internal) {}
  explicit Refusal(ErrorCode c);
  Refusal(ErrorCode c, std::string says);

  /// For `return Refusal(…).field("room")`: names the argument that is wrong.
  Refusal&& field(std::string name) &&;
  /// Says after how many milliseconds it makes sense to try again.
  Refusal&& retry_after(std::int64_t ms) &&;
};

/// What value() of a result that holds a refusal throws.
[[noreturn]] void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where);

}  // namespace standpipe::protocol
