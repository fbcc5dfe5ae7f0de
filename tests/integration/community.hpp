#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/methods.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/server_process.hpp"

namespace standpipe::test {

using namespace protocol;

/// A person with a log-in.
struct Person {
  MemberId id;
  std::string name;
  std::string email;
  std::string token;
};

inline constexpr const char* password = "a long enough one";

/// A real server with the nine CoPs, an administrator, and whoever a test adds. Rate limits are off, the rest is as shipped.
class Community {
 public:
  explicit Community(std::vector<std::string> arguments = {}, std::map<std::string, std::string> environment = {});

  ServerProcess& server() { return *server_; }
  int port() const { return server_->port(); }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path data() const { return folder_.path() / "data"; }

  const Person& administrator() const { return administrator_; }
  /// A member, by invitation, who is in the rooms with these slugs.
  Person add(const std::string& name, const std::vector<std::string>& rooms = {"water-distribution"});
  /// Makes a member a moderator of a room.
  void appoint(const Person& person, const std::string& room);

  /// A connection that has said hello.
  Peer online(const Person& person, const std::string& hello = "{}");
  std::string log_in(const std::string& email, const std::string& with = password);
  RoomId room(const std::string& slug) const { return rooms_.at(slug); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ServerProcess> server_;
  Person administrator_;
  std::map<std::string, RoomId> rooms_;
  std::string invitation_;
};

/// An event with a message of that text.
inline auto says(std::string text) {
  return [text = std::move(text)](const Change& change) { return change.message && change.message->text == text; };
}

}  // namespace standpipe::test
