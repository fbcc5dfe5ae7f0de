#include <doctest/doctest.h>

#include "protocol/codec.hpp"
#include "protocol/methods.hpp"

using namespace standpipe::protocol;

namespace {

template <class T>
boost::system::result<T, ReadError> read_text(std::string_view text) {
  return read<T>(parse(text).value());
}

template <class T>
boost::system::result<T, ReadError> read_params_text(std::string_view text) {
  return read_params<T>(parse(text).value());
}

}  // namespace

TEST_CASE("absent fields have their default, unknown ones are ignored") {
  const auto membership = read_text<Membership>(R"({"room":3,"colour":"blue"})");
  REQUIRE(membership.has_value());
  CHECK(membership->room == RoomId{3});
  CHECK(membership->in);
  CHECK(membership->notify == NotifyLevel::all);
}

TEST_CASE("null stands for an absent optional, and for nothing else") {
  const auto thread = read_text<Thread>(R"({"outcome":null})");
  REQUIRE(thread.has_value());
  CHECK(!thread->outcome);
  const auto bad = read_text<Thread>(R"({"title":null})");
  REQUIRE(!bad);
  CHECK(bad.error().field == "title");
}

TEST_CASE("params need every field that is not optional") {
  const auto missing = read_params_text<MessagePost::Params>(R"({"room":1})");
  REQUIRE(!missing);
  CHECK(missing.error().field == "text");
  CHECK(missing.error().code == ErrorCode::argument_missing);
  CHECK(read_params_text<MessagePost::Params>(R"({"room":1,"text":"a","key":"ignored"})").has_value());
  CHECK(read_params_text<RoomList::Params>("{}").has_value());
}

TEST_CASE("objects inside params are read leniently") {
  const auto params = read_params_text<ThreadCreate::Params>(
      R"({"room":1,"title":"t","kind":"best_practice","text":"x","outcome":{"before":"9"}})");
  REQUIRE(params.has_value());
  CHECK(params->outcome->before == "9");
  CHECK(params->outcome->rung == Rung::capacity_built);
}

TEST_CASE("errors name the whole path of the field and what would be right") {
  struct Row {
    std::string json;
    std::string field;
    std::string says;
  };
  const std::string head = R"({"room":1,"title":"t","kind":"question","text":"x",)";
  const Row rows[] = {
      {head + R"("outcome":{"rung":"top"}})", "outcome.rung",
       R"(must be one of "capacity_built", "capacity_applied", "routines_embedded", "performance_improved", "targets_achieved")"},
      {head + R"("outcome":[]})", "outcome", "must be an object"},
      {head + R"("mentions":[1,2,3,"4"]})", "mentions[3]", "must be a whole number from 0 to 9007199254740991"},
      {head + R"("mentions":{}})", "mentions", "must be a list"},
      {head + R"("lang":5})", "lang", "must be a string"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.json);
    const auto params = read_params_text<ThreadCreate::Params>(row.json);
    REQUIRE(!params);
    CHECK(params.error().code == ErrorCode::argument_bad);
    CHECK(params.error().field == row.field);
    CHECK(params.error().text == row.says);
  }
  const auto deep = read_text<CatchUp>(R"({"changes":[{},{"message":{"reactions":[{"by":[1,-1]}]}}]})");
  REQUIRE(!deep);
  CHECK(deep.error().field == "changes[1].message.reactions[0].by[1]");
  const auto whole = read_text<Message>("[]");
  REQUIRE(!whole);
  CHECK(whole.error().field.empty());
  const auto in_map = read_text<Hello::Params>(R"({"streams":{"room:1":-1}})");
  REQUIRE(!in_map);
  CHECK(in_map.error().field == "streams.room:1");
}

TEST_CASE("a number is taken only if it is an integer in range") {
  for (const char* bad : {"1.0", "1e2", "-1", "9007199254740992", "\"1\"", "true", "null", "[1]", "1.5", "-0.0"}) {
    CAPTURE(bad);
    CHECK(!read<RoomId>(parse(bad).value()));
  }
  CHECK(read_text<RoomId>("9007199254740991").value() == RoomId{9007199254740991});
  CHECK(read_text<RoomId>("0").value() == RoomId{});
  CHECK(read_text<std::int64_t>("-9223372036854775808").value() == std::numeric_limits<std::int64_t>::min());
  CHECK(read_text<std::uint8_t>("255").value() == 255);
  CHECK(!read_text<std::uint8_t>("256"));
  CHECK(!read_text<std::uint8_t>("-1"));
}

TEST_CASE("a truth value is no number and no word") {
  for (const char* bad : {"0", "1", "\"true\"", "null"}) {
    CAPTURE(bad);
    CHECK(!read<bool>(parse(bad).value()));
  }
  CHECK(read_text<bool>("true").value());
}

TEST_CASE("an enum is one of its names, exactly") {
  CHECK(read_text<RoomKind>(R"("group")").value() == RoomKind::group);
  for (const char* bad : {R"("Group")", R"("group ")", R"("")", "1", "null", R"("group\u0000")"}) {
    CAPTURE(bad);
    CHECK(!read<RoomKind>(parse(bad).value()));
  }
}

TEST_CASE("bytes are 64 hexadecimal digits") {
  using Bytes = std::array<std::uint8_t, 32>;
  const std::string digits = "00ffAB" + std::string(58, '1');
  const auto bytes = read_text<Bytes>('"' + digits + '"').value();
  CHECK(bytes[1] == 0xff);
  CHECK(bytes[2] == 0xab);
  for (const std::string& bad : {digits.substr(1), digits + "0", "0x" + digits.substr(2), std::string(64, 'g')}) {
    CAPTURE(bad);
    CHECK(!read<Bytes>(parse('"' + bad + '"').value()));
  }
}

TEST_CASE("a read error becomes a refusal for people") {
  const auto missing = read_params_text<MessagePost::Params>("{}");
  const Refusal refusal = to_refusal(missing.error());
  CHECK(refusal.code == ErrorCode::argument_missing);
  CHECK(refusal.data.code == "argument_missing");
  CHECK(refusal.data.field == "room");
  CHECK(refusal.text == "\"room\" is missing. Add it and send the request again.");
  CHECK(to_refusal(parse("{").error()).text.find("This is not valid JSON") == 0);
}

TEST_CASE("value() of a failed reading throws") {
  CHECK_THROWS_AS(read_text<Message>("1").value(), std::runtime_error);
}
