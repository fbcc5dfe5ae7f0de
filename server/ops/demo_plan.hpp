#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/ops/demo_files.hpp"
#include "server/ops/demo_replay.hpp"

namespace standpipe::ops::demo {

/// "threads[3]" of a file, for messages about it.
std::string at(const std::string& place, std::string_view list, std::size_t index);

/// The ids of what the files name. They are known beforehand: the database is empty, and everything is made in the files' order.
/// The first name that stands for nothing is trouble, and gets id 0.
class Names {
 public:
  Names(const Files& files, const std::vector<domain::SeedRoom>& rooms);

  domain::MemberId member(const std::string& ref, const std::string& place);
  domain::UtilityId utility(const std::string& ref, const std::string& place);
  domain::RoomId room(const std::string& slug, const std::string& place);
  std::vector<domain::RoomId> rooms(const std::vector<std::string>& slugs, const std::string& place);
  /// The first of the room's moderators.
  domain::MemberId moderator_of(const std::string& slug, const std::string& place);
  /// The text with the names of those it mentions in place of their refs, and who they are.
  std::pair<std::string, std::vector<domain::MemberId>> with_mentions(std::string_view text, const std::string& place);

  void fail(const std::string& place, const std::string& text);
  const std::optional<Trouble>& trouble() const { return trouble_; }

 private:
  const Community& community_;
  std::map<std::string, domain::MemberId> members_;
  std::map<std::string, domain::UtilityId> utilities_;
  std::map<std::string, domain::RoomId> rooms_;
  std::optional<Trouble> trouble_;
};

/// A command, or some, at one time. They are made while it is replayed, because they may name ids that were given shortly before.
struct Happening {
  domain::Time at;
  std::function<void(Replay&, domain::Time)> act;
};

/// Rooms, utilities, members with their roles and rooms: spread evenly over the time from `start` to `end`. The first member
/// opens the community and lets the others in.
std::vector<Happening> plan_opening(const Files& files, const std::vector<domain::SeedRoom>& rooms,
                                    const std::string& password_hash, Names& names, domain::Time start, domain::Time end);

/// What was written, marked, reported and asked for, at its age before `now`, in the order of time. What the files leave open:
/// reactions come some minutes after what they are for; an answer is marked by whoever asked, who also closes; moderators pin.
/// Everybody has read everything up to a week ago, and the room in which they wrote later up to that.
std::vector<Happening> plan_talk(const Files& files, const std::string& password_hash, Names& names, domain::Time now);

}  // namespace standpipe::ops::demo
