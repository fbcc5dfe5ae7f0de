#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server/domain/commands.hpp"
#include "server/ops/trouble.hpp"

/// The demo community of config/demo (config/README.md tells the format of its files).
namespace standpipe::ops {

struct DemoMember {
  std::string name;
  std::string email;
  std::string what;  ///< "administrator", "moderates …" with the slugs of the rooms, or "member"
};

struct DemoSummary {
  bool loaded = false;  ///< now; false where the demo community was there already
  std::string notice;   ///< that all of it is fictional
  std::string password;
  std::vector<DemoMember> members;  ///< administrators first, then moderators, then the others
  std::int64_t threads = 0;
  std::int64_t messages = 0;  ///< chat messages, openers and replies
  std::int64_t reactions = 0;
  std::int64_t applications = 0;  ///< that wait
};

/// Makes the database of a demo community, where there is none of that name: opens the rooms and replays what the files in
/// `folder` tell as ordinary commands, from some months ago until `now`. So nothing in it is anything that a member could not
/// have done. The database appears under its name only when all of it is there. A database that has the demo community already
/// stays as it is; any other one is trouble, so that the shared password never comes to real people's data. No server may be
/// using it.
boost::system::result<DemoSummary, Trouble> load_demo(const std::filesystem::path& database,
                                                      const std::vector<domain::SeedRoom>& rooms,
                                                      const std::filesystem::path& folder, domain::Time now);

/// What an operator reads on the terminal: who can log in, with which password, and that all are fictional. Several lines.
std::string log_ins(const DemoSummary& summary);

}  // namespace standpipe::ops
