#include "client-cli/mirror_file.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

std::string text_of(const Mirror& mirror) {
  std::string text;
  MirrorFile::write(mirror, [&](std::string_view line) {
    CHECK(line.find('\n') == line.size() - 1);
    text += line;
  });
  return text;
}

Mirror mirror_of(const std::string& text) {
  std::istringstream in(text);
  return MirrorFile::read(in);
}

template <class T, class Set>
Change change(std::int64_t rev, std::optional<T> Change::*entity, Set set) {
  Change made;
  made.stream = "me";
  made.rev = Rev{rev};
  set((made.*entity).emplace());
  return made;
}

/// Something of every kind.
Mirror full() {
  HelloResult hello;
  hello.epoch = "e1";
  hello.me.id = MemberId{3};
  hello.me.name = "Amina";
  CatchUp me;
  me.stream = "me";
  me.rev = Rev{9};
  me.changes = {change(4, &Change::membership, [](Membership& m) { m.room = RoomId{1}; }),
                change(5, &Change::mark,
                       [](ReadMark& m) {
                         m = {RoomId{1}, ThreadId{2}, Index{3}};
                       }),
                change(6, &Change::notification, [](Notification& n) { n.id = NotificationId{1}; }),
                change(8, &Change::pending, [](PendingPost& p) { p.id = PendingId{1}; })};
  CatchUp room;
  room.stream = "room:1";
  room.rev = Rev{12};
  room.changes = {change(10, &Change::message,
                         [](Message& m) {
                           m.id = MessageId{11};
                           m.room = RoomId{1};
                           m.index = Index{1};
                           m.by = MemberId{7};
                           m.text = "Ünïcode \"quoted\"\n{}";
                         }),
                  change(11, &Change::thread, [](Thread& t) {
                    t.id = ThreadId{2};
                    t.room = RoomId{1};
                    t.title = "Leaks";
                  })};
  hello.streams = {me, room};
  hello.people = {{MemberId{7}, "Mo", "Maji", "KE"}};
  RoomHead head;
  head.room = RoomId{1};
  head.chat_last = Index{1};
  hello.heads = {head};
  Mirror mirror;
  mirror.apply(hello);
  Rooms list;
  list.rooms.resize(1);
  list.rooms[0].id = RoomId{1};
  list.rooms[0].slug = "cop";
  mirror.apply(list);
  return mirror;
}

}  // namespace

TEST_CASE("a copy survives its text, all of it") {
  const auto text = text_of(full());
  const auto mirror = mirror_of(text);
  CHECK(text_of(mirror) == text);
  CHECK(mirror.epoch() == "e1");
  CHECK(mirror.head("room:1") == Rev{12});
  CHECK(mirror.me().name == "Amina");
  CHECK(mirror.message(MessageId{11})->text == "Ünïcode \"quoted\"\n{}");
  CHECK(mirror.threads().at(ThreadId{2}).title == "Leaks");
  CHECK(mirror.find_room("cop"));
  CHECK(mirror.is_in(RoomId{1}));
  CHECK(mirror.room_heads().at(RoomId{1}).chat_last == Index{1});
  CHECK(mirror.read_up_to({RoomId{1}, ThreadId{2}}) == Index{3});
  CHECK(mirror.notifications().size() == 1);
  CHECK(mirror.pending().size() == 1);
  CHECK(mirror.person_name(MemberId{7}) == "Mo");
}

TEST_CASE("a text that ends early or that another program wrote is an empty copy") {
  const auto text = text_of(full());
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    CAPTURE(size);
    CHECK(mirror_of(text.substr(0, size)).epoch().empty());
  }
  CHECK_FALSE(mirror_of(text.substr(0, text.size() - 1)).epoch().empty());
  const auto changed = [&](std::string_view from, std::string_view to) {
    auto other = text;
    return mirror_of(other.replace(other.find(from), from.size(), to));
  };
  CHECK(changed("\"format\":2", "\"format\":3").epoch().empty());
  CHECK(changed("\"thread\":{", "\"tread\":{").epoch().empty());
  CHECK(changed("\"id\":11", "\"id\":\"11\"").epoch().empty());
  const auto line = text.find("{\"mark\"");
  auto shorter = text;
  shorter.erase(line, text.find('\n', line) + 1 - line);
  CHECK(mirror_of(shorter).epoch().empty());
}

TEST_CASE("many people are kept as long as the copy speaks of them") {
  auto mirror = full();
  const auto most = static_cast<std::int64_t>(MirrorFile::people_in_all);
  MemberPage page;
  for (std::int64_t id = 3; id < 3 + most; ++id) {
    Profile profile;
    profile.id = MemberId{id};
    profile.name = "Member " + std::to_string(id);
    page.members.push_back(profile);
  }
  mirror.apply(page);
  CHECK(mirror_of(text_of(mirror)).people().size() == MirrorFile::people_in_all);
  page.members.resize(1);
  page.members[0].id = MemberId{5000};
  mirror.apply(page);
  Rooms list;
  list.rooms.resize(2);
  list.rooms[0].id = RoomId{1};
  list.rooms[0].moderators = {MemberId{8}};
  list.rooms[1].id = RoomId{2};
  list.rooms[1].between = {MemberId{3}, MemberId{5000}};
  mirror.apply(list);
  ThreadPage threads;
  threads.threads.resize(1);
  threads.threads[0].id = ThreadId{9};
  threads.threads[0].room = RoomId{1};
  threads.threads[0].by = MemberId{10};
  mirror.apply(threads);
  const auto kept = mirror_of(text_of(mirror));
  CHECK(kept.people().size() == 5);
  for (const std::int64_t id : {3, 7, 8, 10, 5000}) CHECK(kept.people().contains(MemberId{id}));
  CHECK(text_of(kept) == text_of(mirror));
}
