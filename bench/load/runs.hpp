#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "bench/load/histogram.hpp"
#include "bench/load/peer.hpp"

namespace standpipe::bench {

/// What the flags of standpipe-load say.
struct Options {
  std::uint16_t port = 8080;
  pid_t server = 0;
  bool compress = false;
  bool tls = false;
  bool compact = false;
  std::int64_t first = 1;
  std::int64_t step = 1;
  std::size_t members = 1000;
  int rooms = 1;
  bool one_room_each = false;
  int publishers = 1;  ///< of each room
  int window = 1;      ///< of each publisher
  double rate = 50;    ///< posts a second, all rooms together
  double seconds = 10;
  double warm_up = 2;
  std::size_t text_bytes = 256;
  std::size_t at_once = 64;
  std::int64_t missed = 0;
  bool again = false;
  std::int64_t messages = 0;  ///< that the community has
  std::size_t questions = 2000;
};

Target target_of(const Options& options);

/// Prints a line "name value"; of durations several, in microseconds.
void say(const char* name, double value);
void say(const char* name, const Histogram& ns);

// One run each; what it returns is the program's exit code.

/// Posts when they are due, whether or not earlier ones have arrived: a stall shows as what it costs.
int run_fanout(const Options& options);
/// Each publisher keeps so many posts under way: the next one goes when one has come to everybody.
int run_closed(const Options& options);
/// Connections that have said hello and rest: what each but the first twentieth takes of the server's memory.
int run_idle(const Options& options);
/// So many at once say hello, on new connections or again on the same ones; the next does when one was answered.
int run_hello(const Options& options);
/// One connection asks one thing after the other, in places that are spread over all there is.
int run_read(const Options& options);

}  // namespace standpipe::bench
