#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/errors.hpp"
#include "protocol/limits.hpp"
#include "server/domain/records.hpp"

namespace standpipe::domain {

/// Cleans the arguments of one command and keeps the first objection, so that an act reads all its arguments and asks once.
/// Each returns the clean value, or an empty one after an objection. Lengths are in bytes of UTF-8.
class Fields {
 public:
  /// One line without control characters, trimmed, not empty.
  std::string line(std::string_view field, std::string_view raw, std::size_t most);
  std::string line_or_empty(std::string_view field, std::string_view raw, std::size_t most);
  /// Several lines; not only white space.
  std::string text(std::string_view field, std::string_view raw, std::size_t most);
  std::string text_or_empty(std::string_view field, std::string_view raw, std::size_t most);
  /// A BCP 47 tag in its usual case, or nothing.
  std::string language(std::string_view field, std::string_view raw);
  std::vector<std::string> languages(std::string_view field, const std::vector<std::string>& raw);
  /// ISO 3166-1 alpha-2 in upper case.
  std::string country(std::string_view field, std::string_view raw);
  std::string email(std::string_view field, std::string_view raw);
  /// a-z, 0-9 and -, neither first nor last.
  std::string slug(std::string_view field, std::string_view raw);
  std::string emoji(std::string_view field, std::string_view raw);
  /// Lower-case tags, each once.
  std::vector<std::string> tags(std::string_view field, const std::vector<std::string>& raw);
  /// Domain names in lower case, each once.
  std::vector<std::string> domains(std::string_view field, const std::vector<std::string>& raw);
  Outcome outcome(const Outcome& raw);

  /// Objects with `argument_bad` unless it is right.
  void require(bool right, std::string_view field, std::string_view says);

  const std::optional<Refusal>& objection() const { return objection_; }

 private:
  /// The same as require; of what is not right, no more is looked at.
  bool allows(bool right, std::string_view field, std::string_view says);
  std::string kept(std::string_view field, std::optional<std::string> clean, std::size_t most);
  void object(ErrorCode code, std::string_view field, std::string says = {});

  std::optional<Refusal> objection_;
};

}  // namespace standpipe::domain
