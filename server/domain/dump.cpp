#include <algorithm>

#include "protocol/codec.hpp"
#include "server/domain/state.hpp"

/// One line for each thing, in an order that does not depend on how the state came about.
namespace standpipe::domain {

namespace {

std::string hex(const TokenHash& hash) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : hash) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

class Lines {
 public:
  template <class... Words>
  void add(const Words&... words) {
    (add_word(words), ...);
    text_.back() = '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  void add_word(const std::string& word) { text_ += word + ' '; }
  void add_word(const char* word) { add_word(std::string(word)); }
  void add_word(std::int64_t number) { add_word(std::to_string(number)); }
  template <class Tag>
  void add_word(protocol::Strong<Tag> id) {
    add_word(id.value);
  }

  std::string text_;
};

template <class Map>
auto sorted_keys(const Map& map) {
  std::vector<typename Map::key_type> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) keys.push_back(key);
  std::ranges::sort(keys);
  return keys;
}

void dump_heads(Lines& lines, const State& state) {
  lines.add("epoch", state.epoch, "seq", state.seq, "at", state.at);
  lines.add("community", state.community_rev, "desk:0", state.admin_desk_rev);
  lines.add("messages", state.messages, "open_reports", state.open_reports);
  const auto& next = state.next;
  lines.add("next", next.member, next.utility, next.room, next.thread, next.message, next.application, next.invitation,
            next.sanction, next.report, next.pending, next.notification, next.audit);
}

void dump_member(Lines& lines, const MemberState& member, Time now) {
  const auto& account = member.account;
  lines.add("member", account.profile.id, "rev", member.rev, protocol::to_json(account.profile), account.email,
            account.password_hash, account.lang);
  for (const auto& record : member.rooms) {
    lines.add("  in", protocol::to_json(record.membership), "posts", record.posts, record.last_post_at);
  }
  for (const auto& sanction : member.sanctions) {
    const bool over = sanction.until && sanction.until <= now;
    if (!over) lines.add("  sanction", protocol::to_json(sanction));
  }
}

void dump_rooms(Lines& lines, const State& state) {
  for (const auto& [id, room] : state.rooms) {
    lines.add("room", id, "rev", room.rev, "desk", room.desk_rev, protocol::to_json(room.room));
    lines.add("  last", room.last_number, room.chat_last, "threads", room.threads, "members", room.members);
  }
}

void dump_people_at_the_door(Lines& lines, const State& state) {
  for (const auto& [id, record] : state.applications) {
    lines.add("application", protocol::to_json(record.application), record.password_hash, record.invitation);
  }
  for (const auto& [id, record] : state.invitations) {
    lines.add("invitation", protocol::to_json(record.invitation), hex(record.code_hash));
  }
  for (const auto id : sorted_keys(state.session_tokens)) {
    const auto& session = state.sessions.at(state.session_tokens.at(id));
    lines.add("session", id, session.member, hex(session.token_hash), session.device, session.at, session.expires_at);
  }
}

void dump_indexes(Lines& lines, const State& state) {
  for (const auto& email : sorted_keys(state.by_email)) lines.add("email", email, state.by_email.at(email));
  for (const auto& slug : sorted_keys(state.by_slug)) lines.add("slug", slug, state.by_slug.at(slug));
  for (const auto& [pair, room] : state.directs) lines.add("direct", pair.first, pair.second, room);
}

}  // namespace

std::string dump(const State& state) {
  Lines lines;
  dump_heads(lines, state);
  for (const auto& [id, utility] : state.utilities) lines.add("utility", protocol::to_json(utility));
  for (const auto id : sorted_keys(state.members)) dump_member(lines, *state.member(id), state.at);
  dump_rooms(lines, state);
  dump_people_at_the_door(lines, state);
  dump_indexes(lines, state);
  return lines.take();
}

}  // namespace standpipe::domain
