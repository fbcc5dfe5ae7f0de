#include "server/ops/demo.hpp"

#include <algorithm>
#include <array>

#include "server/ops/demo_plan.hpp"
#include "server/ops/passwords.hpp"
#include "server/store/archive.hpp"

namespace standpipe::ops {

namespace {

using domain::Time;

constexpr std::int64_t day = 24 * 60 * 60'000;
constexpr std::size_t rows_at_once = 5'000;
constexpr std::size_t plain_members_shown = 3;

boost::system::result<std::unique_ptr<store::Store>, Trouble> open_store(const std::filesystem::path& database) {
  store::StoreOptions options;
  options.path = database.string();
  options.reserve_bytes = 1 << 16;
  auto opened = store::Store::open(std::move(options));
  if (opened.has_error()) return Trouble{opened.error().text};
  return std::move(*opened);
}

/// Trouble where the database is another community's.
std::optional<Trouble> objection_to_existing(const std::filesystem::path& database, const demo::Community& community) {
  const auto store = open_store(database);
  if (store.has_error()) return store.error();
  const auto state = (*store)->load();
  if (state.has_error()) return Trouble{state.error().text};
  const auto known = [&](const demo::Person& person) { return state->by_email.contains(person.email); };
  if (std::ranges::any_of(community.members, known)) return std::nullopt;
  return Trouble{database.parent_path().string() +
                 " has another community already, and the demo needs an empty data directory. Name another one with --data, or "
                 "start without --demo."};
}

std::optional<Trouble> replay(store::Store& store, const std::vector<demo::Happening>& plan) {
  auto state = store.load();
  if (state.has_error()) return Trouble{state.error().text};
  domain::Published published(*state);
  demo::Replay replay(store, published, std::move(*state));
  for (const auto& happening : plan) happening.act(replay, happening.at);
  replay.flush();
  return replay.trouble();
}

std::optional<Trouble> index_all(store::Store& store) {
  for (;;) {
    const auto more = store.index_texts(rows_at_once);
    if (more.has_error()) return Trouble{more.error().text};
    if (!more.value()) return std::nullopt;
  }
}

std::optional<Trouble> fill(const std::filesystem::path& database, const std::vector<demo::Happening>& plan) {
  const auto store = open_store(database);
  if (store.has_error()) return store.error();
  if (auto trouble = replay(**store, plan)) return trouble;
  return index_all(**store);
}

/// Everything, in the order of time: the opening lies in the week before anybody wrote.
boost::system::result<std::vector<demo::Happening>, Trouble> plan_all(const demo::Files& files,
                                                                      const std::vector<domain::SeedRoom>& rooms, Time now) {
  demo::Names names(files, rooms);
  const auto hash = hash_password(files.community.password);
  auto talk = demo::plan_talk(files, hash, names, now);
  const Time first = talk.empty() ? now : talk.front().at;
  auto plan = demo::plan_opening(files, rooms, hash, names, Time{first.value - 8 * day}, Time{first.value - day});
  if (names.trouble()) return *names.trouble();
  std::ranges::move(talk, std::back_inserter(plan));
  return plan;
}

std::string what_they_do(const demo::Person& person) {
  if (person.role == protocol::Role::administrator) return "administrator";
  if (person.moderates.empty()) return "member";
  std::string what = "moderates ";
  for (const auto& slug : person.moderates) (what += &slug == &person.moderates.front() ? "" : ", ") += slug;
  return what;
}

std::int64_t count(const std::map<std::string, std::vector<std::string>>& reactions) {
  std::int64_t sum = 0;
  for (const auto& [emoji, by] : reactions) sum += static_cast<std::int64_t>(by.size());
  return sum;
}

void count(const std::vector<demo::Post>& posts, DemoSummary& summary) {
  summary.messages += static_cast<std::int64_t>(posts.size());
  for (const auto& post : posts) summary.reactions += count(post.reactions);
}

DemoSummary summary_of(const demo::Files& files) {
  DemoSummary summary;
  summary.notice = files.community.notice;
  summary.password = files.community.password;
  summary.applications = static_cast<std::int64_t>(files.community.applications.size());
  for (const auto& person : files.community.members) summary.members.push_back({person.name, person.email, what_they_do(person)});
  const auto rank = [](const DemoMember& member) { return member.what == "administrator" ? 0 : member.what == "member" ? 2 : 1; };
  std::ranges::stable_sort(summary.members, {}, rank);
  for (const auto& room : files.rooms) {
    count(room.chat, summary);
    for (const auto& topic : room.threads) {
      ++summary.threads;
      ++summary.messages;
      summary.reactions += count(topic.reactions);
      count(topic.replies, summary);
    }
  }
  return summary;
}

}  // namespace

boost::system::result<DemoSummary, Trouble> load_demo(const std::filesystem::path& database,
                                                      const std::vector<domain::SeedRoom>& rooms,
                                                      const std::filesystem::path& folder, domain::Time now) {
  std::vector<std::string> slugs;
  slugs.reserve(rooms.size());
  for (const auto& room : rooms) slugs.push_back(room.slug);
  const auto files = demo::read_files(folder, slugs);
  if (files.has_error()) return files.error();
  auto summary = summary_of(*files);
  if (std::filesystem::exists(database)) {
    if (auto trouble = objection_to_existing(database, files->community)) return *trouble;
    return summary;
  }
  if (const auto no = objection_to_password(files->community.password, {}, {})) return Trouble{files->file + ": " + no->text};
  auto plan = plan_all(*files, rooms, now);
  if (plan.has_error()) return plan.error();

  const auto draft = database.string() + ".demo";
  store::remove_database(draft);
  auto trouble = fill(draft, *plan);
  if (!trouble) {
    const auto placed = store::put_in_place(draft, database.string());
    if (placed.has_error()) trouble = Trouble{placed.error().text};
  }
  store::remove_database(draft);
  if (trouble) return *trouble;
  summary.loaded = true;
  return summary;
}

std::string log_ins(const DemoSummary& summary) {
  std::string text = summary.notice + "\n";
  text += summary.loaded ? "Loaded: " + std::to_string(summary.members.size()) + " members, " + std::to_string(summary.threads) +
                               " threads, " + std::to_string(summary.messages) + " messages, " +
                               std::to_string(summary.applications) + " applications that wait.\n"
                         : "The demo community is here already and goes on as it was left.\n";
  text += "Log in as any of these, with the password " + summary.password + ":\n";
  std::size_t widest = 0, plain = 0;
  for (const auto& member : summary.members) widest = std::max(widest, member.email.size());
  for (const auto& member : summary.members) {
    if (member.what == "member" && ++plain > plain_members_shown) continue;
    text += "  " + member.email + std::string(widest + 2 - member.email.size(), ' ') + member.name + ", " + member.what + "\n";
  }
  if (plain > plain_members_shown) text += "  and " + std::to_string(plain - plain_members_shown) + " more members\n";
  return text;
}

}  // namespace standpipe::ops
