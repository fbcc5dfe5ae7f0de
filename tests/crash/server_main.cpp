/// crash_server: kills the real server again and again, or cuts its power, and checks that nothing acknowledged is lost.
///
///   crash_server [--kill N] [--power N] [--seed N] [--lying-disk]
///                [--server PROGRAM] [--name TEXT] [--must-be KIND] [--no-header]
///
/// N rounds with kill -9, then N with power cuts, each kind in a campaign of its own, and one line of a table for each. A
/// campaign ends at the first round that finds something. With --must-be the server is one that must be caught (a mutant, or one
/// on a lying disk) with a finding of that kind: lost, recanted, doubled or damaged (finding.hpp; said twice, either will do); to
/// come to the end without is the failure. STANDPIPE_CRASH_ROUNDS and STANDPIPE_CRASH_SEED, where they are set, come before what
/// is said here (rounds of a kind that is not asked for stay 0). Exit status: 0 if all is as it must be, 1 if not, 2 if it was
/// called wrongly.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/crash/server_campaign.hpp"
#include "tests/support/server_process.hpp"

namespace standpipe::crash {
namespace {

struct Options {
  std::uint64_t kill = 0;
  std::uint64_t power = 0;
  std::uint64_t seed = 1;
  bool lying_disk = false;
  std::vector<Finding::Kind> must_be;  ///< one of them
  bool header = true;
  std::string server = test::program("standpiped");
  std::string name = "standpiped";
};

Finding::Kind kind_of(const std::string& name) {
  for (const auto kind : {Finding::Kind::lost, Finding::Kind::recanted, Finding::Kind::doubled, Finding::Kind::damaged}) {
    if (name == name_of(kind)) return kind;
  }
  throw std::invalid_argument("--must-be lost, recanted, doubled or damaged");
}

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto value = [&] { return words.at(++i); };
    if (words[i] == "--kill")
      options.kill = std::stoull(value());
    else if (words[i] == "--power")
      options.power = std::stoull(value());
    else if (words[i] == "--seed")
      options.seed = std::stoull(value());
    else if (words[i] == "--server")
      options.server = value();
    else if (words[i] == "--name")
      options.name = value();
    else if (words[i] == "--lying-disk")
      options.lying_disk = true;
    else if (words[i] == "--must-be")
      options.must_be.push_back(kind_of(value()));
    else if (words[i] == "--no-header")
      options.header = false;
    else
      throw std::invalid_argument("what is " + words[i] + "? The first lines of server_main.cpp say what there is.");
  }
  if (const char* rounds = std::getenv("STANDPIPE_CRASH_ROUNDS")) {
    for (auto* count : {&options.kill, &options.power}) *count = *count > 0 ? std::stoull(rounds) : 0;
  }
  if (const char* seed = std::getenv("STANDPIPE_CRASH_SEED")) options.seed = std::stoull(seed);
  return options;
}

void print_row(const Options& options, Outage outage, const Tally& tally, const std::string& result, double seconds) {
  std::printf("%-26s %-9s %6u %12llu %8llu %9llu %8.1f  %s\n", options.name.c_str(),
              outage == Outage::kill ? "kill -9" : "power cut", tally.rounds, static_cast<unsigned long long>(tally.acknowledged),
              static_cast<unsigned long long>(tally.repeated), static_cast<unsigned long long>(tally.announced), seconds,
              result.c_str());
  std::fflush(stdout);
}

void explain(const Findings& findings) {
  constexpr std::size_t most = 20;
  constexpr std::size_t longest = 160;
  for (std::size_t i = 0; i < std::min(most, findings.size()); ++i) {
    const auto& text = findings[i].text;
    std::cout << "  " << name_of(findings[i].kind) << ": " << text.substr(0, std::min(text.find('\n'), longest)) << '\n';
  }
  if (findings.size() > most) std::cout << "  and " << findings.size() - most << " more\n";
  std::cout << std::flush;
}

/// Whether all was as it must be.
bool run(const Options& options, Outage outage, std::uint64_t rounds) {
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
  ServerCampaign campaign({.tools = {STANDPIPE_POWERLOSS_SHIM, STANDPIPE_POWERLOSS_REVERT},
                           .server = options.server,
                           .outage = outage,
                           .seed = options.seed,
                           .lying_disk = options.lying_disk});
  Findings findings;
  while (findings.empty() && campaign.tally().rounds < rounds) findings = campaign.round();
  const auto& tally = campaign.tally();
  if (!options.must_be.empty()) {
    const auto evidence = std::ranges::find_first_of(findings, options.must_be, {}, &Finding::kind);
    const bool caught = evidence != findings.end();
    print_row(options, outage, tally, caught ? "caught" : "NOT CAUGHT", seconds());
    explain(caught ? Findings{*evidence} : findings);
    return caught;
  }
  const bool idle = tally.acknowledged <= rounds;
  print_row(options, outage, tally,
            !findings.empty() ? "FAILED"
            : idle            ? "FAILED: hardly anything was written"
                              : "nothing lost",
            seconds());
  explain(findings);
  if (!findings.empty()) std::cout << "  kept in " << campaign.keep().string() << std::endl;
  return findings.empty() && !idle;
}

}  // namespace

std::string_view name_of(Finding::Kind kind) {
  constexpr std::array names{"lost", "recanted", "doubled", "damaged", "trouble"};
  return names.at(static_cast<std::size_t>(kind));
}

}  // namespace standpipe::crash

int main(int argc, char** argv) {
  using namespace standpipe::crash;
  Options options;
  try {
    options = options_of({argv + 1, argv + argc});
    if (options.kill + options.power == 0) throw std::invalid_argument("--kill N, --power N or both");
  } catch (const std::exception& error) {
    std::cerr << "crash_server: " << error.what() << '\n';
    return 2;
  }
  try {
    if (options.header) {
      std::printf("%-26s %-9s %6s %12s %8s %9s %8s\n", "under test", "outage", "rounds", "acknowledged", "repeated", "announced",
                  "seconds");
    }
    const bool kills = options.kill == 0 || run(options, Outage::kill, options.kill);
    const bool cuts = options.power == 0 || run(options, Outage::power, options.power);
    return kills && cuts ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "crash_server: " << error.what() << '\n';
    return 1;
  }
}
