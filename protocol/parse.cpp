#include "protocol/parse.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "protocol/limits.hpp"

namespace standpipe::protocol {

namespace {

namespace json = boost::json;
using Error = boost::system::error_code;
using json::string_view;

/// Builds a value from the parser's calls, as Boost.JSON's own parser does, and stops at what that one lets pass:
/// duplicate keys (the last wins there), integers that do not fit (they become doubles) and 1e400 (infinity).
class Builder {
 public:
  explicit Builder(json::storage_ptr storage) { stack_.reset(std::move(storage)); }

  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_array_begin(Error&) { return true; }

  bool on_object_end(std::size_t n, Error& ec) {
    const auto begin = keys_.end() - static_cast<std::ptrdiff_t>(n);
    std::sort(begin, keys_.end());
    const auto twice = std::adjacent_find(begin, keys_.end());
    if (twice != keys_.end()) return stop(ec, "the key \"" + twice->substr(0, 40) + "\" occurs twice in one object");
    keys_.erase(begin, keys_.end());
    stack_.push_object(n);
    return true;
  }

  bool on_array_end(std::size_t n, Error&) {
    stack_.push_array(n);
    return true;
  }

  bool on_key_part(string_view s, std::size_t, Error&) {
    key_.append(s.data(), s.size());
    stack_.push_chars(s);
    return true;
  }

  bool on_key(string_view s, std::size_t, Error&) {
    key_.append(s.data(), s.size());
    keys_.push_back(std::move(key_));
    key_.clear();
    stack_.push_key(s);
    return true;
  }

  bool on_string_part(string_view s, std::size_t, Error&) {
    stack_.push_chars(s);
    return true;
  }

  bool on_string(string_view s, std::size_t, Error&) {
    stack_.push_string(s);
    return true;
  }

  bool on_number_part(string_view, Error&) { return true; }

  bool on_int64(std::int64_t value, string_view, Error&) {
    stack_.push_int64(value);
    return true;
  }

  bool on_uint64(std::uint64_t, string_view, Error& ec) { return stop(ec, too_large); }

  bool on_double(double value, string_view digits, Error& ec) {
    const bool integer = digits.find_first_of(".eE") == string_view::npos;
    if (integer || !std::isfinite(value)) return stop(ec, too_large);
    stack_.push_double(value);
    return true;
  }

  bool on_bool(bool value, Error&) {
    stack_.push_bool(value);
    return true;
  }

  bool on_null(Error&) {
    stack_.push_null();
    return true;
  }

  bool on_comment_part(string_view, Error&) { return true; }
  bool on_comment(string_view, Error&) { return true; }

  json::value release() { return stack_.release(); }

  /// Why this class, rather than the parser, stopped; empty if it did not.
  const std::string& reason() const { return reason_; }

 private:
  static constexpr const char* too_large = "a number is too large; integers must fit in 64 bits";

  bool stop(Error& ec, std::string reason) {
    reason_ = std::move(reason);
    ec = json::error::syntax;
    return false;
  }

  std::array<unsigned char, 2048> first_values_;  ///< so that reading a usual request asks for no memory on the way
  json::value_stack stack_{{}, first_values_.data(), first_values_.size()};
  std::string key_;                ///< the parts of the key being read
  std::vector<std::string> keys_;  ///< of all objects that are open
  std::string reason_;
};

ReadError bad_json(std::string text) {
  return ReadError{{}, ErrorCode::bad_json, std::move(text)};
}

}  // namespace

boost::system::result<json::value, ReadError> parse(std::string_view text, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = limits::json_depth;
  json::basic_parser<Builder> parser(options, std::move(storage));
  Error ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && used < text.size()) ec = json::error::extra_data;
  if (!ec) return parser.handler().release();
  const std::string& reason = parser.handler().reason();
  if (!reason.empty()) return bad_json(reason);
  if (ec == json::error::too_deep) {
    return bad_json("objects and lists are nested more than " + std::to_string(limits::json_depth) + " deep");
  }
  return bad_json(ec.message() + ", near byte " + std::to_string(used));
}

}  // namespace standpipe::protocol
