#include <algorithm>

#include "server/ops/demo_plan.hpp"

namespace standpipe::ops::demo {

namespace {

using domain::MemberId;
using protocol::Role;

constexpr MemberId first_administrator{1};

class Opening {
 public:
  Opening(const Files& files, const std::string& password_hash, Names& names)
      : files_(files), password_hash_(password_hash), names_(names) {}

  void open_rooms(const std::vector<domain::SeedRoom>& rooms) {
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      step(at("the rooms that the server opens with", "cop", i), [&room = rooms[i]](domain::NextIds& next) {
        next.room = next.room.next();
        return Act{{}, room};
      });
    }
  }

  void add_utilities() {
    for (std::size_t i = 0; i < files_.community.utilities.size(); ++i) {
      step(at(files_.file, "utilities", i), [&utility = files_.community.utilities[i]](domain::NextIds& next) {
        next.utility = next.utility.next();
        return Act{first_administrator, protocol::UtilityCreate::Params{utility.name, utility.country, utility.domains}};
      });
    }
  }

  void add_first_administrator() {
    const auto place = at(files_.file, "members", 0);
    const auto& person = files_.community.members.front();
    if (person.role != Role::administrator) names_.fail(place, "the first member opens the community: make it an administrator");
    step(place, [&person, hash = password_hash_](domain::NextIds& next) {
      next.member = next.member.next();
      return Act{{}, domain::CreateAdministrator{person.name, person.email, hash, true}};
    });
  }

  /// What an application would have brought along.
  void settle_first_administrator() {
    const auto place = at(files_.file, "members", 0);
    const auto& person = files_.community.members.front();
    protocol::ProfileUpdate::Params profile;
    profile.job = person.job;
    profile.utility = names_.utility(person.utility, place);
    profile.country = person.country;
    profile.languages = person.languages;
    step(place, first_administrator, std::move(profile));
    for (const auto room : names_.rooms(person.rooms, place)) {
      step(place, first_administrator, protocol::RoomJoin::Params{room});
    }
  }

  /// Applies, and is let in.
  void add_member(std::size_t index) {
    const auto place = at(files_.file, "members", index);
    const auto& person = files_.community.members[index];
    domain::ApplyToJoin apply;
    apply.application.name = person.name;
    apply.application.email = person.email;
    apply.application.country = person.country;
    apply.application.job = person.job;
    apply.application.languages = person.languages;
    apply.application.rooms = names_.rooms(person.rooms, place);
    apply.application.why = person.why;
    apply.password_hash = password_hash_;
    const auto utility = names_.utility(person.utility, place);
    if (utility) apply.application.utility_name = files_.community.utilities[static_cast<std::size_t>(utility.value - 1)].name;
    step(place, [apply](domain::NextIds& next) {
      next.application = next.application.next();
      return Act{{}, apply};
    });
    step(place, [utility](domain::NextIds& next) {
      next.member = next.member.next();
      const domain::ApplicationId application{next.application.value - 1};
      return Act{first_administrator, protocol::ApplicationApprove::Params{application, utility}};
    });
  }

  void complete(std::size_t index) {
    const auto place = at(files_.file, "members", index);
    const auto& person = files_.community.members[index];
    const auto id = names_.member(person.ref, place);
    check_roles(person, place);
    protocol::ProfileUpdate::Params profile;
    profile.expertise = person.expertise;
    profile.offers = person.offers;
    profile.seeks = person.seeks;
    step(place, id, std::move(profile));
    if (person.role == Role::administrator && index > 0) {
      step(place, first_administrator, protocol::MemberSetRole::Params{id, Role::administrator, {}});
    }
    for (const auto room : names_.rooms(person.moderates, place)) {
      step(place, first_administrator, protocol::RoomAppoint::Params{room, id});
    }
  }

  std::vector<Happening> spread(domain::Time start, domain::Time end) && {
    const auto count = static_cast<std::int64_t>(steps_.size());
    for (std::int64_t i = 0; i < count; ++i) {
      steps_[static_cast<std::size_t>(i)].at = domain::Time{start.value + (end.value - start.value) * i / count};
    }
    return std::move(steps_);
  }

 private:
  struct Act {
    MemberId by;
    domain::Payload payload;
  };

  template <class Make>
  void step(std::string place, Make make) {
    steps_.push_back({{}, [place = std::move(place), make = std::move(make)](Replay& replay, domain::Time time) {
                        Act act = make(replay.next());
                        replay.run(time, place, act.by, std::move(act.payload));
                      }});
  }

  void step(std::string place, MemberId by, domain::Payload payload) {
    step(std::move(place), [by, payload = std::move(payload)](domain::NextIds&) { return Act{by, payload}; });
  }

  void check_roles(const Person& person, const std::string& place) {
    if ((person.role == Role::moderator) != !person.moderates.empty() && person.role != Role::administrator) {
      names_.fail(place, "\"role\" is moderator where \"moderates\" names a room, and only there");
    }
    for (const auto& slug : person.moderates) {
      if (std::ranges::find(person.rooms, slug) == person.rooms.end()) {
        names_.fail(place, "moderates " + slug + ", which is not among their rooms");
      }
    }
  }

  const Files& files_;
  const std::string& password_hash_;
  Names& names_;
  std::vector<Happening> steps_;
};

}  // namespace

std::vector<Happening> plan_opening(const Files& files, const std::vector<domain::SeedRoom>& rooms,
                                    const std::string& password_hash, Names& names, domain::Time start, domain::Time end) {
  if (files.community.members.empty()) {
    names.fail(files.file, "\"members\" is empty, and nobody could log in");
    return {};
  }
  Opening opening(files, password_hash, names);
  opening.open_rooms(rooms);
  opening.add_first_administrator();
  opening.add_utilities();
  opening.settle_first_administrator();
  for (std::size_t i = 1; i < files.community.members.size(); ++i) opening.add_member(i);
  for (std::size_t i = 0; i < files.community.members.size(); ++i) opening.complete(i);
  return std::move(opening).spread(start, end);
}

}  // namespace standpipe::ops::demo
