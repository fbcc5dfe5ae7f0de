#include "server/ops/admin_acts.hpp"

#include "protocol/codec.hpp"

namespace standpipe::ops {

namespace {

AdminAnswer answer_of(const sequencer::CommandResult& result, std::string done) {
  if (result.has_error()) return {false, result.error().text};
  return {true, std::move(done)};
}

AdminAnswer create_admin(const AdminRequest& request, const RunCommand& run) {
  domain::Command command;
  command.payload = domain::CreateAdministrator{request.name, request.email, request.password_hash};
  return answer_of(run(std::move(command)), request.email + " is an administrator now.");
}

AdminAnswer reset_password(const AdminRequest& request, const domain::Published& published, const RunCommand& run) {
  const auto member = published.read([&](const domain::State& state) {
    const auto at = state.by_email.find(request.email);
    return at == state.by_email.end() ? domain::MemberId{} : at->second;
  });
  if (!member) return {false, "No member has the e-mail address " + request.email + ". Check its spelling."};
  domain::Command command;
  command.payload = domain::SetPassword{.member = member, .password_hash = request.password_hash, .keep = {}};
  return answer_of(run(std::move(command)), "The password of " + request.email + " is set; all their log-ins have ended.");
}

}  // namespace

AdminAnswer carry_out(const AdminRequest& request, const domain::Published& published, const RunCommand& run) {
  if (request.act == "create-admin") return create_admin(request, run);
  if (request.act == "reset-password") return reset_password(request, published, run);
  return {false, "This server does not know '" + request.act + "': is it of another version?"};
}

std::string answer_line(std::string_view line, const domain::Published& published, const RunCommand& run) {
  const auto json = protocol::parse(line);
  if (json.has_error()) return protocol::to_json(AdminAnswer{false, json.error().text});
  const auto request = protocol::read<AdminRequest>(json.value());
  if (request.has_error()) return protocol::to_json(AdminAnswer{false, request.error().field + " " + request.error().text});
  return protocol::to_json(carry_out(*request, published, run));
}

}  // namespace standpipe::ops
