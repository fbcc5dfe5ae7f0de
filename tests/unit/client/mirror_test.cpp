#include <doctest/doctest.h>

#include "client-cli/mirror.hpp"

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

const Place chat{RoomId{1}, ThreadId{}};

Change message_event(std::int64_t rev, std::int64_t id, std::int64_t number, std::int64_t index, const char* text = "x") {
  Change change;
  change.stream = "room:1";
  change.rev = Rev{rev};
  Message message;
  message.id = MessageId{id};
  message.room = RoomId{1};
  message.number = Number{number};
  message.index = Index{index};
  message.by = MemberId{7};
  message.text = text;
  message.rev = Rev{rev};
  change.message = message;
  return change;
}

HelloResult hello(const char* epoch = "e1") {
  HelloResult result;
  result.epoch = epoch;
  result.me.id = MemberId{3};
  CatchUp me;
  me.stream = "me";
  me.rev = Rev{4};
  me.gap = true;
  Change membership;
  membership.rev = Rev{4};
  membership.membership = Membership{};
  membership.membership->room = RoomId{1};
  me.changes.push_back(membership);
  CatchUp room;
  room.stream = "room:1";
  room.rev = Rev{10};
  room.gap = true;
  result.streams = {me, room};
  RoomHead head;
  head.room = RoomId{1};
  head.rev = Rev{10};
  head.last_number = Number{10};
  head.chat_last = Index{10};
  result.heads = {head};
  return result;
}

}  // namespace

TEST_CASE("events in order are taken, known ones are old, and a gap is seen") {
  Mirror mirror;
  mirror.apply(hello());
  CHECK(mirror.head("room:1") == Rev{10});
  CHECK(mirror.apply(message_event(11, 11, 11, 11)) == Mirror::Applied::taken);
  CHECK(mirror.apply(message_event(11, 11, 11, 11)) == Mirror::Applied::old);
  CHECK(mirror.apply(message_event(13, 13, 13, 13)) == Mirror::Applied::missed);
  CatchUp range;
  range.stream = "room:1";
  range.rev = Rev{13};
  range.changes = {message_event(12, 12, 12, 12), message_event(13, 13, 13, 13)};
  mirror.apply(range);
  CHECK(mirror.page(chat, Index{1}, 9).size() == 3);
  CHECK(mirror.apply(message_event(14, 11, 11, 11, "edited")) == Mirror::Applied::taken);
  CHECK(mirror.page(chat, Index{11}, 1).at(0).text == "edited");
  CHECK(mirror.message_count() == 3);
}

TEST_CASE("unread is counted from the numbers alone") {
  Mirror mirror;
  mirror.apply(hello());
  CHECK(mirror.unread(RoomId{1}) == 10);
  mirror.apply(message_event(11, 11, 11, 11));
  CHECK(mirror.unread(RoomId{1}) == 11);
  Change read;
  read.stream = "me";
  read.rev = Rev{5};
  read.membership = Membership{};
  read.membership->room = RoomId{1};
  read.membership->chat_read = Index{11};
  read.membership->read = 11;
  CHECK(mirror.apply(read) == Mirror::Applied::taken);
  CHECK(mirror.unread(RoomId{1}) == 0);
}

TEST_CASE("another epoch empties the copy") {
  Mirror mirror;
  mirror.apply(hello());
  mirror.apply(message_event(11, 11, 11, 11));
  mirror.apply(hello("e2"));
  CHECK(mirror.epoch() == "e2");
  CHECK(mirror.head("room:1") == Rev{10});
  CHECK(mirror.message_count() == 0);
}

TEST_CASE("a message that moves away leaves, whichever of the two events comes first") {
  for (const bool tombstone_first : {true, false}) {
    Mirror mirror;
    mirror.apply(hello());
    mirror.apply(message_event(11, 11, 11, 11));
    auto gone = message_event(12, 11, 11, 0);
    gone.message->gone = true;
    gone.message->text.clear();
    auto come = message_event(1, 11, 5, 1);
    come.stream = "room:2";
    come.message->room = RoomId{2};
    come.message->thread = ThreadId{9};
    mirror.apply(tombstone_first ? gone : come);
    mirror.apply(tombstone_first ? come : gone);
    CAPTURE(tombstone_first);
    CHECK(mirror.newest(chat, 9).empty());
    CHECK(mirror.newest({RoomId{2}, ThreadId{9}}, 9).at(0).id == MessageId{11});
    CHECK(mirror.message(MessageId{11})->index == Index{1});
  }
}

