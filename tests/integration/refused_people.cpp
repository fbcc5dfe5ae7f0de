#include <doctest/doctest.h>

#include "tests/integration/refusals.hpp"

/// Refusals of the request itself, and of who asks.
namespace standpipe::test {

namespace {

std::string log_in_body(const std::string& email, const std::string& with = password) {
  return body_of(LoginBody{email, with, {}, {}});
}

ApplicationId apply(Community& community, const ApplyBody& body) {
  const auto reply = community.post("/api/apply", body_of(body));
  REQUIRE(reply.status == 200);
  return read<ApplyResult>(reply.json()).value().application;
}

}  // namespace

void refuse_requests(Refusals& refusals, Community& community) {
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  {
    Peer silent(community.port(), amina.token);
    refusals.rpc<RoomList>(ErrorCode::hello_first, silent, {});
  }
  Peer a = community.online(amina);
  refusals.rpc(ErrorCode::bad_json, answer_to(a, R"({"jsonrpc":"2.0","id":1,)"));
  refusals.rpc(ErrorCode::bad_request, answer_to(a, R"({"id":1,"method":"room.list"})"));
  std::string batch(R"([{"jsonrpc":"2.0","id":0,"method":"room.list"})");
  for (int i = 1; i <= 100; ++i) batch += R"(,{"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":"room.list"})";
  refusals.rpc(ErrorCode::batch_too_large, answer_to(a, batch + "]"));
  refusals.rpc(ErrorCode::method_unknown, a.call("message.pots"));
  const auto number = std::to_string(room.value);
  CHECK(refusals.rpc(ErrorCode::key_missing, a.call("room.join", R"({"room":)" + number + "}")).field == "key");
  CHECK(refusals.rpc(ErrorCode::key_bad, a.call("room.join", R"({"room":)" + number + R"(,"key":"1"})")).field == "key");
  const std::string shouted = Peer::with_key(R"({"room":)" + number + "}", "0F8FAD5B-D9CB-469F-A165-70867728950E");
  CHECK(refusals.rpc(ErrorCode::key_bad, a.call("room.join", shouted)).field == "key");
  CHECK(refusals.rpc<PresenceList>(ErrorCode::not_a_member, a, {community.room("asset-management")}).field == "room");
  CHECK(refusals.rpc<PresenceList>(ErrorCode::not_found, a, {RoomId{4711}}).field == "room");
  CHECK(refusals.rpc<MessagePost>(ErrorCode::argument_missing, a, to_chat(room, " \n")).field == "text");
  CHECK(refusals.rpc<MessagePost>(ErrorCode::argument_bad, a, {room, {}, "text", "klingon!", {}, {}}).field == "lang");
  CHECK(refusals.rpc<MessagePost>(ErrorCode::argument_too_long, a, to_chat(room, std::string(16385, 'x'))).field == "text");
  const std::vector<MemberId> many(201, amina.id);
  CHECK(refusals.rpc<MemberGet>(ErrorCode::too_many, a, {many}).field == "members");

  // Over HTTP the same refusals have the same form.
  refusals.rpc(ErrorCode::bad_json, community.post("/api/rpc", "{", amina.token).json().as_object());
  refusals.http(ErrorCode::not_found, http(community.port(), "GET", "/nowhere"));
}

void refuse_people(Refusals& refusals, Community& community) {
  Peer admin = community.online(community.administrator());
  const std::string rpc = R"({"jsonrpc":"2.0","id":1,"method":"room.list"})";
  refusals.http(ErrorCode::not_logged_in, community.post("/api/rpc", rpc));
  refusals.http(ErrorCode::log_in_failed, community.post("/api/login", log_in_body("nobody@utility.example")));
  refusals.http(ErrorCode::set_up_done, community.post("/api/setup", body_of(SetupBody{"x", "Eve", "eve@x.example", password})));
  const auto elsewhere = http(community.port(), "POST", "/api/login", log_in_body(community.administrator().email),
                              {{"Origin", "https://elsewhere.example"}});
  refusals.http(ErrorCode::origin_refused, elsewhere);

  const Person amina = community.add("Amina");
  refusals.http(ErrorCode::email_taken, community.post("/api/apply", body_of(community.application(amina.email))));
  refusals.http(ErrorCode::password_wrong,
                community.post("/api/password", body_of(PasswordBody{"not this one", "another long one"}), amina.token));
  refusals.http(ErrorCode::password_weak, community.post("/api/password", body_of(PasswordBody{password, "short"}), amina.token));
  CHECK(community.post("/api/logout", "{}", amina.token).status == 200);
  refusals.http(ErrorCode::session_ended, community.post("/api/rpc", rpc, amina.token));

  auto application = community.application("wanjiku@maji.example");
  application.invitation = "not-an-invitation";
  refusals.http(ErrorCode::invitation_invalid, community.post("/api/apply", body_of(application)));
  application.invitation.reset();
  const auto waits = apply(community, application);
  refusals.http(ErrorCode::already_applied, community.post("/api/apply", body_of(application)));
  refusals.http(ErrorCode::application_pending, community.post("/api/login", log_in_body(application.email)));
  admin.ask<ApplicationDecline>({waits, "no utility of that name"});
  const auto declined =
      refusals.http(ErrorCode::application_declined, community.post("/api/login", log_in_body(application.email)));
  CHECK(declined.reason == "no utility of that name");
  refusals.rpc<ApplicationApprove>(ErrorCode::already_decided, admin, {waits, {}});

  const Person luis = community.add("Luis");
  const auto until = admin.ask<MemberSuspend>({luis.id, "abuse", 60}).until;
  const auto suspended = refusals.http(ErrorCode::suspended, community.post("/api/login", log_in_body(luis.email)));
  CHECK(suspended.reason == "abuse");
  CHECK(suspended.until == until);
  const Person joel = community.add("Joel");
  admin.ask<MemberDeactivate>({joel.id, true, "has retired"});
  refusals.http(ErrorCode::account_inactive, community.post("/api/login", log_in_body(joel.email)));
}

void refuse_set_up(Refusals& refusals) {
  const TemporaryFolder folder;
  const ServerProcess server({.data = folder.path() / "data"});
  const auto body = body_of(SetupBody{"AAAA-AAAA-AAAA", "Eve", "eve@x.example", password});
  CHECK(refusals.http(ErrorCode::set_up_code_wrong, http(server.port(), "POST", "/api/setup", body)).field == "code");
}

}  // namespace standpipe::test
