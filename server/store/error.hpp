#pragma once

#include <boost/assert/source_location.hpp>

#include <string>

namespace standpipe::store {

/// Why the store could not do something. `text` names the operation, for the log; members never see it.
struct StoreError {
  enum class Kind {
    full,     ///< the disk is full: try again when there is room
    io,       ///< the disk has failed, an fsync included: nothing more is written until a restart
    corrupt,  ///< what lies on disk is no sound database
    busy,     ///< a lock or a time limit
    bug       ///< everything else: a constraint, a statement that is wrong
  };
  Kind kind = Kind::bug;
  std::string text;
};

/// Lets result<T, StoreError>::value() throw a std::runtime_error, for start-up and tools.
[[noreturn]] void throw_exception_from_error(const StoreError& error, const boost::source_location& at);

}  // namespace standpipe::store
