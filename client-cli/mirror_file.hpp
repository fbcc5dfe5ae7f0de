#pragma once

#include <functional>
#include <istream>
#include <set>
#include <string_view>

#include "client-cli/mirror.hpp"

namespace standpipe::client {

/// A mirror on disk: JSON lines, so that neither writing nor reading it takes more memory than its longest line.
///
///   {"head":{"format":2,"epoch":…,"heads":{…},"me":{…}}}
///   {"room":{…}}  {"message":{…}}  …   one entity each
///   {"end":{"lines":N}}                how many came before, the head included: the file is whole
///
/// Equal copies give equal files.
class MirrorFile {
 public:
  /// Of people more than these, only those stay whom the copy speaks of: who wrote, moderates, or is talked with. The others
  /// were seen in lists, and are good for no more than writing to them by name without a line.
  static constexpr std::size_t people_in_all = 2'000;

  /// Calls `out` with one line after the other.
  static void write(const Mirror& mirror, const std::function<void(std::string_view)>& out);
  /// What is no copy, or not the whole of one, gives an empty one.
  static Mirror read(std::istream& in);

 private:
  template <class M, class F>
  static void for_each_map(M& mirror, F&& f);
  static bool take_line(Mirror& mirror, std::string_view line);
  static std::set<protocol::MemberId> spoken_of(const Mirror& mirror);
};

}  // namespace standpipe::client
