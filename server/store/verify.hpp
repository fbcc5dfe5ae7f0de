#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <vector>

#include "server/store/error.hpp"

namespace standpipe::store {

struct Findings {
  std::vector<std::string> problems;  ///< for people, one line each, at most 100
  std::int64_t rows = 0;              ///< how many were read and compared with their checksums
};

/// Whether this program can do anything with what lies there: refuses what is no Standpipe database, and what a newer version has
/// made, with what to do instead. Its size in bytes.
boost::system::result<std::int64_t, StoreError> examine(const std::string& path);

/// Checks a database in one snapshot, also while a server writes to it: SQLite's own structure, that nothing points to nothing,
/// each row's checksum, that numbers and indexes are dense, that counters say what is there, that revisions fit. Reads only.
/// What `examine` refuses, and a disk that is full or a lock that is held, is an error and no finding.
/// While it runs, the write-ahead log of a running server cannot start over.
boost::system::result<Findings, StoreError> verify(const std::string& path);

}  // namespace standpipe::store
