#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::crash {

/// What was acknowledged: a text file of one line per acknowledgement, kept outside the directory whose power is cut.
/// A line that was appended outlives the process that appended it; a line that its end cut short is not read back.
/// Any number of threads may append; each line stays whole.
class Ledger {
 public:
  /// Opens or makes the file. Throws std::system_error.
  explicit Ledger(const std::filesystem::path& path);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// `line` without its end. Throws std::system_error.
  void append(std::string_view line);

 private:
  int fd_;
};

/// The ledger's whole lines, oldest first; none if there is no such file.
std::vector<std::string> read_ledger(const std::filesystem::path& path);

}  // namespace standpipe::crash
