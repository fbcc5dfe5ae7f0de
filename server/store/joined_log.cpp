#include "server/store/joined_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include "server/store/sqlite.hpp"

namespace standpipe::store {

namespace {

constexpr int frame_header = 24;
constexpr std::size_t largest_page = 64 * 1024;
/// With one more frame still below 128 KiB, of which SQLite's own VFS can write no more at a time.
constexpr std::size_t enough_for_a_write = 60 * 1024;

/// An open log, before the system's own file.
class Log {
 public:
  explicit Log(sqlite3_vfs& system) : memory_(system.szOsFile) {
    gathered_.reserve(enough_for_a_write + largest_page + frame_header);
  }

  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
  const sqlite3_io_methods& system() { return *file()->pMethods; }

  int write(const char* bytes, int count, sqlite3_int64 at) {
    const bool is_header = count == frame_header;
    const bool appends = is_header ? at >= end_ : !gathered_.empty() && at == end_;
    if (!appends || at > end_) {
      if (const int code = flush(); code != SQLITE_OK) return code;
    }
    if (!appends) {
      if (at == 0) end_ = count;  // the log's own header: it starts over
      return put(bytes, count, at);
    }
    if (gathered_.empty()) at_ = at;
    gathered_.insert(gathered_.end(), bytes, bytes + count);
    end_ = at + count;
    if (is_header) {
      is_last_ = std::any_of(bytes + 4, bytes + 8, [](char byte) { return byte != 0; });  // there it has the database's size
      return SQLITE_OK;
    }
    return is_last_ || gathered_.size() >= enough_for_a_write ? flush() : SQLITE_OK;
  }

  int read(char* to, int count, sqlite3_int64 at) {
    if (const int code = at + count > at_ ? flush() : SQLITE_OK; code != SQLITE_OK) return code;
    if (is_lost(at + count)) return lost_code_;
    return system().xRead(file(), to, count, at);
  }

  int truncate(sqlite3_int64 size) {
    if (const int code = flush(); code != SQLITE_OK) return code;
    if (size <= lost_from_) lost_from_ = lost_to_ = 0;
    end_ = std::min(end_, size);
    return system().xTruncate(file(), size);
  }

  int flush() {
    if (gathered_.empty()) return SQLITE_OK;
    const int code = put(gathered_.data(), static_cast<int>(gathered_.size()), at_);
    gathered_.clear();
    if (code == SQLITE_OK) return SQLITE_OK;
    lost_code_ = code;
    if (!is_lost(at_ + 1)) lost_from_ = at_;
    lost_to_ = std::max(lost_to_, end_);
    end_ = at_;
    return code;
  }

 private:
  /// SQLite was told of what is gathered that it had been written. Where it could not be, the transaction must not end well: what
  /// is to be read or written behind that fails too, until it has been written anew.
  bool is_lost(sqlite3_int64 up_to) const { return lost_from_ < lost_to_ && up_to > lost_from_; }

  int put(const char* bytes, int count, sqlite3_int64 at) {
    if (is_lost(at)) return lost_code_;
    const int code = system().xWrite(file(), bytes, count, at);
    if (code == SQLITE_OK) lost_from_ = std::max(lost_from_, at + count);
    return code;
  }

