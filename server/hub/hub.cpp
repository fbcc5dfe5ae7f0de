#include "server/hub/hub.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "protocol/codec.hpp"

namespace standpipe::hub {

using domain::StreamKey;

namespace {

/// No more of a turn's events than this go in a row, so that what waits for one connection is bounded in small steps.
constexpr std::size_t bytes_in_a_row = 64 * 1024;

std::vector<FramePtr> rows_of(const std::vector<const Delivery*>& deliveries, bool compact) {
  std::vector<FramePtr> rows;
  std::vector<FramePtr> row;
  std::size_t size = 0;
  for (const auto* delivery : deliveries) {
    const FramePtr& frame = delivery->event.in(compact);
    if (!row.empty() && size + frame->bytes.size() > bytes_in_a_row) {
      rows.push_back(in_a_row(std::exchange(row, {})));
      size = 0;
    }
    size += frame->bytes.size();
    row.push_back(frame);
  }
  rows.push_back(in_a_row(std::move(row)));
  return rows;
}

FramePtr resync_frame(std::string_view reason) {
  return encode_notification("resync", protocol::to_json(protocol::Resync{std::string(reason)}));
}

}  // namespace

Subscriber::~Subscriber() {
  if (hub_ != nullptr) hub_->remove(*this);
}

void Hub::add(Subscriber& subscriber) {
  assert(subscriber.hub_ == nullptr);
  send_all();
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
  send_all();
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
  send_all();
  const auto waiting = std::move(subscriber.waiting_);
  subscriber.state_ = Subscriber::State::live;
  if (waiting->overflowed) {
    subscriber.outlet().send_event(resync_frame("Too many events came during hello: ask changes.since for each stream."));
    return;
  }
  for (const auto& event : waiting->events) {
    const auto head = std::find_if(heads.begin(), heads.end(), [&](const auto& h) { return h.first.packed() == event.stream; });
    if (head == heads.end() || head->second < event.rev) subscriber.outlet().send_event(event.frame);
  }
}

void Hub::abandon(Subscriber& subscriber) {
  send_all();
  unsubscribe_all(subscriber);
  subscribe(subscriber, StreamKey::member(subscriber.member()));
  subscriber.waiting_.reset();
  subscriber.state_ = Subscriber::State::silent;
}

void Hub::run(BatchPtr batch, std::size_t io_thread) {
  const Batch& steps = *turn_.emplace_back(std::move(batch));
  for (const Step& step : steps.steps) {
    if (const auto* delivery = std::get_if<Delivery>(&step)) {
      gather(*delivery);
    } else if (const auto* completion = std::get_if<Completion>(&step)) {
      if (completion->io_thread == io_thread) completion->run();
    } else {
      apply(std::get<domain::Effect>(step));
    }
  }
}

void Hub::gather(const Delivery& delivery) {
  const auto found = streams_.find(delivery.stream.packed());
  if (found == streams_.end()) return;
  if (found->second.gathered.empty()) touched_.push_back(found->first);
  found->second.gathered.push_back(&delivery);
}

void Hub::flush() {
  send_all();
  turn_.clear();
}

void Hub::send_all() {
  for (const auto packed : touched_) {
    const auto found = streams_.find(packed);
    if (found == streams_.end() || found->second.gathered.empty()) continue;  // the last one has gone meanwhile
    send_gathered(found->second);
    found->second.gathered.clear();
  }
  touched_.clear();
}

void Hub::send_gathered(const Stream& stream) {
  std::array<std::vector<FramePtr>, 2> rows;  // classic and compact, made when somebody wants them
  std::vector<domain::MemberId> authors;      // theirs have keys, so they get them one by one
  for (const auto* delivery : stream.gathered) {
    if (delivery->author && std::ranges::find(authors, delivery->author) == authors.end()) authors.push_back(delivery->author);
  }
  // send_event never ends a connection on the spot, so the list stands still while it is walked.
  for (Subscriber* subscriber : stream.subscribers) {
    const auto [lite, compact] = subscriber->wish_;
    if (subscriber->live() && !lite && std::ranges::find(authors, subscriber->member()) == authors.end()) {
      auto& wanted = rows[compact];
      if (wanted.empty()) wanted = rows_of(stream.gathered, compact);
      for (const auto& row : wanted) subscriber->outlet().send_event(row);
    } else {
      for (const auto* delivery : stream.gathered) give(*subscriber, *delivery);
    }
  }
}

void Hub::give(Subscriber& subscriber, const Delivery& delivery) {
  if (subscriber.state_ == Subscriber::State::silent) return;
  const bool own = delivery.author && subscriber.member() == delivery.author;
  const FramePtr& frame = (own ? delivery.author_event : delivery.event).in(subscriber.wish_.compact);
  const bool held = subscriber.state_ == Subscriber::State::held;
  if (!held && !subscriber.wish_.lite) {
    subscriber.outlet().send_event(frame);
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
  if (!waiting.overflowed) waiting.events.push_back({delivery.stream.packed(), delivery.rev, frame});
}

void Hub::apply(const domain::Effect& effect) {
  send_all();
  if (const auto* entered = std::get_if<domain::Entered>(&effect)) {
    for (Subscriber* subscriber : connections_of(entered->member)) {
      if (subscriber->state_ != Subscriber::State::silent) subscribe(*subscriber, entered->stream);
    }
  } else if (const auto* exited = std::get_if<domain::Exited>(&effect)) {
    const protocol::StreamClosed closed{domain::to_name(exited->stream), exited->code, exited->reason};
    FramePtr frame;
    for (Subscriber* subscriber : connections_of(exited->member)) {
      if (!unsubscribe(*subscriber, exited->stream) || subscriber->state_ == Subscriber::State::silent) continue;
      if (!frame) frame = encode_notification("left", protocol::to_json(closed));
      give(*subscriber, Delivery{StreamKey::member(exited->member), domain::Rev{INT64_MAX}, {frame, nullptr}, {}, {}});
    }
  } else {
    const auto& disconnect = std::get<domain::Disconnect>(effect);
    for (Subscriber* subscriber : connections_of(disconnect.member)) {
      if (!disconnect.session || subscriber->session() == disconnect.session) {
        subscriber->outlet().close(disconnect.code, disconnect.reason);
      }
    }
  }
}

void Hub::deliver_ephemeral(StreamKey stream, const FramePtr& frame, domain::MemberId except) {
  const auto found = streams_.find(stream.packed());
  if (found == streams_.end()) return;
  for (Subscriber* subscriber : found->second.subscribers) {
    if (subscriber->live() && !subscriber->wish_.lite && subscriber->member() != except) subscriber->outlet().send_event(frame);
  }
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

void Hub::subscribe(Subscriber& subscriber, StreamKey stream) {
  const auto packed = stream.packed();
  const auto already = std::any_of(subscriber.subscriptions_.begin(), subscriber.subscriptions_.end(),
                                   [&](const auto& s) { return s.stream == packed; });
  if (already) return;
  auto& list = streams_[packed].subscribers;
  subscriber.subscriptions_.push_back({packed, static_cast<std::uint32_t>(list.size())});
  list.push_back(&subscriber);
}

bool Hub::unsubscribe(Subscriber& subscriber, StreamKey stream) {
  const auto packed = stream.packed();
  const auto mine = std::find_if(subscriber.subscriptions_.begin(), subscriber.subscriptions_.end(),
                                 [&](const auto& s) { return s.stream == packed; });
  if (mine == subscriber.subscriptions_.end()) return false;
  const auto found = streams_.find(packed);
  auto& list = found->second.subscribers;
  Subscriber* const last = list.back();
  list[mine->position] = last;
  list.pop_back();
  for (auto& theirs : last->subscriptions_) {
    if (theirs.stream == packed) theirs.position = mine->position;
  }
  if (list.empty()) streams_.erase(found);
  subscriber.subscriptions_.erase(mine);
  return true;
}

void Hub::unsubscribe_all(Subscriber& subscriber) {
  while (!subscriber.subscriptions_.empty()) unsubscribe(subscriber, StreamKey::unpack(subscriber.subscriptions_.back().stream));
}

std::vector<Subscriber*> Hub::connections_of(domain::MemberId member) const {
  const auto found = streams_.find(StreamKey::member(member).packed());
  return found == streams_.end() ? std::vector<Subscriber*>{} : found->second.subscribers;
}

}  // namespace standpipe::hub
