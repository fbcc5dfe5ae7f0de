#include <doctest/doctest.h>

#include "protocol/ws/deflate.hpp"
#include "server/hub/frame.hpp"

using namespace standpipe;

namespace {

std::string text(char filler) {
  return "[" + std::string(600, filler) + "]";
}

}  // namespace

TEST_CASE("one message in a row stays itself") {
  const auto frame = hub::make_text_frame("[1]");
  CHECK(hub::in_a_row({frame}) == frame);
  CHECK(frame->messages() == 1);
  CHECK(frame->longest() == 3);
}

TEST_CASE("messages in a row are their bytes in order, and each stays a message") {
  const auto first = hub::make_text_frame("[1]"), second = hub::make_text_frame("[2,3]");
  const auto row = hub::in_a_row({first, second});
  CHECK(row->bytes == first->bytes + second->bytes);
  CHECK(row->messages() == 2);
  CHECK(row->longest() == 5);
}

TEST_CASE("a row is compressed message by message, which are shared with those who get one of them alone") {
  protocol::ws::Deflater deflater;
  const auto first = hub::make_text_frame(text('a')), small = hub::make_text_frame("[2]"), last = hub::make_text_frame(text('b'));
  const auto twin = hub::in_a_row({first, small, last})->compressed(deflater);
  REQUIRE(twin);
  CHECK(twin->bytes == first->compressed(deflater)->bytes + small->bytes + last->compressed(deflater)->bytes);
  CHECK(small->compressed(deflater) == nullptr);
}
