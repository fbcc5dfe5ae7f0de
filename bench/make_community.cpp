// Writes the export of a large community to standard output: the same numbers give the same bytes.
//   standpipe-make-community MEMBERS MESSAGES [some|all|one] [ROOMS]
// Member 1 is the administrator. Member N has the e-mail address memberN@example.org and a log-in whose token is "bench-token-N";
// every twentieth is in all rooms (nine, if not said otherwise), the others are in two to four; or all are in all, or member N in
// room (N - 1) % ROOMS + 1 only. Nobody has a password.
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "protocol/codec.hpp"
#include "server/ops/export_lines.hpp"
#include "server/ops/secrets.hpp"

using namespace standpipe;          // NOLINT: a program of its own
using namespace standpipe::domain;  // NOLINT

namespace {

constexpr Time began{1'700'000'000'000};
constexpr std::int64_t between_messages_ms = 60'000;

const char* const words[] = {"pressure", "zone",   "meter",    "night",    "flow",      "leak",  "valve",
                             "pump",     "tariff", "billing",  "chlorine", "sludge",    "pipe",  "network",
                             "utility",  "sensor", "training", "partner",  "reservoir", "intake"};

class Community {
 public:
  Community(std::int64_t members, std::int64_t messages, std::string_view places, int rooms)
      : members_(members), messages_(messages), room_count_(rooms), places_(places), random_(7) {}

  void write() {
    std::cout.sync_with_stdio(false);
    make_messages();
    line("head", ops::ExportHead{ops::export_format, {1, 1, time_of(messages_), began}});
    row(Utility{.id = UtilityId{1}, .name = "Bench Water", .country = "KE", .domains = {"example.org"}});
    for (std::int64_t id = 1; id <= members_; ++id) row(account(id));
    for (int id = 1; id <= room_count_; ++id) row(room(id));
    for (std::int64_t id = 1; id <= members_; ++id) write_places(id);
    for (const auto& thread : threads_) row(thread);
    for (auto& message : texts_) {
      message.text = text();
      row(message);
      message.text.clear();
    }
    for (std::int64_t id = 1; id <= members_; ++id) row(session(id));
    write_changes();
    line("end", ops::ExportEnd{lines_});
    std::cout.flush();
  }

