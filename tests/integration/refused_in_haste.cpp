#include <doctest/doctest.h>
#include <signal.h>  // NOLINT: kill

#include "tests/integration/refusals.hpp"

/// Refusals by which a server defends itself.
namespace standpipe::test {

namespace {

/// Members who send posts without waiting for answers, as many as may be unanswered.
class Crowd {
 public:
  explicit Crowd(Community& community) : room_(community.room("water-distribution")) {
    for (int i = 0; i < 8; ++i) peers_.push_back(community.online(community.add("Member " + std::to_string(i))));
  }

  void send(int each) {
    for (auto& peer : peers_) {
      for (int i = 0; i < each; ++i) {
        peer.send(R"({"jsonrpc":"2.0","id":)" + std::to_string(++id_) + R"(,"method":"message.post","params":)" +
                  Peer::text_of<MessagePost>(to_chat(room_, "all at once"), {}) + "}");
      }
    }
  }

  /// The next refusal with that code that comes to any of them.
  std::optional<boost::json::object> refused(ErrorCode code, std::chrono::milliseconds within) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < end) {
      for (auto& peer : peers_) {
        while (const auto text = peer.receive(std::chrono::milliseconds(1))) {
          auto message = parse(*text).value().as_object();
          const auto* error = message.if_contains("error");
          if (error != nullptr && error->at("data").at("code").as_string() == to_name(code)) return message;
        }
      }
    }
    return std::nullopt;
  }

 private:
  RoomId room_;
  std::vector<Peer> peers_;
  std::int64_t id_ = 0;
};

}  // namespace

void refuse_in_haste(Refusals& refusals) {
  Community community({}, {{"STANDPIPE_LIMITS_RATES", "true"},
                           {"STANDPIPE_LIMITS_COMMANDS", "[6, 3]"},
                           {"STANDPIPE_LIMITS_QUERIES", "[6, 5]"},
                           {"STANDPIPE_LIMITS_LOG_IN_TRIES", "2"}});
  const Person amina = community.add("Amina");
  const RoomId room = community.room("water-distribution");
  Peer a = community.online(amina);
  Peer other = community.online(amina);
  a.ask<MessagePost>(to_chat(room, "one"));
  other.ask<MessagePost>(to_chat(room, "two"));
  a.ask<MessagePost>(to_chat(room, "three"));
  CHECK(refusals.rpc<MessagePost>(ErrorCode::too_many_requests, other, to_chat(room, "four")).retry_after_ms > 0);
  CHECK(refusals.rpc<MessagePost>(ErrorCode::too_many_requests, a, to_chat(room, "four")).retry_after_ms <= 10'000);
  for (int i = 0; i < 3; ++i) a.ask<MessagePins>({room});  // each hello counts, too
  refusals.rpc<MessagePins>(ErrorCode::too_many_requests, a, {room});

  // With the wrong password, and then with the right one: both are told to wait, so that guessing does not pay.
  const auto wrong = body_of(LoginBody{amina.email, "not her password", {}, {}});
  while (refusal(community.post("/api/login", wrong)) == to_name(ErrorCode::log_in_failed)) {
  }
  const auto waits = refusals.http(ErrorCode::too_many_requests,
                                   community.post("/api/login", body_of(LoginBody{amina.email, password, {}, {}})));
  CHECK(waits.retry_after_ms > 0);
}

void refuse_under_load(Refusals& refusals) {
  Community community({}, {{"STANDPIPE_STORE_COMMANDS_AT_ONCE", "1"},
                           {"STANDPIPE_STORE_COMMANDS_WAITING", "2000"},
                           {"STANDPIPE_LIMITS_IN_FLIGHT", "1000"}});
  Crowd crowd(community);
  crowd.send(400);
  const auto busy = crowd.refused(ErrorCode::busy, std::chrono::seconds(20));
  REQUIRE(busy);
  CHECK(refusals.rpc(ErrorCode::busy, *busy).retry_after_ms > 0);

  // What waits when the server is told to stop is still committed, and what comes meanwhile is refused. Nothing is read while it
  // is sent, for the server waits with its good-bye until it has been answered.
  crowd.send(250);
  ::kill(community.server().pid(), SIGTERM);
  std::optional<boost::json::object> going;
  for (int attempt = 0; attempt < 10 && !going; ++attempt) {
    for (int i = 0; i < 100; ++i) {
      crowd.send(1);
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    going = crowd.refused(ErrorCode::going_away, std::chrono::milliseconds(1));
  }
  REQUIRE(going);
  refusals.rpc(ErrorCode::going_away, *going);
}

}  // namespace standpipe::test
