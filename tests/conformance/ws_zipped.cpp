#include "tests/conformance/ws_zipped.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include "tests/conformance/ws_case.hpp"

using namespace std::string_literals;

namespace standpipe::conformance {

std::string packed(std::string_view message, int level, std::size_t step, int strategy) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, -15, 8, strategy) == Z_OK);
  std::string out(deflateBound(&stream, message.size()) + message.size() / (step == 0 ? 1'000'000 : step) * 10 + 100, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  do {
    const std::string_view piece = message.substr(0, step == 0 ? message.size() : step);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    message.remove_prefix(piece.size());
    deflate(&stream, Z_SYNC_FLUSH);
  } while (!message.empty());
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  REQUIRE(out.ends_with("\x00\x00\xff\xff"s));
  out.resize(out.size() - 4);
  return out;
}

std::string zipped(std::string_view message) {
  return frame(deflated_text, packed(message));
}

std::string repeated(std::string_view part, std::size_t size) {
  std::string text;
  while (text.size() < size) text += part;
  text.resize(size);
  return text;
}

std::string offer(std::string_view extensions) {
  return "Sec-WebSocket-Extensions: " + std::string(extensions) + "\r\n";
}

}  // namespace standpipe::conformance
