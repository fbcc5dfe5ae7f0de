#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/hub/batch.hpp"
#include "server/hub/stream.hpp"
#include "server/hub/subscriber.hpp"

namespace standpipe::hub {

/// Streams → connections of one I/O thread. Only that thread calls it, so it needs no lock. Subscribers unsubscribe
/// themselves when they are destroyed; the hub must outlive them.
///
/// A commit's events, and what is never stored, wait in their streams, and the subscribers get them in turn, each by one write
/// all that there is for it by then. Who stands at the same place in a stream shares the bytes. Whatever lets somebody get more
/// or less brings them up to date first: so each event goes to those who were subscribed when it happened, and are still there.
class Hub {
 public:
  static constexpr std::size_t held_limit = 4096;  ///< events kept back during a hello; beyond, a resync
  static constexpr std::int64_t gather_ms = 2000;  ///< lite mode

  /// Called when there is something to send and `send_some` has not been at it; may post, but not call back.
  using OnWork = std::function<void()>;

  explicit Hub(OnWork on_work = [] {}) : on_work_(std::move(on_work)) {}
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// A connection that has logged in; it is silent.
  void add(Subscriber& subscriber);

  /// A hello begins: subscribed to exactly these streams, and held.
  void hold(Subscriber& subscriber, std::span<const domain::StreamKey> streams, Subscriber::Wish wish);

  /// The hello has been answered from a snapshot with these heads: what was kept back and is newer goes out, the rest is
  /// dropped, and the connection is live. Streams without a head here were entered meanwhile: theirs goes out whole.
  void release(Subscriber& subscriber, std::span<const std::pair<domain::StreamKey, domain::Rev>> heads);

  /// The hello failed: back to silent.
  void abandon(Subscriber& subscriber);

  /// Runs a commit's steps. Answers, and all that those who posted are to get, are queued now; the other events are sent by
  /// `send_some`.
  void run(const BatchPtr& batch, std::size_t io_thread);

  /// Whether `send_some` has nothing to do.
  bool idle() const { return active_.empty(); }

  /// Sends what they are to get to the next few subscribers. To be called over and over as long as the hub is not idle, with
  /// turns of the loop between: what a room of thousands gets then keeps neither a post waiting nor another room.
  void send_some();

  /// What is never stored (presence, typing), for the live, not lite subscribers of a stream, but not for its author.
  void pass_on(domain::StreamKey stream, FramePtr frame, domain::MemberId author);

  /// Flushes what lite connections have waited for long enough. Call it about twice a second with a steady time in ms.
  void tick(std::int64_t now_ms);

  std::size_t subscribers() const { return subscribers_; }

  /// Whether a member has a live connection on this thread.
  bool online(domain::MemberId member) const;

 private:
  friend class Subscriber;

  void append(DeliveryPtr delivery);
  void catch_up(Subscriber& subscriber);
  void send_outgoing(Subscriber& subscriber);
  template <class Do>
  static void for_each_stream(Subscriber& subscriber, Do what);
  void take(Subscriber& subscriber, Stream& stream, std::uint32_t position);
  void give(Subscriber& subscriber, const Delivery& delivery);
  void apply(const domain::Effect& effect);
  void subscribe(Subscriber& subscriber, domain::StreamKey stream);
  bool unsubscribe(Subscriber& subscriber, domain::StreamKey stream);
  void unsubscribe_all(Subscriber& subscriber);
  void remove(Subscriber& subscriber);
  void send_waiting(Subscriber& subscriber);
  std::vector<Subscriber*> connections_of(domain::MemberId member) const;

  OnWork on_work_;
  bool at_work_ = false;  ///< `send_some` is, or was asked to be
  std::unordered_map<std::int64_t, Stream> streams_;
  std::deque<Stream*> active_;                 ///< those not at rest, in turn
  std::vector<FramePtr> outgoing_;             ///< what one subscriber is about to get
  std::unordered_set<Subscriber*> gathering_;  ///< lite connections with something waiting
  std::size_t subscribers_ = 0;
  std::int64_t now_ms_ = 0;
};

}  // namespace standpipe::hub
