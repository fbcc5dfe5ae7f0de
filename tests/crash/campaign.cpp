#include "tests/crash/campaign.hpp"

#include <stdlib.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "tests/crash/powerloss/journal.hpp"

namespace fs = std::filesystem;

namespace standpipe::crash {
namespace {

fs::path fresh_directory(std::string_view name) {
  std::string pattern = fs::temp_directory_path() / ("standpipe-" + std::string(name) + "-XXXXXX");
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make " + pattern);
  }
  return fs::canonical(pattern);
}

std::uintmax_t size_of(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : size;
}

}  // namespace

Campaign::Campaign(Tools tools, std::string_view name) : tools_(std::move(tools)), home_(fresh_directory(name)) {
  fs::create_directory(data());
  keep_page_cache();
}

Campaign::~Campaign() {
  std::error_code ignored;
  if (!kept_) fs::remove_all(home_, ignored);
}

std::unique_ptr<ChildProcess> Campaign::start(const fs::path& program, const std::vector<std::string>& arguments,
                                              Environment environment, const fs::path& output) const {
  environment.emplace_back("LD_PRELOAD", tools_.shim);
  environment.emplace_back(powerloss::kDirectoryVariable, data());
  return std::make_unique<ChildProcess>(program, arguments, environment, output);
}

void Campaign::cut_power(std::uint64_t seed) const {
  revert({"--seed", std::to_string(seed), data()});
}

void Campaign::keep_page_cache() const {
  revert({"--begin", data()});
}

fs::path Campaign::copy_for_check() const {
  const fs::path copy = home_ / "check";
  fs::remove_all(copy);
  fs::create_directory(copy);
  for (const auto& entry : fs::recursive_directory_iterator(data())) {
    const fs::path to = copy / entry.path().lexically_relative(data());
    if (entry.is_directory()) fs::create_directory(to);
    if (entry.is_regular_file()) fs::copy_file(entry.path(), to);  // a socket has nothing to examine
  }
  return copy;
}

fs::path Campaign::keep() {
  kept_ = true;
  return home_;
}

void Campaign::revert(const std::vector<std::string>& arguments) const {
  ChildProcess tool(tools_.revert, arguments);
  if (tool.wait() != 0) throw std::runtime_error("powerloss-revert failed in " + home_.string());
}

void kill_at_random(ChildProcess& process, const fs::path& ledger, std::mt19937_64& random, std::chrono::milliseconds longest) {
  if (random() % 4 != 0) {
    const std::uintmax_t before = size_of(ledger);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (size_of(ledger) == before && process.running() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const std::chrono::microseconds most = longest;
  std::this_thread::sleep_for(most * static_cast<double>(random() % 1000) / 1000.0);
  process.kill();
}

}  // namespace standpipe::crash
