#include <algorithm>

#include "protocol/limits.hpp"
#include "server/domain/acts.hpp"
#include "server/domain/memberships.hpp"

/// Log-ins, passwords, and what is over by time.
namespace standpipe::domain {

namespace {

constexpr std::uint16_t kSessionEnded = 4401;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

const SessionRecord* find_session(const Draft& draft, SessionId id) {
  const auto token = draft.state().session_tokens.find(id);
  return token == draft.state().session_tokens.end() ? nullptr : draft.state().session(token->second);
}

void end_session(Draft& draft, const SessionRecord& session, std::string reason) {
  draft.write(SessionEnded{session.id});
  draft.add(Disconnect{session.member, session.id, kSessionEnded, std::move(reason)});
}

/// Makes place for one more log-in.
void end_oldest_sessions(Draft& draft, MemberId member) {
  std::vector<SessionId> theirs;
  for (const auto& [token, session] : draft.state().sessions) {
    if (session.member == member) theirs.push_back(session.id);
  }
  std::ranges::sort(theirs);
  for (std::size_t i = 0; i + limits::sessions_per_member <= theirs.size(); ++i) {
    end_session(draft, *find_session(draft, theirs[i]), "too many log-ins");
  }
}

void end_groups(Draft& draft) {
  for (const auto& [id, state] : draft.state().rooms) {
    auto room = state.room;
    const bool ended = room.ends_at && room.ends_at <= draft.now();
    if (!ended || room.archived) continue;
    room.archived = true;
    draft.save(room);
    draft.audit(RoomArchive::name, {.room = id, .detail = "ended"});
  }
}

}  // namespace

Answer<LoginResult> act(Draft& draft, const OpenSession& params) {
  const auto* member = draft.state().member(params.member);
  if (!member || member->account.profile.state != protocol::MemberState::active) return Refusal(ErrorCode::account_inactive);
  // The password was checked outside the order, and may have been changed since.
  if (member->account.password_hash != params.verified_hash) return Refusal(ErrorCode::log_in_failed);
  const auto* suspension = in_force(*member, SanctionKind::suspension, {}, draft.now());
  if (suspension) return refusal_for(ErrorCode::suspended, *suspension);
  end_oldest_sessions(draft, params.member);
  // A session's id is its command's place in the order: unique for good, and no counter is needed for rows that go away.
  const SessionRecord session{.id = SessionId{draft.seq()},
                              .member = params.member,
                              .token_hash = params.token_hash,
                              .device = params.device,
                              .at = draft.now(),
                              .expires_at = params.expires_at};
  draft.write(session);
  return LoginResult{
      .member = params.member, .name = member->account.profile.name, .session = session.id, .expires_at = session.expires_at};
}

Answer<Done> act(Draft& draft, const CloseSession& params) {
  const auto* session = find_session(draft, params.session);
  if (!session) return Done{};
  if (draft.actor() && session->member != draft.actor()) return Refusal(ErrorCode::not_found).field("session");
  end_session(draft, *session, "logged out");
  return Done{};
}

Answer<Done> act(Draft& draft, const RevokeSession& params) {
  if (!params.params.session) {
    for (const auto& [token, session] : draft.state().sessions) {
      if (session.member == draft.actor() && session.id != params.current) end_session(draft, session, "logged out elsewhere");
    }
    return Done{};
  }
  const auto* session = find_session(draft, params.params.session);
  if (!session || session->member != draft.actor()) return Refusal(ErrorCode::not_found).field("session");
  end_session(draft, *session, "logged out elsewhere");
  return Done{};
}

Answer<Done> act(Draft& draft, const SetPassword& params) {
  const auto known = known_member(draft, params.member);
  if (!known) return known.error();
  if (draft.actor() && draft.actor() != params.member) return Refusal(ErrorCode::not_allowed);
  auto account = *known;
  if (params.verified_hash && account.password_hash != *params.verified_hash) {
    return Refusal(ErrorCode::password_wrong).field("old_password");
  }
  account.password_hash = params.password_hash;
  draft.save(std::move(account));
  end_sessions(draft, params.member, params.keep, kSessionEnded, "password changed");
  return Done{};
}

Answer<Done> act(Draft& draft, const Housekeep&) {
  for (const auto& [token, session] : draft.state().sessions) {
    if (session.expires_at <= draft.now()) end_session(draft, session, "log-in expired");
  }
  end_groups(draft);
  draft.write(KeysExpired{Time{draft.now().value - limits::key_days * kDayMs}});
  return Done{};
}

}  // namespace standpipe::domain
