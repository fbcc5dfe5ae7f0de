#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
#include "protocol/rpc.hpp"

using namespace standpipe::protocol;
using rpc::Malformed;
using rpc::Request;

namespace {

std::string call(const std::string& members) {
  return R"({"jsonrpc":"2.0",)" + members + "}";
}

Request request_of(const std::string& text) {
  auto message = rpc::parse(text);
  REQUIRE(message.items.size() == 1);
  REQUIRE(std::holds_alternative<Request>(message.items[0]));
  return std::get<Request>(message.items[0]);
}

}  // namespace

TEST_CASE("a request is taken apart") {
  const Request request = request_of(call(R"("id":7,"method":"message.post","params":{"room":1,"text":"a"})"));
  CHECK(request.id == "7");
  CHECK(request.method == "message.post");
  CHECK(boost::json::serialize(request.params) == R"({"room":1,"text":"a"})");
}

TEST_CASE("absent params are an empty object") {
  CHECK(request_of(call(R"("id":1,"method":"room.list")")).params.get_object().empty());
}

TEST_CASE("an id is echoed exactly") {
  struct Row {
    std::string sent;
    std::string echoed;
  };
  const Row rows[] = {
      {"0", "0"},
      {"-5", "-5"},
      {"9223372036854775807", "9223372036854775807"},
      {"\"\"", "\"\""},
      {R"("a\"\\\n\u0001é")", R"("a\"\\\n\u0001é")"},
      {R"("\ud83d\udeb0")", "\"🚰\""},
      {'"' + std::string(128, 'x') + '"', '"' + std::string(128, 'x') + '"'},
  };
  for (const auto& row : rows) {
    CAPTURE(row.sent);
    CHECK(request_of(call(R"("method":"m","id":)" + row.sent)).id == row.echoed);
  }
}

TEST_CASE("without an id it is a notification") {
  CHECK(!request_of(call(R"("method":"typing")")).id);
}

