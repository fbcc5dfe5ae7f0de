#include <algorithm>

#include "protocol/limits.hpp"
#include "server/query/directory.hpp"
#include "server/query/fold.hpp"
#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/profiles.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

namespace {

constexpr std::size_t kMostAtOnce = 200;
constexpr std::size_t kWords = 8;

}  // namespace

std::vector<Profile> profiles(const Context& context, std::span<const MemberId> members) {
  std::vector<Profile> found;
  found.reserve(members.size());
  context.published.read([&](const domain::State& state) {
    for (const auto id : members) {
      if (const auto* member = state.member(id)) found.push_back(member->account.profile);
    }
  });
  return found;
}

Answer<MemberPage> answer(const MemberGet::Params& params, const Viewer& viewer, Context& context) {
  if (params.members.size() > kMostAtOnce) {
    return Refusal(ErrorCode::too_many, "At most 200 members at once.").field("members");
  }
  return at_one_moment<MemberPage>(viewer, context, MemberGet::least, [&]() -> Answer<MemberPage> {
    MemberPage page;
    page.members = profiles(context, params.members);
    return page;
  });
}

Answer<MemberPage> answer(const MemberSearch::Params& params, const Viewer& viewer, Context& context) {
  if (params.query && params.query->size() > limits::note_bytes) return Refusal(ErrorCode::argument_too_long).field("query");
  const auto size = page_size(params.limit, MemberSearch::page);
  if (size.has_error()) return size.error();
  return at_one_moment<MemberPage>(viewer, context, MemberSearch::least, [&]() -> Answer<MemberPage> {
    const auto found = context.directory.search(params, static_cast<std::size_t>(*size), context.published);
    MemberPage page;
    page.members = profiles(context, found.members);
    page.more = found.more;
    return page;
  });
}

Answer<Utilities> answer(const UtilityList::Params& params, const Viewer& viewer, Context& context) {
  if (params.query && params.query->size() > limits::note_bytes) return Refusal(ErrorCode::argument_too_long).field("query");
  const auto size = page_size(params.limit, UtilityList::page);
  if (size.has_error()) return size.error();
  const auto words = folded_words(params.query.value_or(""), kWords);
  return at_one_moment<Utilities>(viewer, context, UtilityList::least, [&]() -> Answer<Utilities> {
    Utilities page;
    context.reader.each(
        select::utilities_after,
        [&](Utility&& utility) {
          const auto text = fold(utility.name + '\n' + utility.country);
          if (!std::ranges::all_of(words, [&](const auto& word) { return text.find(word) != text.npos; })) return true;
          page.utilities.push_back(std::move(utility));
          return std::ssize(page.utilities) <= *size;
        },
        params.after.value_or(UtilityId{}));
    page.more = cut(page.utilities, *size);
    return page;
  });
}

Answer<Notifications> answer(const NotificationList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, NotificationList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<Notifications>(viewer, context, NotificationList::least, [&]() -> Answer<Notifications> {
    auto records = context.reader.all(select::notifications_of, viewer.member, below(params.before), *size + 1);
    Notifications page;
    page.more = cut(records, *size);
    for (auto& record : records) page.notifications.push_back(std::move(record.notification));
    page.unseen = context.reader.one(select::unseen_count, viewer.member).value_or(0);
    People people;
    people.add(page.notifications);
    page.people = people.cards(context);
    return page;
  });
}

Answer<Sessions> answer(const SessionList::Params&, const Viewer& viewer, Context& context) {
  return at_one_moment<Sessions>(viewer, context, SessionList::least, [&]() -> Answer<Sessions> {
    Sessions sessions;
    for (auto& record : context.reader.all(select::sessions_of, viewer.member, viewer.now)) {
      sessions.sessions.push_back({.id = record.id,
                                   .device = std::move(record.device),
                                   .at = record.at,
                                   .expires_at = record.expires_at,
                                   .current = record.id == viewer.session});
    }
    return sessions;
  });
}

}  // namespace standpipe::query
