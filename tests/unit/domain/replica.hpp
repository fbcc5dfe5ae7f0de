#pragma once

#include <map>
#include <string>

#include "tests/support/memory_content.hpp"

namespace standpipe::test {

/// What a client knows of one stream: it upserts what comes and lets a message move the counters of its thread. Nothing else.
class Replica {
 public:
  /// A change out of order is a failure of the test.
  void take(const protocol::Change& change);
  /// What a client gets that was away.
  void catch_up(const MemoryContent& content, domain::StreamKey stream);

  protocol::Rev rev;

  /// One line for each entity, the newest change last.
  std::string text() const;

 private:
  void put(const protocol::Change& change);
  std::map<std::string, protocol::Change> entities_;
};

}  // namespace standpipe::test
