#include <algorithm>

#include "server/domain/acts.hpp"
#include "server/domain/fields.hpp"
#include "server/domain/memberships.hpp"
#include "server/domain/removal.hpp"

/// Erasing a person: what they wrote stays as a former member's, or goes too, as asked. What others decided about them stays.
namespace standpipe::domain {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::string_view kRemovedTitle = "(removed)";

/// What its author called a thread and said of its outcome are their words as well; the thread stays for those who replied.
void remove_heading(Draft& draft, const Message& message) {
  if (!message.thread || message.index != Index{1}) return;
  auto thread = draft.thread(message.thread);
  if (!thread) return;
  thread->title = kRemovedTitle;
  thread->outcome.reset();
  draft.save(*thread);
}

void remove_texts(Draft& draft, MemberId member) {
  MessageId after;
  while (true) {
    const auto page = draft.content().messages_by(member, after, kPage);
    if (page.empty()) return;
    for (const auto& message : page) {
      if (!message.removed) remove_message(draft, message, "author erased");
      remove_heading(draft, message);
    }
    after = page.back().id;
  }
}

void blank(Draft& draft, ApplicationRecord record) {
  auto& application = record.application;
  if (application.status == ApplicationStatus::pending) application.status = ApplicationStatus::declined;
  application.name.clear();
  application.email.clear();
  application.utility_name.clear();
  application.utility = {};
  application.domain_matches = false;
  application.country.clear();
  application.job.clear();
  application.languages.clear();
  application.why.clear();
  application.former = {};
  application.reason.clear();
  record.password_hash.clear();
  draft.save(record);
}

void blank_applications(Draft& draft, MemberId member, const std::string& email) {
  for (auto& accepted : draft.content().applications_of(member)) blank(draft, std::move(accepted));
  for (const auto& [id, record] : draft.state().applications) {
    if (!email.empty() && record.application.email == email) blank(draft, record);
  }
}

Account erased(const Account& account) {
  Account nobody;
  nobody.profile.id = account.profile.id;
  nobody.profile.state = protocol::MemberState::erased;
  nobody.profile.version = account.profile.version;
  return nobody;
}

}  // namespace

Answer<Done> act(Draft& draft, const MemberErase::Params& params) {
  if (auto no = objection_to_rank(draft, {}, Role::administrator)) return std::move(*no);
  const auto account = known_member(draft, params.member);
  if (!account) return account.error();
  if (auto no = objection_to_target(draft, {}, params.member)) return std::move(*no);
  Fields fields;
  const auto reason = fields.text("reason", params.reason, limits::note_bytes);
  if (fields.objection()) return *fields.objection();
  take_out(draft, params.member, LeftCode::erased, "erased");
  if (params.texts) remove_texts(draft, params.member);
  blank_applications(draft, params.member, account->email);
  draft.save(erased(draft.account(params.member)));
  draft.audit(MemberErase::name,
              {.member = params.member, .reason = reason, .detail = params.texts ? "with texts" : "texts stay"});
  return Done{};
}

}  // namespace standpipe::domain
