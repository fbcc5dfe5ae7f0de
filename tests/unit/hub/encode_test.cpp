#include <doctest/doctest.h>

#include <string>

#include "server/hub/batch.hpp"

using namespace standpipe;
using namespace standpipe::hub;

namespace {

domain::Announcement post_in_room_4() {
  domain::Announcement announcement;
  announcement.stream = domain::StreamKey::room(domain::RoomId{4});
  announcement.change.rev = domain::Rev{9};
  auto& message = announcement.change.message.emplace();
  message.id = protocol::MessageId{23};
  message.room = protocol::RoomId{4};
  message.text = "a";
  message.rev = protocol::Rev{9};
  return announcement;
}

}  // namespace

TEST_CASE("a message is encoded in both forms, and for its author with the key") {
  auto announcement = post_in_room_4();
  announcement.author = domain::MemberId{2};
  announcement.key = "k";
  const Delivery delivery = encode(announcement);
  CHECK(delivery.stream == announcement.stream);
  CHECK(delivery.rev == domain::Rev{9});
  CHECK(delivery.author == domain::MemberId{2});
  CHECK(delivery.event.in(false)->payload() == R"({"jsonrpc":"2.0","method":"event","params":{"stream":"room:4","rev":9,)"
                                               R"("message":{"room":4,"rev":9,"id":23,"text":"a"}}})");
  CHECK(delivery.event.in(true)->payload() == R"(["room:4",9,{"id":23,"text":"a"}])");
  CHECK(delivery.author_event.in(false)->payload().ends_with(R"("text":"a","key":"k"}}})"));
  CHECK(delivery.author_event.in(true)->payload() == R"(["room:4",9,{"id":23,"text":"a","key":"k"}])");
}

TEST_CASE("a message without a key is the same for its author") {
  auto announcement = post_in_room_4();
  announcement.author = domain::MemberId{2};
  const Delivery delivery = encode(announcement);
  CHECK_FALSE(delivery.author);
  CHECK_FALSE(delivery.author_event.classic);
}

TEST_CASE("what has no compact form goes to everybody in the classic one") {
  domain::Announcement announcement;
  SUBCASE("a read mark") {
    announcement.stream = domain::StreamKey::member(domain::MemberId{2});
    announcement.change.mark.emplace();
  }
  SUBCASE("a tombstone") {
    announcement = post_in_room_4();
    announcement.change.message->gone = true;
    announcement.change.message->rev = {};
  }
  const Delivery delivery = encode(announcement);
  CHECK(delivery.event.in(false)->payload().starts_with(R"({"jsonrpc":"2.0","method":"event")"));
  CHECK(delivery.event.in(true) == delivery.event.in(false));
  CHECK_FALSE(delivery.author);
}
