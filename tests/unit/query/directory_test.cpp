#include <doctest/doctest.h>

#include <chrono>

#include "server/query/directory.hpp"

using namespace standpipe;
using namespace standpipe::protocol;
using query::Directory;

namespace {

Profile profile(std::int64_t id, std::string name) {
  Profile p;
  p.id = MemberId{id};
  p.name = std::move(name);
  p.version = 1;
  return p;
}

void put(domain::State& state, Profile p) {
  domain::Account account;
  account.profile = std::move(p);
  domain::evolve(state, domain::RowChange{account});
  ++state.seq;
}

domain::Published community() {
  domain::State state;
  auto ana = profile(1, "Ana García");
  ana.country = "PE";
  ana.languages = {"es", "pt-BR"};
  ana.expertise = {"non-revenue water"};
  ana.offers = "Fugas: detección acústica";
  put(state, ana);
  auto bob = profile(2, "Bob Otieno");
  bob.country = "KE";
  bob.utility = UtilityId{4};
  bob.utility_name = "Nairobi Water (fictional)";
  bob.seeks = "Help with metering";
  put(state, bob);
  auto gone = profile(3, "Ana Gone");
  gone.state = MemberState::left;
  put(state, gone);
  return domain::Published(std::move(state));
}

std::vector<std::int64_t> ids(const Directory::Found& found) {
  std::vector<std::int64_t> out;
  for (const auto id : found.members) out.push_back(id.value);
  return out;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("members are found by words of their profile, whatever the accents") {
  const auto published = community();
  Directory directory;
  const auto found = [&](std::string query) { return ids(directory.search({.query = std::move(query)}, 50, published)); };
  CHECK(found("garcia") == Ids{1});
  CHECK(found("ANÁ") == Ids{1});
  CHECK(found("otieno nairobi") == Ids{2});
  CHECK(found("otieno garcia") == Ids{});
  CHECK(found("deteccion") == Ids{1});
  CHECK(found("non-revenue") == Ids{1});
  CHECK(found("") == Ids{1, 2});
}

TEST_CASE("members are found by what they say of themselves") {
  const auto published = community();
  Directory directory;
  const auto found = [&](MemberSearch::Params wanted) { return ids(directory.search(wanted, 50, published)); };
  CHECK(found({.country = "ke"}) == Ids{2});
  CHECK(found({.utility = UtilityId{4}}) == Ids{2});
  CHECK(found({.expertise = "Non-Revenue Water"}) == Ids{1});
  CHECK(found({.language = "pt"}) == Ids{1});
  CHECK(found({.language = "p"}) == Ids{});
  CHECK(found({.offers = true}) == Ids{1});
  CHECK(found({.seeks = true}) == Ids{2});
}

TEST_CASE("a directory follows the published state") {
  auto published = community();
  Directory directory;
  CHECK(ids(directory.search({.query = "zola"}, 50, published)) == Ids{});
  published.update([](domain::State& state) {
    auto bob = profile(2, "Zola Otieno");
    bob.version = 2;
    put(state, bob);
    put(state, profile(4, "Zola Two"));
  });
  CHECK(ids(directory.search({.query = "zola"}, 50, published)) == Ids{2, 4});
  CHECK(ids(directory.search({.query = "bob"}, 50, published)) == Ids{});
  CHECK(directory.active(published) == 3);
}

TEST_CASE("pages of a search join without a gap or a double") {
  domain::State state;
  for (int i = 1; i <= 25; ++i) put(state, profile(i, i % 2 ? "Odd" : "Even"));
  const domain::Published published(std::move(state));
  Directory directory;
  Ids all;
  MemberSearch::Params wanted{.query = "odd"};
  for (bool more = true; more;) {
    const auto found = directory.search(wanted, 4, published);
    for (const auto id : found.members) all.push_back(id.value);
    more = found.more;
    if (more) wanted.after = found.members.back();
  }
  CHECK(all.size() == 13);
  CHECK(std::adjacent_find(all.begin(), all.end(), std::greater_equal<>{}) == all.end());
}

TEST_CASE("twenty thousand members are searched in milliseconds") {
  domain::State state;
  for (int i = 1; i <= 20'000; ++i) {
    auto p = profile(i, "Member Número " + std::to_string(i));
    p.job = "Network engineer, district metered areas";
    p.utility_name = "Utility " + std::to_string(i % 300) + " (fictional)";
    p.offers = "Step tests, pressure management, and the reading of meters at night when all is quiet";
    p.expertise = {"non-revenue water", "metering"};
    put(state, p);
  }
  const domain::Published published(std::move(state));
  Directory directory;
  directory.search({}, 1, published);  // the first one builds it
  const auto begin = std::chrono::steady_clock::now();
  const auto found = directory.search({.query = "numero quietly"}, 50, published);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  CHECK(found.members.empty());
  MESSAGE("20,000 members in " << took.count() << " ms");
  CHECK(took.count() < 200);  // 20 on a quiet machine; tests run beside others
}
