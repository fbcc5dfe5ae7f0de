/// Proof that the power-loss simulation has teeth, on small programs that use SQLite and files directly: what is done
/// right loses nothing, and each way of doing it wrong is caught.
///
/// STANDPIPE_CRASH_ROUNDS sets the number of rounds (default 25), STANDPIPE_CRASH_SEED the first seed (default 1).

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "tests/crash/campaign.hpp"
#include "tests/crash/ledger.hpp"
#include "tests/crash/message_check.hpp"
#include "tests/crash/message_row.hpp"
#include "tests/crash/powerloss/journal.hpp"
#include "tests/crash/powerloss/platter.hpp"

namespace fs = std::filesystem;
namespace powerloss = standpipe::powerloss;
using namespace standpipe::crash;

namespace {

const Tools kTools{STANDPIPE_POWERLOSS_SHIM, STANDPIPE_POWERLOSS_REVERT};

std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// What is wrong with the directory, given the ledger's lines; nothing, if all is well.
using Check = std::function<std::optional<std::string>(const fs::path& data, const std::vector<std::string>& ledger)>;
using Outage = std::function<void(const Campaign&, std::uint64_t seed)>;

struct Program {
  fs::path path;
  std::string mode;
  std::function<std::vector<std::string>(const Campaign&, std::uint64_t round)> arguments;
  Check check;
  Environment environment = {};
};

std::string first_of(std::uint64_t round) {
  return std::to_string((round + 1) * 1'000'000);
}

/// Rounds with many checkpoints, in each of which the log restarts, take turns with rounds that let the log grow.
Program commits(const std::string& mode) {
  return {STANDPIPE_COMMIT_WRITER, mode,
          [mode](const Campaign& campaign, std::uint64_t round) -> std::vector<std::string> {
            return {mode, campaign.data() / "db", campaign.ledger(), first_of(round), round % 2 == 0 ? "20" : "500"};
          },
          [](const fs::path& data, const std::vector<std::string>& ledger) { return damage_of(data / "db", ledger); }};
}

/// A published file is whole, and not older than the version that was last acknowledged.
std::optional<std::string> publishing_damage(const fs::path& data, const std::vector<std::string>& ledger) {
  std::map<std::string, std::uint64_t> acknowledged;
  for (const std::string& line : ledger) {
    std::istringstream fields(line);
    std::string name;
    fields >> name;
    fields >> acknowledged[name];
  }
  for (const auto& [name, least] : acknowledged) {
    std::ifstream in(data / name, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    std::uint64_t number = 0;
    content >> number;
    std::string expected = std::to_string(number) + '\n';
    for (std::uint64_t part = 0; part < 8; ++part) expected += body_of(number + part);
    if (content.str() != expected) return name + " is not whole";
    if (number < least) return name + " has gone back to an older version";
  }
  return std::nullopt;
}

Program publishing(const std::string& mode) {
  return {STANDPIPE_PUBLISH_WRITER, mode,
          [mode](const Campaign& campaign, std::uint64_t round) -> std::vector<std::string> {
            return {mode, campaign.data(), campaign.ledger(), first_of(round)};
          },
          publishing_damage};
}

void power_cut(const Campaign& campaign, std::uint64_t seed) {
  campaign.cut_power(seed);
}

/// Runs and kills the program until something is wrong, at most `rounds` times. What was wrong, and in which round.
std::optional<std::string> first_damage(Campaign& campaign, const Program& program, std::uint64_t rounds, const Outage& outage) {
  const std::uint64_t first_seed = setting("STANDPIPE_CRASH_SEED", 1);
  std::mt19937_64 random(first_seed);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto process = campaign.start(program.path, program.arguments(campaign, round), program.environment);
    kill_at_random(*process, campaign.ledger(), random, std::chrono::milliseconds(40));
    REQUIRE(process->wait() == -SIGKILL);
    outage(campaign, first_seed + round);
    if (const auto damage = program.check(campaign.copy_for_check(), read_ledger(campaign.ledger()))) {
      return "round " + std::to_string(round + 1) + ": " + *damage;
    }
  }
  CHECK(read_ledger(campaign.ledger()).size() > rounds);
  return std::nullopt;
}

void expect_safe(const Program& program, std::uint64_t rounds, const Outage& outage) {
  Campaign campaign(kTools, program.mode);
  if (const auto damage = first_damage(campaign, program, rounds, outage)) FAIL(*damage << " in " << campaign.keep());
}

void expect_safe(const Program& program) {
  expect_safe(program, setting("STANDPIPE_CRASH_ROUNDS", 25), power_cut);
}

void expect_caught(const Program& program) {
  Campaign campaign(kTools, program.mode);
  const auto damage = first_damage(campaign, program, setting("STANDPIPE_CRASH_ROUNDS", 25), power_cut);
  CHECK(damage);
  if (damage) MESSAGE(program.mode << ", " << *damage);
}

/// Lets the writer commit enough transactions for several checkpoints, with syncs that take no time. Its exit status.
int commit_some(const Campaign& campaign, std::uint64_t first_key, Environment environment = {}) {
  environment.emplace_back(powerloss::kSyncTimeVariable, "0");
  return campaign
      .start(STANDPIPE_COMMIT_WRITER, {"full", campaign.data() / "db", campaign.ledger(), std::to_string(first_key), "20", "20"},
             environment)
      ->wait();
}

}  // namespace

