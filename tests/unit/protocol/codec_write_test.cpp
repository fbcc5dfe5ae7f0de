#include <doctest/doctest.h>

#include <limits>

#include "protocol/codec.hpp"
#include "protocol/methods.hpp"

using namespace standpipe::protocol;

TEST_CASE("an object leaves out the fields that have their default") {
  CHECK(to_json(Message{}) == "{}");
  CHECK(to_json(Done{}) == "{}");
  Message message;
  message.id = MessageId{7};
  message.text = "pump";
  message.pinned = true;
  CHECK(to_json(message) == R"({"id":7,"text":"pump","pinned":true})");
}

TEST_CASE("a default that is not zero is left out too, and zero is written then") {
  Membership membership;
  CHECK(to_json(membership) == "{}");
  membership.in = false;
  membership.notify = NotifyLevel::none;
  CHECK(to_json(membership) == R"({"in":false,"notify":"none"})");
}

TEST_CASE("an optional that is there is written, also with a default value in it") {
  Message message;
  message.removed = Removal{};
  CHECK(to_json(message) == R"({"removed":{}})");
}

TEST_CASE("an object inside that has only defaults is left out") {
  Joined joined;
  CHECK(to_json(joined) == "{}");
  joined.head.unread = 2;
  CHECK(to_json(joined) == R"({"head":{"unread":2}})");
}

TEST_CASE("the items of a list are written whatever they are") {
  ThreadPage page;
  page.threads.emplace_back();
  page.unread = {0, 3};
  CHECK(to_json(page) == R"({"threads":[{}],"unread":[0,3]})");
}

TEST_CASE("a list that is written by others stands where the object's own would") {
  const auto with = [](const CatchUp& whole, const std::vector<std::string>& items) {
    std::string out;
    write_with_list(out, whole, &CatchUp::changes, items, [&](const std::string& item) { out += item; });
    return out;
  };
  CatchUp whole{"room:1", Rev{7}, true, {}};
  CHECK(with(whole, {}) == to_json(whole));
  whole.changes = {{.rev = Rev{6}}, {.rev = Rev{7}}};
  const auto expected = to_json(whole);
  whole.changes.clear();
  CHECK(with(whole, {R"({"rev":6})", R"({"rev":7})"}) == expected);
  CHECK(with({}, {"1"}) == R"({"changes":[1]})");
}

TEST_CASE("params have every field but absent optionals") {
  std::string out;
  write_params(out, MessagePost::Params{});
  CHECK(out == R"({"room":0,"text":""})");
  out.clear();
  MessageReact::Params react{MessageId{3}, "👍", false};
  write_params(out, react);
  CHECK(out == R"({"message":3,"emoji":"👍","on":false})");
  out.clear();
  write_params(out, RoomList::Params{});
  CHECK(out == "{}");
}

TEST_CASE("strings are escaped where JSON demands it, and nowhere else") {
  struct Row {
    std::string text;
    std::string json;
  };
  const Row rows[] = {
      {"", R"("")"},
      {"a\"b\\c/", R"("a\"b\\c/")"},
      {"\n\r\t\b\f", R"("\n\r\t\b\f")"},
      {std::string("\0", 1), R"("\u0000")"},
      {"\x1b[31m\x1f", R"("\u001b[31m\u001f")"},
      {"\x7f", "\"\x7f\""},
      {"eau à 5 °C, مياه, 水, 🚰", "\"eau à 5 °C, مياه, 水, 🚰\""},
      {"\"", R"("\"")"},
      {"end\\", R"("end\\")"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(to_json(row.text) == row.json);
  }
}

TEST_CASE("integers are written in full") {
  CHECK(to_json(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(to_json(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(to_json(std::int64_t{0}) == "0");
  CHECK(to_json(std::uint8_t{255}) == "255");
  CHECK(to_json(RoomId{9}) == "9");
}

TEST_CASE("maps, bytes, enums and plain values") {
  CHECK(to_json(std::map<std::string, Rev>{{"me", Rev{4}}, {"a\"", Rev{}}}) == R"({"a\"":0,"me":4})");
  CHECK(to_json(std::map<std::string, Rev>{}) == "{}");
  std::array<std::uint8_t, 32> bytes{};
  bytes[0] = 0xab;
  bytes[31] = 0x01;
  CHECK(to_json(bytes) == "\"ab" + std::string(60, '0') + "01\"");
  CHECK(to_json(Rung::targets_achieved) == R"("targets_achieved")");
  CHECK(to_json(true) == "true");
  CHECK(to_json(std::optional<int>{}) == "null");
}
