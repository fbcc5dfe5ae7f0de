#include "server/hub/hub.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "protocol/codec.hpp"

namespace standpipe::hub {

using domain::StreamKey;

namespace {

/// Subscribers to whom one `send_some` sends.
constexpr std::size_t at_once = 64;

FramePtr resync_frame(std::string_view reason) {
  return encode_notification("resync", protocol::to_json(protocol::Resync{std::string(reason)}));
}

}  // namespace

Subscriber::~Subscriber() {
  if (hub_ != nullptr) hub_->remove(*this);
}

void Hub::add(Subscriber& subscriber) {
  assert(subscriber.hub_ == nullptr);
  subscriber.hub_ = this;
  ++subscribers_;
  subscribe(subscriber, StreamKey::member(subscriber.member()));
}

void Hub::remove(Subscriber& subscriber) {
  // Nothing is sent here: its connection is going, and the others lose nothing.
  unsubscribe_all(subscriber);
  gathering_.erase(&subscriber);
  subscriber.hub_ = nullptr;
  --subscribers_;
}

void Hub::hold(Subscriber& subscriber, std::span<const StreamKey> streams, Subscriber::Wish wish) {
  catch_up(subscriber);
  unsubscribe_all(subscriber);
  gathering_.erase(&subscriber);
  subscriber.subscriptions_.reserve(streams.size() + 1);
  subscribe(subscriber, StreamKey::member(subscriber.member()));
  for (const StreamKey stream : streams) subscribe(subscriber, stream);
  subscriber.state_ = Subscriber::State::held;
  subscriber.wish_ = wish;
  subscriber.waiting_ = std::make_unique<Subscriber::Waiting>();
}

void Hub::release(Subscriber& subscriber, std::span<const std::pair<StreamKey, domain::Rev>> heads) {
  assert(subscriber.state_ == Subscriber::State::held);
  catch_up(subscriber);
  const auto waiting = std::move(subscriber.waiting_);
  subscriber.state_ = Subscriber::State::live;
  if (waiting->overflowed) {
    subscriber.outlet().send_event(resync_frame("Too many events came during hello: ask changes.since for each stream."));
    return;
  }
  for (const auto& event : waiting->events) {
    const auto head = std::find_if(heads.begin(), heads.end(), [&](const auto& h) { return h.first == event.stream; });
    if (head == heads.end() || head->second < event.rev) subscriber.outlet().send_event(event.frame);
  }
}

void Hub::abandon(Subscriber& subscriber) {
  unsubscribe_all(subscriber);
  subscribe(subscriber, StreamKey::member(subscriber.member()));
  subscriber.waiting_.reset();
  subscriber.state_ = Subscriber::State::silent;
}

void Hub::run(const BatchPtr& batch, std::size_t io_thread) {
  for (const Step& step : batch->steps) {
    if (const auto* delivery = std::get_if<Delivery>(&step)) {
      append({batch, delivery});
    } else if (const auto* completion = std::get_if<Completion>(&step)) {
      if (completion->io_thread == io_thread) completion->run();
    } else {
      apply(std::get<domain::Effect>(step));
    }
  }
  // Who posted gets the event by the same write as the answer; and only now, one by one, the events of their own posts with keys.
  domain::MemberId author;
  for (const Step& step : batch->steps) {
    const auto* delivery = std::get_if<Delivery>(&step);
    if (!delivery || !delivery->author || delivery->author == std::exchange(author, delivery->author)) continue;
    for (Subscriber* subscriber : connections_of(author)) catch_up(*subscriber);
  }
}

void Hub::append(DeliveryPtr delivery) {
  const auto found = streams_.find(delivery->stream.packed());
  if (found == streams_.end()) return;
  Stream& stream = found->second;
  if (stream.at_rest()) active_.push_back(&stream);
  stream.append(std::move(delivery));
  if (!std::exchange(at_work_, true)) on_work_();
}

void Hub::send_some() {
  // Nothing that is called here ends a connection or changes a subscription on the spot, so the lists stand still meanwhile.
  for (auto left = at_once; left > 0 && !active_.empty(); --left) {
    Stream& stream = *active_.front();
    const auto position = stream.next();
    if (!position) {
      active_.pop_front();
      continue;
    }
    Subscriber& subscriber = *stream.subscribers()[*position];
    if (active_.size() == 1) {
      take(subscriber, stream, *position);
    } else {
      for_each_stream(subscriber, [&](Stream& each, std::uint32_t there) { take(subscriber, each, there); });
    }
    if (!outgoing_.empty()) subscriber.outlet().send_events_now(outgoing_);
    outgoing_.clear();
  }
  if (active_.size() > 1) std::rotate(active_.begin(), active_.begin() + 1, active_.end());
  at_work_ = !active_.empty();
}

/// The member's own stream, which is the first of all, comes last: it tells of what happened in the others.
template <class Do>
void Hub::for_each_stream(Subscriber& subscriber, Do what) {
  const auto& all = subscriber.subscriptions_;
  for (std::size_t i = 1; i <= all.size(); ++i) what(*all[i % all.size()].stream, all[i % all.size()].position);
}

void Hub::take(Subscriber& subscriber, Stream& stream, std::uint32_t position) {
  Run* const run = stream.take(position);
  if (run == nullptr || subscriber.state_ == Subscriber::State::silent) return;
  if (subscriber.live() && !subscriber.wish_.lite) {
    const auto rows = run->rows(subscriber.wish_.compact);
    outgoing_.insert(outgoing_.end(), rows.begin(), rows.end());
  } else {
    for (const auto& delivery : run->deliveries()) give(subscriber, *delivery);
  }
}

/// Queues all that it is to get by now.
void Hub::catch_up(Subscriber& subscriber) {
  for_each_stream(subscriber, [&](Stream& stream, std::uint32_t position) {
    const Run* const run = stream.take(position);
    if (run == nullptr || subscriber.state_ == Subscriber::State::silent) return;
    for (const auto& delivery : run->deliveries()) give(subscriber, *delivery);
  });
  send_outgoing(subscriber);
}

void Hub::send_outgoing(Subscriber& subscriber) {
  for (auto& frame : outgoing_) subscriber.outlet().send_event(std::move(frame));
  outgoing_.clear();
}

/// To what it is about to get, or to what waits for it.
void Hub::give(Subscriber& subscriber, const Delivery& delivery) {
  const bool own = delivery.author && subscriber.member() == delivery.author;
  const FramePtr& frame = (own ? delivery.author_event : delivery.event).in(subscriber.wish_.compact);
  const bool held = subscriber.state_ == Subscriber::State::held;
  if (delivery.passing && (own || held || subscriber.wish_.lite)) return;
  if (!held && !subscriber.wish_.lite) {
    outgoing_.push_back(frame);
    return;
  }
  if (!subscriber.waiting_) {
    subscriber.waiting_ = std::make_unique<Subscriber::Waiting>();
    subscriber.waiting_->since_ms = now_ms_;
    gathering_.insert(&subscriber);
  }
  auto& waiting = *subscriber.waiting_;
  if (waiting.events.size() >= held_limit) {
    waiting.overflowed = true;
    waiting.events.clear();
  }
  if (!waiting.overflowed) waiting.events.push_back({delivery.stream, delivery.rev, frame});
}

void Hub::apply(const domain::Effect& effect) {
  if (const auto* entered = std::get_if<domain::Entered>(&effect)) {
    for (Subscriber* subscriber : connections_of(entered->member)) {
      if (subscriber->state_ != Subscriber::State::silent) subscribe(*subscriber, entered->stream);
    }
  } else if (const auto* exited = std::get_if<domain::Exited>(&effect)) {
    const protocol::StreamClosed closed{domain::to_name(exited->stream), exited->code, exited->reason};
    FramePtr frame;
    for (Subscriber* subscriber : connections_of(exited->member)) {
      catch_up(*subscriber);
      if (unsubscribe(*subscriber, exited->stream) && subscriber->state_ != Subscriber::State::silent) {
        if (!frame) frame = encode_notification("left", protocol::to_json(closed));
        give(*subscriber, Delivery{StreamKey::member(exited->member), domain::Rev{INT64_MAX}, {frame, nullptr}, {}, {}});
      }
      send_outgoing(*subscriber);
    }
  } else {
    const auto& disconnect = std::get<domain::Disconnect>(effect);
    for (Subscriber* subscriber : connections_of(disconnect.member)) {
      if (!disconnect.session || subscriber->session() == disconnect.session) {
        catch_up(*subscriber);
        subscriber->outlet().close(disconnect.code, disconnect.reason);
      }
    }
  }
}

void Hub::pass_on(StreamKey stream, FramePtr frame, domain::MemberId author) {
  append(std::make_shared<const Delivery>(
      Delivery{.stream = stream, .event = {std::move(frame), nullptr}, .author = author, .passing = true}));
  if (!author) return;
  // Past it now, one by one: later they would share everybody's bytes.
  for (Subscriber* subscriber : connections_of(author)) catch_up(*subscriber);
}

void Hub::tick(std::int64_t now_ms) {
  now_ms_ = now_ms;
  std::erase_if(gathering_, [&](Subscriber* subscriber) {
    if (now_ms - subscriber->waiting_->since_ms < gather_ms) return false;
    send_waiting(*subscriber);
    return true;
  });
}

void Hub::send_waiting(Subscriber& subscriber) {
  const auto waiting = std::move(subscriber.waiting_);
  if (waiting->overflowed) {
    subscriber.outlet().send_event(resync_frame("Too many events were waiting: ask changes.since for each stream."));
    return;
  }
  for (const auto& event : waiting->events) subscriber.outlet().send_event(event.frame);
}

bool Hub::online(domain::MemberId member) const {
  const auto connections = connections_of(member);
  return std::any_of(connections.begin(), connections.end(), [](const Subscriber* s) { return s->live(); });
}

void Hub::subscribe(Subscriber& subscriber, StreamKey key) {
  Stream& stream = streams_.try_emplace(key.packed(), key).first->second;
  const auto already = std::ranges::find(subscriber.subscriptions_, &stream, &Subscriber::Subscription::stream);
  if (already != subscriber.subscriptions_.end()) return;
  subscriber.subscriptions_.push_back({&stream, stream.add(subscriber)});
}

bool Hub::unsubscribe(Subscriber& subscriber, StreamKey key) {
  const auto found = streams_.find(key.packed());
  if (found == streams_.end()) return false;
  Stream& stream = found->second;
  const auto mine = std::ranges::find(subscriber.subscriptions_, &stream, &Subscriber::Subscription::stream);
  if (mine == subscriber.subscriptions_.end()) return false;
  const auto position = mine->position;
  subscriber.subscriptions_.erase(mine);
  if (Subscriber* const moved = stream.remove(position)) {
    std::ranges::find(moved->subscriptions_, &stream, &Subscriber::Subscription::stream)->position = position;
  }
  if (stream.empty()) {
    if (!stream.at_rest()) std::erase(active_, &stream);
    streams_.erase(found);
  }
  return true;
}

void Hub::unsubscribe_all(Subscriber& subscriber) {
  while (!subscriber.subscriptions_.empty()) unsubscribe(subscriber, subscriber.subscriptions_.back().stream->key());
}

std::vector<Subscriber*> Hub::connections_of(domain::MemberId member) const {
  const auto found = streams_.find(StreamKey::member(member).packed());
  if (found == streams_.end()) return {};
  const auto subscribers = found->second.subscribers();
  return {subscribers.begin(), subscribers.end()};
}

}  // namespace standpipe::hub
