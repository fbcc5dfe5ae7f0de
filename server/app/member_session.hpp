#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/methods_session.hpp"
#include "server/app/call.hpp"
#include "server/app/service.hpp"
#include "server/hub/hub.hpp"

namespace standpipe::app {

/// A member's WebSocket connection: takes requests, says hello, keeps to the limits. Lives on one I/O thread; what other
/// threads do for it comes back to that thread and finds the session by a tie, which is empty once it has gone.
class MemberSession final : public Session {
 public:
  MemberSession(Runtime& runtime, const domain::SessionRecord& log_in, Connections::Place place, hub::Outlet& outlet,
                std::size_t io_thread);
  ~MemberSession() override;
  MemberSession(const MemberSession&) = delete;
  MemberSession& operator=(const MemberSession&) = delete;

  void on_text(std::string_view text) override;
  void on_resync() override;

  /// Whether the connection may ask for that method now: hello_first.
  std::optional<protocol::Refusal> objection_to(std::string_view method) const;

  /// Subscribes the connection to the member's streams and keeps their events back, answers from a snapshot, lets the events
  /// that are newer follow. A second hello does the same again; one during another is refused. When it fails, the
  /// connection is as if it had never said hello.
  void hello(const protocol::Hello::Params& params, const Reply& reply);

  /// Tells the others in the room, where the member may post. More than one in two seconds are not passed on, and none in a room
  /// so large that it would cost more than it tells; that is not said.
  void typing(const protocol::TypingNow::Params& params, const Reply& reply);

 private:
  struct Tie {
    MemberSession* session;
  };
  using Heads = std::vector<std::pair<domain::StreamKey, protocol::Rev>>;
  struct Greeting;

  void send(std::string text);
  static Greeting greet(const Settings& settings, const protocol::Hello::Params& params, const query::Viewer& viewer,
                        query::Context& context);
  void finish_hello(const Greeting& greeting, const Reply& reply);
  void go_live(const Heads& heads);
  void go_online();
  void go_offline();
  hub::Hub& hub() const;

  Runtime& runtime_;
  const Caller caller_;
  const protocol::Time expires_at_;
  const Connections::Place place_;
  hub::Subscriber subscriber_;
  std::shared_ptr<Tie> tie_;
  std::int64_t under_way_ = 0;  ///< requests without an answer
  std::int64_t bad_frames_ = 0;
  std::int64_t typing_told_ms_ = 0;
  enum class Stage : std::uint8_t { silent, greeting, greeted } stage_ = Stage::silent;
  bool online_ = false;
};

}  // namespace standpipe::app