  std::vector<std::max_align_t> memory_;  ///< of the system's file; enough by far
  std::vector<char> gathered_;            ///< whole frames, but while a frame's page is yet to come
  sqlite3_int64 at_ = 0;                  ///< where they belong
  sqlite3_int64 end_ = 0;                 ///< of all that was appended, gathered or written
  sqlite3_int64 lost_from_ = 0;           ///< up to lost_to_; nothing where that is not behind it
  sqlite3_int64 lost_to_ = 0;
  int lost_code_ = SQLITE_OK;
  bool is_last_ = false;  ///< the frame whose page is yet to come ends a transaction
};

/// What SQLite has of it: as large as SQLite was told by the VFS, of which this is the beginning.
struct LogFile {
  sqlite3_file base;
  Log* log;
};

Log& log_of(sqlite3_file* file) {
  return *reinterpret_cast<LogFile*>(file)->log;
}

/// Hands a call on to the system's file, when all that was gathered has been written.
template <class Call>
int written_first(sqlite3_file* file, Call call) {
  auto& log = log_of(file);
  const int code = log.flush();
  return code == SQLITE_OK ? call(log.system(), log.file()) : code;
}

int close(sqlite3_file* file) {
  const int code = written_first(file, [](auto&, auto*) { return SQLITE_OK; });  // nothing that was committed waits here
  const std::unique_ptr<Log> log(&log_of(file));
  const int closed = log->system().xClose(log->file());
  return code == SQLITE_OK ? closed : code;
}
int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  return log_of(file).read(static_cast<char*>(to), count, at);
}
int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  return log_of(file).write(static_cast<const char*>(bytes), count, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return log_of(file).truncate(size);
}
int sync(sqlite3_file* file, int flags) {
  return written_first(file, [&](auto& system, auto* own) { return system.xSync(own, flags); });
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return written_first(file, [&](auto& system, auto* own) { return system.xFileSize(own, size); });
}
int file_control(sqlite3_file* file, int what, void* argument) {
  return written_first(file, [&](auto& system, auto* own) { return system.xFileControl(own, what, argument); });
}
int lock(sqlite3_file* file, int level) {
  return written_first(file, [&](auto& system, auto* own) { return system.xLock(own, level); });
}
int unlock(sqlite3_file* file, int level) {
  return written_first(file, [&](auto& system, auto* own) { return system.xUnlock(own, level); });
}
int check_reserved_lock(sqlite3_file* file, int* is_held) {
  return written_first(file, [&](auto& system, auto* own) { return system.xCheckReservedLock(own, is_held); });
}
int sector_size(sqlite3_file* file) {
  return log_of(file).system().xSectorSize(log_of(file).file());
}
int device_characteristics(sqlite3_file* file) {
  return log_of(file).system().xDeviceCharacteristics(log_of(file).file());
}

/// A log is neither shared memory nor mapped, which later versions of the interface are for.
constexpr sqlite3_io_methods methods = {.iVersion = 1,
                                        .xClose = close,
                                        .xRead = read,
                                        .xWrite = write,
                                        .xTruncate = truncate,
                                        .xSync = sync,
                                        .xFileSize = file_size,
                                        .xLock = lock,
                                        .xUnlock = unlock,
                                        .xCheckReservedLock = check_reserved_lock,
                                        .xFileControl = file_control,
                                        .xSectorSize = sector_size,
                                        .xDeviceCharacteristics = device_characteristics,
                                        .xShmMap = nullptr,
                                        .xShmLock = nullptr,
                                        .xShmBarrier = nullptr,
                                        .xShmUnmap = nullptr,
                                        .xFetch = nullptr,
                                        .xUnfetch = nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* system = sqlite3_vfs_find(nullptr);
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, file, flags, out_flags);
  file->pMethods = nullptr;
  try {
    auto log = std::make_unique<Log>(*system);
    const int code = system->xOpen(system, name, log->file(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    file->pMethods = &methods;
    reinterpret_cast<LogFile*>(file)->log = log.release();
    return SQLITE_OK;
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

}  // namespace

const char* joined_log() {
  static constexpr const char* name = "standpipe-joined-log";
  static sqlite3_vfs vfs;
  static std::once_flag registered;
  std::call_once(registered, [] {
    sqlite::configure();
    vfs = *sqlite3_vfs_find(nullptr);
    vfs.zName = name;
    vfs.szOsFile = std::max(vfs.szOsFile, static_cast<int>(sizeof(LogFile)));
    vfs.pNext = nullptr;
    vfs.xOpen = open;
    sqlite3_vfs_register(&vfs, 0);
  });
  return name;
}

}  // namespace standpipe::store
