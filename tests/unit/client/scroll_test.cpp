#include <doctest/doctest.h>

#include "client-cli/scroll.hpp"

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

Message message(std::int64_t number) {
  Message m;
  m.id = MessageId{100 + number};
  m.number = Number{number};
  m.index = Index{number};
  return m;
}

std::vector<Message> messages(std::int64_t from, std::int64_t to) {
  std::vector<Message> list;
  for (auto i = from; i <= to; ++i) list.push_back(message(i));
  return list;
}

std::vector<std::int64_t> shown(Scroll& scroll) {
  std::vector<std::int64_t> numbers;
  while (scroll.front() != nullptr) numbers.push_back(scroll.pop().message.number.value);
  return numbers;
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("the first page comes first, then what came meanwhile, then what comes") {
  Scroll scroll;
  scroll.take(message(4));
  scroll.take(message(2));
  CHECK(shown(scroll).empty());
  scroll.page(messages(1, 3), true);
  CHECK_FALSE(scroll.shows_live());
  CHECK(shown(scroll) == Numbers{1, 2, 3, 4});
  CHECK(scroll.shows_live());
  scroll.take(message(5));
  CHECK(shown(scroll) == Numbers{5});
}

TEST_CASE("a first page that is not wanted is passed over") {
  Scroll scroll;
  scroll.begin(Number{3});
  scroll.page(messages(1, 3), false);
  CHECK(shown(scroll).empty());
  scroll.take(message(4));
  scroll.take(message(2));  // somebody reacted to it
  CHECK(shown(scroll) == Numbers{4});
}

TEST_CASE("what is said between the beginning and the first page is shown, wanted or not, and what had been said is not") {
  for (const bool in_page : {true, false}) {
    CAPTURE(in_page);
    Scroll scroll;
    scroll.take(message(2));  // the catch-up before it began
    scroll.begin(Number{3});
    scroll.take(message(4));
    scroll.take(message(1));  // somebody reacted to it
    scroll.take(message(5));
    scroll.begin(Number{5});  // the line was lost once
    scroll.page(in_page ? messages(3, 5) : messages(3, 3), false);
    CHECK(shown(scroll) == Numbers{4, 5});
  }
}

TEST_CASE("what is older than the page after a long absence and was told of is shown") {
  Scroll scroll;
  scroll.begin(Number{2});
  scroll.page(messages(1, 2), false);
  CHECK(shown(scroll).empty());
  scroll.hold();
  scroll.take(message(700));
  scroll.take(message(701));
  scroll.page(messages(702, 702), false);
  CHECK(shown(scroll) == Numbers{700, 701, 702});
}

TEST_CASE("a message is shown once, and again when it is edited or removed") {
  Scroll scroll;
  scroll.page(messages(1, 2), true);
  shown(scroll);
  auto changed = message(2);
  changed.reactions.push_back({"👍", {MemberId{1}}});
  scroll.take(changed);
  CHECK(shown(scroll).empty());
  changed.edited_at = Time{5};
  scroll.take(changed);
  scroll.take(changed);
  CHECK(shown(scroll) == Numbers{2});
  changed.removed = Removal{};
  scroll.take(changed);
  CHECK(shown(scroll) == Numbers{2});
  changed.gone = true;
  scroll.take(changed);
  CHECK(shown(scroll).empty());
}

TEST_CASE("what a catch-up brings is shown in the order of its numbers, and what is known not again") {
  Scroll scroll;
  scroll.page(messages(1, 2), true);
  shown(scroll);
  scroll.hold();
  scroll.take(message(4));
  scroll.take(message(2));
  auto edited = message(3);  // its last change is newer than message 4
  edited.edited_at = Time{9};
  scroll.take(edited);
  CHECK(shown(scroll).empty());
  scroll.release();
  CHECK(shown(scroll) == Numbers{3, 4});
}

TEST_CASE("after a long absence the newest page is shown, and how many are not") {
  Scroll scroll;
  scroll.page(messages(1, 2), true);
  shown(scroll);
  scroll.hold();
  scroll.take(message(700));
  scroll.take(message(701));
  scroll.page(messages(690, 700), true);
  REQUIRE(scroll.front() != nullptr);
  const auto first = scroll.pop();
  CHECK(first.message.number.value == 690);
  CHECK(first.skipped == 687);
  CHECK(shown(scroll).back() == 701);
}
