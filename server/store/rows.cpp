#include "server/store/rows.hpp"

namespace standpipe::store {

std::optional<domain::Message> stub_of(const domain::Message& damaged) {
  domain::Message stub;
  stub.id = damaged.id;
  stub.room = damaged.room;
  stub.number = damaged.number;
  stub.thread = damaged.thread;
  stub.index = damaged.index;
  stub.by = damaged.by;
  stub.rev = damaged.rev;
  stub.removed = domain::Removal{.reason = damage_text};
  return stub;
}

std::optional<domain::AuditEntry> stub_of(const domain::AuditEntry& damaged) {
  domain::AuditEntry stub;
  stub.id = damaged.id;
  stub.reason = damage_text;
  return stub;
}

}  // namespace standpipe::store
