#include "tests/crash/powerloss/operations.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <thread>

#include "tests/crash/powerloss/recorder.hpp"

namespace standpipe::powerloss {
namespace {

/// Sockets and pipes are the bulk of a server's writes: they must not wait for the recorder.
bool is_regular(int fd) {
  struct stat status;
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/// Runs `change(recorder, file)` under the recorder's lock if fd is open on a tracked file, else `change(nullptr, 0)` without it.
template <class Change>
auto with_file(int fd, Change change) {
  Recorder* recorder = is_regular(fd) ? Recorder::get() : nullptr;
  if (recorder == nullptr) return change(nullptr, 0);
  auto held = recorder->lock();
  if (const auto file = recorder->tracked_file(fd)) return change(recorder, *file);
  held.unlock();
  return change(nullptr, 0);
}

/// 0 if there is no such file.
std::uint64_t inode_at(int directory, const char* path) {
  struct stat status;
  return ::fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

}  // namespace

int open_at(int directory, const char* path, int flags, mode_t mode) {
  const auto real = [&] { return static_cast<int>(::syscall(SYS_openat, directory, path, flags, mode)); };
  Recorder* recorder = (flags & (O_CREAT | O_TRUNC)) != 0 ? Recorder::get() : nullptr;
  if (recorder == nullptr) return real();

  const auto held = recorder->lock();
  struct stat status;
  const bool existed = ::fstatat(directory, path, &status, 0) == 0;
  const int fd = real();
  if (fd >= 0) recorder->opened(fd, existed, (flags & O_TRUNC) != 0);
  return fd;
}

ssize_t write_at(int fd, const iovec* parts, int count, std::optional<off_t> offset) {
  return with_file(fd, [&](Recorder* recorder, std::uint64_t file) -> ssize_t {
    const ssize_t written =
        !offset ? ::syscall(SYS_writev, fd, parts, count) : ::syscall(SYS_pwritev, fd, parts, count, *offset, 0);
    if (written <= 0 || recorder == nullptr) return written;
    std::uint64_t at = static_cast<std::uint64_t>(!offset ? ::lseek(fd, 0, SEEK_CUR) - written : *offset);
    std::size_t left = static_cast<std::size_t>(written);
    for (int i = 0; i < count && left > 0; ++i) {
      const std::size_t size = std::min(left, parts[i].iov_len);
      const std::string_view data(static_cast<const char*>(parts[i].iov_base), size);
      if (size > 0) recorder->append({.op = Op::write, .file = file, .offset = at}, {}, data);
      at += size;
      left -= size;
    }
    return written;
  });
}

ssize_t write_at(int fd, const void* data, std::size_t size, std::optional<off_t> offset) {
  const iovec part{const_cast<void*>(data), size};
  return write_at(fd, &part, 1, offset);
}

int resize(int fd, off_t size) {
  return with_file(fd, [&](Recorder* recorder, std::uint64_t file) {
    const int result = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
    if (result == 0 && recorder != nullptr) {
      recorder->append({.op = Op::resize, .file = file, .offset = static_cast<std::uint64_t>(size)});
    }
    return result;
  });
}

int resize(const char* path, off_t size) {
  const int fd = open_at(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int result = resize(fd, size);
  const int error = errno;
  ::close(fd);
  errno = error;
  return result;
}

int allocate(int fd, int mode, off_t offset, off_t size) {
  return with_file(fd, [&](Recorder* recorder, std::uint64_t file) {
    if (recorder != nullptr && (mode & ~FALLOC_FL_KEEP_SIZE) != 0) {
      errno = EOPNOTSUPP;
      return -1;
    }
    struct stat before;
    struct stat after;
    ::fstat(fd, &before);
    const int result = static_cast<int>(::syscall(SYS_fallocate, fd, mode, offset, size));
    if (result != 0 || recorder == nullptr) return result;
    ::fstat(fd, &after);
    if (after.st_size != before.st_size) {
      recorder->append({.op = Op::resize, .file = file, .offset = static_cast<std::uint64_t>(after.st_size)});
    }
    return result;
  });
}

int sync(int fd, long real_call) {
  const auto real = [&] { return static_cast<int>(::syscall(real_call, fd)); };
  struct stat status;
  if (::fstat(fd, &status) != 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) return real();
  Recorder* recorder = Recorder::get();
  if (recorder == nullptr) return real();

  auto held = recorder->lock();
  const auto file = recorder->tracked_file(fd);
  const auto name = file ? std::nullopt : recorder->name_of(fd);
  if (!file && (!name || is_volatile(*name) || status.st_nlink == 0)) {
    held.unlock();
    return real();
  }
  if (!file && S_ISREG(status.st_mode)) Recorder::refuse("sync of a file that was made without the shim's knowledge", *name);

  const std::uint64_t durable = recorder->position();
  held.unlock();
  std::this_thread::sleep_for(std::chrono::microseconds(recorder->sync_microseconds()));
  if (recorder->lies()) return 0;
  held.lock();
  if (file) {
    recorder->append({.op = Op::sync, .file = *file, .offset = durable});
  } else {
    recorder->append({.op = Op::sync_directory, .offset = durable}, *name);
  }
  return 0;
}

int unlink_at(int directory, const char* path, int flags) {
  const auto real = [&] { return static_cast<int>(::syscall(SYS_unlinkat, directory, path, flags)); };
  Recorder* recorder = Recorder::get();
  if (recorder == nullptr) return real();

  const auto held = recorder->lock();
  const auto name = recorder->name_at(directory, path);
  const auto inode = inode_at(directory, path);
  const int result = real();
  if (result != 0 || !name || is_volatile(*name)) return result;
  if ((flags & AT_REMOVEDIR) != 0) {
    recorder->append({.op = Op::remove_directory}, *name);
  } else {
    recorder->append({.op = Op::unlink}, *name);
    recorder->forget(inode);
  }
  return result;
}

int rename_at(int from_directory, const char* from, int to_directory, const char* to, unsigned flags) {
  const auto real = [&] { return static_cast<int>(::syscall(SYS_renameat2, from_directory, from, to_directory, to, flags)); };
  Recorder* recorder = Recorder::get();
  if (recorder == nullptr) return real();

  const auto held = recorder->lock();
  const auto from_name = recorder->name_at(from_directory, from);
  const auto to_name = recorder->name_at(to_directory, to);
  if (!from_name && !to_name) return real();
  struct stat status;
  if (!from_name || !to_name) Recorder::refuse("rename across the edge of the tracked directory", from);
  if (::fstatat(from_directory, from, &status, 0) == 0 && S_ISDIR(status.st_mode)) {
    Recorder::refuse("rename of a directory", from);
  }
  if ((flags & RENAME_EXCHANGE) != 0) Recorder::refuse("exchanging rename", from);
  const auto moved = inode_at(from_directory, from);
  const auto replaced = inode_at(to_directory, to);
  if (moved != 0 && !recorder->knows(moved)) Recorder::refuse("rename of a file made without the shim's knowledge", from);
  const int result = real();
  if (result != 0 || moved == replaced) return result;
  recorder->append({.op = Op::rename}, *from_name, *to_name);
  recorder->forget(replaced);
  return result;
}

int link_at(int from_directory, const char* from, int to_directory, const char* to, int flags) {
  Recorder* recorder = Recorder::get();
  if (recorder != nullptr && recorder->name_at(to_directory, to)) Recorder::refuse("hard link", to);
  return static_cast<int>(::syscall(SYS_linkat, from_directory, from, to_directory, to, flags));
}

int make_directory_at(int directory, const char* path, mode_t mode) {
  const auto real = [&] { return static_cast<int>(::syscall(SYS_mkdirat, directory, path, mode)); };
  Recorder* recorder = Recorder::get();
  if (recorder == nullptr) return real();

  const auto held = recorder->lock();
  const int result = real();
  const auto name = result == 0 ? recorder->name_at(directory, path) : std::nullopt;
  if (name) recorder->append({.op = Op::make_directory}, *name);
  return result;
}

ssize_t copy_into(int fd, const std::function<ssize_t()>& real) {
  return with_file(fd, [&](Recorder* recorder, std::uint64_t) -> ssize_t {
    if (recorder == nullptr) return real();
    errno = EINVAL;
    return -1;
  });
}

void close_journal() {
  Recorder::close();
}

}  // namespace standpipe::powerloss
