#include "tests/unit/query/disk_community.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp

#include <stdexcept>

namespace standpipe::test {

namespace {

std::filesystem::path fresh_folder() {
  auto name = (std::filesystem::temp_directory_path() / "standpipe-query-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  return name;
}

std::string address_of(std::string name) {
  for (auto& c : name) c = c == ' ' ? '.' : c;
  return name + "@utility.example";
}

template <class Result>
auto good(Result result) {
  if (result.has_error()) throw std::runtime_error("store: " + result.error().text);
  if constexpr (!std::is_void_v<typename Result::value_type>) return std::move(result.value());
}

template <class Whole>
Whole read_back(const std::string& text) {
  auto whole = read<Whole>(parse(text).value()).value();
  REQUIRE(to_json(whole) == text);
  return whole;
}

}  // namespace

CatchUp received(const query::EncodedPtr& sent) {
  return read_back<CatchUp>(query::to_json(sent));
}

HelloResult received(const query::HelloAnswer& sent) {
  return read_back<HelloResult>(query::to_json(sent));
}

query::Answer<CatchUp> DiskCommunity::ask(MemberId member, const ChangesSince::Params& params) {
  auto with = context();
  const auto answer = query::answer(params, viewer(member), with);
  if (answer.has_error()) return answer.error();
  return received(*answer);
}

DiskCommunity::DiskCommunity() : folder(fresh_folder()) {
  const auto path = (folder / "standpipe.db").string();
  store::StoreOptions options;
  options.path = path;
  store = good(store::Store::open(options));
  state = good(store->load());
  published = std::make_unique<domain::Published>(state);
  reader = good(store::Reader::open({.path = path, .on_damage = [this](const auto& what) { damage.push_back(what); }}));
  admin = get<Approved>({}, domain::CreateAdministrator{"Ada Admin", "ada@example.org", "hash"}).member;
  cop = get<RoomMade>({}, domain::SeedRoom{RoomKind::cop, "water-distribution", "Water Distribution", ""}).room;
}

DiskCommunity::~DiskCommunity() {
  reader.reset();
  store.reset();
  std::filesystem::remove_all(folder);
}

boost::system::result<domain::Decision, Refusal> DiskCommunity::run(MemberId actor, domain::Payload payload) {
  domain::Command command{.actor = actor, .payload = std::move(payload)};
  if (actor) {
    const auto digits = std::to_string(++keys_);
    command.key = "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  }
  const domain::Stamp stamp{state.seq + 1, now};
  good(store->begin());
  auto verdict = domain::decide(state, store->content(), stamp, command);
  if (verdict.has_error()) {
    store->rollback();
    return verdict;
  }
  const auto& decision = verdict.value();
  domain::evolve(state, decision, stamp.seq, stamp.at);
  good(store->write(decision, stamp.seq, stamp.at));
  good(store->commit());
  published->update([&](domain::State& shown) { domain::evolve(shown, decision, stamp.seq, stamp.at); });
  announced.insert(announced.end(), decision.announcements.begin(), decision.announcements.end());
  return verdict;
}

domain::Decision DiskCommunity::must(MemberId actor, domain::Payload payload) {
  auto verdict = run(actor, std::move(payload));
  if (verdict.has_value()) return std::move(verdict.value());
  const auto& refusal = verdict.error();
  throw std::runtime_error("refused: " + refusal.data.code + " " + refusal.data.field + " " + refusal.text);
}

MemberId DiskCommunity::join(const std::string& name) {
  Application application;
  application.name = name;
  application.email = address_of(name);
  application.utility_name = "Lakeside Water (fictional)";
  application.country = "KE";
  application.job = "Engineer";
  application.languages = {"en"};
  application.rooms = {cop};
  const auto applied = get<ApplyResult>({}, domain::ApplyToJoin{application, "hash", {}});
  return get<Approved>(admin, ApplicationApprove::Params{applied.application, {}}).member;
}

RoomId DiskCommunity::open_room(RoomKind kind, const std::string& slug) {
  return get<RoomMade>(admin, RoomCreate::Params{.kind = kind, .slug = slug, .name = slug}).room;
}

Posted DiskCommunity::post(MemberId by, RoomId room, const std::string& text, std::optional<ThreadId> thread) {
  return get<Posted>(by, MessagePost::Params{.room = room, .thread = thread, .text = text});
}

Posted DiskCommunity::start(MemberId by, RoomId room, const std::string& title, ThreadKind kind) {
  return get<Posted>(by, ThreadCreate::Params{.room = room, .title = title, .kind = kind, .text = "Dear all"});
}

}  // namespace standpipe::test
