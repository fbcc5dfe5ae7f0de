#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/crowd.hpp"
#include "bench/load/histogram.hpp"

namespace standpipe::bench {

/// What went wrong. All of it has to be 0.
struct Faults {
  std::uint64_t lost = 0;       ///< revisions of a room that a connection did not get before a later one
  std::uint64_t doubled = 0;    ///< revisions that came again, or after a later one
  std::uint64_t different = 0;  ///< events that were not, byte for byte, what the others got
  std::uint64_t refused = 0;    ///< requests
};

/// Members who say hello, post in rooms, and get what is posted. Every delivery is checked: each connection has to get every
/// revision of each of its rooms, each once, in order, and the same bytes as all others.
class Talk {
 public:
  /// Called when a post has come to all connections that are in its room.
  using OnWhole = std::function<void(std::size_t author)>;

  /// `compact`: hello asks for events of messages in their short form.
  Talk(Crowd& crowd, std::size_t text_bytes, bool compact);

  /// Connects so many members, those with the numbers first, first + step, and so on, lets them say hello, and waits for the
  /// answers. Members that are in one room only say which (`rooms` > 0: number n in room (n - 1) % rooms + 1), for servers that
  /// would not know.
  void gather(std::int64_t first, std::size_t count, std::int64_t step, int rooms);

  /// Posts in a room as that connection's member. Latencies count from `due`, on the steady clock.
  void post(std::size_t author, int room, std::int64_t due);

  /// Deals with what comes until that time (steady, ns).
  void turn(std::int64_t until) { crowd_.turn(until, on_text_); }
  /// Waits until all that was posted has come to everybody, at most so long; how many deliveries are missing.
  std::uint64_t settle(int seconds);

  /// From now on what comes is measured; posts before are not.
  void begin_to_measure();
  void on_whole(OnWhole call) { on_whole_ = std::move(call); }

  /// Deliveries of the posts that are measured, and the bytes of their messages.
  std::uint64_t deliveries() const { return delivery_.count(); }
  std::uint64_t delivery_bytes() const { return delivery_bytes_; }
  std::size_t greeted() const { return greeted_; }
  /// The revision of a room that a connection has come to.
  std::int64_t head(std::size_t peer, int room) const { return heads_[peer][static_cast<std::size_t>(room)]; }
  const Histogram& delivery() const { return delivery_; }  ///< from due to one connection's having it
  const Histogram& whole() const { return whole_; }        ///< from due to the last connection's having it
  const Histogram& answer() const { return answer_; }      ///< from due to the author's having the answer
  std::uint64_t posted() const { return posts_.size(); }
  std::uint64_t answered() const { return answered_; }
  const Faults& faults() const { return faults_; }
  const std::string& first_refusal() const { return first_refusal_; }

 private:
  struct Post {
    std::int64_t due = 0;
    std::int64_t author = 0;  ///< member
    std::size_t connection = 0;
    std::uint32_t missing = 0;  ///< connections that do not have it yet
    bool measured = false;
    std::string event;  ///< as the first one got it who is not its author
  };
  struct Room {
    std::int64_t head = 0;  ///< when the first hello was answered
    std::uint32_t connections = 0;
    std::vector<std::uint32_t> post_of_rev;  ///< from head + 1 on
  };

  void on_text(std::size_t peer, std::string_view text, std::int64_t now);
  void on_answer(std::size_t peer, std::string_view text, std::int64_t now);
  /// An event in the form that has the room behind `room_after`, at the text's start, and the revision behind `rev_after`.
  void on_event(std::size_t peer, std::string_view text, std::string_view room_after, std::string_view rev_after,
                std::int64_t now);
  void on_hello(std::size_t peer, std::string_view text);
  std::uint32_t post_of(Room& room, std::int64_t rev, std::string_view event);

  Crowd& crowd_;
  const Crowd::OnText on_text_;
  std::size_t text_bytes_;
  bool compact_;
  std::uint64_t run_;  ///< part of the keys: no two runs have the same
  std::size_t greeted_ = 0;
  std::vector<Room> rooms_;
  std::vector<std::vector<std::int64_t>> heads_;  ///< by connection and room; 0: not in it
  std::vector<Post> posts_;
  OnWhole on_whole_;
  bool measuring_ = false;
  std::uint64_t answered_ = 0;
  std::uint64_t whole_count_ = 0;
  std::uint64_t delivery_bytes_ = 0;
  Histogram delivery_, whole_, answer_;
  Faults faults_;
  std::string first_refusal_;
};

}  // namespace standpipe::bench
