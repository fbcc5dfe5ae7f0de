#pragma once

#include <boost/mp11/algorithm.hpp>

#include <set>
#include <string_view>

#include "tests/integration/community.hpp"

namespace standpipe::test {

/// Asks, and remembers which methods have succeeded.
class Survey {
 public:
  template <class M>
  typename M::Result ask(Peer& peer, const typename M::Params& params) {
    auto result = peer.ask<M>(params);
    succeeded_.insert(M::name);
    return result;
  }

  /// The methods of the protocol that have not succeeded yet.
  std::vector<std::string_view> missing() const {
    std::vector<std::string_view> names;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>([&](auto method) {
      constexpr auto name = decltype(method)::type::name;
      if (!succeeded_.contains(name)) names.push_back(name);
    });
    return names;
  }

 private:
  std::set<std::string_view> succeeded_;
};

}  // namespace standpipe::test
