#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/store/reader.hpp"
#include "server/store/store.hpp"
#include "tests/unit/domain/community.hpp"

namespace standpipe::test {

/// A real database in a folder of its own that follows a community in memory: each command is decided upon both, and must come
/// out the same.
class DiskStore {
 public:
  DiskStore();
  ~DiskStore();

  /// The failure is the test's.
  void open();
  void close() { store.reset(); }

  /// Brings in what the community in memory holds so far.
  void copy(const Community& community);

  /// Decides the command upon the database, compares with what memory decides, and commits.
  void follow(Community& community, const domain::Command& command);

  /// The ids of the messages that are found by the word, newest first.
  std::vector<std::int64_t> found(const std::string& word);
  /// The same, of what has been indexed by somebody else.
  std::vector<std::int64_t> indexed(const std::string& word) const;
  std::string path() const { return (folder / "standpipe.db").string(); }

  std::filesystem::path folder;
  std::unique_ptr<store::Store> store;
  std::vector<std::string> damage;
};

}  // namespace standpipe::test
