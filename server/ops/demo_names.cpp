#include <algorithm>
#include <type_traits>

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

Names::Names(const Files& files, const std::vector<domain::SeedRoom>& rooms) : community_(files.community) {
  const auto number = [&](auto& ids, const auto& list, auto name_of, std::string_view called) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      using Id = typename std::remove_cvref_t<decltype(ids)>::mapped_type;
      const bool fresh = ids.emplace(list[i].*name_of, Id{static_cast<std::int64_t>(i) + 1}).second;
      if (!fresh) fail(at(files.file, called, i), "\"" + list[i].*name_of + "\" stands for another one already");
    }
  };
  number(members_, community_.members, &Person::ref, "members");
  number(utilities_, community_.utilities, &UtilityLine::ref, "utilities");
  number(rooms_, rooms, &domain::SeedRoom::slug, "rooms");
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
  ids.reserve(slugs.size());
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
    shown += text.substr(0, open);
    if (open == std::string_view::npos) return {shown, mentioned};
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return fail(place, "a mention has no end: @{m1}"), std::pair{shown, mentioned};
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
