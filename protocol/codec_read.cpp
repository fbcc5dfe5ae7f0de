#include "protocol/codec_read.hpp"

#include <boost/throw_exception.hpp>

#include <stdexcept>

namespace standpipe::protocol {

void throw_exception_from_error(const ReadError& error, const boost::source_location& at) {
  boost::throw_exception(std::runtime_error(error.field.empty() ? error.text : error.field + " " + error.text), at);
}

Refusal to_refusal(const ReadError& error) {
  std::string text = error.field.empty() ? "This" : "\"" + error.field + "\"";
  text += ' ';
  text += error.text;
  text += error.code == ErrorCode::argument_missing ? ". Add it and send the request again."
                                                    : ". Correct it and send the request again.";
  if (error.code == ErrorCode::bad_json) text = "This is not valid JSON: " + error.text + '.';
  return Refusal(error.code, std::move(text)).field(error.field);
}

namespace detail {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool fail(ReadError& error, std::string text, ErrorCode code) {
  error = ReadError{{}, code, std::move(text)};
  return false;
}

void enclose(ReadError& error, std::string_view name) {
  std::string path(name);
  if (!error.field.empty() && error.field.front() != '[') path += '.';
  error.field = path + error.field;
}

void enclose(ReadError& error, std::size_t index) {
  std::string path = "[" + std::to_string(index) + "]";
  if (!error.field.empty() && error.field.front() != '[') path += '.';
  error.field = path + error.field;
}

bool read_integer(const boost::json::value& json, std::int64_t least, std::int64_t most, std::int64_t& out, ReadError& error) {
  const std::int64_t* value = json.if_int64();
  if (!value || *value < least || *value > most) {
    return fail(error, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  out = *value;
  return true;
}

bool read_string(const boost::json::value& json, std::string& out, ReadError& error) {
  const auto* text = json.if_string();
  if (!text) return fail(error, "must be a string");
  out.assign(text->data(), text->size());
  return true;
}

bool read_bytes(const boost::json::value& json, std::array<std::uint8_t, 32>& out, ReadError& error) {
  constexpr const char* wanted = "must be a string of 64 hexadecimal digits";
  const auto* text = json.if_string();
  if (!text || text->size() != 2 * out.size()) return fail(error, wanted);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = hex_value((*text)[2 * i]);
    const int low = hex_value((*text)[2 * i + 1]);
    if (high < 0 || low < 0) return fail(error, wanted);
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

}  // namespace detail

}  // namespace standpipe::protocol
