#include "tests/integration/community.hpp"

#include <stdexcept>

namespace standpipe::test {

namespace {

std::string set_up_code(const ServerProcess& server) {
  static const std::string mark = "set-up code: ";
  const auto at = server.greeting().find(mark);
  if (at == std::string::npos) throw std::runtime_error("the server printed no set-up code");
  const auto from = at + mark.size();
  return server.greeting().substr(from, server.greeting().find('\n', from) - from);
}

/// The answer's body, where it is no refusal.
template <class Result>
Result accepted(const HttpReply& reply) {
  if (reply.status != 200) throw std::runtime_error("refused with " + std::to_string(reply.status) + ": " + reply.body);
  return read<Result>(reply.json()).value();
}

}  // namespace

Community::Community(std::vector<std::string> arguments, std::map<std::string, std::string> environment) {
  environment.emplace("STANDPIPE_LIMITS_RATES", "false");
  server_ = std::make_unique<ServerProcess>(
      ServerProcess::Options{.data = data(), .arguments = std::move(arguments), .environment = std::move(environment)});
  administrator_ = {{}, "Ada", "ada@secretariat.example", {}};
  const auto body = body_of(SetupBody{set_up_code(*server_), administrator_.name, administrator_.email, password});
  administrator_.id = accepted<Approved>(post("/api/setup", body)).member;
  administrator_.token = log_in(administrator_.email);

  Peer admin = online(administrator_);
  for (const auto& room : admin.ask<RoomList>({}).rooms) rooms_[room.slug] = room.id;
  invitation_ = admin.ask<InvitationCreate>({1000, 90, {}, {}}).invitation.code;
}

Person Community::add(const std::string& name, const std::vector<std::string>& rooms) {
  auto body = application("member" + std::to_string(++added_) + "@utility.example");
  body.name = name;
  body.rooms = rooms;
  body.invitation = invitation_;
  const auto member = accepted<ApplyResult>(post("/api/apply", body_of(body))).member;
  return {member, name, body.email, log_in(body.email)};
}

void Community::appoint(const Person& person, const std::string& room) {
  online(administrator_).ask<RoomAppoint>({rooms_.at(room), person.id});
}

RoomId Community::add_group(const std::string& slug, const std::vector<Person>& people) {
  Peer admin = online(administrator_);
  const auto room = admin.ask<RoomCreate>({RoomKind::group, slug, "Group " + slug, {}, {}, {}}).room;
  for (const auto& person : people) admin.ask<RoomAddMember>({room, person.id});
  rooms_[slug] = room;
  return room;
}

Peer Community::online(const Person& person, const std::string& hello) {
  Peer peer(port(), person.token);
  peer.ok(Hello::name, hello);
  return peer;
}

std::string Community::log_in(const std::string& email, const std::string& with) {
  return accepted<LoginResult>(post("/api/login", body_of(LoginBody{email, with, "test", {}}))).token;
}

HttpReply Community::post(const std::string& path, const std::string& body, const std::string& token) {
  if (token.empty()) return http(port(), "POST", path, body);
  return http(port(), "POST", path, body, {{"Authorization", "Bearer " + token}});
}

ApplyBody Community::application(const std::string& email) const {
  return {.name = "Wanjiku",
          .email = email,
          .password = password,
          .utility = "Maji Water",
          .country = "KE",
          .job = "Network engineer",
          .languages = {"en"},
          .rooms = {"water-distribution"},
          .why = "We lose 40 % of what we pump.",
          .invitation = {}};
}

std::string refusal(const HttpReply& reply) {
  if (reply.status < 400) return {};
  return read<HttpErrorBody>(reply.json()).value().error.code;
}

}  // namespace standpipe::test
