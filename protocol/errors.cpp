#include "protocol/errors.hpp"

#include <boost/throw_exception.hpp>

#include <array>
#include <stdexcept>
#include <utility>

namespace standpipe::protocol {

namespace {

// The name is the enumerator's, so that the two cannot differ.
#define STANDPIPE_ERROR(code, rpc, http, text) \
  ErrorInfo {                                  \
    ErrorCode::code, #code, rpc, http, text    \
  }

/// The registry, in the order of ErrorCode. JSON-RPC numbers: where JSON-RPC 2.0 (section 5.1) has one, that one;
/// otherwise 10NN the request, 11NN who asks, 12NN what is asked for, 13NN the server's state. A number is never reused.
constexpr std::array registry{
    STANDPIPE_ERROR(bad_json, -32700, 400, "This is not valid JSON. Send one JSON text in UTF-8, without duplicate keys."),
    STANDPIPE_ERROR(bad_request, -32600, 400,
                    "This is not a request that the server understands. Send a JSON-RPC 2.0 request with id, method and "
                    "params by name."),
    STANDPIPE_ERROR(method_unknown, -32601, 404, "There is no such method. Look it up in the list of methods."),
    STANDPIPE_ERROR(argument_missing, -32602, 400, "An argument is missing. Add it and send the request again."),
    STANDPIPE_ERROR(argument_bad, -32602, 400, "An argument has a wrong value. Correct it and send the request again."),
    STANDPIPE_ERROR(argument_too_long, -32602, 400, "An argument is too long. Shorten it and send the request again."),
    STANDPIPE_ERROR(key_missing, -32602, 400,
                    "A command needs a key. Add a fresh UUID as \"key\" to the params, and keep it for retries."),
    STANDPIPE_ERROR(key_bad, -32602, 400, "The key is not a UUID in lower case. Make a fresh one for each command."),
    STANDPIPE_ERROR(batch_too_large, 1000, 413, "The batch has too many requests. Split it into smaller ones."),
    STANDPIPE_ERROR(hello_first, 1002, 400, "The connection has not said hello yet. Send hello first."),

    STANDPIPE_ERROR(not_logged_in, 1100, 401, "You are not logged in. Log in and try again."),
    STANDPIPE_ERROR(log_in_failed, 1101, 401,
                    "The e-mail address or the password is wrong. Check both, or ask a moderator for help."),
    STANDPIPE_ERROR(application_pending, 1102, 403,
                    "Your application waits for a moderator. Log in again when it has been approved."),
    STANDPIPE_ERROR(application_declined, 1103, 403, "Your application was declined, for the reason given. You may apply again."),
    STANDPIPE_ERROR(account_inactive, 1104, 403,
                    "This account is not active any more. Ask an administrator if you think that it should be."),
    STANDPIPE_ERROR(suspended, 1105, 403,
                    "You are suspended from the community, for the reason and until the time given. Wait, or write to "
                    "an administrator."),
    STANDPIPE_ERROR(session_ended, 1106, 401, "This log-in has ended. Log in again."),
    STANDPIPE_ERROR(origin_refused, 1107, 403, "This page may not talk to the server. Open the server's own address instead."),
    STANDPIPE_ERROR(set_up_code_wrong, 1108, 403,
                    "The set-up code is wrong. Copy it from what the server printed at its first start."),
    STANDPIPE_ERROR(set_up_done, 1109, 409, "The server has an administrator already. Log in instead."),
    STANDPIPE_ERROR(password_weak, 1110, 400,
                    "The password is too short, too long or too easy to guess. Choose one of at least 10 characters."),
    STANDPIPE_ERROR(password_wrong, 1111, 403, "The old password is wrong. Check it and try again."),
    STANDPIPE_ERROR(invitation_invalid, 1112, 403,
                    "The invitation is unknown, expired, used up or revoked. Ask for a new one, or apply without one."),
    STANDPIPE_ERROR(email_taken, 1113, 409, "A member has this e-mail address already. Log in, or use another one."),
    STANDPIPE_ERROR(already_applied, 1114, 409,
                    "An application with this e-mail address waits already. Wait for a moderator to decide it."),

    STANDPIPE_ERROR(not_found, 1200, 404, "There is no such thing, or you may not see it. Check the id."),
    STANDPIPE_ERROR(not_allowed, 1201, 403, "You may not do this. Ask a moderator or an administrator to do it."),
    STANDPIPE_ERROR(rank_too_low, 1202, 403,
                    "This concerns somebody whose role is not below yours. Ask an administrator to do it."),
    STANDPIPE_ERROR(not_a_member, 1203, 403, "You are not in this room. Join it first."),
    STANDPIPE_ERROR(banned, 1205, 403,
                    "You are banned from this room, for the reason and until the time given. Wait, or write to one of "
                    "its moderators."),
    STANDPIPE_ERROR(muted, 1206, 403,
                    "You are muted, for the reason and until the time given. You can read on; wait, or write to a "
                    "moderator."),
    STANDPIPE_ERROR(room_archived, 1207, 403, "This room is archived: it can be read, but not changed."),
    STANDPIPE_ERROR(room_read_only, 1208, 403, "You may read this room, but not write in it. Post in another room."),
    STANDPIPE_ERROR(thread_locked, 1209, 403, "This thread is locked: only moderators may reply. Start another thread."),
    STANDPIPE_ERROR(thread_closed, 1210, 403, "This thread is closed. Start another thread, or ask for it to be reopened."),
    STANDPIPE_ERROR(slow_mode, 1211, 429, "This room is in slow mode. Wait for the time given, then post again."),
    STANDPIPE_ERROR(conflict, 1212, 409, "It has changed in the meantime. Look at what it is now, and try again from there."),
    STANDPIPE_ERROR(removed, 1213, 409, "This message has been removed. Nothing can be done with it any more."),
    STANDPIPE_ERROR(slug_taken, 1214, 409, "Another room has this short name. Choose another one."),
    STANDPIPE_ERROR(already_decided, 1215, 409, "Somebody has decided this already. Reload it to see how."),
    STANDPIPE_ERROR(last_administrator, 1216, 409,
                    "The community would be left without an administrator. Make another member one first."),
    STANDPIPE_ERROR(too_many, 1217, 409, "The number allowed of these has been reached. Take one away first."),
    STANDPIPE_ERROR(answer_not_a_reply, 1218, 400,
                    "An answer must be a reply in the same thread, other than its opening message. Choose a reply."),
    STANDPIPE_ERROR(already_reported, 1219, 409,
                    "You have reported this message already. A moderator will look at it; there is nothing to do."),

    STANDPIPE_ERROR(too_many_requests, 1300, 429, "Too many requests. Wait for the time given, then try again."),
    STANDPIPE_ERROR(busy, 1301, 503, "The server is busy. Wait for the time given, then try again with the same key."),
    STANDPIPE_ERROR(going_away, 1302, 503,
                    "The server is stopping. Connect again in a moment, and send the request again with the same key."),
    STANDPIPE_ERROR(commit_failed, 1303, 503,
                    "The server could not store this: nothing was changed. Try again later with the same key."),
    STANDPIPE_ERROR(internal, -32603, 500,
                    "Something went wrong in the server. Try again with the same key; if it happens again, tell an "
                    "administrator."),
};

#undef STANDPIPE_ERROR

constexpr bool in_order() {
  for (std::size_t i = 0; i < registry.size(); ++i) {
    if (registry[i].code != static_cast<ErrorCode>(i)) return false;
  }
  return true;
}

static_assert(in_order(), "the registry has its rows in the order of ErrorCode");
static_assert(registry.size() == error_code_count, "every code has a row");

}  // namespace

const ErrorInfo& info(ErrorCode code) {
  return registry.at(static_cast<std::size_t>(code));
}

std::string_view to_name(ErrorCode code) {
  return info(code).name;
}

std::optional<ErrorCode> error_code(std::string_view name) {
  for (const ErrorInfo& row : registry) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

Refusal::Refusal(ErrorCode c) : Refusal(c, std::string(info(c).text)) {}

Refusal::Refusal(ErrorCode c, std::string says) : code(c), text(std::move(says)) {
  data.code = to_name(c);
}

Refusal&& Refusal::field(std::string name) && {
  data.field = std::move(name);
  return std::move(*this);
}

Refusal&& Refusal::retry_after(std::int64_t ms) && {
  data.retry_after_ms = ms;
  return std::move(*this);
}

void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where) {
  boost::throw_exception(std::runtime_error(refusal.data.code + ": " + refusal.text), where);
}

}  // namespace standpipe::protocol
