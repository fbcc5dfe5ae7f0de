#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "server/domain/stream.hpp"
#include "server/hub/batch.hpp"

namespace standpipe::hub {

class Subscriber;

using DeliveryPtr = std::shared_ptr<const Delivery>;

/// A run of a stream's events, and its bytes, which all who are to get that same run share.
class Run {
 public:
  Run(std::size_t begin, std::span<const DeliveryPtr> deliveries);

  std::size_t begin() const { return begin_; }

  const std::vector<DeliveryPtr>& deliveries() const { return deliveries_; }

  /// All events in a row, or in several where it would be long.
  std::span<const FramePtr> rows(bool compact);

 private:
  std::size_t begin_;
  std::vector<DeliveryPtr> deliveries_;
  std::array<std::vector<FramePtr>, 2> rows_;  ///< classic and compact, made when somebody wants them
};

/// The subscribers of one stream, and how far each of them has got in its events. They get them in turn, each all that there is
/// by then: however many events come while the others wait for their turn, it is one write for each.
///
/// A stream at rest holds nothing but its list.
class Stream {
 public:
  explicit Stream(domain::StreamKey key) : key_(key) {}

  domain::StreamKey key() const { return key_; }

  bool empty() const { return subscribers_.empty(); }
  std::span<Subscriber* const> subscribers() const { return subscribers_; }

  /// Gets what comes from now on. Returns its position.
  std::uint32_t add(Subscriber& subscriber);

  /// Returns who has that position now, if anybody.
  Subscriber* remove(std::uint32_t position);

  /// All subscribers are to get it.
  void append(DeliveryPtr delivery);

  /// Whether nobody is to get anything any more, as far as `next` has found out.
  bool at_rest() const { return !backlog_; }

  /// The position of the next one in turn who is to get something. Nothing when all have got everything: then it is at rest.
  std::optional<std::uint32_t> next();

  /// What that one is to get, which it has got from now on; null where that is nothing. Valid until the next call.
  Run* take(std::uint32_t position);

 private:
  /// While somebody is to get something. Events are counted from its beginning.
  struct Backlog {
    std::vector<DeliveryPtr> deliveries;  ///< from `begin` on; what lies before has been got by all
    std::size_t begin = 0;
    std::vector<std::size_t> got;  ///< by each subscriber
    std::size_t turn = 0;          ///< whose turn it is
    std::size_t left = 0;          ///< how many are to have their turn
    std::vector<Run> runs;         ///< the last ones that were taken, all to the end

    std::size_t end() const { return begin + deliveries.size(); }
    void forget();
  };

  domain::StreamKey key_;
  std::vector<Subscriber*> subscribers_;
  std::unique_ptr<Backlog> backlog_;
};

}  // namespace standpipe::hub
