#include "server/app/content_coding.hpp"

#include <algorithm>
#include <array>

#include "protocol/formats.hpp"
#include "protocol/text.hpp"

namespace standpipe::app {

namespace {

constexpr std::array all{Coding::br, Coding::gzip, Coding::identity};

/// Weights in thousandths.
constexpr int full = 1000;
constexpr int least = 1;

/// RFC 9110 section 12.4.2: 0 to 1, with three digits behind the point at most.
std::optional<int> parse_weight(std::string_view text) {
  const bool shaped =
      !text.empty() && text.size() <= 5 && (text[0] == '0' || text[0] == '1') && (text.size() == 1 || text[1] == '.');
  if (!shaped) return std::nullopt;
  int weight = text[0] == '1' ? full : 0;
  int place = full / 10;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    weight += place * (c - '0');
    place /= 10;
  }
  return weight <= full ? std::optional(weight) : std::nullopt;
}

/// What the field says of each coding, and of those that it does not name.
struct Weights {
  std::array<std::optional<int>, all.size()> said;
  std::optional<int> others;

  void take(std::string_view member) {
    const auto semicolon = member.find(';');
    const auto name = protocol::to_lower_ascii(protocol::trim(member.substr(0, semicolon)));
    auto weight = std::optional(full);
    if (semicolon != std::string_view::npos) {
      const auto parameter = protocol::to_lower_ascii(protocol::trim(member.substr(semicolon + 1)));
      weight = parameter.starts_with("q=") ? parse_weight(std::string_view(parameter).substr(2)) : std::nullopt;
    }
    if (!weight) return;
    if (name == "*") others = weight;
    for (const auto coding : all) {
      if (name == to_name(coding) || (coding == Coding::gzip && name == "x-gzip"))
        said[static_cast<std::size_t>(coding)] = weight;
    }
  }

  /// 0: excluded. Identity goes without saying, after whatever is named.
  int of(Coding coding) const {
    const auto unnamed = others.value_or(coding == Coding::identity ? least : 0);
    return said[static_cast<std::size_t>(coding)].value_or(unnamed);
  }
};

bool is_there(Coding coding, Offered offered) {
  switch (coding) {
    case Coding::br:
      return offered.br;
    case Coding::gzip:
      return offered.gzip;
    case Coding::identity:
      return true;
  }
  return false;
}

}  // namespace

std::string_view to_name(Coding coding) {
  static constexpr std::array<std::string_view, all.size()> names{"br", "gzip", "identity"};
  return names[static_cast<std::size_t>(coding)];
}

std::optional<Coding> choose_coding(const std::optional<std::string>& accepted, Offered offered) {
  Weights weights;
  std::string_view rest = accepted ? std::string_view(*accepted) : std::string_view();
  while (!rest.empty()) {
    const auto member = rest.substr(0, rest.find(','));
    weights.take(member);
    rest.remove_prefix(std::min(rest.size(), member.size() + 1));
  }
  std::optional<Coding> best;
  for (const auto coding : all) {
    const auto weight = is_there(coding, offered) ? weights.of(coding) : 0;
    if (weight > (best ? weights.of(*best) : 0)) best = coding;
  }
  return best;
}

}  // namespace standpipe::app
