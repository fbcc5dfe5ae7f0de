#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "protocol/methods.hpp"
#include "tests/crash/acknowledged.hpp"
#include "tests/crash/finding.hpp"
#include "tests/crash/writer.hpp"

namespace standpipe::crash {

/// All that there is, as the server tells it when nobody writes.
struct Snapshot {
  protocol::HelloResult hello;
  std::map<protocol::MessageId, protocol::Message> messages;
  std::set<protocol::ThreadId> threads;  ///< of those that messages are in, the ones that there are
  std::map<std::pair<protocol::MemberId, protocol::RoomId>, protocol::Index> chat_read;
};

/// Asks for everything; all of `people` must be in the same rooms. Throws where the server does not answer.
Snapshot take_snapshot(int port, const std::vector<Person>& people);

/// What must hold in each snapshot, whatever happened before it:
/// - each acknowledged message is there once, where it was acknowledged, with its text or that of its last acknowledged edit;
/// - nothing is there that was neither acknowledged nor announced: by then nobody has anything in doubt;
/// - no key made two messages, no id, number or index was given twice, and all of them are dense from 1;
/// - reactions are those that were acknowledged, and read marks are not behind;
/// - streams are not behind a revision that was acknowledged.
Findings check(const Snapshot& snapshot, const std::vector<Acknowledged>& ledger);

}  // namespace standpipe::crash
