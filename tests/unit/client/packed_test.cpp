#include "client-cli/packed.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "protocol/event.hpp"

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

template <class T>
T again(const T& value) {
  return Unpacker::unpack<T>(Packer::pack(value).c_str());
}

}  // namespace

TEST_CASE("what is packed comes out as it was, with fields of every kind") {
  Change change;
  CHECK(again(change) == change);
  change.stream = std::string("a\0b", 3);
  change.rev = Rev{std::numeric_limits<std::int64_t>::max()};
  change.message = Message{};
  CHECK(again(change) == change);
  change.message->text = std::string(300, 'x') + "é";
  change.message->number = Number{127};
  change.message->index = Index{128};
  change.message->rev = Rev{-1};
  change.message->mentions = {MemberId{}, MemberId{64}, MemberId{std::numeric_limits<std::int64_t>::min()}};
  change.message->reactions = {{}, {"👍", {MemberId{9}, MemberId{8}}}};
  change.message->pinned = true;
  change.message->removed = Removal{MemberId{2}, Time{3}, "spam"};
  change.membership = Membership{};
  change.membership->in = false;  // where true is the default
  change.membership->notify = NotifyLevel::mentions;
  change.profile = Profile{};
  change.profile->languages = {"en", "", "sw"};
  CHECK(again(change) == change);
}

TEST_CASE("a usual message takes few bytes besides its text") {
  Message message;
  message.number = Number{12'345};
  message.by = MemberId{300};
  message.at = Time{1'700'000'000'000};
  message.lang = "en";
  message.text = std::string(180, 'x');
  message.rev = Rev{23'456};
  CHECK(Packer::pack(message).size() == 180 + 22);
}
