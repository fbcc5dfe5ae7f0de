#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/admission.hpp"
#include "server/domain/fields.hpp"

/// Applications to join, and what moderators decide on them.
namespace standpipe::domain {

namespace {

/// Its maker could still make it: they moderate all rooms that it opens.
bool stands(const Draft& draft, const Invitation& invitation) {
  const auto& state = draft.state();
  const auto moderates = [&](RoomId room) { return rank_in(state, invitation.by, room) >= Role::moderator; };
  return may_take_part(state, invitation.by, draft.now()) && moderates_any(state, invitation.by) &&
         std::ranges::all_of(invitation.rooms, moderates);
}

/// An invitation that still holds: not revoked, used up or past its time, and its maker could still make it.
const InvitationRecord* valid_invitation(const Draft& draft, const TokenHash& code) {
  const auto& all = draft.state().invitations;
  const auto at = std::ranges::find_if(all, [&](const auto& entry) { return entry.second.code_hash == code; });
  if (at == all.end()) return nullptr;
  const auto& invitation = at->second.invitation;
  const bool holds = !invitation.revoked && invitation.uses_left > 0 && invitation.expires_at > draft.now();
  return holds && stands(draft, invitation) ? &at->second : nullptr;
}

/// CoPs that are open, ascending, each once.
std::vector<RoomId> checked_rooms(Fields& fields, const Draft& draft, std::vector<RoomId> rooms, bool invited) {
  std::ranges::sort(rooms);
  rooms.erase(std::unique(rooms.begin(), rooms.end()), rooms.end());
  fields.require(invited || !rooms.empty(), "rooms", "Name at least one community of practice.");
  for (const auto room : rooms) {
    const auto* state = draft.state().room(room);
    const bool open = state && state->room.kind == RoomKind::cop && !state->room.archived;
    fields.require(open, "rooms", "There is no such open community of practice.");
  }
  return rooms;
}

Answer<Application> checked_application(const Draft& draft, const Application& raw, bool invited) {
  Fields fields;
  Application clean;
  clean.name = fields.line("name", raw.name, limits::name_bytes);
  clean.email = fields.email("email", raw.email);
  clean.utility_name = fields.line("utility", raw.utility_name, limits::name_bytes);
  clean.country = fields.country("country", raw.country);
  clean.job = fields.line("job", raw.job, limits::field_bytes);
  clean.languages = fields.languages("languages", raw.languages);
  clean.rooms = checked_rooms(fields, draft, raw.rooms, invited);
  clean.why = fields.text_or_empty("why", raw.why, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  const auto employer = match_employer(draft.state(), clean.email, clean.utility_name);
  clean.utility = employer.utility;
  clean.domain_matches = employer.by_domain;
  clean.at = draft.now();
  return clean;
}

bool has_applied(const State& state, const std::string& email) {
  return std::ranges::any_of(state.applications, [&](const auto& entry) {
    const auto& application = entry.second.application;
    return application.email == email && application.status == ApplicationStatus::pending;
  });
}

void use_up(Draft& draft, InvitationRecord record) {
  --record.invitation.uses_left;
  draft.write(std::move(record));
}

/// An application that the actor may decide: of one of the CoPs that they moderate, or any for administrators.
Answer<ApplicationRecord> decidable(const Draft& draft, ApplicationId id) {
  auto record = draft.content().application(id);
  const auto theirs = [&](RoomId room) { return actor_rank(draft, room) >= Role::moderator; };
  const bool may = record && (theirs(RoomId{}) || std::ranges::any_of(record->application.rooms, theirs));
  if (!may) return Refusal(ErrorCode::not_found).field("application");
  if (record->application.status != ApplicationStatus::pending) return Refusal(ErrorCode::already_decided);
  return std::move(*record);
}

}  // namespace

Answer<ApplyResult> act(Draft& draft, const ApplyToJoin& params) {
  const bool invited = params.invitation != TokenHash{};
  const auto* invitation = invited ? valid_invitation(draft, params.invitation) : nullptr;
  if (invited && !invitation) return Refusal(ErrorCode::invitation_invalid).field("invitation");
  auto application = checked_application(draft, params.application, invited);
  if (!application) return application.error();
  if (auto no = objection_to_email(draft, application->email)) return std::move(*no);
  if (!invited && has_applied(draft.state(), application->email)) return Refusal(ErrorCode::already_applied).field("email");
  forget_declined_applications(draft, application->email);

  application->id = draft.take(&NextIds::application);
  application->former = former_member(draft.state(), application->email);
  ApplicationRecord record{std::move(*application), params.password_hash, invited ? invitation->invitation.id : InvitationId{}};
  const auto id = record.application.id;
  if (!invited) {
    draft.save(record);
    return ApplyResult{id, ApplicationStatus::pending, {}};
  }
  use_up(draft, *invitation);
  const auto member = admit(draft, std::move(record), invitation->invitation.by, invitation->invitation.rooms);
  return ApplyResult{id, ApplicationStatus::approved, member};
}

Answer<Approved> act(Draft& draft, const ApplicationApprove::Params& params) {
  auto record = decidable(draft, params.application);
  if (!record) return record.error();
  if (params.utility && *params.utility && !draft.state().utilities.contains(*params.utility)) {
    return Refusal(ErrorCode::argument_bad, "There is no such utility; utility.list has them.").field("utility");
  }
  if (auto no = objection_to_email(draft, record->application.email)) return std::move(*no);
  if (params.utility) record->application.utility = *params.utility;
  const auto rooms = record->application.rooms;
  const auto member = admit(draft, std::move(*record), draft.actor(), {});
  for (const auto room : rooms) {
    draft.audit(ApplicationApprove::name,
                {.member = member, .room = room, .detail = "application " + std::to_string(params.application.value)});
  }
  return Approved{member};
}

Answer<Done> act(Draft& draft, const ApplicationDecline::Params& params) {
  auto record = decidable(draft, params.application);
  if (!record) return record.error();
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  // The password stays, so that the applicant and nobody else reads the reason by logging in.
  auto& application = record->application;
  application.status = ApplicationStatus::declined;
  application.decided_by = draft.actor();
  application.decided_at = draft.now();
  application.reason = reason;
  draft.save(*record);
  for (const auto room : application.rooms) {
    draft.audit(ApplicationDecline::name,
                {.room = room, .reason = reason, .detail = "application " + std::to_string(application.id.value)});
  }
  return Done{};
}

}  // namespace standpipe::domain
