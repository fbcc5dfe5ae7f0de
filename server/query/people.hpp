#pragma once

#include <set>
#include <vector>

#include "protocol/results.hpp"
#include "server/query/context.hpp"

namespace standpipe::query {

/// Gathers whom a page speaks of, for their name cards.
class People {
 public:
  void add(protocol::MemberId member) {
    if (member) ids_.insert(member);
  }
  void add(const protocol::Message& message);
  void add(const protocol::Thread& thread) { add(thread.by); }
  void add(const protocol::Notification& notification) { add(notification.by); }
  void add(const protocol::Sanction& sanction);
  void add(const protocol::Report& report);
  void add(const protocol::PendingPost& post);
  void add(const protocol::AuditEntry& entry);
  void add(const protocol::Change& change);
  template <class T>
  void add(const std::vector<T>& all) {
    for (const auto& one : all) add(one);
  }

  /// Ascending by id. A former member's card has the id alone.
  std::vector<protocol::Person> cards(const Context& context) const;

 private:
  std::set<protocol::MemberId> ids_;
};

}  // namespace standpipe::query
