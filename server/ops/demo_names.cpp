#include <algorithm>

#include "server/ops/demo_plan.hpp"

namespace standpipe::ops::demo {

namespace {

template <class Id>
Id found(const std::map<std::string, Id>& ids, const std::string& name) {
  const auto at = ids.find(name);
  return at == ids.end() ? Id{} : at->second;
}

/// "Nadia Al-Rawashdeh (نادية الرواشدة)" is spoken to as Nadia Al-Rawashdeh.
std::string_view spoken(std::string_view name) {
  return name.substr(0, name.find(" ("));
}

}  // namespace

std::string at(const std::string& place, std::string_view list, std::size_t index) {
  const auto* separator = place.ends_with(']') ? "." : ": ";
  return place + separator + std::string(list) + "[" + std::to_string(index) + "]";
}

Names::Names(const Community& community, const std::vector<domain::SeedRoom>& rooms) : community_(community) {
  for (const auto& person : community.members) {
    members_.emplace(person.ref, domain::MemberId{static_cast<std::int64_t>(members_.size()) + 1});
  }
  for (const auto& utility : community.utilities) {
    utilities_.emplace(utility.ref, domain::UtilityId{static_cast<std::int64_t>(utilities_.size()) + 1});
  }
  for (const auto& room : rooms) rooms_.emplace(room.slug, domain::RoomId{static_cast<std::int64_t>(rooms_.size()) + 1});
}

domain::MemberId Names::member(const std::string& ref, const std::string& place) {
  const auto id = found(members_, ref);
  if (!id) fail(place, "there is no member \"" + ref + "\" in community.json");
  return id;
}

domain::UtilityId Names::utility(const std::string& ref, const std::string& place) {
  const auto id = found(utilities_, ref);
  if (!id) fail(place, "there is no utility \"" + ref + "\" in community.json");
  return id;
}

domain::RoomId Names::room(const std::string& slug, const std::string& place) {
  const auto id = found(rooms_, slug);
  if (!id) fail(place, "there is no room \"" + slug + "\" among those that the server opens with");
  return id;
}

std::vector<domain::RoomId> Names::rooms(const std::vector<std::string>& slugs, const std::string& place) {
  std::vector<domain::RoomId> ids;
  for (const auto& slug : slugs) ids.push_back(room(slug, place));
  return ids;
}

domain::MemberId Names::moderator_of(const std::string& slug, const std::string& place) {
  for (const auto& person : community_.members) {
    if (std::ranges::find(person.moderates, slug) != person.moderates.end()) return member(person.ref, place);
  }
  fail(place, "nobody moderates " + slug);
  return {};
}

std::pair<std::string, std::vector<domain::MemberId>> Names::with_mentions(std::string_view text, const std::string& place) {
  std::string shown;
  std::vector<domain::MemberId> mentioned;
  for (;;) {
    const auto open = text.find("@{");
    const auto close = text.find('}', open);
    shown += text.substr(0, open);
    if (open == std::string_view::npos) return {shown, mentioned};
    const std::string ref(text.substr(open + 2, close - open - 2));
    const auto id = member(ref, place);
    if (!id) return {shown, mentioned};
    mentioned.push_back(id);
    const auto& person = community_.members[static_cast<std::size_t>(id.value - 1)];
    (shown += '@') += spoken(person.name);
    text.remove_prefix(close + 1);
  }
}

void Names::fail(const std::string& place, const std::string& text) {
  if (!trouble_) trouble_ = Trouble{place + ": " + text};
}

}  // namespace standpipe::ops::demo
