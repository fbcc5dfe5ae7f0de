#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/hub/batch.hpp"
#include "server/hub/subscriber.hpp"

namespace standpipe::hub {

/// Streams → connections of one I/O thread. Only that thread calls it, so it needs no lock. Subscribers unsubscribe
/// themselves when they are destroyed; the hub must outlive them.
///
/// All events that a turn of the loop brings for a stream become one run of bytes, which its subscribers share: one for those who
/// want them classic, one for those who want them compact. Whatever lets somebody get more or less sends first what was gathered
/// before it: so each event goes to those who were subscribed when it happened, and are still there.
class Hub {
 public:
  static constexpr std::size_t held_limit = 4096;  ///< events kept back during a hello; beyond, a resync
  static constexpr std::int64_t gather_ms = 2000;  ///< lite mode

  Hub() = default;
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

  /// Whether no events wait for `flush`.
  bool idle() const { return turn_.empty(); }

  /// Runs a commit's steps: its answers now, its events with those of other commits when `flush` is called. `io_thread` is the
  /// caller's index. Where the hub was idle before, the caller lets flush be called at the end of the present turn of its loop.
  void run(BatchPtr batch, std::size_t io_thread);

  /// Sends what `run` has gathered: to each subscriber of a stream, in its order, all of a turn's events by one write.
  void flush();

  /// Sends what is never stored (presence, typing) to the live, not lite subscribers of a stream, but not to `except`.
  void deliver_ephemeral(domain::StreamKey stream, const FramePtr& frame, domain::MemberId except);

  /// Flushes what lite connections have waited for long enough. Call it about twice a second with a steady time in ms.
  void tick(std::int64_t now_ms);

  std::size_t subscribers() const { return subscribers_; }

  /// Whether a member has a live connection on this thread.
  bool online(domain::MemberId member) const;

 private:
  friend class Subscriber;

  struct Stream {
    std::vector<Subscriber*> subscribers;
    std::vector<const Delivery*> gathered;  ///< of this turn; they lie in turn_
  };

  void gather(const Delivery& delivery);
  void send_gathered(const Stream& stream);
  void send_all();
  void give(Subscriber& subscriber, const Delivery& delivery);
  void apply(const domain::Effect& effect);
  void subscribe(Subscriber& subscriber, domain::StreamKey stream);
  bool unsubscribe(Subscriber& subscriber, domain::StreamKey stream);
  void unsubscribe_all(Subscriber& subscriber);
  void remove(Subscriber& subscriber);
  void send_waiting(Subscriber& subscriber);
  std::vector<Subscriber*> connections_of(domain::MemberId member) const;

  std::unordered_map<std::int64_t, Stream> streams_;
  std::vector<BatchPtr> turn_;                 ///< commits whose events have not been sent
  std::vector<std::int64_t> touched_;          ///< streams with something gathered, in the order of their first events
  std::unordered_set<Subscriber*> gathering_;  ///< lite connections with something waiting
  std::size_t subscribers_ = 0;
  std::int64_t now_ms_ = 0;
};

}  // namespace standpipe::hub
