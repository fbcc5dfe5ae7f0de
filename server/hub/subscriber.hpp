#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/results.hpp"
#include "server/domain/stream.hpp"
#include "server/hub/frame.hpp"
#include "server/hub/outlet.hpp"

namespace standpipe::hub {

class Hub;
class Stream;

/// One logged-in connection as its hub knows it. Lives on one I/O thread; at most a few hundred bytes while idle.
///
/// silent: logged in, no hello yet; gets nothing but a disconnect.
/// held:   hello is being answered; events are kept back, so that none is lost between the subscription and the snapshot.
/// live:   gets events as they come.
class Subscriber {
 public:
  /// How it wants its events, as it said in hello.
  struct Wish {
    bool lite = false;     ///< gathered for some time, and nothing that is never stored
    bool compact = false;  ///< in the compact form, where they have one
  };

  Subscriber(protocol::MemberId member, protocol::SessionId session, Outlet& outlet)
      : member_(member), session_(session), outlet_(&outlet) {}
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;
  ~Subscriber();

  protocol::MemberId member() const { return member_; }
  protocol::SessionId session() const { return session_; }
  bool live() const { return state_ == State::live; }
  Outlet& outlet() const { return *outlet_; }

 private:
  friend class Hub;

  enum class State : std::uint8_t { silent, held, live };

  struct Subscription {
    Stream* stream;
    std::uint32_t position;  ///< in its list
  };

  struct HeldEvent {
    domain::StreamKey stream;
    protocol::Rev rev;
    FramePtr frame;
  };

  /// What waits: while held, or in lite mode until the gathering time is over.
  struct Waiting {
    std::vector<HeldEvent> events;
    std::int64_t since_ms = 0;
    bool overflowed = false;
  };

  protocol::MemberId member_;
  protocol::SessionId session_;
  Outlet* outlet_;
  Hub* hub_ = nullptr;
  std::vector<Subscription> subscriptions_;
  std::unique_ptr<Waiting> waiting_;
  State state_ = State::silent;
  Wish wish_;
};

}  // namespace standpipe::hub
