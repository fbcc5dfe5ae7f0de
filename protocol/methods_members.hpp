#pragma once

#include "protocol/limits.hpp"
#include "protocol/results.hpp"

/// Members, their profiles, utilities and notifications.
namespace standpipe::protocol {

/// Profiles by id.
struct MemberGet {
  static constexpr std::string_view name = "member.get";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Profiles by id.";
  struct Params {
    std::vector<MemberId> members;  ///< at most 200
  };
  using Result = MemberPage;
};
BOOST_DESCRIBE_STRUCT(MemberGet::Params, (), (members))

/// Finds members: who offers, who seeks, who works where.
struct MemberSearch {
  static constexpr std::string_view name = "member.search";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Finds members: who offers, who seeks, who works where.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<std::string> query;  ///< words of name, job, utility, expertise, offers or seeks
    std::optional<std::string> country;
    std::optional<UtilityId> utility;
    std::optional<std::string> expertise;
    std::optional<std::string> language;
    std::optional<bool> offers;     ///< only who offers something
    std::optional<bool> seeks;      ///< only who seeks something
    std::optional<MemberId> after;  ///< the next page
    std::optional<std::int64_t> limit;
  };
  using Result = MemberPage;
};
BOOST_DESCRIBE_STRUCT(MemberSearch::Params, (), (query, country, utility, expertise, language, offers, seeks, after, limit))

/// Changes one's own profile; what is absent stays.
struct ProfileUpdate {
  static constexpr std::string_view name = "profile.update";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Changes one's own profile; what is absent stays.";
  struct Params {
    std::optional<std::string> name;
    std::optional<std::string> job;
    std::optional<UtilityId> utility;
    std::optional<std::string> utility_name;
    std::optional<std::string> country;
    std::optional<std::vector<std::string>> languages;
    std::optional<std::vector<std::string>> expertise;  ///< at most 20
    std::optional<std::string> offers;
    std::optional<std::string> seeks;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(ProfileUpdate::Params, (), (name, job, utility, utility_name, country, languages, expertise, offers, seeks))

/// Leaves the community: ends all sessions and memberships. The last administrator cannot.
struct AccountLeave {
  static constexpr std::string_view name = "account.leave";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary =
      "Leaves the community: ends all sessions and memberships. The last administrator cannot.";
  struct Params {};
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(AccountLeave::Params, (), ())

/// One's notifications, newest first.
struct NotificationList {
  static constexpr std::string_view name = "notification.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "One's notifications, newest first.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<NotificationId> before;
    std::optional<std::int64_t> limit;
  };
  using Result = Notifications;
};
BOOST_DESCRIBE_STRUCT(NotificationList::Params, (), (before, limit))

/// Marks one's notifications up to an id as seen.
struct NotificationSeen {
  static constexpr std::string_view name = "notification.seen";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "Marks one's notifications up to an id as seen.";
  struct Params {
    NotificationId up_to;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(NotificationSeen::Params, (), (up_to))

/// A page of the utilities, by id.
struct UtilityList {
  static constexpr std::string_view name = "utility.list";
  static constexpr MethodKind kind = MethodKind::query;
  static constexpr Role least = Role::member;
  static constexpr std::string_view summary = "A page of the utilities, by id.";
  static constexpr limits::PageSize page{};
  struct Params {
    std::optional<std::string> query;
    std::optional<UtilityId> after;
    std::optional<std::int64_t> limit;
  };
  using Result = Utilities;
};
BOOST_DESCRIBE_STRUCT(UtilityList::Params, (), (query, after, limit))

/// Adds a utility.
struct UtilityCreate {
  static constexpr std::string_view name = "utility.create";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Adds a utility.";
  struct Params {
    std::string name;
    std::string country;
    std::vector<std::string> domains;  ///< at most 20
  };
  using Result = UtilityMade;
};
BOOST_DESCRIBE_STRUCT(UtilityCreate::Params, (), (name, country, domains))

/// Changes a utility.
struct UtilityUpdate {
  static constexpr std::string_view name = "utility.update";
  static constexpr MethodKind kind = MethodKind::command;
  static constexpr Role least = Role::administrator;
  static constexpr std::string_view summary = "Changes a utility.";
  struct Params {
    UtilityId utility;
    std::optional<std::string> name;
    std::optional<std::string> country;
    std::optional<std::vector<std::string>> domains;
  };
  using Result = Done;
};
BOOST_DESCRIBE_STRUCT(UtilityUpdate::Params, (), (utility, name, country, domains))

}  // namespace standpipe::protocol
