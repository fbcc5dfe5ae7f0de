#include "bench/load/process.hpp"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace standpipe::bench {

std::int64_t processor_ns(pid_t process) {
  std::int64_t total = 0;
  std::error_code failed;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", failed)) {
    std::ifstream in(thread.path() / "schedstat");
    std::int64_t ns = 0;
    if (in >> ns) total += ns;
  }
  return total;
}

Memory memory_of(pid_t process) {
  Memory memory;
  std::ifstream in("/proc/" + std::to_string(process) + "/smaps_rollup");
  for (std::string word; in >> word;) {
    std::int64_t kib = 0;
    if (word == "Rss:" && in >> kib) memory.resident = kib * 1024;
    if (word == "Pss:" && in >> kib) memory.proportional = kib * 1024;
  }
  return memory;
}

void raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace standpipe::bench
