#pragma once

namespace standpipe::sequencer {

/// Tells the scheduler that the calling thread works for moments at a time, so that as a rule it is let in as soon as it wakes,
/// and not only when a busy thread on the same core has had its turn, which lasts some milliseconds: a commit wakes its thread
/// several times.
/// Nobody's share of the core changes. Whether the kernel took it up: Linux does from 6.12 on (sched_setattr(2), sched_runtime).
bool ask_for_short_slices();

}  // namespace standpipe::sequencer
