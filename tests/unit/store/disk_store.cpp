#include "tests/unit/store/disk_store.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp

#include <numeric>
#include <stdexcept>

#include "tests/unit/domain/decision_text.hpp"

namespace standpipe::test {

namespace {

void good(const boost::system::result<void, store::StoreError>& result) {
  if (result.has_error()) throw std::runtime_error(result.error().text);
}

}  // namespace

DiskStore::DiskStore() {
  auto name = (std::filesystem::temp_directory_path() / "standpipe-store-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder = name;
  open();
}

DiskStore::~DiskStore() {
  store.reset();
  std::filesystem::remove_all(folder);
}

void DiskStore::open() {
  store::StoreOptions options;
  options.path = path();
  options.reserve_bytes = 1 << 16;
  options.on_damage = [this](const std::string& what) { damage.push_back(what); };
  auto opened = store::Store::open(options);
  if (opened.has_error()) throw std::runtime_error(opened.error().text);
  store = std::move(*opened);
}

void DiskStore::copy(const Community& community) {
  const auto& from = community.content;
  const auto put_all = [&](const auto& rows) {
    for (const auto& [key, row] : rows) good(store->put(row));
  };
  good(store->begin());
  put_all(from.accounts);
  put_all(from.utilities);
  put_all(from.rooms);
  put_all(from.memberships);
  put_all(from.threads);
  put_all(from.messages);
  put_all(from.gone);
  put_all(from.marks);
  put_all(from.sanctions);
  put_all(from.reports);
  put_all(from.pending_posts);
  put_all(from.notifications);
  put_all(from.applications);
  put_all(from.invitations);
  put_all(from.sessions);
  put_all(from.keys);
  for (const auto& entry : from.audit) good(store->put(entry));
  for (const auto& [stream, entities] : from.changes) {
    for (const auto& [entity, rev] : entities) good(store->put_change(stream, entity.first, entity.second, rev));
  }
  good(store->put_meta(from.seq, from.at, from.at));
  good(store->commit());
}

void DiskStore::follow(Community& community, const domain::Command& command) {
  const domain::Stamp stamp{community.state.seq + 1, community.now};
  good(store->begin());
  const auto here = domain::decide(community.state, store->content(), stamp, command);
  if (here.has_value()) good(store->write(here.value(), stamp.seq, stamp.at));
  good(store->commit());
  const auto there = community.run(command);
  if (text_of(here) != text_of(there)) CHECK(text_of(here) == text_of(there));
}

std::vector<std::int64_t> DiskStore::found(const std::string& word) {
  while (store->index_texts(1000).value()) {
  }
  return indexed(word);
}

std::vector<std::int64_t> DiskStore::indexed(const std::string& word) const {
  auto reader = std::move(store::Reader::open({.path = path()}).value());
  REQUIRE(reader->begin().has_value());
  std::string rooms = "[";
  for (int room = 1; room < 100; ++room) rooms += (room > 1 ? "," : "") + std::to_string(room);
  rooms += "]";
  std::vector<std::int64_t> ids;
  const auto quoted = '"' + word + '"';
  for (const auto& message : reader->all(store::select::found_messages, quoted, MessageId(1'000'000), rooms, std::nullopt,
                                         std::nullopt, std::nullopt, 10'000)) {
    ids.push_back(message.id.value);
  }
  CHECK_FALSE(reader->end());
  return ids;
}

}  // namespace standpipe::test