TEST_CASE("a room that is closed takes what it said with it") {
  Mirror mirror;
  mirror.apply(hello());
  mirror.apply(message_event(11, 11, 11, 11));
  Change out;
  out.stream = "me";
  out.rev = Rev{5};
  out.membership = Membership{};
  out.membership->room = RoomId{1};
  out.membership->in = false;
  mirror.apply(out);
  CHECK(mirror.message_count() == 0);
  CHECK(mirror.head("room:1") == Rev{});
}

namespace {

Room room(std::int64_t id, RoomKind kind, const char* slug) {
  Room made;
  made.id = RoomId{id};
  made.kind = kind;
  made.slug = slug;
  return made;
}

Change in_or_out(std::int64_t rev, std::int64_t id, bool in) {
  Change change;
  change.stream = "me";
  change.rev = Rev{rev};
  change.membership = Membership{};
  change.membership->room = RoomId{id};
  change.membership->in = in;
  return change;
}

}  // namespace

TEST_CASE("a room is found by slug or number as long as its changes are told") {
  Mirror mirror;
  mirror.apply(hello());
  Rooms list;
  list.rooms = {room(1, RoomKind::cop, "cop"), room(4, RoomKind::cop, "3"), room(2, RoomKind::group, "group"),
                room(3, RoomKind::announcement, "news")};
  mirror.apply(list);
  CHECK(mirror.find_room("cop"));
  CHECK(mirror.find_room("3")->id == RoomId{4});  // a slug comes before a number
  CHECK(mirror.find_room(RoomId{3})->slug == "news");
  CHECK_FALSE(mirror.find_room("group"));  // an administrator may see it, and is not told when it gets another name
  CHECK_FALSE(mirror.find_room("2"));
  CHECK_FALSE(mirror.find_room(RoomId{2}));
  CHECK_FALSE(mirror.find_room(""));
  CHECK_FALSE(mirror.find_room("12345678901234567890123"));
  mirror.apply(in_or_out(5, 2, true));
  CHECK(mirror.find_room("2")->slug == "group");
  mirror.apply(in_or_out(6, 2, false));
  CHECK_FALSE(mirror.find_room("group"));
  CHECK_FALSE(mirror.rooms().contains(RoomId{2}));
  mirror.apply(in_or_out(7, 1, false));
  CHECK(mirror.find_room("cop"));  // one may come again
}

TEST_CASE("a gap of a group's stream leaves the group known") {
  Mirror mirror;
  mirror.apply(hello());
  Rooms list;
  list.rooms = {room(1, RoomKind::group, "group")};
  mirror.apply(list);
  mirror.apply(message_event(11, 11, 11, 11));
  CatchUp gap;
  gap.stream = "room:1";
  gap.rev = Rev{900};
  gap.gap = true;
  mirror.apply(gap);
  CHECK(mirror.message_count() == 0);
  CHECK(mirror.find_room("group"));
}

TEST_CASE("a direct conversation is called by its partner, and found by them") {
  Mirror mirror;
  mirror.apply(hello());
  Rooms list;
  list.rooms = {room(1, RoomKind::direct, "")};
  list.rooms[0].between = {MemberId{3}, MemberId{7}};
  mirror.apply(list);
  CHECK(mirror.find_room("1")->name == "direct conversation 1");
  MemberPage page;
  page.members.resize(2);
  page.members[0].id = MemberId{7};
  page.members[1].id = MemberId{8};
  page.members[0].name = page.members[1].name = "Mo";
  mirror.apply(page);
  CHECK(mirror.find_room("1")->name == "with Mo");
  CHECK(mirror.direct_with(MemberId{7})->id == RoomId{1});
  CHECK_FALSE(mirror.direct_with(MemberId{8}));
  CHECK_FALSE(mirror.direct_with(MemberId{3}));  // oneself
  CHECK_FALSE(mirror.person_by_name("Mo"));      // there are two
  CHECK_FALSE(mirror.person_by_name("Ana"));
  page.members[1].name = "Ana";
  mirror.apply(page);
  CHECK(mirror.person_by_name("Mo") == MemberId{7});
}

TEST_CASE("one's posts that wait are known until they are decided") {
  Mirror mirror;
  mirror.apply(hello());
  Change change;
  change.stream = "me";
  change.rev = Rev{5};
  change.pending = PendingPost{};
  change.pending->id = PendingId{2};
  mirror.apply(change);
  CHECK(mirror.pending().size() == 1);
  change.rev = Rev{6};
  change.pending->decided = true;
  mirror.apply(change);
  CHECK(mirror.pending().empty());
}

