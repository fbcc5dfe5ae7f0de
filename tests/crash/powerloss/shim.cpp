/// The preloaded library: the C library's functions that change or sync files, replaced by operations.hpp.

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

#include "tests/crash/powerloss/operations.hpp"

namespace {

using namespace standpipe::powerloss;

mode_t mode_argument(int flags, va_list arguments) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

__attribute__((destructor)) void at_exit() {
  close_journal();
}

}  // namespace

// The replaced functions, each in its variants with 64-bit offsets (the same thing on 64-bit machines).
extern "C" {

#define STANDPIPE_OPEN(function)                         \
  int function(const char* path, int flags, ...) {       \
    va_list arguments;                                   \
    va_start(arguments, flags);                          \
    const mode_t mode = mode_argument(flags, arguments); \
    va_end(arguments);                                   \
    return open_at(AT_FDCWD, path, flags, mode);         \
  }
#define STANDPIPE_OPENAT(function)                                \
  int function(int directory, const char* path, int flags, ...) { \
    va_list arguments;                                            \
    va_start(arguments, flags);                                   \
    const mode_t mode = mode_argument(flags, arguments);          \
    va_end(arguments);                                            \
    return open_at(directory, path, flags, mode);                 \
  }
STANDPIPE_OPEN(open)
STANDPIPE_OPEN(open64)
STANDPIPE_OPENAT(openat)
STANDPIPE_OPENAT(openat64)

int creat(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

ssize_t write(int fd, const void* data, size_t size) {
  return write_at(fd, data, size, std::nullopt);
}
ssize_t writev(int fd, const iovec* parts, int count) {
  return write_at(fd, parts, count, std::nullopt);
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  return write_at(fd, data, size, offset);
}
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
  return write_at(fd, data, size, offset);
}
ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  return write_at(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) {
  return write_at(fd, parts, count, offset);
}

ssize_t sendfile(int out, int in, off_t* offset, size_t size) noexcept {
  return copy_into(out, [&] { return ::syscall(SYS_sendfile, out, in, offset, size); });
}
ssize_t sendfile64(int out, int in, off64_t* offset, size_t size) noexcept {
  return sendfile(out, in, offset, size);
}
ssize_t copy_file_range(int in, off64_t* in_offset, int out, off64_t* out_offset, size_t size, unsigned flags) {
  return copy_into(out, [&] { return ::syscall(SYS_copy_file_range, in, in_offset, out, out_offset, size, flags); });
}

int ftruncate(int fd, off_t size) noexcept {
  return resize(fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  return resize(fd, size);
}
int truncate(const char* path, off_t size) noexcept {
  return resize(path, size);
}
int truncate64(const char* path, off64_t size) noexcept {
  return resize(path, size);
}
int fallocate(int fd, int mode, off_t offset, off_t size) {
  return allocate(fd, mode, offset, size);
}
int fallocate64(int fd, int mode, off64_t offset, off64_t size) {
  return allocate(fd, mode, offset, size);
}
int posix_fallocate(int fd, off_t offset, off_t size) {
  return allocate(fd, 0, offset, size) == 0 ? 0 : errno;
}
int posix_fallocate64(int fd, off64_t offset, off64_t size) {
  return allocate(fd, 0, offset, size) == 0 ? 0 : errno;
}

int fsync(int fd) {
  return standpipe::powerloss::sync(fd, SYS_fsync);
}
int fdatasync(int fd) {
  return standpipe::powerloss::sync(fd, SYS_fdatasync);
}

int unlink(const char* path) noexcept {
  return unlink_at(AT_FDCWD, path, 0);
}
int unlinkat(int directory, const char* path, int flags) noexcept {
  return unlink_at(directory, path, flags);
}
int rmdir(const char* path) noexcept {
  return unlink_at(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
  const int result = unlink_at(AT_FDCWD, path, 0);
  return result != 0 && errno == EISDIR ? unlink_at(AT_FDCWD, path, AT_REMOVEDIR) : result;
}

int rename(const char* from, const char* to) noexcept {
  return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
  return rename_at(from_directory, from, to_directory, to, 0);
}
int renameat2(int from_directory, const char* from, int to_directory, const char* to, unsigned flags) noexcept {
  return rename_at(from_directory, from, to_directory, to, flags);
}
int link(const char* from, const char* to) noexcept {
  return link_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) noexcept {
  return link_at(from_directory, from, to_directory, to, flags);
}

int mkdir(const char* path, mode_t mode) noexcept {
  return make_directory_at(AT_FDCWD, path, mode);
}
int mkdirat(int directory, const char* path, mode_t mode) noexcept {
  return make_directory_at(directory, path, mode);
}

}  // extern "C"
