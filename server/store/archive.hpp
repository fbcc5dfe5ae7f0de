#pragma once

#include <boost/describe.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "server/domain/decision.hpp"
#include "server/store/error.hpp"

/// Whole databases: walked row by row for an export, copied, and given a new history.
namespace standpipe::store {

struct ArchiveHead {
  std::int64_t schema = 0;
  std::int64_t seq = 0;
  domain::Time at;
  domain::Time created_at;
};
BOOST_DESCRIBE_STRUCT(ArchiveHead, (), (schema, seq, at, created_at))

/// Whether a newer version of this program wrote it.
bool is_newer(const ArchiveHead& head);

/// What walk tells of. Each returns false to end the walk.
class ArchiveSink {
 public:
  virtual ~ArchiveSink() = default;
  virtual bool head(const ArchiveHead& head) = 0;
  virtual bool row(const domain::RowChange& row) = 0;
  virtual bool change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev) = 0;
  /// A row that does not match its checksum; row() then gets what is left of it.
  virtual void damaged(std::string_view table, std::int64_t id) = 0;
};

/// Everything that lies in a database, in one snapshot: the head, then each table's rows by their key, in an order in which they
/// can be put into an empty database, then the newest revision of each entity in each stream. Reads only. While it walks, the
/// write-ahead log of a running server cannot start over: copy first where that may take long.
boost::system::result<void, StoreError> walk(const std::string& path, ArchiveSink& sink);

/// A copy of the database as it is now, page by page, with whatever is wrong in it; also while a server writes to it, whose log
/// cannot start over only for as long as the bytes take. For looking at and throwing away: it is not synced. Leaves nothing where
/// it fails.
boost::system::result<void, StoreError> copy_pages(const std::string& from, const std::string& to);

/// Removes a database that nobody uses, and all that lies beside it.
void remove_database(const std::string& path);

/// A compact copy of the database as it is now, durable when this returns; also while a server writes to it. There must be no
/// file of that name, and there is none where this fails. Takes twice the database's size while it works. Removed texts are gone
/// from the copy, the words of the search index included.
boost::system::result<void, StoreError> copy(const std::string& from, const std::string& to);

/// Gives a closed database another name on the same file system, durably.
boost::system::result<void, StoreError> put_in_place(const std::string& from, const std::string& to);

/// Gives a database that no server uses a new epoch, so that clients start afresh instead of taking it for the history they know.
boost::system::result<void, StoreError> renew_epoch(const std::string& path);

}  // namespace standpipe::store
