#include <cstdlib>

#include "protocol/ws/deflate.hpp"
#include "tests/unit/ws/reader_driver.hpp"

using namespace standpipe::protocol::ws;
using test::read_all;

namespace {

using Kind = ReaderEvent::Kind;

/// What the bytes are read with, as the first one says.
struct Setting {
  ReaderLimits limits;
  Role role;
  std::size_t piece;
};

/// The large limit lets messages through whose length is told in 64 bits; those are read in larger pieces.
Setting setting_of(unsigned char how) {
  const bool large = (how & 0x20) != 0;
  return {.limits = {.message_bytes = large ? 70'000U : 4096U, .empty_frames = 8, .compression = (how & 0x80) != 0},
          .role = (how & 0x40) != 0 ? Role::client : Role::server,
          .piece = (1U + (how & 0x1f)) * (large ? 1000U : 1U)};
}

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

void check_event(const test::Seen& seen, std::size_t message_bytes) {
  require(seen.kind == Kind::failed || seen.payload.size() <= message_bytes);
  if (seen.kind == Kind::text && !seen.compressed) require(is_valid_utf8(seen.payload));
  if (!seen.compressed) return;
  require(seen.kind == Kind::text || seen.kind == Kind::binary);
  static Inflater inflater;
  std::string out;
  const auto status = inflater.inflate(seen.payload, message_bytes, out);
  require(status == Inflater::Status::ok ? out.size() <= message_bytes : out.empty());
}

}  // namespace

/// The first byte says how: the piece's size, the limit, which side reads, compression. With the large limit the last byte is
/// repeated, so that a short input can hold a long message.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const auto [limits, role, piece] = setting_of(data[0]);
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (limits.message_bytes > 65'535) bytes.append(limits.message_bytes, bytes.back());
  const auto whole = read_all(bytes, 0, limits, role);
  check_pieces(whole, read_all(bytes, piece, limits, role));
  for (const auto& seen : whole) check_event(seen, limits.message_bytes);
  return 0;
}
