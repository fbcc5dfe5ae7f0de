#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

namespace standpipe::test {

/// The names of a transcript and what they stand for.
using Bindings = std::map<std::string, boost::json::value>;

/// What a name may be called: small letters, digits and _.
bool is_name_character(char c);

/// The text with each `$name` replaced by what the name stands for. In quotes a string stands without its own; outside of
/// them every value is written as JSON. Throws std::runtime_error where a name stands for nothing yet.
std::string fill_in(std::string_view text, const Bindings& bindings);

/// A JSON value with holes in it, as documents show them:
///
///     {"id": $room, "at": …, "text": "in room:$room", …}
///
/// - `…` stands for any value. In an object, as a member of its own, it allows members that are not listed; without it there
///   may be none. In a list it stands for any number of items.
/// - `$name` stands for a value that is bound to the name where it is first met, and must be equal wherever it is met again.
///   Inside a string it must be bound already.
/// - Everything else must be equal, the members of an object in any order.
class JsonPattern {
 public:
  /// Throws std::runtime_error that says what is wrong with the text.
  static JsonPattern parse(std::string_view text);

  /// Where and how the value differs; nothing where it fits, and then the names that it bound are in `bindings`.
  std::optional<std::string> mismatch(const boost::json::value& value, Bindings& bindings) const;

  /// The string at a path of members, and of items by their numbers, with its names filled in; nothing where there is none.
  std::optional<std::string> text_at(const std::vector<std::string>& path, const Bindings& bindings) const;

 private:
  enum class Kind { anything, name, scalar, list, object };
  friend class JsonPatternReader;
  struct Mismatch;

  bool match(const boost::json::value& value, Bindings& bindings, Mismatch& why) const;
  bool match_scalar(const boost::json::value& value, const Bindings& bindings, Mismatch& why) const;
  bool match_object(const boost::json::value& value, Bindings& bindings, Mismatch& why) const;
  bool match_list(const boost::json::value& value, Bindings& bindings, Mismatch& why) const;
  bool match_items(const boost::json::value& value, std::size_t item, std::size_t at, Bindings& bindings, Mismatch& why) const;

  Kind kind_ = Kind::anything;
  std::string name_;
  boost::json::value scalar_;
  std::vector<JsonPattern> items_;
  std::vector<std::pair<std::string, JsonPattern>> members_;
  bool open_ = false;  ///< of an object: others may be there
};

}  // namespace standpipe::test
