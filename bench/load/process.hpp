#pragma once

#include <sys/types.h>

#include <cstdint>

namespace standpipe::bench {

/// Processor time that all threads of a process have used, in nanoseconds (/proc/PID/task/*/schedstat); what the kernel does for
/// them, sending to loopback sockets for example, is in it. 0 where there is no such process. Threads that have ended are not
/// counted.
std::int64_t processor_ns(pid_t process);

struct Memory {
  std::int64_t resident = 0;      ///< bytes
  std::int64_t proportional = 0;  ///< bytes, with shared pages divided among those who share them
};

/// From /proc/PID/smaps_rollup.
Memory memory_of(pid_t process);

/// Raises the limit of open files of this process to what the system lets it have.
void raise_open_files();

}  // namespace standpipe::bench
