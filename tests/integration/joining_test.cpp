#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <thread>

#include "tests/integration/community.hpp"

/// Invitations and applications.
namespace standpipe::test {

namespace {

ApplyResult applied(const HttpReply& reply) {
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  return read<ApplyResult>(reply.json()).value();
}

/// With that invitation, and no wishes of their own.
ApplyBody invited(const Community& community, const std::string& email, const std::string& code) {
  auto body = community.application(email);
  body.rooms.clear();
  body.invitation = code;
  return body;
}

HttpReply log_in(Community& community, const std::string& email) {
  return community.post("/api/login", body_of(LoginBody{email, password, {}, {}}));
}

}  // namespace

TEST_CASE("an invitation lets in as many as it says, into its rooms, until it is revoked") {
  Community community;
  const Person mod = community.add("Mod");
  const RoomId group = community.add_group("twinning", {mod});
  community.appoint(mod, "twinning");
  Peer m = community.online(mod);
  const auto key = fresh_key();
  const InvitationCreate::Params two{2, 7, "for the utility in Kisumu", std::vector{group}};
  const auto made = m.ask<InvitationCreate>(two, key).invitation;
  CHECK_FALSE(made.code.empty());
  CHECK(m.ask<InvitationCreate>(two, key).invitation.code.empty());  // a code is told once

  CHECK(applied(community.post("/api/apply", body_of(invited(community, "one@maji.example", made.code)))).member);
  const auto second = applied(community.post("/api/apply", body_of(invited(community, "two@maji.example", made.code))));
  CHECK(second.status == ApplicationStatus::approved);
  CHECK(refusal(community.post("/api/apply", body_of(invited(community, "three@maji.example", made.code)))) ==
        "invitation_invalid");
  CHECK(m.ask<InvitationList>({}).invitations.at(0).uses_left == 0);
  const auto members = m.ask<RoomMembers>({group, {}, {}});
  CHECK(members.total == 3);

  const auto other = m.ask<InvitationCreate>({5, 7, {}, {}}).invitation;
  m.ask<InvitationRevoke>({other.id});
  CHECK(refusal(community.post("/api/apply", body_of(invited(community, "three@maji.example", other.code)))) ==
        "invitation_invalid");
  // One whose maker is no moderator any more holds no longer.
  const auto third = m.ask<InvitationCreate>({5, 7, {}, {}}).invitation;
  community.online(community.administrator()).ask<RoomDismiss>({group, mod.id, {}});
  CHECK(refusal(community.post("/api/apply", body_of(invited(community, "three@maji.example", third.code)))) ==
        "invitation_invalid");
}

TEST_CASE("strangers see the open communities of practice, which they may apply for, and nothing else") {
  Community community;
  const Person mod = community.add("Mod");
  community.add_group("twinning", {mod});
  Peer admin = community.online(community.administrator());
  admin.ask<RoomCreate>({RoomKind::announcement, "news", "News", {}, {}, {}});
  admin.ask<RoomArchive>({community.room("wop-practice"), true, {}});
  const auto reply = http(community.port(), "GET", "/api/cops");
  REQUIRE(reply.status == 200);
  const auto cops = read<CopList>(reply.json()).value().rooms;
  CHECK(cops.size() == 8);
  for (const auto& cop : cops) {
    CHECK(community.room(cop.slug));
    CHECK(cop.slug != "wop-practice");
    CHECK_FALSE(cop.name.empty());
  }
}

TEST_CASE("who has no log-in yet, and who says hello, is told the community's name") {
  Community community({}, {{"STANDPIPE_COMMUNITY_NAME", "Amis de l'eau"}});
  CHECK(read<CopList>(http(community.port(), "GET", "/api/cops").json()).value().community == "Amis de l'eau");
  Peer admin(community.port(), community.administrator().token);
  CHECK(admin.ask<Hello>({}).community == "Amis de l'eau");
}

TEST_CASE("of many who use the last place of an invitation at the same time one gets it") {
  Community community;
  Peer admin = community.online(community.administrator());
  const auto made = admin.ask<InvitationCreate>({1, 1, {}, {}}).invitation;
  constexpr int people = 6;
  std::vector<std::string> codes(people);
  std::vector<std::thread> threads;
  for (int i = 0; i < people; ++i) {
    threads.emplace_back([&, i] {
      const auto body = invited(community, "person" + std::to_string(i) + "@maji.example", made.code);
      codes[static_cast<std::size_t>(i)] = refusal(community.post("/api/apply", body_of(body)));
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(std::ranges::count(codes, "") == 1);
  CHECK(std::ranges::count(codes, "invitation_invalid") == people - 1);
  CHECK(admin.ask<ServerState>({}).members == 2);
}

TEST_CASE("an application is on the desks of the communities that it names, and whoever approves it lets the person in") {
  Community community;
  const Person mod = community.add("Mod");
  const Person other = community.add("Other", {"asset-management"});
  community.appoint(mod, "water-distribution");
  community.appoint(other, "asset-management");
  Peer m = community.online(mod);
  Peer o = community.online(other);
  auto body = community.application("wanjiku@maji.example");
  const auto id = applied(community.post("/api/apply", body_of(body))).application;
  const auto told = m.event([](const Change& change) { return change.application.has_value(); });
  CHECK(told.stream == "desk:" + std::to_string(community.room("water-distribution").value));
  CHECK(told.application->why == body.why);
  CHECK(o.ask<ApplicationList>({}).applications.empty());
  CHECK(refusal<ApplicationApprove>(o, {id, {}}).code == "not_found");
  CHECK(refusal<ApplicationDecline>(o, {id, "no"}).code == "not_found");

  body.email = "WANJIKU@Maji.example";
  CHECK(refusal(community.post("/api/apply", body_of(body))) == "already_applied");
  m.ask<ApplicationDecline>({id, "of which utility?"});
  CHECK(read<HttpErrorBody>(log_in(community, body.email).json()).value().error.reason == "of which utility?");
  const auto again = applied(community.post("/api/apply", body_of(body))).application;
  CHECK(refusal(log_in(community, body.email)) == "application_pending");
  const auto member = m.ask<ApplicationApprove>({again, {}}).member;
  CHECK(refusal<ApplicationApprove>(m, {again, {}}).code == "already_decided");
  Peer peer = community.online({member, body.name, body.email, community.log_in(body.email)});
  CHECK(peer.ask<MessageHistory>({community.room("water-distribution"), {}, {}, {}, {}, {}, {}, {}}).messages.empty());
  CHECK(refusal<MessageHistory>(peer, {community.room("asset-management"), {}, {}, {}, {}, {}, {}, {}}).code == "not_a_member");
  CHECK(refusal(community.post("/api/apply", body_of(body))) == "email_taken");
}

TEST_CASE("of two moderators who decide an application at the same time one decides it") {
  Community community;
  const Person one = community.add("One");
  const Person two = community.add("Two");
  community.appoint(one, "water-distribution");
  community.appoint(two, "water-distribution");
  Peer o = community.online(one);
  Peer t = community.online(two);
  for (int round = 0; round < 10; ++round) {
    const auto email = "person" + std::to_string(round) + "@maji.example";
    const auto id = applied(community.post("/api/apply", body_of(community.application(email)))).application;
    std::string approved, declined;
    std::thread a([&] { approved = o.no<ApplicationApprove>({id, {}}); });
    std::thread b([&] { declined = t.no<ApplicationDecline>({id, "not now"}); });
    a.join();
    b.join();
    REQUIRE(approved.empty() != declined.empty());
    CHECK(approved + declined == "already_decided");
    CHECK(refusal(log_in(community, email)) == (approved.empty() ? "" : "application_declined"));
  }
}

TEST_CASE("an applicant's address is compared with the domains of the utilities") {
  Community community;
  Peer admin = community.online(community.administrator());
  const auto maji = admin.ask<UtilityCreate>({"Maji Water", "KE", {"maji.example"}}).utility;
  const auto tubig = admin.ask<UtilityCreate>({"Tubig Water", "PH", {"tubig.example"}}).utility;
  struct Row {
    const char* email;
    const char* utility;
    UtilityId known;
    bool by_domain;
  };
  const Row rows[] = {
      {"a@maji.example", "anything", maji, true},    {"b@ops.maji.example", "anything", maji, true},
      {"c@MAJI.example", "Tubig Water", maji, true}, {"d@notmaji.example", "anything", {}, false},
      {"e@maji.example.net", "anything", {}, false}, {"f@mail.example", "tubig water", tubig, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.email);
    auto body = community.application(row.email);
    body.utility = row.utility;
    const auto id = applied(community.post("/api/apply", body_of(body))).application;
    const auto waiting = admin.ask<ApplicationList>({{}, ApplicationId{id.value - 1}, {}}).applications;
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].utility == row.known);
    CHECK(waiting[0].domain_matches == row.by_domain);
  }
  // Who approves decides the employer; the profile has its name.
  const auto last = admin.ask<ApplicationList>({}).applications.back();
  const auto member = admin.ask<ApplicationApprove>({last.id, maji}).member;
  CHECK(admin.ask<MemberGet>({{member}}).members.at(0).utility_name == "Maji Water");
}

}  // namespace standpipe::test
