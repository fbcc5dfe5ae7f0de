#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/crash/powerloss/journal.hpp"

namespace standpipe::powerloss {

/// A change of a file that no sync has covered yet.
struct Change {
  std::uint64_t position;  ///< in the journal
  bool is_write;           ///< else a change of size
  std::uint64_t offset;    ///< of the write; or the new size
  std::string_view data;   ///< points into the journal
};

/// A file apart from its names: what is durable of it, and what has been done since, in order.
struct File {
  std::string durable;
  std::vector<Change> pending;
};
using FilePtr = std::shared_ptr<File>;

/// A change of a directory that no sync of the directory has covered yet. A rename is one change of the directory that
/// it leads into, so that it happens whole or not at all.
struct NameChange {
  std::uint64_t position;
  std::string name;      ///< gains `file`, or, without one, loses its file
  std::string old_name;  ///< of a rename, else ""
  FilePtr file;
};

using Names = std::map<std::string, FilePtr>;

/// Makes the change in `names`. A rename takes the old name away only from the file that it moves.
void perform(const NameChange& change, Names& names);

/// The directory part of a name; "" at the top.
std::string directory_of(const std::string& name);

/// What a disk holds and what is on its way to it, rebuilt from a platter and its journal.
///
/// What counts as durable is what POSIX promises and no more: a file's bytes and size by a sync of the file, its name
/// by a sync of the directory. (Many file systems sync a new file's name with its bytes; to rely on it is a bug here.)
class Platter {
 public:
  /// Replays one record. `platter` is the directory that files which are `known` are read from.
  /// Throws std::runtime_error if the record speaks of a file that no earlier one introduced.
  void replay(const Record& record, const std::filesystem::path& platter);

  /// Every file's content as running programs see it, synced or not.
  std::map<std::string, std::string> present_files() const;

  const Names& durable_names() const { return durable_names_; }
  const std::vector<NameChange>& pending_names() const { return pending_names_; }
  const std::set<std::string>& directories() const { return directories_; }

 private:
  File& file(std::uint64_t number);
  void rename_pending(const Record& record);
  void sync_directory(const std::string& directory, std::uint64_t before);

  Names durable_names_;
  Names present_names_;
  std::vector<NameChange> pending_names_;
  std::set<std::string> directories_;
  std::unordered_map<std::uint64_t, FilePtr> files_;
};

}  // namespace standpipe::powerloss
