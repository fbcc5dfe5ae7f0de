#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/crash/child_process.hpp"

namespace standpipe::crash {

/// The programs that a campaign starts, as the build made them.
struct Tools {
  std::filesystem::path shim;
  std::filesystem::path revert;
};

/// A directory that loses its power again and again, and the ledger beside it that does not.
///
///   data/            what the program under test keeps
///   data.powerloss/  the simulation's own
///   ledger           what was acknowledged
/// All of it lies in a fresh temporary directory, which is removed with the campaign unless `keep` is called.
class Campaign {
 public:
  /// Makes an empty data directory and begins tracking it. Throws on any failure, as all members do.
  Campaign(Tools tools, std::string_view name);
  ~Campaign();
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  std::filesystem::path data() const { return home_ / "data"; }
  std::filesystem::path ledger() const { return home_ / "ledger"; }
  /// A file of the test's own, which no outage touches.
  std::filesystem::path beside(std::string_view name) const { return home_ / name; }

  /// Starts `program` under the shim; `output` as ChildProcess has it.
  std::unique_ptr<ChildProcess> start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                                      Environment environment = {}, const std::filesystem::path& output = {}) const;

  /// Cuts the power; no process may be running. `seed` decides what survives.
  void cut_power(std::uint64_t seed) const;

  /// After a kill that is not to be a power cut: takes what the directory holds for durable, as the page cache is.
  void keep_page_cache() const;

  /// A copy of the data to examine, so that looking at it changes nothing. Replaces the last copy.
  std::filesystem::path copy_for_check() const;

  /// Leaves the directory behind for a post-mortem, and returns it.
  std::filesystem::path keep();

 private:
  void revert(const std::vector<std::string>& arguments) const;

  Tools tools_;
  std::filesystem::path home_;
  bool kept_ = false;
};

/// Kills `process` at a random moment: three times of four up to `longest` after the ledger has grown (so while it
/// works), else up to `longest` after this call (so perhaps while it recovers). Does not wait for a process that ends by itself,
/// nor longer than half a minute for the ledger.
void kill_at_random(ChildProcess& process, const std::filesystem::path& ledger, std::mt19937_64& random,
                    std::chrono::milliseconds longest);

}  // namespace standpipe::crash
