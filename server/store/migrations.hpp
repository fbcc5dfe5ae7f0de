#pragma once

#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// Refuses a database that a newer version has made.
sqlite::Done check_version(sqlite3* database);

/// Brings the schema up to the newest of migrations/, each in a transaction of its own; a new database gets its epoch and its
/// first values too. Refuses a database that a newer version has made.
sqlite::Done migrate(sqlite3* database);

/// The number of the newest migration.
int schema_version();

}  // namespace standpipe::store
