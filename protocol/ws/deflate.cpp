#include "protocol/ws/deflate.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <new>

namespace standpipe::protocol::ws {

namespace {

/// What a sender leaves out of the end of every message: an empty stored block's length (RFC 7692 section 7.2.1).
constexpr std::string_view tail("\x00\x00\xff\xff", 4);

constexpr int raw_window = -15;  ///< negative: raw DEFLATE, neither zlib's nor gzip's header
constexpr int memory_level = 8;

constexpr std::size_t first_room = 4096;

// zlib's counters have 32 bits.
constexpr std::size_t max_input = 1U << 30;

const Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

/// Whether all input ended with a whole block and a whole byte. zlib says so in data_type (zlib.h, inflate): 128 for having just
/// finished a block, and in the lowest six bits how many bits of the last byte are unused.
bool ends_with_block(const z_stream& stream) {
  return (stream.data_type & 128) != 0 && (stream.data_type & 63) == 0;
}

}  // namespace

void Inflater::End::operator()(z_stream_s* stream) const {
  inflateEnd(stream);
  delete stream;
}

Inflater::Status Inflater::inflate(std::string_view payload, std::size_t limit, std::string& out) {
  out.clear();
  if (payload.size() > max_input) return Status::too_big;
  if (!stream_) {
    auto fresh = std::make_unique<z_stream>();
    if (inflateInit2(fresh.get(), raw_window) != Z_OK) throw std::bad_alloc();
    stream_.reset(fresh.release());
  } else {
    inflateReset(stream_.get());
  }
  z_stream& stream = *stream_;
  std::size_t size = 0;
  std::size_t before_tail = 0;
  out.resize(std::min(limit + 1, std::max(first_room, payload.size() * 4)));
  for (const std::string_view input : {payload, tail}) {
    before_tail = size;
    stream.next_in = bytes_of(input);
    stream.avail_in = static_cast<uInt>(input.size());
    for (;;) {
      if (size == out.size()) out.resize(std::min(limit + 1, size * 2));
      const std::size_t room = std::min(out.size() - size, max_input);
      stream.next_out = reinterpret_cast<Bytef*>(out.data()) + size;
      stream.avail_out = static_cast<uInt>(room);
      const int result = ::inflate(&stream, Z_SYNC_FLUSH);
      size += room - stream.avail_out;
      if (size > limit) {
        out.clear();
        return Status::too_big;
      }
      // A block may be marked as the last one, and others may still follow it (RFC 7692 section 7.2.3.4).
      if (result == Z_STREAM_END) {
        if (stream.avail_in == 0) break;
        inflateReset(&stream);
        continue;
      }
      if (result == Z_MEM_ERROR) throw std::bad_alloc();
      if (result != Z_OK && result != Z_BUF_ERROR) {
        out.clear();
        return Status::corrupt;
      }
      // With room left, zlib has nothing more to write before it gets more input.
      if (stream.avail_in == 0 && stream.avail_out > 0) break;
    }
  }
  // The tail has to be an empty block; where it was taken for data, the payload had been cut.
  if (!ends_with_block(stream) || size != before_tail) {
    out.clear();
    return Status::corrupt;
  }
  out.resize(size);
  return Status::ok;
}

void Deflater::End::operator()(z_stream_s* stream) const {
  deflateEnd(stream);
  delete stream;
}

bool Deflater::deflate(std::string_view payload, std::string& out) {
  out.clear();
  if (payload.size() <= tail.size() || payload.size() > max_input) return false;
  if (!stream_) {
    auto fresh = std::make_unique<z_stream>();
    if (deflateInit2(fresh.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    stream_.reset(fresh.release());
  } else {
    deflateReset(stream_.get());
  }
  // With room for less than the payload and the tail, what does not fit would not be shorter.
  out.resize(payload.size() + tail.size() - 1);
  stream_->next_in = bytes_of(payload);
  stream_->avail_in = static_cast<uInt>(payload.size());
  stream_->next_out = reinterpret_cast<Bytef*>(out.data());
  stream_->avail_out = static_cast<uInt>(out.size());
  const int result = ::deflate(stream_.get(), Z_SYNC_FLUSH);
  const std::size_t size = out.size() - stream_->avail_out;
  // zlib has flushed all of it only if it left room: a flush that just fits may go on with another block.
  if (result != Z_OK || stream_->avail_out == 0 || size < tail.size() || !std::string_view(out.data(), size).ends_with(tail)) {
    out.clear();
    return false;
  }
  out.resize(size - tail.size());
  return true;
}

}  // namespace standpipe::protocol::ws
