#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/ops/secrets.hpp"

namespace standpipe::app {

/// The one-time code by which the first administrator signs up. Its hash lies in a file of the data directory, so that the
/// code survives a restart; the code itself is shown once, when it is made. Thread-safe.
class SetupCode {
 public:
  explicit SetupCode(std::filesystem::path file) : file_(std::move(file)) {}

  /// There is no administrator yet: makes a code, which is to be shown, where none was made before. Throws
  /// std::runtime_error where the file can be neither read nor written.
  std::optional<std::string> prepare();

  /// Whether some code is good.
  bool wanted() const;
  bool matches(std::string_view typed) const;

  /// There is an administrator: no code is good any more.
  void retire();

 private:
  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::optional<ops::SecretHash> hash_;  ///< guarded by mutex_
};

}  // namespace standpipe::app
