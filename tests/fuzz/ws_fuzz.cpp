#include <algorithm>
#include <cstdlib>

#include "protocol/ws/deflate.hpp"
#include "tests/unit/ws/reader_driver.hpp"

using namespace standpipe::protocol::ws;
using test::read_all;

namespace {

using Kind = ReaderEvent::Kind;

constexpr std::size_t message_bytes = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

/// A fragment's text is checked as it comes, so bytes in pieces may fail earlier: what came before is the same.
void check_pieces(const std::vector<test::Seen>& whole, const std::vector<test::Seen>& pieces) {
  require(whole.size() == pieces.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    require(whole[i].kind == pieces[i].kind && whole[i].code == pieces[i].code);
    require(whole[i].payload == pieces[i].payload && whole[i].compressed == pieces[i].compressed);
  }
}

void check_event(const test::Seen& seen) {
  require(seen.kind == Kind::failed || seen.payload.size() <= message_bytes);
  if (seen.kind == Kind::text && !seen.compressed) require(is_valid_utf8(seen.payload));
  if (seen.kind != Kind::text || !seen.compressed) return;
  static Inflater inflater;
  std::string out;
  const auto status = inflater.inflate(seen.payload, message_bytes, out);
  if (status == Inflater::Status::ok) require(out.size() <= message_bytes);
}

}  // namespace

/// The first byte says how: the piece's size, compression, and which side reads.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const ReaderLimits limits{.message_bytes = message_bytes, .empty_frames = 8, .compression = (data[0] & 0x80) != 0};
  const Role role = (data[0] & 0x40) != 0 ? Role::client : Role::server;
  const auto whole = read_all(bytes, 0, limits, role);
  check_pieces(whole, read_all(bytes, 1 + (data[0] & 0x3f), limits, role));
  std::ranges::for_each(whole, check_event);
  return 0;
}
