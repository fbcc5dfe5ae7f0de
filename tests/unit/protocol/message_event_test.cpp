#include <doctest/doctest.h>

#include <string>

#include "protocol/codec.hpp"
#include "protocol/message_event.hpp"
#include "protocol/rpc.hpp"
#include "tests/unit/protocol/random_value.hpp"

using namespace standpipe::protocol;

namespace {

Change post() {
  Change change;
  change.stream = "room:4";
  change.rev = Rev{9};
  Message& message = change.message.emplace();
  message.id = MessageId{23};
  message.room = RoomId{4};
  message.number = Number{7};
  message.by = MemberId{2};
  message.text = "Who has \"night flow\" data?";
  message.rev = Rev{9};
  return change;
}

boost::json::value params_of(const std::string& event) {
  return parse(event).value().at("params");
}

ReadError error_of(std::string_view text) {
  const auto change = read_compact_event(parse(text).value());
  REQUIRE(change.has_error());
  return change.error();
}

}  // namespace

TEST_CASE("the event of a message has two forms that say the same, and the key of its author") {
  const MessageEvent event(post().stream, post());
  CHECK(event.classic() == R"({"jsonrpc":"2.0","method":"event","params":{"stream":"room:4","rev":9,"message":)"
                           R"({"room":4,"rev":9,"id":23,"number":7,"by":2,"text":"Who has \"night flow\" data?"}}})");
  CHECK(event.compact() == R"(["room:4",9,{"id":23,"number":7,"by":2,"text":"Who has \"night flow\" data?"}])");
  CHECK(event.compact("k-1") == R"(["room:4",9,{"id":23,"number":7,"by":2,"text":"Who has \"night flow\" data?","key":"k-1"}])");
  Change own = post();
  own.message->key = "k-1";
  CHECK(read<Change>(params_of(event.classic("k-1"))).value() == own);
  CHECK(read_compact_event(parse(event.compact("k-1")).value()).value() == own);
  // Whose key it is has to be said: none goes out by itself.
  CHECK(MessageEvent(own.stream, own).compact() == event.compact());
}

TEST_CASE("whatever message goes out in either form is read as it was") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    Change change;
    Message& message = change.message.emplace(random_value<Message>(random));
    message.room = RoomId{random_between(random, 1, 1000)};
    message.key = random_between(random, 0, 1) ? "a key" : "";
    change.rev = message.rev;
    change.stream = "room:" + std::to_string(message.room.value);
    REQUIRE(has_compact_form(change.stream, change));
    const MessageEvent event(change.stream, change);
    const std::string classic = event.classic(message.key), compact = event.compact(message.key);
    CAPTURE(compact);
    const auto json = parse(compact);
    REQUIRE(json.has_value());
    CHECK(is_compact_event(*json));
    CHECK(read_compact_event(*json).value() == change);
    CHECK(read<Change>(params_of(classic)).value() == change);
    CHECK(read<Change>(params_of(rpc::write_event(change))).value() == change);
  }
}

TEST_CASE("what two numbers and a message do not say has no compact form") {
  CHECK(has_compact_form(post().stream, post()));
  Change change = post();
  SUBCASE("nothing") {
    change = Change{};
  }
  SUBCASE("no message") {
    change.message.reset();
    change.thread.emplace();
  }
  SUBCASE("a message and something else") {
    change.mark.emplace();
  }
  SUBCASE("a message of another room") {
    change.message->room = RoomId{5};
  }
  SUBCASE("a message in a stream that is no room's") {
    change.stream = "desk:4";
  }
  SUBCASE("a message that has no room") {
    change.message->room = {};
    change.stream = "room:0";
  }
  SUBCASE("a tombstone, which has no revision of its own") {
    change.message->gone = true;
    change.message->rev = {};
  }
  CHECK_FALSE(has_compact_form(change.stream, change));
}

TEST_CASE("a list that begins with a string is a compact event, and no other message of a server is one") {
  const auto is = [](std::string_view text) { return is_compact_event(parse(text).value()); };
  CHECK(is(R"(["room:4",9,{}])"));
  CHECK(is(R"(["?"])"));
  CHECK_FALSE(is("[]"));
  CHECK_FALSE(is(R"([{"jsonrpc":"2.0","id":1,"result":{}}])"));
  CHECK_FALSE(is(R"({"jsonrpc":"2.0","method":"event","params":{}})"));
  CHECK_FALSE(is(R"("room:4")"));
}

TEST_CASE("a compact event of another shape is refused, with what is wrong with it") {
  CHECK(error_of("{}").field.empty());
  CHECK(error_of("[]").field.empty());
  CHECK(error_of(R"(["room:4",9])").field.empty());
  CHECK(error_of(R"([4,9,{}])").field == "stream");
  for (const char* stream : {"", "room", "room:", "room:0", "room:-4", "room:04", "room: 4", "room:4 ", "room:4x", "desk:4", "me",
                             "community", "ROOM:4", "room:9007199254740992", "room:99999999999999999999"}) {
    CAPTURE(stream);
    CHECK(error_of("[\"" + std::string(stream) + "\",9,{}]").field == "stream");
  }
  for (const char* rev : {"-1", "1.5", "\"9\"", "null", "9007199254740992"}) {
    CAPTURE(rev);
    CHECK(error_of("[\"room:4\"," + std::string(rev) + ",{}]").field == "rev");
  }
  for (const char* message : {"null", "[]", "7", "\"text\""}) {
    CAPTURE(message);
    CHECK(error_of("[\"room:4\",9," + std::string(message) + "]").field == "message");
  }
  CHECK(error_of(R"(["room:4",9,{"mentions":[1,"x"]}])").field == "message.mentions[1]");
}

TEST_CASE("room and revision are what the list says, whatever is inside, and what came later is ignored") {
  const auto change = read_compact_event(parse(R"(["room:4",9,{"id":23,"room":5,"rev":8,"new":1},"new"])").value()).value();
  CHECK(change.stream == "room:4");
  CHECK(change.rev == Rev{9});
  CHECK(change.message->id == MessageId{23});
  CHECK(change.message->room == RoomId{4});
  CHECK(change.message->rev == Rev{9});
}
