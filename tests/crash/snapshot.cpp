#include "tests/crash/snapshot.hpp"

#include <algorithm>
#include <map>

namespace standpipe::crash {

using namespace protocol;
using Kind = Finding::Kind;
using What = Acknowledged::What;

namespace {

constexpr std::int64_t messages_at_once = 100;

void read_messages(test::Peer& peer, Snapshot& snapshot) {
  for (std::int64_t first = 1;; first += messages_at_once) {
    MessageGet::Params params;
    for (auto id = first; id < first + messages_at_once; ++id) params.messages.push_back(MessageId{id});
    auto page = peer.ask<MessageGet>(params);
    if (page.messages.empty()) return;
    for (auto& message : page.messages) snapshot.messages[message.id] = std::move(message);
  }
}

void read_threads(test::Peer& peer, Snapshot& snapshot) {
  std::set<RoomId> rooms;
  for (const auto& [id, message] : snapshot.messages) rooms.insert(message.room);
  for (const auto room : rooms) {
    ThreadList::Params params{.room = room, .limit = 100};
    for (bool more = true; more;) {
      const auto page = peer.ask<ThreadList>(params);
      for (const auto& thread : page.threads) snapshot.threads.insert(thread.id);
      more = page.more && !page.threads.empty();
      if (more) params.before = page.threads.back().last_number;
    }
  }
}

std::string name_of(const Acknowledged& a) {
  return "message " + std::to_string(a.message.value) + " (number " + std::to_string(a.number.value) + " of room " +
         std::to_string(a.room.value) + ", key " + a.key + ")";
}

/// What the ledger says that there must be.
struct Expected {
  std::map<MessageId, Acknowledged> posts;
  std::map<MessageId, std::string> texts;
  std::map<MessageId, std::map<std::string, std::set<MemberId>>> reactions;
  std::map<std::pair<MemberId, RoomId>, Index> marks;
  std::map<RoomId, Rev> heads;
};

Expected expected_of(const std::vector<Acknowledged>& ledger, Findings& findings) {
  Expected expected;
  std::map<std::pair<RoomId, Number>, std::string> numbers;
  for (const auto& a : ledger) {
    if (a.what == What::post) {
      const auto [at, fresh] = expected.posts.emplace(a.message, a);
      const auto [number, first] = numbers.emplace(std::pair(a.room, a.number), a.key);
      if (!fresh || !first) findings.push_back({Kind::doubled, name_of(a) + " has the id or number of another one"});
      expected.texts[a.message] = text_of(a.key);
    } else if (a.what == What::edit) {
      expected.texts[a.message] = edited_text(expected.posts[a.message].key, a.key);
    } else if (a.what == What::react) {
      auto& by = expected.reactions[a.message][a.emoji];
      a.on ? void(by.insert(a.member)) : void(by.erase(a.member));
    } else {
      auto& mark = expected.marks[{a.member, a.room}];
      mark = std::max(mark, a.index);
    }
    if (a.rev) expected.heads[a.room] = std::max(expected.heads[a.room], a.rev);
  }
  return expected;
}

std::map<std::string, std::set<MemberId>> reactions_of(const Message& message) {
  std::map<std::string, std::set<MemberId>> reactions;
  for (const auto& reaction : message.reactions) reactions[reaction.emoji] = {reaction.by.begin(), reaction.by.end()};
  return reactions;
}

void check_acknowledged(const Snapshot& snapshot, Expected& expected, Findings& findings) {
  const auto lost = [&](const Acknowledged& a, const char* what) { findings.push_back({Kind::lost, name_of(a) + what}); };
  for (const auto& [id, a] : expected.posts) {
    const auto found = snapshot.messages.find(id);
    if (found == snapshot.messages.end()) {
      lost(a, " is not there");
      continue;
    }
    const auto& message = found->second;
    const bool placed = message.room == a.room && message.number == a.number && message.thread == a.thread &&
                        message.index == a.index && message.by == a.member;
    auto& reactions = expected.reactions[id];
    std::erase_if(reactions, [](const auto& entry) { return entry.second.empty(); });
    if (key_in(message.text) != a.key) {
      lost(a, " has given its id to another message");
    } else if (!placed) {
      lost(a, " is in another place than was acknowledged");
    } else if (message.text != expected.texts[id]) {
      lost(a, " has not the text that was acknowledged last");
    } else if (reactions_of(message) != reactions) {
      lost(a, " has not the reactions that were acknowledged");
    } else if (message.thread && !snapshot.threads.contains(message.thread)) {
      lost(a, " is in a thread that is not in its room's list");
    }
  }
  for (const auto& [whose, index] : expected.marks) {
    const auto found = snapshot.chat_read.find(whose);
    if (found != snapshot.chat_read.end() && found->second >= index) continue;
    findings.push_back({Kind::lost, "the read mark of member " + std::to_string(whose.first.value) + " in room " +
                                        std::to_string(whose.second.value) + " has gone back"});
  }
  for (const auto& stream : snapshot.hello.streams) {
    for (const auto& [room, rev] : expected.heads) {
      if (stream.stream != "room:" + std::to_string(room.value) || stream.rev >= rev) continue;
      findings.push_back({Kind::lost, stream.stream + " is behind a revision that was acknowledged"});
    }
  }
}

template <class Place>
void check_dense(const std::map<Place, std::set<std::int64_t>>& given, const char* what, Findings& findings) {
  for (const auto& [place, values] : given) {
    if (*values.begin() == 1 && *values.rbegin() == static_cast<std::int64_t>(values.size())) continue;
    findings.push_back({Kind::damaged, std::string(what) + " are not dense from 1"});
  }
}

void check_present(const Snapshot& snapshot, const Expected& expected, Findings& findings) {
  std::map<std::string, MessageId> keys;
  std::map<int, std::set<std::int64_t>> ids;
  std::map<RoomId, std::set<std::int64_t>> numbers;
  std::map<std::pair<RoomId, ThreadId>, std::set<std::int64_t>> indexes;
  for (const auto& [id, message] : snapshot.messages) {
    const auto key = key_in(message.text);
    const auto [first, fresh] = keys.emplace(key, id);
    const auto which = "message " + std::to_string(id.value) + " (key " + key + ")";
    if (!fresh) {
      findings.push_back({Kind::doubled, which + " is message " + std::to_string(first->second.value) + " once more"});
    } else if (!expected.posts.contains(id)) {
      findings.push_back({Kind::doubled, which + " was never acknowledged, though nothing is in doubt"});
    }
    ids[0].insert(id.value);
    const bool number = numbers[message.room].insert(message.number.value).second;
    const bool index = indexes[{message.room, message.thread}].insert(message.index.value).second;
    if (!number || !index) findings.push_back({Kind::doubled, which + " has the number or index of another one"});
  }
  check_dense(ids, "message ids", findings);
  check_dense(numbers, "the numbers of a room", findings);
  check_dense(indexes, "the indexes of a chat or thread", findings);
}

}  // namespace

Snapshot take_snapshot(int port, const std::vector<Person>& people) {
  Snapshot snapshot;
  for (const auto& person : people) {
    test::Peer peer(port, person.token);
    peer.ask<Hello>({});
    for (const auto& membership : peer.ask<RoomList>({}).memberships) {
      snapshot.chat_read[{person.id, membership.room}] = membership.chat_read;
    }
    if (person.id != people.front().id) continue;
    read_messages(peer, snapshot);
    read_threads(peer, snapshot);
    snapshot.hello = test::Peer(port, person.token).ask<Hello>({});
  }
  return snapshot;
}

Findings check(const Snapshot& snapshot, const std::vector<Acknowledged>& ledger) {
  Findings findings;
  auto expected = expected_of(ledger, findings);
  check_acknowledged(snapshot, expected, findings);
  check_present(snapshot, expected, findings);
  return findings;
}

}  // namespace standpipe::crash