TEST_CASE("messages and threads of rooms that one is not in are not kept") {
  Mirror mirror;
  mirror.apply(hello());
  MessagePage page;
  page.messages.push_back(*message_event(11, 11, 11, 11).message);
  page.messages.push_back(page.messages[0]);
  page.messages[1].id = MessageId{12};
  page.messages[1].room = RoomId{2};
  mirror.apply(page);
  CHECK(mirror.message(MessageId{11}));
  CHECK_FALSE(mirror.message(MessageId{12}));
  ThreadPage threads;
  threads.threads.resize(2);
  threads.threads[0].id = ThreadId{1};
  threads.threads[0].room = RoomId{1};
  threads.threads[1].id = ThreadId{2};
  threads.threads[1].room = RoomId{2};
  mirror.apply(threads);
  CHECK(mirror.threads().size() == 1);
}

TEST_CASE("a room that says much keeps its newest messages, and what a quiet one said stays") {
  Mirror mirror;
  mirror.apply(hello());
  mirror.apply(in_or_out(5, 2, true));
  MessagePage quiet;
  quiet.messages.push_back(*message_event(1, 1, 1, 1).message);
  quiet.messages[0].room = RoomId{2};
  mirror.apply(quiet);
  const auto last = static_cast<std::int64_t>(Mirror::messages_in_all) + 700;
  for (std::int64_t i = 11; i <= last; ++i) mirror.apply(message_event(i, i, i, i));
  CHECK(mirror.message_count() == Mirror::messages_in_all);
  CHECK(mirror.last_held(chat) == Index{last});
  CHECK(mirror.first_held(chat) == Index{702});
  CHECK(mirror.holds(chat, Index{702}, Index{last}));
  CHECK(mirror.message(MessageId{1}));
}

TEST_CASE("of what is held a part can be had, and it is known whether that has gaps") {
  Mirror mirror;
  mirror.apply(hello());
  CHECK(mirror.page(chat, Index{1}, 9).empty());
  CHECK(mirror.newest(chat, 9).empty());
  CHECK_FALSE(mirror.first_held(chat));
  CHECK_FALSE(mirror.last_held(chat));
  MessagePage page;
  for (const std::int64_t i : {9, 3, 4, 5, 8}) page.messages.push_back(*message_event(i, 100 + i, i, i).message);
  mirror.apply(page);
  const auto indexes = [](const std::vector<Message>& messages) {
    std::vector<std::int64_t> out;
    for (const Message& message : messages) out.push_back(message.index.value);
    return out;
  };
  using Indexes = std::vector<std::int64_t>;
  CHECK(indexes(mirror.page(chat, Index{1}, 2)) == Indexes{3, 4});
  CHECK(indexes(mirror.page(chat, Index{4}, 9)) == Indexes{4, 5, 8, 9});
  CHECK(indexes(mirror.page(chat, Index{6}, 1)) == Indexes{8});
  CHECK(mirror.page(chat, Index{10}, 9).empty());
  CHECK(mirror.page(chat, Index{1}, 0).empty());
  CHECK(indexes(mirror.newest(chat, 3)) == Indexes{5, 8, 9});
  CHECK(indexes(mirror.newest(chat, 99)) == Indexes{3, 4, 5, 8, 9});
  CHECK(mirror.newest({RoomId{1}, ThreadId{1}}, 9).empty());
  CHECK(mirror.first_held(chat) == Index{3});
  CHECK(mirror.last_held(chat) == Index{9});
  CHECK(mirror.holds(chat, Index{3}, Index{5}));
  CHECK(mirror.holds(chat, Index{8}, Index{9}));
  CHECK_FALSE(mirror.holds(chat, Index{5}, Index{8}));
  CHECK_FALSE(mirror.holds(chat, Index{2}, Index{3}));
  CHECK_FALSE(mirror.holds(chat, Index{8}, Index{10}));
  CHECK_FALSE(mirror.holds(chat, Index{7}, Index{7}));
}

