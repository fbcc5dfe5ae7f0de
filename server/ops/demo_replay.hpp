#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/ops/trouble.hpp"
#include "server/sequencer/core.hpp"

namespace standpipe::ops::demo {

/// Runs commands at times of the past, some hundred in each transaction, until one is refused.
///
/// Ids are dense counters, so that a command may name what an earlier one of the same transaction makes: whoever runs a command
/// takes the ids of what it makes from next(). After each transaction it is checked that the server gave the same.
class Replay {
 public:
  Replay(store::Store& store, domain::Published& published, domain::State state);
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  domain::NextIds& next() { return next_; }

  /// `place` is where the files ask for it. Times must not go back. Actor 0: the server, or who is not a member yet.
  void run(domain::Time at, std::string place, domain::MemberId actor, domain::Payload payload);
  /// Commits what waits.
  void flush();
  /// The first thing that went wrong. After that nothing is run.
  const std::optional<Trouble>& trouble() const { return trouble_; }

 private:
  struct Waiting {
    std::string place;
    domain::Time at;
  };

  std::string next_key();
  bool ids_agree() const;

  std::vector<sequencer::Job> jobs_;
  std::vector<Waiting> waiting_;  ///< of each job
  std::size_t clock_ = 0;         ///< the job whose time the core asks for next
  std::int64_t keys_ = 0;
  std::optional<Trouble> trouble_;
  sequencer::Core core_;
  domain::NextIds next_;
};

}  // namespace standpipe::ops::demo
