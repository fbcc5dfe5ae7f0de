#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/clock.hpp"
#include "bench/load/peer.hpp"

namespace standpipe::bench {

/// Many peers on one thread: one epoll instance, edge-triggered, and one buffer that all of them are read into.
class Crowd {
 public:
  /// A text message of a peer has come; `now` is when its bytes were read.
  using OnText = std::function<void(std::size_t peer, std::string_view text, std::int64_t now)>;

  explicit Crowd(Target target);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  /// Begins to connect one more, as that member of standpipe-make-community; its place. A place that was left is taken first.
  std::size_t add(std::int64_t member);
  /// Closes the connection at once.
  void drop(std::size_t peer);

  Peer& operator[](std::size_t peer) { return *peers_[peer]; }
  /// How many places there are, those that were left too.
  std::size_t size() const { return peers_.size(); }

  /// Waits until something comes, at most until `until` (steady, ns), and deals with all that has come.
  void turn(std::int64_t until, const OnText& on_text);
  /// Turns until `done()`. Ends the program with `what` where that takes longer than so many seconds.
  void turn_until(const char* what, int seconds, const OnText& on_text, const std::function<bool()>& done);

  /// The first peer's problem that is gone, or "". Anybody's end is one: the load does not send anybody away.
  const std::string& problem() const { return problem_; }

 private:
  Target target_;
  int epoll_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::size_t> left_;
  std::vector<char> buffer_;
  std::string problem_;
};

}  // namespace standpipe::bench
