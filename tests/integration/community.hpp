#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "protocol/errors.hpp"
#include "protocol/http.hpp"
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
  /// The environment comes on top of the one without rates: STANDPIPE_LIMITS_RATES=true brings them back.
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

  /// A private project group with these people in it; the administrator is not one of them.
  RoomId add_group(const std::string& slug, const std::vector<Person>& people);

  /// A connection that has said hello.
  Peer online(const Person& person, const std::string& hello = "{}");
  /// A token. Throws std::runtime_error where it was refused.
  std::string log_in(const std::string& email, const std::string& with = password);
  RoomId room(const std::string& slug) const { return rooms_.at(slug); }

  /// POST of a JSON body; with the token as Authorization where one is given.
  HttpReply post(const std::string& path, const std::string& body, const std::string& token = {});
  /// An application that only wants its e-mail address: who applies is from a utility in Kenya and is drawn to water
  /// distribution.
  ApplyBody application(const std::string& email) const;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ServerProcess> server_;
  Person administrator_;
  std::map<std::string, RoomId> rooms_;
  std::string invitation_;
  int added_ = 0;
};

/// A request's body: what has its default is left out of answers only.
template <class Body>
std::string body_of(const Body& body) {
  std::string text;
  write_params(text, body);
  return text;
}

/// Why a call was refused; `code` is "" where it was not.
template <class M>
ErrorData refusal(Peer& peer, const typename M::Params& params) {
  const auto answer = peer.call(M::name, Peer::text_of<M>(params, {}));
  const auto* error = answer.if_contains("error");
  return error == nullptr ? ErrorData{} : read<ErrorData>(error->at("data")).value();
}

/// The code of an HTTP answer that is a refusal; "" where it is none.
std::string refusal(const HttpReply& reply);

/// A message for a room's chat.
inline MessagePost::Params to_chat(RoomId room, std::string text) {
  return {room, {}, std::move(text), {}, {}, {}};
}

/// Asks again until it is true: for what the server does by itself soon after an answer.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds within = std::chrono::seconds(10)) {
  const auto end = std::chrono::steady_clock::now() + within;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

/// An event with a message of that text.
inline auto says(std::string text) {
  return [text = std::move(text)](const Change& change) { return change.message && change.message->text == text; };
}

}  // namespace standpipe::test
