#include "tests/unit/store/fault_disk.hpp"

#include <cerrno>
#include <map>

namespace standpipe::test {

namespace {

FaultDisk* disk = nullptr;
sqlite3_vfs* below = nullptr;
sqlite3_vfs vfs;

/// The methods of one kind of file, and those that they stand before.
struct Methods {
  sqlite3_io_methods here;  // first: a file's pMethods points to it
  const sqlite3_io_methods* real;
};
std::map<const sqlite3_io_methods*, Methods> known;

const sqlite3_io_methods& real_of(sqlite3_file* file) {
  return *reinterpret_cast<const Methods*>(file->pMethods)->real;
}

bool is_full() {
  return disk->full && (disk->room.empty() || std::filesystem::exists(disk->room));
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  ++disk->writes;
  sqlite3_int64 size = 0;
  real_of(file).xFileSize(file, &size);
  if (is_full() && at + count > size) return SQLITE_FULL;
  return real_of(file).xWrite(file, bytes, count, at);
}

int sync(sqlite3_file* file, int flags) {
  if (!disk->sync_fails) return real_of(file).xSync(file, flags);
  ++disk->syncs;
  return SQLITE_IOERR_FSYNC;
}

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  if (!is_full() || !extend) return real_of(file).xShmMap(file, region, size, extend, at);
  const int code = real_of(file).xShmMap(file, region, size, 0, at);
  if (code != SQLITE_OK || *at) return code;
  errno = ENOSPC;
  return SQLITE_IOERR_SHMSIZE;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = below->xOpen(below, name, file, flags, out_flags);
  if (code != SQLITE_OK || !file->pMethods) return code;
  auto& methods = known[file->pMethods];
  methods = {*file->pMethods, file->pMethods};
  methods.here.xWrite = write;
  methods.here.xSync = sync;
  methods.here.xShmMap = map_shared;
  file->pMethods = &methods.here;
  return code;
}

}  // namespace

FaultDisk::FaultDisk() {
  disk = this;
  below = sqlite3_vfs_find(nullptr);
  vfs = *below;
  vfs.zName = "fault";
  vfs.pNext = nullptr;
  vfs.xOpen = open;
  sqlite3_vfs_register(&vfs, 1);
}

FaultDisk::~FaultDisk() {
  sqlite3_vfs_unregister(&vfs);
  sqlite3_vfs_register(below, 1);
}

}  // namespace standpipe::test
