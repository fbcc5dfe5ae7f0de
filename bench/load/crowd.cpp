#include "bench/load/crowd.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace standpipe::bench {

namespace {

constexpr std::size_t buffer_size = 1 << 20;
constexpr std::int64_t second = 1'000'000'000;

}  // namespace

Crowd::Crowd(Target target) : target_(target), epoll_(epoll_create1(EPOLL_CLOEXEC)), buffer_(buffer_size) {}

Crowd::~Crowd() {
  ::close(epoll_);
}

std::size_t Crowd::add(std::int64_t member) {
  auto peer = std::make_unique<Peer>(target_, member, "bench-token-" + std::to_string(member));
  std::size_t place = peers_.size();
  if (left_.empty()) {
    peers_.emplace_back();
  } else {
    place = left_.back();
    left_.pop_back();
  }
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  wanted.data.u64 = place;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, peer->socket(), &wanted);
  if (peer->state() == Peer::State::gone) problem_ = peer->problem();
  peers_[place] = std::move(peer);
  return place;
}

void Crowd::drop(std::size_t peer) {
  peers_[peer].reset();
  left_.push_back(peer);
}

void Crowd::turn(std::int64_t until, const OnText& on_text) {
  std::array<epoll_event, 512> events;
  const std::int64_t wait = std::max<std::int64_t>(until - now_ns(), 0);
  const timespec time{wait / second, wait % second};
  const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &time, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto place = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
    const auto what = events[static_cast<std::size_t>(i)].events;
    if (!peers_[place]) continue;  // dropped in this turn
    if ((what & EPOLLOUT) && peers_[place]->wants_write()) peers_[place]->on_writable();
    if (what & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
      std::int64_t now = 0;
      peers_[place]->on_readable(buffer_, [&](std::string_view text) {
        if (now == 0) now = now_ns();
        on_text(place, text, now);
      });
    }
    if (peers_[place] && peers_[place]->state() == Peer::State::gone && problem_.empty()) problem_ = peers_[place]->problem();
  }
}

void Crowd::turn_until(const char* what, int seconds, const OnText& on_text, const std::function<bool()>& done) {
  const auto end = now_ns() + seconds * second;
  while (!done()) {
    turn(std::min(end, now_ns() + second / 20), on_text);
    if (!problem_.empty() || now_ns() > end) {
      std::fprintf(stderr, "standpipe-load: %s: %s\n", what, problem_.empty() ? "it takes too long" : problem_.c_str());
      std::exit(1);
    }
  }
}

}  // namespace standpipe::bench
