#include "server/domain/admission.hpp"

#include <algorithm>

#include "server/domain/memberships.hpp"

namespace standpipe::domain {

namespace {

const MemberState* owner_of(const State& state, const std::string& email) {
  const auto at = state.by_email.find(email);
  return at == state.by_email.end() ? nullptr : state.member(at->second);
}

Account account_for(Draft& draft, const Application& application) {
  if (const auto* former = owner_of(draft.state(), application.email)) return former->account;
  Account account;
  account.profile.id = draft.take(&NextIds::member);
  account.profile.joined_at = draft.now();
  account.email = application.email;
  return account;
}

void fill_in(Account& account, const State& state, const ApplicationRecord& record) {
  const auto& application = record.application;
  auto& profile = account.profile;
  profile.name = application.name;
  profile.state = protocol::MemberState::active;
  profile.job = application.job;
  profile.country = application.country;
  profile.languages = application.languages;
  profile.utility = application.utility;
  const auto employer = state.utilities.find(application.utility);
  profile.utility_name = employer == state.utilities.end() ? application.utility_name : employer->second.name;
  account.password_hash = record.password_hash;
  account.lang = application.languages.empty() ? std::string() : application.languages.front();
}

bool is_banned(const Draft& draft, MemberId member, RoomId room) {
  const auto* known = draft.state().member(member);
  return known && in_force(*known, SanctionKind::ban, room, draft.now());
}

bool belongs_to_domain(std::string_view host, std::string_view domain) {
  if (!host.ends_with(domain)) return false;
  host.remove_suffix(domain.size());
  return host.empty() || host.ends_with('.');
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

Objection objection_to_email(const Draft& draft, const std::string& email) {
  const auto* owner = owner_of(draft.state(), email);
  if (!owner || owner->account.profile.state == protocol::MemberState::left) return std::nullopt;
  return Refusal(ErrorCode::email_taken).field("email");
}

MemberId admit(Draft& draft, ApplicationRecord record, MemberId decided_by, const std::vector<RoomId>& also) {
  auto account = account_for(draft, record.application);
  fill_in(account, draft.state(), record);
  const auto member = account.profile.id;
  draft.save(std::move(account));

  auto& application = record.application;
  application.status = ApplicationStatus::approved;
  application.member = member;
  application.decided_by = decided_by;
  application.decided_at = draft.now();
  record.password_hash.clear();
  draft.save(record);

  std::vector<RoomId> rooms;
  std::ranges::set_union(application.rooms, also, std::back_inserter(rooms));
  for (const auto room : rooms) {
    if (!is_banned(draft, member, room)) enter_room(draft, member, room);
  }
  return member;
}

void close_earlier_applications(Draft& draft, const std::string& email) {
  for (const auto& [id, earlier] : draft.state().applications) {
    if (earlier.application.email != email) continue;
    const bool pending = earlier.application.status == ApplicationStatus::pending;
    if (!pending && earlier.password_hash.empty()) continue;
    auto record = earlier;
    record.password_hash.clear();
    if (pending) {
      record.application.status = ApplicationStatus::declined;
      record.application.decided_at = draft.now();
      record.application.reason = "replaced by a later application";
    }
    draft.save(record);
  }
}

EmployerMatch match_employer(const State& state, std::string_view email, std::string_view utility_name) {
  const auto host = email.substr(email.rfind('@') + 1);
  for (const auto& [id, utility] : state.utilities) {
    const auto matches = [host](const std::string& domain) { return belongs_to_domain(host, domain); };
    if (std::ranges::any_of(utility.domains, matches)) return {id, true};
  }
  const auto name = lower_ascii(utility_name);
  for (const auto& [id, utility] : state.utilities) {
    if (lower_ascii(utility.name) == name) return {id, false};
  }
  return {};
}

}  // namespace standpipe::domain
