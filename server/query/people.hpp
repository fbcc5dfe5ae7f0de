#pragma once

#include <vector>

#include "protocol/results.hpp"
#include "server/query/context.hpp"
#include "server/query/encoded.hpp"

namespace standpipe::query {

/// Gathers whom a page speaks of, for their name cards.
class People {
 public:
  void add(protocol::MemberId member) {
    if (member) ids_.push_back(member);
  }
  void add(const protocol::Message& message);
  void add(const protocol::Thread& thread) { add(thread.by); }
  void add(const protocol::Notification& notification) { add(notification.by); }
  void add(const protocol::Sanction& sanction);
  void add(const protocol::Report& report);
  void add(const protocol::PendingPost& post);
  void add(const protocol::AuditEntry& entry);
  void add(const protocol::Change& change);
  void add(const EncodedPtr& encoded) { add(encoded->people); }
  template <class T>
  void add(const std::vector<T>& all) {
    for (const auto& one : all) add(one);
  }

  /// Each once, ascending.
  std::vector<protocol::MemberId> ids() const;
  /// Ascending by id. A former member's card has the id alone.
  std::vector<protocol::Person> cards(const Context& context) const;

 private:
  std::vector<protocol::MemberId> ids_;
};

}  // namespace standpipe::query
