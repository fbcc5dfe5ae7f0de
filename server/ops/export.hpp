#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server/ops/trouble.hpp"

namespace standpipe::ops {

struct ExportSummary {
  std::int64_t lines = 0;
  std::vector<std::string> damaged;  ///< rows that did not match their checksums: exported as far as they can be trusted
};

/// Writes the whole community as JSON Lines (docs/EXPORT.md): the same database always gives the same bytes. Works from a copy
/// beside the file, so that a running server is not held up. The file is complete and durable when it has its name; "-" is
/// standard output.
boost::system::result<ExportSummary, Trouble> export_community(const std::filesystem::path& database,
                                                               const std::filesystem::path& file);

struct ImportSummary {
  std::int64_t lines = 0;
};

/// Makes a database of an export; there must be none of that name. It appears under its name only when all of it is there and has
/// been verified. "-" is standard input.
boost::system::result<ImportSummary, Trouble> import_community(const std::filesystem::path& file,
                                                               const std::filesystem::path& database);

}  // namespace standpipe::ops
