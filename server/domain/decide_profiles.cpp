#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"

/// Profiles, and the utilities that they name.
namespace standpipe::domain {

namespace {

/// A known utility gives its name to the profile; a name alone stands for one that is not listed.
void set_employer(Fields& fields, const Draft& draft, Profile& profile, const ProfileUpdate::Params& params) {
  if (params.utility_name) {
    profile.utility_name = fields.line_or_empty("utility_name", *params.utility_name, limits::name_bytes);
    profile.utility = {};
  }
  if (!params.utility) return;
  const auto& utilities = draft.state().utilities;
  const auto at = utilities.find(*params.utility);
  const bool known = at != utilities.end();
  fields.require(known || !*params.utility, "utility", "There is no such utility; utility.list has them.");
  profile.utility = *params.utility;
  if (known) profile.utility_name = at->second.name;
}

Profile changed_profile(Fields& fields, const Draft& draft, Profile profile, const ProfileUpdate::Params& params) {
  if (params.name) profile.name = fields.line("name", *params.name, limits::name_bytes);
  if (params.job) profile.job = fields.line_or_empty("job", *params.job, limits::field_bytes);
  if (params.country) profile.country = fields.country("country", *params.country);
  if (params.languages) profile.languages = fields.languages("languages", *params.languages);
  if (params.expertise) profile.expertise = fields.tags("expertise", *params.expertise);
  if (params.offers) profile.offers = fields.text_or_empty("offers", *params.offers, limits::note_bytes);
  if (params.seeks) profile.seeks = fields.text_or_empty("seeks", *params.seeks, limits::note_bytes);
  set_employer(fields, draft, profile, params);
  return profile;
}

/// Profiles carry their utility's name, so that one look-up shows a person.
void rename_employer(Draft& draft, const Utility& utility) {
  std::vector<MemberId> employed;
  for (const auto& [id, member] : draft.state().members) {
    if (member.account.profile.utility == utility.id) employed.push_back(id);
  }
  std::ranges::sort(employed);
  for (const auto id : employed) {
    auto account = draft.account(id);
    account.profile.utility_name = utility.name;
    draft.save(std::move(account));
  }
}

}  // namespace

Answer<Done> act(Draft& draft, const ProfileUpdate::Params& params) {
  auto account = draft.account(draft.actor());
  Fields fields;
  auto profile = changed_profile(fields, draft, account.profile, params);
  if (fields.objection()) return *fields.objection();
  if (profile == account.profile) return Done{};
  account.profile = std::move(profile);
  draft.save(std::move(account));
  return Done{};
}

Answer<UtilityMade> act(Draft& draft, const UtilityCreate::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  Fields fields;
  Utility utility;
  utility.name = fields.line("name", params.name, limits::name_bytes);
  utility.country = fields.country("country", params.country);
  utility.domains = fields.domains("domains", params.domains);
  if (fields.objection()) return *fields.objection();
  utility.id = draft.take(&NextIds::utility);
  draft.save(utility);
  draft.audit(UtilityCreate::name, {.detail = utility.name});
  return UtilityMade{utility.id};
}

Answer<Done> act(Draft& draft, const UtilityUpdate::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  const auto at = draft.state().utilities.find(params.utility);
  if (at == draft.state().utilities.end()) return Refusal(ErrorCode::not_found).field("utility");
  auto utility = at->second;
  Fields fields;
  if (params.name) utility.name = fields.line("name", *params.name, limits::name_bytes);
  if (params.country) utility.country = fields.country("country", *params.country);
  if (params.domains) utility.domains = fields.domains("domains", *params.domains);
  if (fields.objection()) return *fields.objection();
  if (utility == at->second) return Done{};
  draft.save(utility);
  if (utility.name != at->second.name) rename_employer(draft, utility);
  draft.audit(UtilityUpdate::name, {.detail = utility.name});
  return Done{};
}

}  // namespace standpipe::domain
