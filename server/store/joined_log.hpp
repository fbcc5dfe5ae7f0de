#pragma once

namespace standpipe::store {

/// The name of a VFS for the only writing connection: the system's own, but that the frames of the write-ahead log leave many at
/// a time. SQLite makes two system calls for each page that a transaction has touched. Here frames that follow one another are
/// gathered, and written when the transaction's last one is there: before SQLite syncs the log or tells readers of it, so that
/// for all others the log is what it always is. Any thread. Source: https://www.sqlite.org/walformat.html, section 3;
/// https://www.sqlite.org/vfs.html
const char* joined_log();

}  // namespace standpipe::store
