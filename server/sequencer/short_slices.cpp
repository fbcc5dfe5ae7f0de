#include "server/sequencer/short_slices.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace standpipe::sequencer {

namespace {

/// The shortest that the kernel takes.
constexpr std::uint64_t slice_ns = 100'000;

/// The kernel's struct sched_attr in its first form, which the C library does not declare.
struct Attributes {
  std::uint32_t size = sizeof(Attributes);
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;  ///< ns; of an ordinary thread, how long its turn should be
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};
static_assert(sizeof(Attributes) == 48);

}  // namespace

bool ask_for_short_slices() {
  Attributes now;
  if (::syscall(SYS_sched_getattr, 0, &now, sizeof now, 0) != 0) return false;
  now.size = sizeof now;
  now.runtime = slice_ns;
  if (::syscall(SYS_sched_setattr, 0, &now, 0) != 0) return false;
  return ::syscall(SYS_sched_getattr, 0, &now, sizeof now, 0) == 0 && now.runtime == slice_ns;
}

}  // namespace standpipe::sequencer
