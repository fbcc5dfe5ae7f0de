#include "protocol/reference.hpp"

#include <boost/mp11/algorithm.hpp>

#include <stdexcept>

#include "protocol/describe.hpp"
#include "protocol/errors.hpp"
#include "protocol/limits.hpp"
#include "protocol/methods.hpp"

namespace standpipe::protocol {

namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

/// A `|` in a cell would end it.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

template <class Method>
std::string params_of() {
  std::string list;
  describe::for_each_field<typename Method::Params>([&](std::string_view name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(std::declval<typename Method::Params&>().*pointer)>;
    if (!list.empty()) list += ", ";
    list += name;
    if (describe::is_optional<Field>) list += '?';
  });
  return list;
}

std::string methods_table() {
  std::string table = "| Method | Kind | Least role | Params | |\n|---|---|---|---|---|\n";
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>([&](auto identity) {
    using Method = typename decltype(identity)::type;
    table += "| " + code(Method::name) + " | " + std::string(describe::name_of(Method::kind)) + " | " +
             std::string(describe::name_of(Method::least)) + " | " + params_of<Method>() + " | " + cell(Method::summary) + " |\n";
  });
  return table;
}

template <class Params>
concept HasLimit = requires(Params params) {
  params.limit;
};

std::string pages_table() {
  std::string table = "| Method | Param | Entries | If absent |\n|---|---|---|---|\n";
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>([&](auto identity) {
    using Method = typename decltype(identity)::type;
    if constexpr (requires { Method::page; }) {
      const std::string param = HasLimit<typename Method::Params> ? "limit" : "page";
      table += "| " + code(Method::name) + " | " + code(param) + " | " + std::to_string(Method::page.least) + " to " +
               std::to_string(Method::page.most) + " | " + std::to_string(Method::page.usual) + " |\n";
    }
  });
  return table;
}

std::string errors_table() {
  std::string table = "| `data.code` | Number | HTTP | What it says, and what to do |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < error_code_count; ++i) {
    const ErrorInfo& row = info(static_cast<ErrorCode>(i));
    table += "| " + code(row.name) + " | " + std::to_string(row.rpc) + " | " + std::to_string(row.http) + " | " + cell(row.text) +
             " |\n";
  }
  return table;
}

std::string limits_table() {
  std::string table = "| What | At most |\n|---|---|\n";
  const auto row = [&](std::string_view what, std::int64_t most, std::string_view unit = {}) {
    table.append("| ").append(what).append(" | ").append(std::to_string(most));
    if (!unit.empty()) table.append(" ").append(unit);
    table += " |\n";
  };
  const auto bytes = [&](std::string_view what, std::size_t most) { row(what, static_cast<std::int64_t>(most), "bytes"); };
  const auto count = [&](std::string_view what, std::size_t most) { row(what, static_cast<std::int64_t>(most)); };
  bytes("A WebSocket message", limits::frame_bytes);
  bytes("The body of an HTTP request", limits::http_body_bytes);
  count("Objects and lists within each other", limits::json_depth);
  count("Requests in a batch", limits::batch);
  count("Connections of a member, on all devices", limits::connections_per_member);
  count("Messages with something malformed in them, before the connection is closed", limits::bad_frames);
  bytes("The text of a message", limits::text_bytes);
  bytes("A thread's title", limits::title_bytes);
  bytes("The name of a person, room or utility", limits::name_bytes);
  bytes("Job, device and other short fields", limits::field_bytes);
  bytes("Reasons, notes, descriptions, offers, seeks, why, a search", limits::note_bytes);
  bytes("An e-mail address", limits::email_bytes);
  bytes("A password (at least " + std::to_string(limits::password_bytes_min) + ")", limits::password_bytes);
  count("Mentions in a message", limits::mentions);
  count("Reactions to a message", limits::reactions_per_message);
  count("Different emoji on a message", limits::emojis_per_message);
  bytes("An emoji", limits::emoji_bytes);
  count("Languages of a member", limits::languages);
  count("Tags of expertise", limits::expertise);
  count("Pinned messages in a room", limits::pins_per_room);
  count("Posts of one member in one room that wait for a moderator", limits::pending_posts);
  row("Slow mode", limits::slow_mode_s, "seconds");
  row("People that one invitation lets in", limits::invitation_uses);
  row("Life of an invitation", limits::invitation_days, "days");
  row("A sanction that has an end", limits::sanction_minutes, "minutes");
  count("Messages of a thread that moves to another room", limits::moved_messages);
  row("Changes in a catch-up; beyond, it says `gap`", limits::gap);
  bytes("A stream's changes in a catch-up, likewise", limits::catch_up_bytes);
  bytes("All changes in the answer to a hello; beyond, further streams have a `gap` without changes", limits::hello_bytes);
  bytes("A page of an answer, about; beyond, it says that there is `more`", limits::page_bytes);
  bytes("The answers to the queries of one batch; beyond, they are `too_many_requests`", limits::batch_answer_bytes);
  row("How long a key is remembered", limits::key_days, "days");
  return table;
}

void refresh(std::string& document, const std::string& name, const std::string& table) {
  const std::string begin = "<!-- generated: " + name + " -->\n";
  constexpr std::string_view end = "<!-- end of generated -->";
  const auto at = document.find(begin);
  if (at == std::string::npos) throw std::runtime_error("the line \"" + begin.substr(0, begin.size() - 1) + "\" is missing");
  const auto from = at + begin.size();
  if (document.find(begin, from) != std::string::npos) throw std::runtime_error("the table of " + name + " is there twice");
  const auto to = document.find(end, from);
  const auto next = document.find("<!-- generated: ", from);
  if (to == std::string::npos || next < to) throw std::runtime_error("the table of " + name + " does not end");
  document.replace(from, to - from, "\n" + table + "\n");
}

}  // namespace

std::string refresh_reference(std::string_view document) {
  std::string fresh(document);
  refresh(fresh, "methods", methods_table());
  refresh(fresh, "pages", pages_table());
  refresh(fresh, "errors", errors_table());
  refresh(fresh, "limits", limits_table());
  return fresh;
}

}  // namespace standpipe::protocol
