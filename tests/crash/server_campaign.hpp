#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/campaign.hpp"
#include "tests/crash/finding.hpp"
#include "tests/crash/mirror.hpp"
#include "tests/crash/script.hpp"
#include "tests/crash/writer.hpp"

namespace standpipe::crash {

enum class Outage { kill, power };

struct Plan {
  Tools tools;
  std::filesystem::path server;  ///< the standpiped under test
  Outage outage = Outage::kill;
  std::uint64_t seed = 1;
  bool lying_disk = false;
};

/// What a campaign has gone through so far.
struct Tally {
  unsigned rounds = 0;
  std::uint64_t acknowledged = 0;  ///< commands
  std::uint64_t repeated = 0;      ///< commands that were in doubt after an outage
  std::uint64_t announced = 0;     ///< events that the listening writer got
};

/// The real server in one outage after the other, with a community whose members never stop writing.
class ServerCampaign {
 public:
  /// Sets the community up, before the first outage: an administrator, an invitation, and the writers who accept it. Throws.
  explicit ServerCampaign(Plan plan);

  /// Start, write, die, lose power; verify; start again, settle what is in doubt, and check everything; stop, or lose power
  /// again.
  Findings round();

  const Tally& tally() const { return tally_; }
  /// Leaves the directory behind for a post-mortem, and returns it.
  std::filesystem::path keep() { return campaign_.keep(); }

 private:
  class Server;

  void write_until_outage(Findings& findings);
  /// Ends the process at a moment of some kind; whether it may have ended by itself.
  bool end_at_random(ChildProcess& process);
  void lose();
  void verify(Findings& findings);
  void settle_and_check(Findings& findings);
  void add_writers(int port, const std::string& setup_code);
  void count();

  Plan plan_;
  Campaign campaign_;
  Ledger ledger_;
  std::mt19937_64 random_;
  Board board_;
  Mirror mirror_;
  std::vector<Person> people_;
  std::vector<std::unique_ptr<Writer>> writers_;
  Tally tally_;
};

}  // namespace standpipe::crash
