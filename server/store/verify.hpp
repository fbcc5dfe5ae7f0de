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

/// Checks a database in one snapshot, also while a server writes to it: SQLite's own structure, that nothing points to nothing,
/// each row's checksum, that numbers and indexes are dense, that counters say what is there, that revisions fit. Reads only.
/// While it runs, the write-ahead log of a running server cannot start over.
boost::system::result<Findings, StoreError> verify(const std::string& path);

}  // namespace standpipe::store
