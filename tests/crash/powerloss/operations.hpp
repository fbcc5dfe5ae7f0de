#pragma once

#include <sys/types.h>
#include <sys/uio.h>

#include <cstddef>
#include <functional>
#include <optional>

namespace standpipe::powerloss {

/// The system calls that change or sync files, each with the arguments and the result (-1 and errno) of the call that it is named
/// after. What they do below the tracked directory is journalled; everything else goes through untouched. Safe for all threads.
///
/// A file is recognised by the inode behind the descriptor, so that close, dup and the like need no attention. Not seen:
/// memory mappings that are written to, io_uring, O_SYNC, and what stdio does inside the C library: a file made by fopen
/// does not survive a cut, and syncing or renaming it is refused.

int open_at(int directory, const char* path, int flags, mode_t mode);

/// Without an offset: at the descriptor's position, or at the end if it appends.
ssize_t write_at(int fd, const iovec* parts, int count, std::optional<off_t> offset);
ssize_t write_at(int fd, const void* data, std::size_t size, std::optional<off_t> offset);

/// `real` copies into fd inside the kernel. For a tracked file that fails as on a file system that cannot do it, with EINVAL:
/// callers fall back to writing.
ssize_t copy_into(int fd, const std::function<ssize_t()>& real);

int resize(int fd, off_t size);
int resize(const char* path, off_t size);
int allocate(int fd, int mode, off_t offset, off_t size);

/// fsync or fdatasync, as the number `real_call` says. Only what was written before the call is durable after it, and while the
/// call lasts nothing is yet.
int sync(int fd, long real_call);

int unlink_at(int directory, const char* path, int flags);
int rename_at(int from_directory, const char* from, int to_directory, const char* to, unsigned flags);
int link_at(int from_directory, const char* from, int to_directory, const char* to, int flags);
int make_directory_at(int directory, const char* path, mode_t mode);

/// The process ends in good order.
void close_journal();

}  // namespace standpipe::powerloss
