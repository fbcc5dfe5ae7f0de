#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/http.hpp"
#include "server/domain/decide.hpp"
#include "server/domain/published.hpp"
#include "server/query/directory.hpp"
#include "server/query/encoded_cache.hpp"
#include "server/query/query.hpp"
#include "server/store/reader.hpp"
#include "server/store/store.hpp"

namespace standpipe::test {

using namespace protocol;  // NOLINT: the tests speak the protocol's words

/// What a client makes of an answer with encoded changes; its text must be the one that the codec writes for all of it.
CatchUp received(const query::EncodedPtr& sent);
HelloResult received(const query::HelloAnswer& sent);

/// A community on a real database in a folder of its own: decides, writes, commits and publishes each command as the sequencer
/// does, and answers queries. It begins with an administrator and a CoP. Remembers every announcement.
class DiskCommunity {
 public:
  DiskCommunity();
  ~DiskCommunity();

  boost::system::result<domain::Decision, Refusal> run(MemberId actor, domain::Payload payload);
  /// The decision of a command that must not be refused.
  domain::Decision must(MemberId actor, domain::Payload payload);
  template <class Result>
  Result get(MemberId actor, domain::Payload payload) {
    return read<Result>(parse(must(actor, std::move(payload)).reply).value()).value();
  }

  MemberId join(const std::string& name);
  RoomId open_room(RoomKind kind, const std::string& slug);
  Posted post(MemberId by, RoomId room, const std::string& text = "Good morning", std::optional<ThreadId> thread = {});
  Posted start(MemberId by, RoomId room, const std::string& title = "Meters", ThreadKind kind = ThreadKind::discussion);
  void index() { store->index_texts(10'000); }

  query::Viewer viewer(MemberId member) const { return {member, SessionId{}, now}; }
  query::Context context() { return {*reader, *published, directory, encoded}; }
  template <class Params>
  auto ask(MemberId member, const Params& params) {
    auto with = context();
    return query::answer(params, viewer(member), with);
  }
  query::Answer<CatchUp> ask(MemberId member, const ChangesSince::Params& params);
  /// An answer as text, refusals too: for comparing.
  template <class Params>
  std::string text(MemberId member, const Params& params) {
    const auto result = ask(member, params);
    if (result.has_value()) return to_json(result.value());
    return "refused: " + to_json(result.error().data) + result.error().text;
  }

  std::filesystem::path folder;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<domain::Published> published;
  std::unique_ptr<store::Reader> reader;
  query::Directory directory;
  query::EncodedCache encoded;
  std::vector<domain::Announcement> announced;
  std::vector<std::string> damage;  ///< what the reader told of
  domain::State state;
  Time now{1'700'000'000'000};
  MemberId admin;
  RoomId cop;

 private:
  std::int64_t keys_ = 0;
};

}  // namespace standpipe::test
