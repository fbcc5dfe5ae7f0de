#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "server/domain/decide.hpp"
#include "server/domain/published.hpp"
#include "server/hub/batch.hpp"
#include "server/store/store.hpp"

namespace standpipe::sequencer {

using CommandResult = boost::system::result<std::string, domain::Refusal>;  ///< the reply's JSON, or why not
using OnDone = std::function<void(const CommandResult&)>;

/// A command on its way.
struct Job {
  domain::Command command;
  std::size_t io_thread = 0;  ///< where on_done is to be run
  OnDone on_done;
};

/// Milliseconds since 1970; read once for each command. The core never lets time go back.
using Clock = std::function<std::int64_t()>;

struct CoreCounters {
  std::uint64_t committed = 0;  ///< commands
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;  ///< commands of batches that did not become durable
  std::uint64_t batches = 0;
};

/// The one way in which anything changes: decide → evolve → write → commit → publish. Used by one thread at a time: the
/// sequencer's writer, or a maintenance command while no server runs.
class Core {
 public:
  /// `working` is the state that `published` was made with.
  Core(store::Store& store, domain::Published& published, domain::State working, Clock clock);

  /// Decides the jobs in order, makes them durable in one transaction and publishes them. The batch has each job's answer, its
  /// deliveries and effects. When the commit fails, every job is answered with commit_failed, nothing has happened, and the
  /// state is what it was.
  hub::BatchPtr process(std::span<Job> jobs);

  /// Brings at most so many new texts into the search index: whether there are more.
  boost::system::result<bool, store::StoreError> index_texts(std::size_t max_rows);

  /// To be called when nothing waits.
  void rest();

  /// One command, answered at once, with no one listening.
  CommandResult run(domain::Command command);

  /// An fsync or a write failed in a way that must not be retried: only reading goes on until a restart.
  bool read_only() const { return read_only_; }
  /// What the store said when it last failed; for the log.
  const std::string& last_error() const { return last_error_; }
  const domain::State& state() const { return working_; }
  const CoreCounters& counters() const { return counters_; }

 private:
  struct Outcome;
  bool attempt(std::span<Job> jobs, std::vector<Outcome>& outcomes);
  bool ok(const boost::system::result<void, store::StoreError>& result);
  void recover();
  domain::Stamp next_stamp();

  store::Store& store_;
  domain::Published& published_;
  domain::State working_;
  Clock clock_;
  CoreCounters counters_;
  std::string last_error_;
  bool read_only_ = false;
};

}  // namespace standpipe::sequencer
