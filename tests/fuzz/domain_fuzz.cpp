#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <boost/mp11/algorithm.hpp>

#include <cstdlib>
#include <optional>
#include <string_view>

#include "tests/unit/domain/community.hpp"
#include "tests/unit/domain/decision_text.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;
namespace json = boost::json;
namespace mp11 = boost::mp11;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// The command that the method's params make, as they would come in.
std::optional<domain::Payload> payload_of(std::string_view method, const json::value& params) {
  std::optional<domain::Payload> payload;
  mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, Methods>>([&](auto identity) {
    using M = typename decltype(identity)::type;
    if constexpr (mp11::mp_contains<domain::Payload, typename M::Params>::value) {
      if (M::name != method) return;
      if (auto read = read_params<typename M::Params>(params)) payload = std::move(*read);
    }
  });
  return payload;
}

/// A few people, a thread, and a conversation of two.
void populate(Community& community) {
  const auto amina = community.moderator("Amina");
  const auto luis = community.join("Luis");
  community.start(luis, ThreadKind::question);
  community.post(amina);
  community.say(luis, community.direct(amina, luis));
}

std::string replay(const std::vector<std::pair<MemberId, domain::Payload>>& commands, std::string& log) {
  Community community;
  populate(community);
  for (const auto& [actor, payload] : commands) {
    community.pass(1000);
    log += text_of(community.run(actor, payload));
  }
  const auto state = domain::dump(community.state);
  require(state == domain::dump(community.content.load()));
  return state;
}

}  // namespace

/// A list of [member, method, params], one after the other. Whatever is asked, the store and the memory agree afterwards, and the
/// same commands do the same again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto parsed = parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!parsed || !parsed->is_array()) return 0;
  std::vector<std::pair<MemberId, domain::Payload>> commands;
  for (const auto& item : parsed->as_array()) {
    if (!item.is_array() || item.as_array().size() != 3) continue;
    const auto& part = item.as_array();
    if (!part[0].is_int64() || !part[1].is_string() || part[0].as_int64() < 1 || part[0].as_int64() > 4) continue;
    if (auto payload = payload_of(part[1].as_string(), part[2])) commands.emplace_back(part[0].as_int64(), std::move(*payload));
  }
  if (commands.empty() || commands.size() > 20) return 0;
  std::string log, again;
  require(replay(commands, log) == replay(commands, again));
  require(log == again);
  return 0;
}
