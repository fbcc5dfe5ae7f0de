#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>

#include "server/ops/cops.hpp"
#include "server/ops/demo.hpp"
#include "server/ops/passwords.hpp"
#include "server/ops/secrets.hpp"
#include "server/store/reader.hpp"
#include "server/store/store.hpp"
#include "server/store/verify.hpp"

namespace {

using namespace standpipe;  // NOLINT
using domain::MemberId;
using domain::Time;

const std::filesystem::path config = CONFIG_FOLDER;
constexpr Time now{1'790'000'000'000};

/// A folder for a database, and another with a copy of the demo's files.
struct Folder {
  Folder() {
    ops::prepare_cryptography();
    auto name = (std::filesystem::temp_directory_path() / "standpipe-demo-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path = name;
    std::filesystem::copy(config / "demo", files());
  }
  ~Folder() { std::filesystem::remove_all(path); }

  std::filesystem::path files() const { return path / "demo"; }
  std::filesystem::path database() const { return path / "standpipe.db"; }

  auto load() const { return ops::load_demo(database(), ops::load_cops(config / "cops.toml"), files(), now); }

  /// What loading says is wrong after `from` became `to` once in that file.
  std::string trouble_after(const std::string& file, const std::string& from, const std::string& to) const {
    std::filesystem::remove_all(files());
    std::filesystem::copy(config / "demo", files());
    std::ifstream in(files() / file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    in.close();
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    std::ofstream(files() / file, std::ios::binary) << text.replace(at, from.size(), to);
    const auto loaded = load();
    return loaded.has_error() ? loaded.error().text : "nothing";
  }

  std::filesystem::path path;
};

/// The real demo, loaded once for all cases that only look at it.
struct Loaded {
  Loaded() {
    auto result = folder.load();
    if (result.has_error()) throw std::runtime_error(result.error().text);
    summary = std::move(*result);
    {
      store::StoreOptions options;
      options.path = folder.database().string();
      options.reserve_bytes = 1 << 16;
      state = store::Store::open(options).value()->load().value();
    }
    reader = store::Reader::open({.path = folder.database().string()}).value();
    reader->begin().value();
    for (std::int64_t id = 1; id < state.next.message.value; ++id) {
      messages.push_back(reader->one(store::select::message, domain::MessageId{id}).value());
    }
    for (std::int64_t id = 1; id < state.next.thread.value; ++id) {
      threads.push_back(reader->one(store::select::thread, domain::ThreadId{id}).value());
    }
  }

  const protocol::Profile& profile(MemberId id) const { return state.member(id)->account.profile; }
  MemberId by_email(const std::string& email) const { return state.by_email.at(email); }

  Folder folder;
  ops::DemoSummary summary;
  domain::State state;
  std::unique_ptr<store::Reader> reader;
  std::vector<domain::Message> messages;
  std::vector<domain::Thread> threads;
};

Loaded& demo() {
  static Loaded loaded;
  return loaded;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the demo has a community worth looking at, and all of it is in the database") {
  const auto& c = demo();
  CHECK(c.summary.loaded);
  CHECK(c.state.members.size() == c.summary.members.size());
  CHECK(c.state.members.size() >= 25);
  CHECK(c.threads.size() == static_cast<std::size_t>(c.summary.threads));
  CHECK(c.threads.size() >= 60);
  CHECK(c.messages.size() == static_cast<std::size_t>(c.summary.messages));
  CHECK(c.messages.size() >= 500);
  std::int64_t reactions = 0;
  std::set<std::string> languages;
  for (const auto& message : c.messages) {
    languages.insert(message.lang);
    for (const auto& reaction : message.reactions) reactions += static_cast<std::int64_t>(reaction.by.size());
  }
  CHECK(reactions == c.summary.reactions);
  CHECK(languages.size() >= 5);
  const auto findings = store::verify(c.folder.database().string()).value();
  CHECK_MESSAGE(findings.problems.empty(), (findings.problems.empty() ? std::string() : findings.problems.front()));
  for (const auto& entry : std::filesystem::directory_iterator(c.folder.path)) {
    CHECK_FALSE(contains(entry.path().filename().string(), ".db.demo"));
  }
}

TEST_CASE("every community of practice has two moderators, threads and a chat") {
  const auto& c = demo();
  CHECK(c.state.rooms.size() == 9);
  for (const auto& [id, room] : c.state.rooms) {
    CAPTURE(room.room.slug);
    CHECK(room.room.moderators.size() == 2);
    CHECK(room.threads >= 6);
    CHECK(room.chat_last >= domain::Index{20});
    for (const auto moderator : room.room.moderators) {
      CHECK(c.profile(moderator).role == protocol::Role::moderator);
      CHECK(c.state.member(moderator)->in_room(id));
    }
  }
}

TEST_CASE("everybody has the role, the profile and the password that the files give them") {
  const auto& c = demo();
  CHECK(c.profile(MemberId{1}).role == protocol::Role::administrator);
  CHECK(c.profile(c.by_email("rafael.quintanilha@secretariat.example")).role == protocol::Role::administrator);
  const auto& wanjiru = c.profile(c.by_email("wanjiru.kamotho@maji-kaskazini.example"));
  CHECK(wanjiru.role == protocol::Role::moderator);
  CHECK(wanjiru.utility_name == "Maji Kaskazini Water and Sanitation Company");
  CHECK(wanjiru.expertise == std::vector<std::string>{"nrw", "dma", "water-balance"});
  CHECK(c.profile(c.by_email("peter.omondi@maji-kaskazini.example")).role == protocol::Role::member);
  for (const auto& [id, member] : c.state.members) {
    CAPTURE(member.account.email);
    CHECK_FALSE(member.account.profile.job.empty());
    CHECK_FALSE(member.account.profile.offers.empty());
    CHECK(member.account.profile.utility);
    CHECK(member.account.profile.joined_at < c.messages.front().at);
  }
  CHECK(ops::verify_password(c.state.member(MemberId{1})->account.password_hash, c.summary.password));
  CHECK(ops::verify_password(c.state.member(MemberId{26})->account.password_hash, c.summary.password));
}

TEST_CASE("messages were written one after the other, in the past") {
  const auto& c = demo();
  const auto younger = [](const domain::Message& a, const domain::Message& b) { return a.at < b.at; };
  CHECK(std::ranges::is_sorted(c.messages, younger));
  CHECK(c.messages.front().at < Time{now.value - 80 * 86'400'000LL});
  CHECK(c.messages.back().at <= now);
  CHECK(c.messages.back().at > Time{now.value - 86'400'000LL});
  CHECK(c.state.at <= now);
  std::map<std::pair<domain::RoomId, domain::ThreadId>, domain::Index> last;
  for (const auto& message : c.messages) {
    auto& index = last[{message.room, message.thread}];
    CHECK(message.index == index.next());
    index = message.index;
  }
}

TEST_CASE("refs in texts became mentions, and their names") {
  const auto& c = demo();
  const auto fatou = c.by_email("fatou.sarr@eaux-tanobe.example");
  std::size_t mentioning = 0;
  for (const auto& message : c.messages) {
    CHECK_FALSE(contains(message.text, "@{"));
    mentioning += !message.mentions.empty();
    for (const auto member : message.mentions) {
      const auto name = c.profile(member).name;
      CHECK(contains(message.text, "@" + name.substr(0, name.find(" ("))));
    }
  }
  CHECK(mentioning >= 9);
  const auto found = std::ranges::find(c.messages, "C'est la première colonne, promis. @Wanjiru Kamotho", &domain::Message::text);
  REQUIRE(found != c.messages.end());
  CHECK(found->by == fatou);
  CHECK(found->mentions == std::vector{c.by_email("wanjiru.kamotho@maji-kaskazini.example")});
}

TEST_CASE("threads have their outcomes, answers, statuses and pins") {
  const auto& c = demo();
  std::map<protocol::ThreadKind, int> kinds;
  std::map<protocol::ThreadStatus, int> statuses;
  int pinned = 0;
  for (const auto& thread : c.threads) {
    CAPTURE(thread.title);
    ++kinds[thread.kind];
    ++statuses[thread.status];
    pinned += thread.pinned;
    CHECK(thread.outcome.has_value() == (thread.kind == protocol::ThreadKind::best_practice));
    CHECK((thread.status != protocol::ThreadStatus::answered || thread.answer));
    if (!thread.answer) continue;
    const auto& answer = c.messages[static_cast<std::size_t>(thread.answer.value - 1)];
    CHECK(answer.thread == thread.id);
    CHECK(answer.index > domain::Index{1});
  }
  CHECK(kinds.size() == 5);
  CHECK(statuses[protocol::ThreadStatus::answered] >= 10);
  CHECK(statuses[protocol::ThreadStatus::closed] >= 1);
  CHECK(pinned >= 5);
}

TEST_CASE("moderators find an open report and applications that wait") {
  const auto& c = demo();
  CHECK(c.state.open_reports == 1);
  const auto report = c.reader->one(store::select::report, domain::ReportId{1}).value();
  CHECK(report.status == protocol::ReportStatus::open);
  CHECK(report.by == c.by_email("fatou.sarr@eaux-tanobe.example"));
  CHECK(c.state.room(report.room)->room.slug == "water-distribution");
  std::size_t waiting = 0;
  for (const auto& [id, record] : c.state.applications) {
    waiting += record.application.status == protocol::ApplicationStatus::pending;
    CHECK(record.application.at <= now);
  }
  CHECK(waiting == static_cast<std::size_t>(c.summary.applications));
  CHECK(waiting == 4);
}

TEST_CASE("everybody has something to read, but not everything") {
  const auto& c = demo();
  for (const auto& [id, member] : c.state.members) {
    std::int64_t unread = 0, all = 0;
    for (const auto& place : member.rooms) {
      const auto last = c.state.room(place.membership.room)->last_number.value;
      all += last;
      unread += last - place.membership.baseline.value - place.membership.read;
    }
    CAPTURE(member.account.email);
    CHECK(unread > 0);
    CHECK(unread < all / 2);
  }
}

TEST_CASE("a second start goes on with the demo as it is") {
  Folder folder;
  REQUIRE(folder.load().has_value());
  const auto size = std::filesystem::file_size(folder.database());
  const auto again = folder.load();
  REQUIRE(again.has_value());
  CHECK_FALSE(again->loaded);
  CHECK(again->password == demo().summary.password);
  CHECK(std::filesystem::file_size(folder.database()) == size);
}

TEST_CASE("the demo is not loaded into another community") {
  Folder folder;
  store::StoreOptions options;
  options.path = folder.database().string();
  options.reserve_bytes = 1 << 16;
  { REQUIRE(store::Store::open(options).has_value()); }
  const auto loaded = folder.load();
  REQUIRE(loaded.has_error());
  CHECK(contains(loaded.error().text, "the demo needs an empty data directory"));
}

TEST_CASE("trouble names file and place, and leaves no database") {
  Folder folder;
  const auto room = (folder.files() / "water-distribution.json").string();
  const auto community = (folder.files() / "community.json").string();
  const auto expect = [&](const char* file, const char* from, const char* to, const std::string& says) {
    CHECK(folder.trouble_after(file, from, to) == says);
    CHECK_FALSE(std::filesystem::exists(folder.database()));
    CHECK_FALSE(std::filesystem::exists(folder.database().string() + ".demo"));
  };
  expect("water-distribution.json", R"("by": "m4")", R"("by": "m99")",
         room + ": threads[0].replies[0]: there is no member \"m99\" in community.json");
  expect("water-distribution.json", R"("age_minutes": 126050)", R"("age_minutes": 126507)",
         room + ": threads[0].replies[0]: \"age_minutes\" is not less than that of what stands before it");
  expect("water-distribution.json", R"(@{m3})", R"(@{m98})", room + ": chat[8]: there is no member \"m98\" in community.json");
  expect("water-distribution.json", R"(@{m3}"})", R"(@{m3"})", room + ": chat[8]: a mention has no end: @{m1}");
  expect("community.json", R"("ref": "m2")", R"("ref": "m1")", community + ": members[1]: \"m1\" stands for another one already");
  expect("water-distribution.json", R"("answer": 2)", R"("answer": 7)", room + ": threads[2]: \"answer\" names no reply");
  expect("community.json", R"("role": "administrator")", R"("role": "boss")",
         community + R"(: members[0].role must be one of "member", "moderator", "administrator")");
  expect("community.json", R"("reply": 3)", R"("reply": 33)",
         community + ": report: there is no such reply in that thread of that room");
  CHECK(contains(folder.trouble_after("community.json", "demo-water-2026", "demo"), community + ": "));
  CHECK(contains(folder.trouble_after("water-distribution.json", "\"threads\"", "threads"), room + ": "));
}

TEST_CASE("what a member could not do is refused, with its place") {
  Folder folder;
  const auto refused = folder.trouble_after("water-distribution.json", R"("by": "m4")", R"("by": "m26")");
  const auto text = std::string(protocol::info(protocol::ErrorCode::not_a_member).text);
  CHECK(refused == (folder.files() / "water-distribution.json").string() + ": threads[0].replies[0]: " + text + " (room)");
  CHECK_FALSE(std::filesystem::exists(folder.database()));
}

TEST_CASE("loading takes less than three seconds") {
  Folder folder;
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(folder.load().has_value());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
}

TEST_CASE("the log-ins name administrators, moderators, the password, and that all is fictional") {
  const auto text = ops::log_ins(demo().summary);
  CHECK(contains(text, "fictional"));
  CHECK(contains(text, "demo-water-2026"));
  CHECK(contains(text, "Ingrid Solheim-Okafor, administrator"));
  CHECK(contains(text, "Wanjiru Kamotho, moderates water-distribution"));
  CHECK(contains(text, "peter.omondi@maji-kaskazini.example"));
  CHECK(contains(text, "62 threads, 552 messages"));
}
