#pragma once

#include <map>
#include <set>

#include "tests/integration/community.hpp"

namespace standpipe::test {

/// Checks refusals against the registry (protocol/errors.hpp), and remembers which codes have been seen.
class Refusals {
 public:
  template <class M>
  ErrorData rpc(ErrorCode code, Peer& peer, const typename M::Params& params, const std::string& key = {}) {
    return rpc(code, peer.call(M::name, Peer::text_of<M>(params, key)));
  }
  /// An answer as Peer::call() gives it.
  ErrorData rpc(ErrorCode code, const boost::json::object& answer);
  HttpError http(ErrorCode code, const HttpReply& reply);

  /// The codes of the registry that have not been seen.
  std::set<std::string_view> missing() const;

 private:
  void see(ErrorCode code, std::string_view given, std::string_view text);

  std::set<ErrorCode> seen_;
};

/// The answer to a message that is sent as it is.
boost::json::object answer_to(Peer& peer, const std::string& text);

// Each provokes the codes of one part of the registry.
void refuse_requests(Refusals& refusals, Community& community);
void refuse_people(Refusals& refusals, Community& community);
void refuse_set_up(Refusals& refusals);
void refuse_in_rooms(Refusals& refusals, Community& community);
void refuse_in_threads(Refusals& refusals, Community& community);
void refuse_in_offices(Refusals& refusals, Community& community);
void refuse_in_haste(Refusals& refusals);
void refuse_under_load(Refusals& refusals);

}  // namespace standpipe::test
