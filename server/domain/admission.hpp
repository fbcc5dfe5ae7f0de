#pragma once

#include "server/domain/draft.hpp"
#include "server/domain/guards.hpp"

/// How an applicant becomes a member.
namespace standpipe::domain {

/// The account that has this e-mail address and keeps others from using it: `email_taken`. Who has left may apply anew with it.
Objection objection_to_email(const Draft& draft, const std::string& email);

/// Who had this e-mail address and has left; 0 for nobody. Addresses are not verified, so that whoever gives it gets nothing of
/// that member's.
MemberId former_member(const State& state, const std::string& email);

/// Makes the applicant a member who is in the rooms that they named and in `also`, and closes the application, decided by the
/// given member. Always a new one: where a former member had the address, it goes over, and so do the sanctions in force.
MemberId admit(Draft& draft, ApplicationRecord record, MemberId decided_by, const std::vector<RoomId>& also);

/// Lets go of the passwords that declined applications of that address still keep: a later one answers from now on. One that
/// waits is left to a moderator: it may be somebody else's, since nobody has verified the address.
void forget_declined_applications(Draft& draft, const std::string& email);

/// The utility that the applicant seems to work for: by the e-mail's domain, else by its name.
struct EmployerMatch {
  UtilityId utility;
  bool by_domain = false;
};
EmployerMatch match_employer(const State& state, std::string_view email, std::string_view utility_name);

}  // namespace standpipe::domain
