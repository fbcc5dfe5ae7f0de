#include <doctest/doctest.h>

#include <string>

#include "protocol/emoji.hpp"

using standpipe::protocol::is_emoji;

TEST_CASE("one emoji in all its forms is one") {
  for (const char* good : {"👍",
                           "👍🏽",
                           "🚰",
                           "❤️",
                           "❤",
                           "☑️",
                           "✅",
                           "👩🏽‍🔧",
                           "🏳️‍🌈",
                           "👨‍👩‍👧‍👦",
                           "🇰🇪",
                           "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
                           "1️⃣",
                           "#⃣",
                           "©️",
                           "🫡",
                           "Ⓜ️",
                           "↗️",
                           "☝🏽",
                           "☝️🏽",
                           "❤️‍🔥",
                           "🏴‍☠️",
                           "👨🏻‍❤️‍💋‍👨🏿",
                           "🧑🏽‍🚀",
                           "🇧🇷",
                           "*️⃣"}) {
    CAPTURE(good);
    CHECK(is_emoji(good));
  }
}

TEST_CASE("text, pieces and several emoji are none") {
  for (const std::string& bad : {std::string(""),
                                 std::string("a"),
                                 std::string("1"),
                                 std::string("#"),
                                 std::string("ok"),
                                 std::string("👍👍"),
                                 std::string("👍🔥🎉"),
                                 std::string("👍👍👍👍👍👍👍👍"),
                                 std::string("1️⃣1️⃣"),
                                 std::string("🇰🇪👍"),
                                 std::string("🇰🇪🇺"),
                                 std::string("🇰👍"),
                                 std::string("🇰🇪‍🔥"),
                                 std::string("👍🇰"),
                                 std::string("👍⃣"),
                                 std::string("👍‍‍🔥"),
                                 std::string("‍👍"),
                                 std::string("❤️️"),
                                 std::string("👍 "),
                                 std::string(" 👍"),
                                 std::string("🇰"),
                                 std::string("🇰🇪🇺🇬"),
                                 std::string("👩‍"),
                                 std::string("‍"),
                                 std::string("️"),
                                 std::string("水"),
                                 std::string("é"),
                                 std::string("👍\n"),
                                 std::string("👍<b>"),
                                 std::string("👍\xff"),
                                 std::string("\xff"),
                                 std::string("👍\0", 5),
                                 std::string("1️"),
                                 std::string("🏴󠁧󠁢"),
                                 std::string("👍🏽🏽"),
                                 std::string("\u202e👍")}) {
    CAPTURE(bad);
    CHECK(!is_emoji(bad));
  }
}
