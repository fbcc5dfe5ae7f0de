#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace standpipe::crash {

/// Something that must not be.
struct Finding {
  enum class Kind {
    lost,      ///< what was acknowledged is not there, or not as it was acknowledged
    recanted,  ///< what was announced is not there, or not as it was announced
    doubled,   ///< one key, two effects or two answers; or one number or id, two owners
    damaged,   ///< the data are not sound, or the server does not come back
    trouble,   ///< the campaign itself could not be carried out: nothing is proved
  };
  Kind kind;
  std::string text;
};
using Findings = std::vector<Finding>;

inline void add(Findings& to, Findings more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string_view name_of(Finding::Kind kind);

}  // namespace standpipe::crash
