#include "protocol/codec.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/json/value_stack.hpp>

#include "protocol/limits.hpp"

namespace standpipe::protocol {

namespace json = boost::json;

namespace {

/// Builds a value as json::parse does, and refuses what that lets pass: duplicate keys, integers that do not fit, infinities.
struct StrictHandler {
  using error_code = boost::system::error_code;

  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 1'000;
  static constexpr std::size_t max_string_size = 16 * limits::frame_bytes;

  json::value_stack stack;
  std::vector<std::unordered_set<std::string>> keys;
  std::string key;
  bool in_key = false;
  const char* problem = nullptr;

  bool refuse(const char* why, error_code& ec) {
    problem = why;
    ec = json::make_error_code(json::error::syntax);
    return false;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    keys.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t n, error_code&) {
    keys.pop_back();
    stack.push_object(n);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t n, error_code&) {
    stack.push_array(n);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, error_code& ec) {
    key.append(part.data(), part.size());
    const bool fresh = keys.back().insert(key).second;
    key.clear();
    if (!fresh) return refuse("an object names the same member twice", ec);
    stack.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, error_code&) {
    stack.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t, json::string_view, error_code& ec) { return refuse("an integer is too large", ec); }
  bool on_double(double value, json::string_view, error_code& ec) {
    if (!std::isfinite(value)) return refuse("a number is too large", ec);
    stack.push_double(value);
    return true;
  }
  bool on_bool(bool value, error_code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }
};

constexpr char digits[] = "0123456789abcdef";

}  // namespace

ReadResult<json::value> parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = limits::json_depth;
  json::basic_parser<StrictHandler> parser(options);
  parser.handler().stack.reset();
  boost::system::error_code ec;
  const auto used = parser.write_some(false, text.data(), text.size(), ec);
  const auto rest = text.substr(std::min(used, text.size())).find_first_not_of(" \t\r\n");
  if (!ec && rest != std::string_view::npos) ec = json::make_error_code(json::error::extra_data);
  if (!ec) return parser.handler().stack.release();
  const char* why = parser.handler().problem;
  return ReadError{{}, ErrorCode::bad_json, "This is not JSON that can be read: " + (why != nullptr ? std::string(why) : ec.message()) + "."};
}

void throw_exception_from_error(const ReadError& error, const boost::source_location&) {
  throw std::logic_error("unread: " + error.field + " " + error.text);
}

namespace detail {

void write_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t clean_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(clean_from, i - clean_from));
    clean_from = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
  }
  out.append(text.substr(clean_from));
  out += '"';
}

void write_integer(std::string& out, std::int64_t value) {
  char text[24];
  const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
  out.append(text, end);
}

void write_hex(std::string& out, const std::uint8_t* bytes, std::size_t size) {
  out += '"';
  for (std::size_t i = 0; i < size; ++i) {
    out += digits[bytes[i] >> 4];
    out += digits[bytes[i] & 15];
  }
  out += '"';
}

bool read_hex(std::string_view text, std::uint8_t* bytes, std::size_t size) {
  if (text.size() != size * 2) return false;
  for (std::size_t i = 0; i < size; ++i) {
    const auto* begin = text.data() + i * 2;
    const auto [end, error] = std::from_chars(begin, begin + 2, bytes[i], 16);
    if (error != std::errc{} || end != begin + 2) return false;
  }
  return true;
}

std::optional<ReadError> wrong_type(const char* expected) {
  return ReadError{{}, ErrorCode::argument_bad, std::string("must be ") + expected + "."};
}

ReadError unknown_word(std::string_view word, const std::string& allowed) {
  return {{}, ErrorCode::argument_bad, "'" + std::string(word.substr(0, 40)) + "' is not one of: " + allowed + "."};
}

ReadError& under(ReadError& error, std::string_view member) {
  error.field = std::string(member) + (error.field.empty() || error.field.front() == '[' ? "" : ".") + error.field;
  return error;
}

ReadError& under(ReadError& error, std::size_t item) {
  const bool joins = error.field.empty() || error.field.front() == '[';
  error.field = "[" + std::to_string(item) + "]" + (joins ? "" : ".") + error.field;
  return error;
}

}  // namespace detail

}  // namespace standpipe::protocol
