#include "tests/integration/leaks.hpp"

#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

namespace standpipe::test {

namespace {

std::string name_of(std::string_view kind, RoomId room) {
  return std::string(kind) + ":" + std::to_string(room.value);
}

template <class M>
void refused_as(std::string_view code, Peer& outsider, const typename M::Params& params) {
  INFO(M::name, " with the room");
  CHECK(refusal<M>(outsider, params).code == code);
}

template <class M>
void not_found(Peer& outsider, const typename M::Params& params) {
  INFO(M::name);
  CHECK(refusal<M>(outsider, params).code == "not_found");
}

/// What is read of a room.
void reads_nothing(Peer& outsider, const Secret& secret, std::string_view code) {
  const RoomId room = secret.room;
  refused_as<ChangesSince>(code, outsider, {name_of("room", room), Rev{0}, 50});
  refused_as<MessageHistory>(code, outsider, {room, {}, {}, {}, {}, {}, {}, {}});
  refused_as<MessageHistory>(code, outsider, {room, {}, {}, {}, {}, secret.message, {}, {}});
  refused_as<MessagePins>(code, outsider, {room});
  refused_as<ThreadList>(code, outsider, {room, {}, {}, {}, {}, {}, {}, {}, {}});
  refused_as<RoomMembers>(code, outsider, {room, {}, {}});
  refused_as<Search>(code, outsider, {secret.word, room, {}, {}, {}, {}, {}});
  refused_as<PresenceList>(code, outsider, {room});
  CHECK(outsider.ask<MessageGet>({{secret.message, secret.opening}}).messages.empty());
  CHECK(outsider.ask<Search>({secret.word, {}, {}, {}, {}, {}, {}}).messages.empty());
  CHECK(outsider.ask<Search>({secret.word, {}, {}, {}, secret.insider, {}, {}}).messages.empty());
  if (!secret.thread) return;
  refused_as<MessageHistory>(code, outsider, {room, secret.thread, {}, {}, {}, {}, {}, {}});
  not_found<ThreadGet>(outsider, {secret.thread});
}

/// What is done in a room, or with it.
void does_nothing(Peer& outsider, const Secret& secret, std::string_view code) {
  const RoomId room = secret.room;
  const bool hidden = code == "not_found";
  refused_as<MessagePost>(code, outsider, to_chat(room, "hello?"));
  refused_as<ThreadCreate>(code, outsider, {room, "Hello?", ThreadKind::discussion, "Hello?", {}, {}, {}});
  refused_as<ReadMarkSet>(code, outsider, {room, {}, Index{1}});
  refused_as<ReadAll>(code, outsider, {room});
  refused_as<RoomNotify>(code, outsider, {room, NotifyLevel::all});
  if (code != "not_a_member") refused_as<RoomJoin>(code, outsider, {room});
  const std::string_view govern = hidden ? code : "not_allowed";
  refused_as<RoomUpdate>(govern, outsider, {.room = room, .description = "mine"});
  refused_as<RoomArchive>(govern, outsider, {room, true, {}});
  refused_as<RoomAddMember>(govern, outsider, {room, secret.insider});
  refused_as<RoomRemoveMember>(govern, outsider, {room, secret.insider, "out"});
  refused_as<RoomAppoint>(govern, outsider, {room, secret.insider});
  refused_as<RoomDismiss>(govern, outsider, {room, secret.insider, {}});
  refused_as<MemberWarn>(govern, outsider, {secret.insider, room, "stop"});
  refused_as<MemberMute>(govern, outsider, {secret.insider, room, "stop", 5});
  refused_as<MemberBan>(govern, outsider, {secret.insider, room, "stop", 5});
  refused_as<ChangesSince>(govern, outsider, {name_of("desk", room), Rev{0}, {}});
}

/// What is done with a message or a thread.
void touches_nothing(Peer& outsider, const Secret& secret) {
  for (const auto message : {secret.message, secret.opening}) {
    if (!message) continue;
    not_found<MessageEdit>(outsider, {message, Rev{1}, "mine", {}, {}});
    not_found<MessageRemove>(outsider, {message, "mine"});
    not_found<MessageReact>(outsider, {message, "👍", true});
    not_found<MessagePin>(outsider, {message, true});
    not_found<MessageReport>(outsider, {message, "mine"});
  }
  if (!secret.thread) return;
  not_found<ThreadUpdate>(outsider, {secret.thread, "Mine", {}, {}, {}, {}});
  not_found<ThreadAnswer>(outsider, {secret.thread, secret.opening});
  not_found<ThreadLock>(outsider, {secret.thread, true, {}});
  not_found<ThreadPin>(outsider, {secret.thread, true});
  not_found<ThreadMove>(outsider, {secret.thread, RoomId{1}, "mine"});
}

}  // namespace

Secret make_secret(Peer& insider, MemberId id, RoomId room, const std::string& word) {
  Secret secret{.room = room, .insider = id, .word = word};
  secret.message = insider.ask<MessagePost>(to_chat(room, "in the chat: " + word)).message;
  const ThreadCreate::Params thread{room, "Title " + word, ThreadKind::question, "in a thread: " + word, {}, {}, {}};
  if (refusal<MessageHistory>(insider, {room, {}, {}, {}, {}, {}, {}, {}}).code.empty()) {
    const auto answer = insider.call(ThreadCreate::name, Peer::text_of<ThreadCreate>(thread, {}));
    if (const auto* result = answer.if_contains("result")) {
      const auto opened = read<Posted>(*result).value();
      secret.thread = opened.thread;
      secret.opening = opened.message;
    }
  }
  const std::size_t texts = secret.thread ? 2 : 1;
  CHECK(eventually([&] { return insider.ask<Search>({word, {}, {}, {}, {}, {}, {}}).messages.size() == texts; }));
  return secret;
}

void finds_nothing(Peer& outsider, const Secret& secret, std::string_view room_code) {
  reads_nothing(outsider, secret, room_code);
  does_nothing(outsider, secret, room_code);
  touches_nothing(outsider, secret);
}

void is_in_no_list(Peer& outsider, const Person& person, const Secret& secret, int port) {
  for (const auto& room : outsider.ask<RoomList>({}).rooms) CHECK(room.id != secret.room);
  Peer fresh(port, person.token);
  const auto hello = fresh.call(Hello::name, R"({"page":50})");
  const auto answer = read<HelloResult>(hello.at("result")).value();
  for (const auto& head : answer.heads) CHECK(head.room != secret.room);
  for (const auto& part : answer.streams) {
    CHECK(part.stream != name_of("room", secret.room));
    CHECK(part.stream != name_of("desk", secret.room));
    for (const auto& change : part.changes) {
      if (change.room) CHECK(change.room->id != secret.room);
      if (change.membership) CHECK(change.membership->room != secret.room);
      if (change.notification) CHECK(change.notification->room != secret.room);
    }
  }
  for (const auto& told : outsider.ask<NotificationList>({}).notifications) CHECK(told.room != secret.room);
  is_not_in(boost::json::serialize(hello), secret);
  for (const auto* method : {"room.list", "member.search", "notification.list", "message.mine", "sanction.list"}) {
    is_not_in(boost::json::serialize(outsider.call(method)), secret);
  }
}

void is_not_in(const std::string& text, const Secret& secret) {
  CHECK(text.find(secret.word) == std::string::npos);
}

}  // namespace standpipe::test
