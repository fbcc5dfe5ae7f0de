#pragma once

#include <string>

#include "tests/unit/domain/community.hpp"

namespace standpipe::test {

/// All that a decision says, as text: equal texts, equal decisions.
inline std::string text_of(const Verdict& verdict) {
  if (!verdict) return "refused " + to_json(verdict.error().data) + ' ' + verdict.error().text + '\n';
  std::string text = verdict->reply + '\n';
  for (const auto& row : verdict->rows) {
    std::visit(
        [&]<class Row>(const Row& content) {
          text += std::to_string(row.index()) + ' ';
          if constexpr (boost::describe::has_describe_members<Row>::value) text += to_json(content);
          text += '\n';
        },
        row);
  }
  for (const auto& a : verdict->announcements) {
    text += std::to_string(a.stream.packed()) + ' ' + std::to_string(static_cast<int>(a.kind)) + ' ' + std::to_string(a.entity) +
            ' ' + to_json(a.change) + ' ' + a.key + '\n';
  }
  return text + std::to_string(verdict->effects.size()) + " effects\n";
}

}  // namespace standpipe::test
