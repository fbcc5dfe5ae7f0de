#include <doctest/doctest.h>

#include "protocol/codec.hpp"
#include "server/ops/admin_acts.hpp"
#include "server/ops/admin_socket.hpp"
#include "tests/unit/store/disk_store.hpp"

using namespace standpipe::test;  // NOLINT
namespace ops = standpipe::ops;
namespace domain = standpipe::domain;
namespace sequencer = standpipe::sequencer;

namespace {

struct Server {
  DiskStore disk;
  domain::Published published{disk.store->load().value()};
  sequencer::Core core{*disk.store, published, disk.store->load().value(), [] { return 1'700'000'000'000; }};
  ops::AdminAnswer act(const ops::AdminRequest& request) {
    return ops::carry_out(request, published, [this](domain::Command command) { return core.run(std::move(command)); });
  }
};

}  // namespace

TEST_CASE("an administrator is made, and a password set by e-mail address") {
  Server server;
  CHECK(server.act({"create-admin", "Ada", "ada@example.org", "first"}).done);
  CHECK_FALSE(server.act({"create-admin", "Ada", "ada@example.org", "first"}).done);
  const auto& state = server.core.state();
  const auto ada = state.by_email.at("ada@example.org");
  CHECK(state.member(ada)->account.profile.role == Role::administrator);
  CHECK(server.act({"reset-password", "", "ada@example.org", "second"}).done);
  CHECK(server.core.state().member(ada)->account.password_hash == "second");
  CHECK_FALSE(server.act({"reset-password", "", "nobody@example.org", "x"}).done);
  CHECK_FALSE(server.act({"dance", "", "", ""}).done);
}

TEST_CASE("the admin socket answers line by line, and what is malformed gets an error") {
  Server server;
  const auto path = server.disk.folder / "admin.sock";
  ops::AdminSocket socket(path, [&](std::string_view line) {
    return ops::answer_line(line, server.published, [&](domain::Command command) { return server.core.run(std::move(command)); });
  });
  socket.start();
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::others_all) == std::filesystem::perms::none);
  const auto made = ops::ask_server(path, to_json(ops::AdminRequest{"create-admin", "Ada", "ada@example.org", "hash"}));
  REQUIRE(made.has_value());
  CHECK(made->find("\"done\":true") != std::string::npos);
  CHECK(ops::ask_server(path, "{nonsense")->find("done") == std::string::npos);
  CHECK(ops::ask_server(path, R"({"act":7})")->find("act") != std::string::npos);
  socket.stop();
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(ops::ask_server(path, "{}").has_error());
}