 private:
  std::int64_t below(std::int64_t bound) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound)); }

  template <class T>
  void line(std::string_view name, const T& content) {
    text_ = "{\"";
    text_ += name;
    text_ += "\":";
    protocol::write(text_, content);
    text_ += "}\n";
    std::cout << text_;
  }
  template <class Row>
  void row(const Row& content) {
    ++lines_;
    line(ops::line_name<Row>, content);
  }

  static Time time_of(std::int64_t message) { return Time{began.value + message * between_messages_ms}; }

  std::string text() {
    std::string made;
    for (auto left = 10 + below(40); left > 0; --left) {
      made += words[below(std::size(words))];
      made += left == 1 ? '.' : ' ';
    }
    return made;
  }

  bool is_in(std::int64_t member, int room) const {
    if (places_ == "one") return (member - 1) % room_count_ + 1 == room;
    if (places_ == "all") return true;
    if (member % 20 == 0) return true;
    return (room + member) % room_count_ < 2 + member % 3;
  }
  MemberId someone_in(int room) {
    for (;;) {
      const auto member = 1 + below(members_);
      if (is_in(member, room)) return MemberId{member};
    }
  }

  Account account(std::int64_t id) {
    Account account;
    account.profile.id = MemberId{id};
    account.profile.name = "Member " + std::to_string(id);
    account.profile.role = id == 1 ? Role::administrator : Role::member;
    account.profile.job = "Engineer";
    account.profile.utility = UtilityId{1};
    account.profile.utility_name = "Bench Water";
    account.profile.country = "KE";
    account.profile.languages = {"en", "fr"};
    account.profile.expertise = {"leakage", "metering"};
    account.profile.offers = "Night flow measurements";
    account.profile.joined_at = began;
    account.profile.version = 1;
    account.email = "member" + std::to_string(id) + "@example.org";
    account.lang = "en";
    return account;
  }

  static Room room(int id) {
    Room made;
    made.id = RoomId{id};
    made.slug = "cop-" + std::to_string(id);
    made.name = "Community of practice " + std::to_string(id);
    made.created_at = began;
    return made;
  }

  void write_places(std::int64_t member) {
    for (int room = 1; room <= room_count_; ++room) {
      if (is_in(member, room)) {
        row(MembershipRecord{.member = MemberId{member}, .membership = {.room = RoomId{room}, .joined_at = began}, .posts = 1});
      }
    }
  }

  SessionRecord session(std::int64_t member) {
    SessionRecord record;
    record.id = SessionId{member};
    record.member = MemberId{member};
    record.token_hash = ops::hash_secret("bench-token-" + std::to_string(member));
    record.device = "bench";
    record.at = began;
    record.expires_at = Time{4'102'444'800'000};  // in the year 2100: before, it may write too
    return record;
  }

  /// Two in five messages are chat, one in twenty starts a thread, the others answer in a recent thread.
  void make_messages() {
    struct Place {
      Number last_number;
      Index chat;
      Rev rev{1};  // the room itself
      std::vector<std::size_t> threads;
    };
    std::vector<Place> places(static_cast<std::size_t>(room_count_) + 1);
    for (std::int64_t id = 1; id <= messages_; ++id) {
      const int room = static_cast<int>(1 + below(room_count_));
      auto& place = places[static_cast<std::size_t>(room)];
      Message message;
      message.id = MessageId{id};
      message.room = RoomId{room};
      message.number = place.last_number = place.last_number.next();
      message.by = someone_in(room);
      message.at = time_of(id);
      message.lang = "en";
      const auto dice = below(20);
      if (dice < 8) {
        message.index = place.chat = place.chat.next();
      } else {
        if (dice == 8 || place.threads.empty()) start_thread(message, place.threads, place.rev);
        answer(message, place.threads);
      }
      message.rev = place.rev = place.rev.next();
      texts_.push_back(std::move(message));
    }
  }

  void start_thread(const Message& message, std::vector<std::size_t>& threads, Rev& rev) {
    Thread thread;
    thread.id = ThreadId{static_cast<std::int64_t>(threads_.size()) + 1};
    thread.room = message.room;
    thread.kind = static_cast<ThreadKind>(below(5));
    thread.title = "About " + std::string(words[below(std::size(words))]) + " and " + words[below(std::size(words))];
    thread.lang = "en";
    thread.by = message.by;
    thread.at = message.at;
    rev = rev.next();
    thread_revs_.push_back(rev);
    threads.push_back(threads_.size());
    threads_.push_back(std::move(thread));
  }

  void answer(Message& message, const std::vector<std::size_t>& threads) {
    const auto recent = std::min<std::size_t>(threads.size(), 20);
    const bool is_new = !threads.empty() && !threads_[threads.back()].last_index;
    const auto back = is_new ? 1 : 1 + static_cast<std::size_t>(below(static_cast<std::int64_t>(recent)));
    auto& thread = threads_[threads[threads.size() - back]];
    message.thread = thread.id;
    message.index = thread.last_index = thread.last_index.next();
    thread.last_number = message.number;
    thread.last_at = message.at;
  }

  void change(StreamKey stream, EntityKind kind, std::int64_t entity, Rev rev) {
    ++lines_;
    line("change", ops::ExportChange{stream.packed(), static_cast<std::int64_t>(kind), entity, rev});
  }

  void write_changes() {
    Rev rev;
    change(StreamKey::community(), EntityKind::utility, 1, rev = rev.next());
    for (int room = 1; room <= room_count_; ++room) {
      change(StreamKey::community(), EntityKind::room, room, rev = rev.next());
      change(StreamKey::room(RoomId{room}), EntityKind::room, room, Rev{1});
    }
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      change(StreamKey::room(threads_[i].room), EntityKind::thread, threads_[i].id.value, thread_revs_[i]);
    }
    for (const auto& message : texts_) change(StreamKey::room(message.room), EntityKind::message, message.id.value, message.rev);
    for (std::int64_t member = 1; member <= members_; ++member) {
      Rev own{1};
      change(StreamKey::member(MemberId{member}), EntityKind::profile, member, own);
      for (int room = 1; room <= room_count_; ++room) {
        if (is_in(member, room)) change(StreamKey::member(MemberId{member}), EntityKind::membership, room, own = own.next());
      }
    }
  }

  const std::int64_t members_, messages_;
  const int room_count_;
  const std::string_view places_;
  std::mt19937_64 random_;
  std::vector<Thread> threads_;
  std::vector<Rev> thread_revs_;
  std::vector<Message> texts_;
  std::int64_t lines_ = 0;
  std::string text_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view places = argc > 3 ? argv[3] : "some";
  const int rooms = argc > 4 ? std::atoi(argv[4]) : 9;
  if (argc < 3 || argc > 5 || (places != "some" && places != "all" && places != "one") || rooms < 1) {
    std::cerr << "usage: standpipe-make-community MEMBERS MESSAGES [some|all|one] [ROOMS] > FILE\n";
    return 2;
  }
  ops::prepare_cryptography();
  Community(std::atoll(argv[1]), std::atoll(argv[2]), places, rooms).write();
}
