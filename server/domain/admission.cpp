#include "server/domain/admission.hpp"

#include <algorithm>

#include "server/domain/memberships.hpp"

namespace standpipe::domain {

namespace {

const MemberState* owner_of(const State& state, const std::string& email) {
  const auto at = state.by_email.find(email);
  return at == state.by_email.end() ? nullptr : state.member(at->second);
}

/// Lets go of the address, which another account gets.
void release_address(Draft& draft, Account former) {
  former.email.clear();
  former.password_hash.clear();
  draft.save(std::move(former));
}

Account new_account(Draft& draft, const Application& application) {
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

/// Leaving ends no sanction: what is in force goes on against whoever has the address.
void carry_sanctions(Draft& draft, const MemberState& former, MemberId member) {
  for (auto sanction : former.sanctions) {
    if (sanction.until && sanction.until <= draft.now()) continue;
    sanction.id = draft.take(&NextIds::sanction);
    sanction.member = member;
    draft.save(sanction);
  }
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

MemberId former_member(const State& state, const std::string& email) {
  const auto* owner = owner_of(state, email);
  const bool left = owner && owner->account.profile.state == protocol::MemberState::left;
  return left ? owner->account.profile.id : MemberId{};
}

MemberId admit(Draft& draft, ApplicationRecord record, MemberId decided_by, const std::vector<RoomId>& also) {
  const auto* former = draft.state().member(former_member(draft.state(), record.application.email));
  if (former) release_address(draft, former->account);
  auto account = new_account(draft, record.application);
  fill_in(account, draft.state(), record);
  const auto member = account.profile.id;
  draft.save(std::move(account));
  if (former) carry_sanctions(draft, *former, member);

  auto& application = record.application;
  application.status = ApplicationStatus::approved;
  application.member = member;
  application.former = {};
  application.decided_by = decided_by;
  application.decided_at = draft.now();
  record.password_hash.clear();
  draft.save(record);

  std::vector<RoomId> rooms;
  std::ranges::set_union(application.rooms, also, std::back_inserter(rooms));
  for (const auto room : rooms) {
    const bool banned = former && in_force(*former, SanctionKind::ban, room, draft.now());
    if (!banned) enter_room(draft, member, room);
  }
  return member;
}

void forget_declined_applications(Draft& draft, const std::string& email) {
  for (const auto& [id, earlier] : draft.state().applications) {
    const bool declined = earlier.application.status == ApplicationStatus::declined;
    if (earlier.application.email != email || !declined || earlier.password_hash.empty()) continue;
    auto record = earlier;
    record.password_hash.clear();
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