TEST_CASE("Tracking goes on over a process that ended in good order") {
  Campaign campaign(kTools, "restart");
  REQUIRE(commit_some(campaign, 1) == 0);
  REQUIRE(commit_some(campaign, 1001) == 0);
  campaign.cut_power(1);
  CHECK_FALSE(damage_of(campaign.data() / "db", read_ledger(campaign.ledger())));
}

TEST_CASE("The journal accounts for every byte of the live directory") {
  Campaign campaign(kTools, "account");
  REQUIRE(commit_some(campaign, 1) == 0);
  const powerloss::MappedFile journal(powerloss::journal_path(campaign.data()));
  powerloss::JournalReader reader(journal.bytes());
  powerloss::Platter platter;
  while (const auto record = reader.next()) platter.replay(*record, powerloss::platter_path(campaign.data()));

  std::map<std::string, std::string> live;
  for (const auto& entry : fs::directory_iterator(campaign.data())) {
    live[entry.path().filename()] = powerloss::MappedFile(entry.path()).bytes();
  }
  CHECK(live.contains("db"));
  CHECK((platter.present_files() == live));
}

TEST_CASE("The shim refuses to go on after a kill without a cut") {
  Campaign campaign(kTools, "refusal");
  REQUIRE(commit_some(campaign, 1, {{powerloss::kKillAtVariable, "100"}}) == -SIGKILL);
  CHECK(commit_some(campaign, 1001) == -SIGABRT);
  campaign.keep_page_cache();
  CHECK(commit_some(campaign, 1001) == 0);
}

TEST_CASE("Commits with synchronous=FULL survive power cuts at random moments") {
  expect_safe(commits("full"));
}

TEST_CASE("Acknowledging before the commit is caught") {
  expect_caught(commits("early"));
}

TEST_CASE("synchronous=NORMAL is caught") {
  expect_caught(commits("normal"));
}

TEST_CASE("synchronous=OFF is caught") {
  expect_caught(commits("off"));
}

TEST_CASE("A disk that lies about its syncs is caught, whatever the program does") {
  Program program = commits("full");
  program.environment = {{powerloss::kLyingDiskVariable, "1"}};
  expect_caught(program);
}

TEST_CASE("kill -9 without a power cut catches not even synchronous=OFF") {
  expect_safe(commits("off"), 5, [](const Campaign& campaign, std::uint64_t) { campaign.keep_page_cache(); });
}

TEST_CASE("Commits with synchronous=FULL survive a power cut after every single step from the first on") {
  bool ended = false;
  for (std::uint64_t step = 1; !ended; ++step) {
    Campaign campaign(kTools, "step");
    const int status = commit_some(campaign, 1, {{powerloss::kKillAtVariable, std::to_string(step)}});
    ended = status == 0;
    REQUIRE((ended || status == -SIGKILL));
    campaign.cut_power(step);
    const auto damage = damage_of(campaign.copy_for_check() / "db", read_ledger(campaign.ledger()));
    CHECK_MESSAGE(!damage, "step " << step << ": " << damage.value_or(""));
    if (ended) MESSAGE((step - 1) << " steps");
  }
}

TEST_CASE("A file that is synced, renamed and synced with its directory survives power cuts") {
  expect_safe(publishing("safe"));
}

TEST_CASE("A rename without a sync of the file is caught") {
  expect_caught(publishing("file-unsynced"));
}

TEST_CASE("A rename without a sync of the directory is caught") {
  expect_caught(publishing("directory-unsynced"));
}
