#include "server/domain/acts.hpp"
#include "server/domain/admission.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/memberships.hpp"

/// Accounts: administrators made and unmade, members who leave or are put out and let in again.
namespace standpipe::domain {

namespace {

Objection objection_to_last_administrator(const Draft& draft, MemberId member) {
  if (has_other_administrator(draft.state(), member, draft.now())) return std::nullopt;
  return Refusal(ErrorCode::last_administrator);
}

bool has_administrator(const State& state) {
  return !administrators(state).empty();
}

/// What others need to know of who wrote something: the rest goes with who leaves.
Profile card_of(const Profile& profile) {
  Profile card;
  card.id = profile.id;
  card.name = profile.name;
  card.utility = profile.utility;
  card.utility_name = profile.utility_name;
  card.country = profile.country;
  card.joined_at = profile.joined_at;
  card.version = profile.version;
  return card;
}

void become_administrator(Draft& draft, Account account) {
  const auto id = account.profile.id;
  account.profile.role = Role::administrator;
  draft.save(std::move(account));
  open_desks(draft, id);
}

void become_member(Draft& draft, Account account) {
  const auto id = account.profile.id;
  account.profile.role = Role::member;
  draft.save(std::move(account));
  settle_role(draft, id);
  close_desks(draft, id);
}

}  // namespace

Answer<Approved> act(Draft& draft, const CreateAdministrator& params) {
  if (params.first && has_administrator(draft.state())) return Refusal(ErrorCode::set_up_done);
  Fields fields;
  Account account;
  account.profile.name = fields.line("name", params.name, limits::name_bytes);
  account.email = fields.email("email", params.email);
  if (fields.objection()) return *fields.objection();
  if (draft.state().by_email.contains(account.email)) return Refusal(ErrorCode::email_taken).field("email");
  account.profile.id = draft.take(&NextIds::member);
  account.profile.joined_at = draft.now();
  account.password_hash = params.password_hash;
  const auto id = account.profile.id;
  become_administrator(draft, std::move(account));
  draft.audit("admin.create", {.member = id, .detail = params.first ? "set-up" : "command line"});
  return Approved{id};
}

Answer<Done> act(Draft& draft, const AccountLeave::Params&) {
  const auto id = draft.actor();
  auto account = draft.account(id);
  if (account.profile.role == Role::administrator) {
    if (auto no = objection_to_last_administrator(draft, id)) return std::move(*no);
  }
  account.profile = card_of(account.profile);
  account.profile.state = protocol::MemberState::left;
  draft.save(std::move(account));
  take_out(draft, id, LeftCode::left, "left the community");
  return Done{};
}

Answer<Done> act(Draft& draft, const MemberSetRole::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text_or_empty("reason", params.reason.value_or(""), limits::note_bytes);
  fields.require(params.role != Role::moderator, "role", "Moderators are appointed in a room: room.appoint.");
  if (fields.objection()) return *fields.objection();
  const auto account = active_member(draft, params.member);
  if (!account) return account.error();
  const bool is = account->profile.role == Role::administrator;
  const bool wanted = params.role == Role::administrator;
  if (is == wanted) return Done{};
  if (wanted) {
    become_administrator(draft, *account);
  } else {
    if (auto no = objection_to_last_administrator(draft, params.member)) return std::move(*no);
    become_member(draft, *account);
  }
  if (params.member != draft.actor()) {
    draft.notify(params.member, {.kind = NotificationKind::role_changed, .by = draft.actor(), .text = reason});
  }
  draft.audit(MemberSetRole::name, {.member = params.member, .reason = reason, .detail = wanted ? "administrator" : "member"});
  return Done{};
}

Answer<Done> act(Draft& draft, const MemberDeactivate::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  auto account = known_member(draft, params.member);
  if (!account) return account.error();
  if (auto no = objection_to_target(draft, {}, params.member)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  const auto wanted = params.on ? protocol::MemberState::deactivated : protocol::MemberState::active;
  if (account->profile.state == wanted) return Done{};
  if (account->profile.state == protocol::MemberState::left) {
    return Refusal(ErrorCode::not_allowed, "This person has left. They may apply anew with the same e-mail address.")
        .field("member");
  }
  account->profile.state = wanted;
  draft.save(std::move(*account));
  if (params.on) end_sessions(draft, params.member, {}, 4403, "account deactivated");
  draft.audit(MemberDeactivate::name,
              {.member = params.member, .reason = reason, .detail = params.on ? "deactivated" : "activated"});
  return Done{};
}

}  // namespace standpipe::domain