TEST_CASE("how far a place goes and was read is known without its messages") {
  Mirror mirror;
  mirror.apply(hello());
  CHECK(mirror.last_index(chat) == Index{10});
  CHECK(mirror.read_up_to(chat) == Index{});
  mirror.apply(message_event(11, 11, 11, 11));
  CHECK(mirror.last_index(chat) == Index{11});
  const Place thread{RoomId{1}, ThreadId{5}};
  CHECK(mirror.last_index(thread) == Index{});
  ThreadPage page;
  page.threads.resize(1);
  page.threads[0].id = ThreadId{5};
  page.threads[0].room = RoomId{1};
  page.threads[0].last_index = Index{7};
  page.marks = {ReadMark{RoomId{1}, ThreadId{5}, Index{6}}};
  mirror.apply(page);
  CHECK(mirror.last_index(thread) == Index{7});
  CHECK(mirror.read_up_to(thread) == Index{6});
  auto in = in_or_out(5, 1, true);
  in.membership->chat_read = Index{9};
  mirror.apply(in);
  CHECK(mirror.read_up_to(chat) == Index{9});
}

namespace {

Change thread_event(std::int64_t rev, std::int64_t room, std::int64_t id, std::int64_t last_number) {
  Change change;
  change.stream = "room:" + std::to_string(room);
  change.rev = Rev{rev};
  change.thread = Thread{};
  change.thread->id = ThreadId{id};
  change.thread->room = RoomId{room};
  change.thread->last_number = Number{last_number};
  change.thread->last_at = Time{last_number};
  return change;
}

}  // namespace

TEST_CASE("a thread that moves is in its new room, whichever of the two events comes first") {
  for (const bool tombstone_first : {true, false}) {
    Mirror mirror;
    mirror.apply(hello());
    mirror.apply(thread_event(11, 1, 9, 11));
    auto gone = thread_event(12, 1, 9, 0);
    gone.thread->gone = true;
    const auto come = thread_event(1, 2, 9, 5);
    mirror.apply(tombstone_first ? gone : come);
    mirror.apply(tombstone_first ? come : gone);
    CAPTURE(tombstone_first);
    REQUIRE(mirror.threads().contains(ThreadId{9}));
    CHECK(mirror.threads().at(ThreadId{9}).room == RoomId{2});
  }
}

TEST_CASE("a page that was on its way while something changed does not take it back") {
  Mirror mirror;
  mirror.apply(hello());
  MessagePage page;
  page.messages.push_back(*message_event(10, 5, 5, 5, "as it was").message);
  mirror.apply(page);
  mirror.apply(message_event(11, 5, 5, 5, "edited"));
  mirror.apply(page);
  CHECK(mirror.message(MessageId{5})->text == "edited");
}

TEST_CASE("after a gap nothing is held of what may have changed, and the room's counters go on") {
  Mirror mirror;
  mirror.apply(hello());
  mirror.apply(message_event(11, 11, 11, 11));
  mirror.apply(thread_event(12, 1, 9, 8));
  CatchUp gap;
  gap.stream = "room:1";
  gap.rev = Rev{900};
  gap.gap = true;
  gap.changes = {thread_event(890, 1, 4, 700), message_event(900, 600, 600, 500)};
  mirror.apply(gap);
  CHECK_FALSE(mirror.message(MessageId{11}));
  CHECK_FALSE(mirror.threads().contains(ThreadId{9}));
  CHECK(mirror.last_index(chat) == Index{500});
  CHECK(mirror.unread(RoomId{1}) == 700);
}

TEST_CASE("of notifications the newest are kept, of threads those where something was said last") {
  Mirror mirror;
  mirror.apply(hello());
  Notifications list;
  const auto most = static_cast<std::int64_t>(Mirror::notifications_in_all);
  for (std::int64_t id = 1; id <= most + 5; ++id) {
    list.notifications.emplace_back();
    list.notifications.back().id = NotificationId{id};
  }
  mirror.apply(list);
  CHECK(mirror.notifications().size() == Mirror::notifications_in_all);
  CHECK(mirror.notifications().begin()->first == NotificationId{6});

  const auto threads = static_cast<std::int64_t>(Mirror::threads_in_all);
  for (std::int64_t i = 1; i <= threads + 5; ++i) mirror.apply(thread_event(10 + i, 1, threads + 6 - i, 10 + i));
  HelloResult again;
  again.epoch = "e1";
  mirror.apply(again);
  CHECK(mirror.threads().size() == Mirror::threads_in_all);
  CHECK(mirror.threads().contains(ThreadId{1}));  // the last to be spoken in
  CHECK(mirror.threads().rbegin()->first == ThreadId{threads});
}
