#pragma once

#include <boost/system/result.hpp>

#include <functional>
#include <string_view>

#include "server/domain/state.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// The state that the rows say. Of messages, threads and other large tables only the ends are looked at, for their numbers are
/// dense. A damaged account is brought in without its password, so that nobody logs in by it.
boost::system::result<domain::State, StoreError> load_state(
    sqlite3* database, const std::function<void(std::string_view table, std::int64_t id)>& on_damage);

}  // namespace standpipe::store
