#include "server/query/encoded.hpp"

#include "protocol/codec.hpp"
#include "server/query/people.hpp"

namespace standpipe::query {

EncodedPtr encode(const protocol::Change& change) {
  People people;
  people.add(change);
  auto encoded = std::make_shared<Encoded>();
  encoded->rev = change.rev;
  encoded->json = protocol::to_json(change);
  encoded->people = people.ids();
  return encoded;
}

EncodedPtr encode(const protocol::CatchUp& head, const std::vector<EncodedPtr>& changes) {
  constexpr std::size_t frame = 64;  // about what the other fields take
  People people;
  std::size_t bytes = changes.empty() ? 2 : changes.size() + 1;  // brackets and commas
  for (const auto& change : changes) {
    people.add(change);
    bytes += change->json.size();
  }
  auto encoded = std::make_shared<Encoded>();
  encoded->rev = head.rev;
  encoded->changes_bytes = bytes;
  encoded->json.reserve(bytes + frame);
  protocol::write_with_list(encoded->json, head, &protocol::CatchUp::changes, changes,
                            [&](const auto& change) { encoded->json += change->json; });
  encoded->people = people.ids();
  return encoded;
}

}  // namespace standpipe::query
