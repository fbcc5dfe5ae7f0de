#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// A simulated power cut, in two halves: a preloaded library (shim.cpp, operations.cpp) that journals what a process does to the
/// files of one directory, and a tool (revert.cpp) that afterwards puts the directory into a state that a power cut could have
/// left.
///
/// Beside the tracked directory `data` stands `data.powerloss` with
///   platter/   a copy of the directory when tracking began: all of it is taken for durable;
///   journal    every change since, in the order in which it happened, and every sync.
/// The tool replays the journal over the platter and never looks at what the live directory holds. So nothing can go
/// wrong between the two when the process is killed: an operation whose record is missing or torn at the end of the
/// journal is one that had not returned to its caller, hence one that a power cut may undo.
///
/// Rejected: a shadow copy that each sync brings up to date (two files to keep consistent under kill -9); an undo
/// journal of overwritten bytes (needs a read before each write, and the live file and the journal can disagree by one
/// operation). The price is that the journal grows until the next cut.
namespace standpipe::powerloss {

/// The directory to track; unset, the shim does nothing.
inline constexpr const char* kDirectoryVariable = "STANDPIPE_POWERLOSS_DIR";
/// How long a sync takes, in microseconds (500 if unset). The real sync is left out: page cache outlives the process.
inline constexpr const char* kSyncTimeVariable = "STANDPIPE_POWERLOSS_SYNC_US";
/// If set to 1, syncs promise and do nothing: whoever relies on them must be seen to lose data, or the test has no teeth.
inline constexpr const char* kLyingDiskVariable = "STANDPIPE_POWERLOSS_LIES";
/// If set to n > 0, the process is killed (SIGKILL) as soon as it has journalled its nth record.
inline constexpr const char* kKillAtVariable = "STANDPIPE_POWERLOSS_KILL_AT";

enum class Op : std::uint32_t {
  known = 1,         ///< file `name` is on the platter and has inode number `file`
  create,            ///< `name` was created as `file`
  write,             ///< `data` was written to `file` at `offset`
  resize,            ///< `file` was cut or extended to `offset` bytes
  sync,              ///< what `file` got before journal position `offset` is durable
  unlink,            ///< `name` was removed
  rename,            ///< `name` became `data`
  make_directory,    ///< directory `name` was made; taken for durable at once
  remove_directory,  ///< directory `name` was removed; taken for durable at once
  sync_directory,    ///< what changed in directory `name` before journal position `offset` is durable
  closed,            ///< the process ended in good order, or tracking began
};

/// The fixed part of a record, in the machine's byte order; `name_size` bytes of name and `data_size` of data follow.
/// Names are relative to the tracked directory, which is itself "".
struct RecordHeader {
  Op op;
  std::uint32_t name_size;
  std::uint64_t file;
  std::uint64_t offset;
  std::uint64_t data_size;
};

/// One record; the views point into the journal that was read.
struct Record {
  std::uint64_t position;  ///< of its first byte in the journal
  Op op;
  std::uint64_t file;
  std::uint64_t offset;
  std::string_view name;
  std::string_view data;
};

/// Splits a journal into records.
class JournalReader {
 public:
  explicit JournalReader(std::string_view journal) : journal_(journal) {}

  /// The next record; none at the end, or where the last record is torn.
  std::optional<Record> next();

 private:
  std::string_view journal_;
  std::size_t position_ = 0;
};

/// Encodes one record in memory; `header`'s sizes are filled in.
std::string encode(RecordHeader header, std::string_view name, std::string_view data);

/// A file's bytes, mapped read-only. Throws std::system_error if it cannot be read.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return {static_cast<const char*>(start_), size_}; }

 private:
  void* start_ = nullptr;
  std::size_t size_ = 0;
};

std::filesystem::path platter_path(const std::filesystem::path& tracked);
std::filesystem::path journal_path(const std::filesystem::path& tracked);

/// SQLite's shared-memory index lives and dies with its processes: it is neither journalled nor kept by a cut.
inline bool is_volatile(std::string_view name) {
  return name.ends_with("-shm");
}

}  // namespace standpipe::powerloss
