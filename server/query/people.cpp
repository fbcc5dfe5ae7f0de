#include "server/query/people.hpp"

#include <algorithm>

namespace standpipe::query {

using namespace protocol;  // NOLINT: their entities are all that this file is about

namespace {

Person card(const domain::State& state, MemberId id) {
  Person person{.id = id, .name = {}, .utility_name = {}, .country = {}};
  const auto* member = state.member(id);
  if (!member || member->account.profile.state == MemberState::erased) return person;
  const auto& profile = member->account.profile;
  person.name = profile.name;
  person.utility_name = profile.utility_name;
  person.country = profile.country;
  const auto employer = state.utilities.find(profile.utility);
  if (person.utility_name.empty() && employer != state.utilities.end()) person.utility_name = employer->second.name;
  return person;
}

}  // namespace

void People::add(const Message& message) {
  add(message.by);
  add(message.mentions);
  if (message.removed) add(message.removed->by);
}

void People::add(const Sanction& sanction) {
  add(sanction.member);
  add(sanction.by);
  add(sanction.lifted_by);
}

void People::add(const Report& report) {
  add(report.by);
  add(report.resolved_by);
}

void People::add(const PendingPost& post) {
  add(post.by);
  add(post.mentions);
}

void People::add(const AuditEntry& entry) {
  add(entry.by);
  add(entry.member);
}

void People::add(const Change& change) {
  if (change.message) add(*change.message);
  if (change.thread) add(*change.thread);
  if (change.room) add(change.room->moderators);
  if (change.notification) add(*change.notification);
  if (change.sanction) add(*change.sanction);
  if (change.report) add(*change.report);
  if (change.pending) add(*change.pending);
}

std::vector<MemberId> People::ids() const {
  auto ids = ids_;
  std::ranges::sort(ids);
  const auto again = std::ranges::unique(ids);
  ids.erase(again.begin(), again.end());
  return ids;
}

std::vector<Person> People::cards(const Context& context) const {
  const auto ids = this->ids();
  std::vector<Person> people;
  people.reserve(ids.size());
  context.published.read([&](const domain::State& state) {
    for (const auto id : ids) people.push_back(card(state, id));
  });
  return people;
}

}  // namespace standpipe::query
