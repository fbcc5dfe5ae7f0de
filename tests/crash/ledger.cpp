#include "tests/crash/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace standpipe::crash {

Ledger::Ledger(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
}

Ledger::~Ledger() {
  ::close(fd_);
}

void Ledger::append(std::string_view line) {
  const std::string whole = std::string(line) + '\n';
  if (::write(fd_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) {
    throw std::system_error(errno, std::generic_category(), "cannot append to the ledger");
  }
}

std::vector<std::string> read_ledger(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line) && !in.eof();) lines.push_back(line);
  return lines;
}

}  // namespace standpipe::crash
