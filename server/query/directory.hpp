#pragma once

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "protocol/methods_members.hpp"
#include "server/domain/published.hpp"

namespace standpipe::query {

/// Who can be found by what: the members' profiles, folded for comparing, so that looking somebody up among 20,000 takes
/// milliseconds and holds up nobody. It brings itself up to date before it answers; of the published state it holds the lock for
/// a thousand members at a time only. Thread-safe.
class Directory {
 public:
  struct Found {
    std::vector<protocol::MemberId> members;  ///< active ones, ascending
    bool more = false;
  };
  Found search(const protocol::MemberSearch::Params& wanted, std::size_t limit, const domain::Published& published);

  /// How many members are active.
  std::int64_t active(const domain::Published& published);

 private:
  struct Card {
    std::int64_t version = -1;  ///< of the profile
    bool active = false;
    bool offers = false;
    bool seeks = false;
    protocol::UtilityId utility;
    std::string country;
    std::vector<std::string> languages;
    std::vector<std::string> expertise;
    std::string text;  ///< all that words are looked for in
  };
  static Card card_of(const protocol::Profile& profile);
  void refresh(const domain::Published& published);

  std::shared_mutex mutex_;
  std::int64_t seq_ = -1;    ///< of the state that the cards are from; guarded by mutex_, like the cards
  std::vector<Card> cards_;  ///< by id; 0 is nobody
};

}  // namespace standpipe::query
