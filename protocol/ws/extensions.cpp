#include "protocol/ws/extensions.hpp"

#include <algorithm>

namespace standpipe::protocol::ws {

namespace {

constexpr std::string_view deflate_name = "permessage-deflate";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alphanumeric || (c != '\0' && marks.find(c) != std::string_view::npos);
  });
}

/// Removes the text up to the separator from the front of `rest`, and returns it trimmed.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::optional<ExtensionParameter> parse_parameter(std::string_view text) {
  const std::size_t equals = text.find('=');
  ExtensionParameter parameter;
  parameter.name = trim(text.substr(0, equals));
  if (!is_token(parameter.name)) return std::nullopt;
  if (equals == std::string_view::npos) return parameter;
  std::string_view value = trim(text.substr(equals + 1));
  // A quoted value has to be a token too once it is unquoted, so separators cannot hide in it.
  if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) value = value.substr(1, value.size() - 2);
  if (!is_token(value)) return std::nullopt;
  parameter.value = value;
  return parameter;
}

std::optional<ExtensionOffer> parse_offer(std::string_view text) {
  ExtensionOffer offer;
  offer.name = next_part(text, ';');
  if (!is_token(offer.name)) return std::nullopt;
  while (!text.empty()) {
    const auto parameter = parse_parameter(next_part(text, ';'));
    if (!parameter) return std::nullopt;
    offer.parameters.push_back(*parameter);
  }
  return offer;
}

/// RFC 7692 section 7.1.2: a decimal number from 8 to 15 without a leading zero.
std::optional<std::uint8_t> window_bits(std::string_view value) {
  if (value == "8" || value == "9") return static_cast<std::uint8_t>(value[0] - '0');
  if (value.size() == 2 && value[0] == '1' && value[1] >= '0' && value[1] <= '5') {
    return static_cast<std::uint8_t>(10 + value[1] - '0');
  }
  return std::nullopt;
}

bool is_repeated(const ExtensionOffer& offer) {
  for (auto one = offer.parameters.begin(); one != offer.parameters.end(); ++one) {
    if (std::any_of(offer.parameters.begin(), one, [&](const auto& other) { return other.name == one->name; })) return true;
  }
  return false;
}

std::optional<DeflateAgreement> accept_offer(const ExtensionOffer& offer) {
  if (offer.name != deflate_name || is_repeated(offer)) return std::nullopt;
  DeflateAgreement agreement;
  for (const auto& [name, value] : offer.parameters) {
    if (name == "server_no_context_takeover" || name == "client_no_context_takeover") {
      if (value) return std::nullopt;
    } else if (name == "server_max_window_bits") {
      const auto bits = value ? window_bits(*value) : std::nullopt;
      if (!bits) return std::nullopt;
      agreement.server_window_bits = *bits;
      agreement.names_server_window = true;
    } else if (name == "client_max_window_bits") {
      // A hint of what the client can do; we take any window, and so need not answer it.
      if (value && !window_bits(*value)) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return agreement;
}

}  // namespace

std::optional<std::vector<ExtensionOffer>> parse_extensions(std::string_view field) {
  std::vector<ExtensionOffer> offers;
  while (!field.empty()) {
    const std::string_view text = next_part(field, ',');
    if (text.empty()) continue;  // RFC 9110 section 5.6.1: empty elements of a list are passed over
    if (text.ends_with(';')) return std::nullopt;
    auto offer = parse_offer(text);
    if (!offer) return std::nullopt;
    offers.push_back(std::move(*offer));
  }
  return offers;
}

std::optional<DeflateAgreement> accept_deflate(const std::vector<ExtensionOffer>& offers) {
  for (const ExtensionOffer& offer : offers) {
    if (const auto agreement = accept_offer(offer)) return agreement;
  }
  return std::nullopt;
}

std::string deflate_answer(const DeflateAgreement& agreement) {
  std::string answer(deflate_name);
  answer += "; server_no_context_takeover; client_no_context_takeover";
  if (agreement.names_server_window) answer += "; server_max_window_bits=" + std::to_string(agreement.server_window_bits);
  return answer;
}

}  // namespace standpipe::protocol::ws
