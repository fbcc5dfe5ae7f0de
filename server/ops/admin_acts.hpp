#pragma once

#include <boost/describe.hpp>

#include <functional>
#include <string>
#include <string_view>

#include "server/domain/published.hpp"
#include "server/sequencer/core.hpp"

/// The acts of `standpiped admin` that are commands like any other: done by the running server, asked over its admin socket, or
/// by the program itself upon the data of a server that is stopped. Passwords are hashed before they get here.
namespace standpipe::ops {

struct AdminRequest {
  std::string act;  ///< "create-admin" or "reset-password"
  std::string name;
  std::string email;
  std::string password_hash;
};
BOOST_DESCRIBE_STRUCT(AdminRequest, (), (act, name, email, password_hash))

struct AdminAnswer {
  bool done = false;
  std::string text;  ///< for people
};
BOOST_DESCRIBE_STRUCT(AdminAnswer, (), (done, text))

/// Runs one command in the order of all, and waits for its commit.
using RunCommand = std::function<sequencer::CommandResult(domain::Command)>;

AdminAnswer carry_out(const AdminRequest& request, const domain::Published& published, const RunCommand& run);

/// The same for a line from the admin socket.
std::string answer_line(std::string_view line, const domain::Published& published, const RunCommand& run);

}  // namespace standpipe::ops