TEST_CASE("what is no request is answered with the right error and id") {
  struct Row {
    const char* what;
    std::string text;
    ErrorCode code;
    rpc::Id id;
  };
  const Row rows[] = {
      {"no JSON", "{", ErrorCode::bad_json, "null"},
      {"empty", "", ErrorCode::bad_json, "null"},
      {"a number", "1", ErrorCode::bad_request, "null"},
      {"null", "null", ErrorCode::bad_request, "null"},
      {"an empty batch", "[]", ErrorCode::bad_request, "null"},
      {"an empty object", "{}", ErrorCode::bad_request, "null"},
      {"no version", R"({"id":1,"method":"m"})", ErrorCode::bad_request, "1"},
      {"another version", R"({"jsonrpc":"1.0","id":1,"method":"m"})", ErrorCode::bad_request, "1"},
      {"a version that is a number", R"({"jsonrpc":2.0,"id":1,"method":"m"})", ErrorCode::bad_request, "1"},
      {"no method", call(R"("id":"x")"), ErrorCode::bad_request, "\"x\""},
      {"a method that is no string", call(R"("id":1,"method":5)"), ErrorCode::bad_request, "1"},
      {"a reply", call(R"("id":1,"result":{})"), ErrorCode::bad_request, "1"},
      {"no method and no id", call(R"("params":{})"), ErrorCode::bad_request, "null"},
      {"null id", call(R"("id":null,"method":"m")"), ErrorCode::bad_request, "null"},
      {"an id with a point", call(R"("id":1.0,"method":"m")"), ErrorCode::bad_request, "null"},
      {"an id that is a list", call(R"("id":[1],"method":"m")"), ErrorCode::bad_request, "null"},
      {"an id that is true", call(R"("id":true,"method":"m")"), ErrorCode::bad_request, "null"},
      {"a long id", call(R"("method":"m","id":")" + std::string(129, 'x') + '"'), ErrorCode::bad_request, "null"},
      {"params in a list", call(R"("id":1,"method":"m","params":[1])"), ErrorCode::argument_bad, "1"},
      {"null params", call(R"("id":1,"method":"m","params":null)"), ErrorCode::argument_bad, "1"},
      {"a notification with params in a list", call(R"("method":"m","params":[1])"), ErrorCode::argument_bad, std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto message = rpc::parse(row.text);
    CHECK(!message.batch);
    REQUIRE(message.items.size() == 1);
    const auto* malformed = std::get_if<Malformed>(&message.items[0]);
    REQUIRE(malformed);
    CHECK(malformed->refusal.code == row.code);
    CHECK(malformed->refusal.data.code == to_name(row.code));
    CHECK((malformed->id == row.id));
  }
}

TEST_CASE("the items of a batch are judged one by one, in order") {
  const auto message = rpc::parse("[" + call(R"("id":1,"method":"a")") + ",5," + call(R"("method":"b")") + ",[]]");
  CHECK(message.batch);
  REQUIRE(message.items.size() == 4);
  CHECK(std::get<Request>(message.items[0]).method == "a");
  CHECK(std::get<Malformed>(message.items[1]).refusal.code == ErrorCode::bad_request);
  CHECK(std::get<Request>(message.items[2]).method == "b");
  CHECK(std::get<Malformed>(message.items[3]).id == "null");
}

TEST_CASE("a batch has a greatest size") {
  const auto batch = [](std::size_t size) {
    std::string text = "[";
    for (std::size_t i = 0; i < size; ++i) text += (i ? "," : "") + call(R"("id":1,"method":"a")");
    return rpc::parse(text + "]");
  };
  CHECK(batch(limits::batch).items.size() == limits::batch);
  const auto refused = batch(limits::batch + 1);
  REQUIRE(refused.items.size() == 1);
  CHECK(!refused.batch);
  CHECK(std::get<Malformed>(refused.items[0]).refusal.code == ErrorCode::batch_too_large);
}

TEST_CASE("the key of a command is a UUID in lower case") {
  const auto key = [](const std::string& params) {
    return rpc::key_of(request_of(call(R"("id":1,"method":"m","params":)" + params)));
  };
  CHECK(key(R"({"key":"0f8fad5b-d9cb-469f-a165-70867728950e"})").value() == "0f8fad5b-d9cb-469f-a165-70867728950e");
  CHECK(key("{}").error().code == ErrorCode::key_missing);
  for (const char* bad : {R"({"key":""})", R"({"key":1})", R"({"key":null})", R"({"key":"0f8fad5bd9cb469fa16570867728950e"})",
                          R"({"key":"0F8FAD5B-D9CB-469F-A165-70867728950E"})"}) {
    CAPTURE(bad);
    CHECK(key(bad).error().code == ErrorCode::key_bad);
    CHECK(key(bad).error().data.field == "key");
  }
}

TEST_CASE("a command may say which one it comes after, with a key or not at all") {
  const auto after_key = [](const std::string& params) {
    return rpc::after_key_of(request_of(call(R"("id":1,"method":"m","params":)" + params)));
  };
  CHECK(after_key(R"({"after_key":"0f8fad5b-d9cb-469f-a165-70867728950e"})").value() == "0f8fad5b-d9cb-469f-a165-70867728950e");
  CHECK(after_key("{}").value().empty());
  for (const char* bad : {R"({"after_key":""})", R"({"after_key":1})", R"({"after_key":null})"}) {
    CAPTURE(bad);
    CHECK(after_key(bad).error().code == ErrorCode::key_bad);
    CHECK(after_key(bad).error().data.field == "after_key");
  }
}

TEST_CASE("replies, errors and notifications are texts of JSON-RPC") {
  CHECK(rpc::write_reply("7", R"({"rooms":[]})") == R"({"jsonrpc":"2.0","id":7,"result":{"rooms":[]}})");
  CHECK(
      rpc::write_error("null", Refusal(ErrorCode::not_found, "It is \"gone\".").field("room")) ==
      R"({"jsonrpc":"2.0","id":null,"error":{"code":1200,"message":"It is \"gone\".","data":{"code":"not_found","field":"room"}}})");
  CHECK(rpc::write_batch({"1", "2"}) == "[1,2]");
  CHECK(rpc::write_notification("resync", "{}") == R"({"jsonrpc":"2.0","method":"resync","params":{}})");
  CHECK(rpc::write_request("\"a\"", "hello", "{}") == R"({"jsonrpc":"2.0","id":"a","method":"hello","params":{}})");
  Change change;
  change.stream = "me";
  change.rev = Rev{2};
  change.mark = ReadMark{};
  CHECK(rpc::write_event(change) == R"({"jsonrpc":"2.0","method":"event","params":{"stream":"me","rev":2,"mark":{}}})");
}

TEST_CASE("a conflict carries the present message") {
  Refusal refusal(ErrorCode::conflict);
  refusal.data.current.emplace().text = "now";
  const auto error = parse(rpc::write_error("1", refusal)).value();
  CHECK(error.at("error").at("data").at("current").at("text") == "now");
}
