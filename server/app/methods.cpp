#include "server/app/methods.hpp"

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <array>

#include "protocol/methods.hpp"

namespace standpipe::app {

namespace {

using protocol::MethodKind;

template <class M>
constexpr Method entry() {
  if constexpr (M::kind == MethodKind::command) {
    return {M::name, M::kind, &start_command<M>};
  } else if constexpr (M::kind == MethodKind::query) {
    return {M::name, M::kind, &start_query<M>};
  } else {
    return {M::name, M::kind, &start_session_method<M>};
  }
}

template <class... M>
constexpr auto make_table(boost::mp11::mp_list<M...>) {
  std::array<Method, sizeof...(M)> table{entry<M>()...};
  std::ranges::sort(table, {}, &Method::name);
  return table;
}

constexpr auto table = make_table(protocol::Methods{});

static_assert(std::ranges::adjacent_find(table, {}, &Method::name) == table.end(), "each method has a name of its own");

}  // namespace

const Method* find_method(std::string_view name) {
  const auto at = std::ranges::lower_bound(table, name, {}, &Method::name);
  return at != table.end() && at->name == name ? &*at : nullptr;
}

}  // namespace standpipe::app
