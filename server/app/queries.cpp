#include "server/query/query.hpp"

#include <boost/mp11/algorithm.hpp>

#include "protocol/codec.hpp"
#include "server/app/methods.hpp"
#include "standpipe/version.hpp"

/// Queries: params in, the question out to the reader threads.
namespace standpipe::app {

namespace {

template <class Result>
void complete(Result&, const Runtime&) {}

/// What only the running server knows of itself.
void complete(protocol::ServerInfo& info, const Runtime& runtime) {
  info.version = version;
  info.started_at = runtime.started_at;
  info.connections = static_cast<std::int64_t>(runtime.connections.total());
}

}  // namespace

template <class M>
void start_query(Runtime& runtime, const Call& call, const protocol::rpc::Request& request) {
  auto params = protocol::read_params<typename M::Params>(request.params);
  if (!params) return call.reply.refuse(protocol::to_refusal(params.error()));
  auto question = [&runtime, params = std::move(*params)](const query::Viewer& viewer,
                                                          query::Context& context) -> query::Answer<std::string> {
    auto result = query::answer(params, viewer, context);
    if (!result) return result.error();
    complete(*result, runtime);
    using protocol::to_json;  // but for what is encoded, which the query's own finds
    return to_json(*result);
  };
  ask(runtime, std::move(question), call);
}

namespace {

template <class M>
using IsQuery = boost::mp11::mp_bool<M::kind == protocol::MethodKind::query>;

/// Makes the entries of all queries, which methods.cpp points to.
/// `used`, or they would serve a constant only and not be emitted.
template <class... M>
constexpr auto instantiate(boost::mp11::mp_list<M...>) {
  return std::array{&start_query<M>...};
}
[[gnu::used]] constexpr auto queries = instantiate(boost::mp11::mp_filter<IsQuery, protocol::Methods>{});

}  // namespace

}  // namespace standpipe::app
