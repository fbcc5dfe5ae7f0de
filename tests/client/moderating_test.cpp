#include <doctest/doctest.h>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

namespace {

constexpr const char* room = "water-distribution";

std::string number(const json::value& value) {
  return std::to_string(value.as_int64());
}

}  // namespace

TEST_CASE("applications: listed, approved, declined; the applicant is told") {
  auto& c = community();
  const Cli rita(c.folder.path() / "rita", c.server.url());
  const std::vector<std::string> words = {"apply", "--name",    "Rita", "--email", "rita@maji.example", "--utility",
                                          "Maji",  "--country", "KE",   "--job",   "Meter reader",      "--language",
                                          "sw",    "--room",    room,   "--why",   "To learn."};
  const auto applied = rita.json(words, password);
  CHECK(rita.run(words, password).exit == 2);  // waits already
  const auto waits = rita.run({"login", "--email", "rita@maji.example"}, password);
  CHECK(waits.exit == 2);
  CHECK(has(waits.err, "[application_pending]"));
  const auto list = c.mo.out({"moderate", "applications"});
  CHECK(has(list, "Rita <rita@maji.example>"));
  CHECK(has(list, room));
  CHECK(c.mo.run({"moderate", "decline", number(applied.at("application")), "--reason", "Use your work address."}).exit == 0);
  const auto declined = rita.run({"login", "--email", "rita@maji.example"}, password);
  CHECK(declined.exit == 2);
  CHECK(has(declined.err, "Use your work address."));
  const auto again = rita.json(words, password);
  CHECK(c.mo.json({"moderate", "approve", number(again.at("application"))}).at("member").as_int64() > 0);
  CHECK(rita.run({"login", "--email", "rita@maji.example"}, password).exit == 0);
  CHECK(c.mo.run({"moderate", "approve", number(again.at("application"))}).exit == 2);
}

TEST_CASE("an invitation makes a member at once") {
  auto& c = community();
  const auto made = c.mo.json({"moderate", "invite", "--room", room, "--note", "For Joel"});
  const auto code = std::string(made.at("invitation").at("code").as_string());
  const Cli joel(c.folder.path() / "joel", c.server.url());
  CHECK(has(joel.out({"apply", "--name", "Joel", "--email", "joel@tubig.example", "--utility", "Tubig", "--country", "PH",
                      "--job", "Leaks", "--language", "en", "--invitation", code},
                     password),
            "Welcome"));
  CHECK(joel.run({"login", "--email", "joel@tubig.example"}, password).exit == 0);
  CHECK(has(joel.out({"rooms"}), "* water-distribution"));
  CHECK(has(c.mo.out({"moderate", "invitations"}), "For Joel"));
  CHECK(c.mo.out({"moderate", "revoke", number(made.at("invitation").at("id"))}) == "Done.\n");
}

TEST_CASE("a mute tells the reason and the end, to the moderator, in the refusal and in the member's own list") {
  auto& c = community();
  const Cli ben = c.newcomer("Ben");
  CHECK(ben.run({"post", room, "hello"}).exit == 0);
  const auto muted = c.mo.out({"moderate", "mute", "Ben", "--room", room, "--for", "1h", "--reason", "Cool down, please."});
  CHECK(has(muted, "mute of Ben in water-distribution by Mo until 20"));
  const auto refused = ben.run({"post", room, "But!"});
  CHECK(refused.exit == 2);
  CHECK(has(refused.err, "Reason: Cool down, please. Until: 20"));
  CHECK(has(refused.err, "[muted]"));
  CHECK(ben.out({"outbox"}) == "Nothing waits.\n");
  CHECK(ben.run({"chat", room}, "But!\n").exit == 2);
  CHECK(has(ben.out({"sanctions"}), "Cool down, please."));
  CHECK(ben.json({"status"}).at("sanctions").at("sanctions").as_array().size() == 1);
  CHECK(has(ben.out({"notifications"}), "sanction by Mo"));
  const auto list = c.mo.json({"moderate", "sanctions", "--room", room, "--member", "Ben"}).at("sanctions").as_array();
  REQUIRE(list.size() == 1);
  CHECK(c.mo.run({"moderate", "lift", number(list[0].at("id")), "--reason", "Sorted out."}).exit == 0);
  CHECK(ben.run({"post", room, "Thank you."}).exit == 0);
  CHECK(c.mo.json({"moderate", "warn", "Ben", "--room", room, "--reason", "Last time."}).at("sanction").as_int64() > 0);
  CHECK(c.mo.run({"moderate", "ban", "Ben", room, "--for", "forever", "--reason", "No."}).exit == 0);
  const auto banned = ben.run({"join", room});
  CHECK(banned.exit == 2);
  CHECK(has(banned.err, "Reason: No. Until: for good."));
  CHECK(ben.run({"moderate", "warn", "Mo", "--room", room, "--reason", "x"}).exit == 2);
  CHECK(has(c.mo.out({"moderate", "audit", "--room", room}), "member.ban"));
}

TEST_CASE("reports, first posts, and the work on a room") {
  auto& c = community();
  const Cli zoe = c.newcomer("Zoe");
  CHECK(c.mo.run({"moderate", "first-posts", room}).exit == 0);
  const auto pending = number(zoe.json({"post", room, "My first."}).at("pending"));
  CHECK(has(c.mo.out({"moderate", "pending"}), "Zoe: My first."));
  CHECK(c.mo.json({"moderate", "accept", pending}).at("message").as_int64() > 0);
  CHECK(c.mo.run({"moderate", "first-posts", room, "--off"}).exit == 0);
  const auto thread = zoe.json({"post", room, "--title", "Cheap meters", "Write to me."});
  const auto t = number(thread.at("thread")), m = number(thread.at("message"));
  CHECK(c.amina.run({"report", "m" + m, "--reason", "An advertisement."}).exit == 0);
  const auto reports = c.mo.json({"moderate", "reports", "--room", room});
  CHECK(has(c.mo.out({"moderate", "reports"}), "An advertisement."));
  CHECK(c.mo.run({"moderate", "resolve", number(reports.at("reports").as_array().back().at("id")), "--upheld", "--reason",
                  "Thanks."})
            .exit == 0);
  CHECK(c.mo.run({"moderate", "pin", "t" + t}).exit == 0);
  CHECK(has(c.amina.out({"threads", room, "--pinned"}), "Cheap meters"));
  CHECK(c.mo.run({"moderate", "pin", "t" + t, "--off"}).exit == 0);
  CHECK(c.mo.run({"moderate", "pin", "m" + m}).exit == 0);
  CHECK(has(c.amina.out({"pins", room}), "Write to me."));
  CHECK(c.mo.run({"moderate", "lock", t, "--reason", "Enough."}).exit == 0);
  CHECK(c.amina.run({"reply", "t" + t, "And?"}).exit == 2);
  CHECK(c.mo.run({"moderate", "lock", t, "--off"}).exit == 0);
  CHECK(c.mo.run({"moderate", "close", t}).exit == 0);
  CHECK(c.mo.run({"moderate", "remove-message", m, "--reason", "An advertisement."}).exit == 0);
  CHECK(has(zoe.out({"show", "m" + m}), "[removed by a moderator: An advertisement.]"));
  CHECK(c.mo.run({"moderate", "slow-mode", room, "30"}).exit == 0);
  CHECK(has(c.amina.out({"room", room}), "30 s between two posts"));
  CHECK(c.mo.run({"moderate", "slow-mode", room, "0"}).exit == 0);
  CHECK(c.mo.run({"moderate", "remove-member", room, "Zoe", "--reason", "By mistake."}).exit == 0);
  CHECK(c.mo.run({"moderate", "add-member", room, "Zoe"}).exit == 0);
}

TEST_CASE("the administrator's work: rooms, moderators, utilities, people, the server") {
  auto& c = community();
  CHECK(c.admin.json({"admin", "room-create", "news", "From the secretariat", "--kind", "announcement"}).at("room").as_int64() >
        0);
  CHECK(c.admin.run({"join", "news"}).exit == 0);
  CHECK(c.admin.run({"post", "news", "The clinic is on Friday."}).exit == 0);
  CHECK(c.amina.run({"join", "news"}).exit == 0);
  CHECK(has(c.amina.out({"read", "news", "--newest"}), "The clinic is on Friday."));
  CHECK(c.amina.run({"post", "news", "Thanks!"}).exit == 2);
  CHECK(has(c.amina.out({"rooms"}), "[announcement]"));
  CHECK(c.admin.run({"admin", "room-update", "news", "--description", "What everybody should know."}).exit == 0);
  CHECK(c.admin.run({"admin", "archive", "news", "--reason", "A test."}).exit == 0);
  CHECK(has(c.amina.out({"rooms"}), "[archived]"));
  CHECK(c.admin.run({"admin", "archive", "news", "--off"}).exit == 0);
  const auto utility = c.admin.json({"admin", "utility-create", "Maji Water", "KE", "--domain", "maji.example"});
  CHECK(has(c.admin.out({"admin", "utilities"}), "u" + number(utility.at("utility")) + "  Maji Water (KE)"));
  CHECK(has(c.admin.out({"admin", "state"}), "Fewer than two moderators: water-distribution"));
  CHECK(c.admin.json({"admin", "state"}).at("members").as_int64() >= 3);
  CHECK(c.amina.run({"admin", "state"}).exit == 2);
  const Cli ada = c.newcomer("Ada");
  CHECK(c.admin.run({"admin", "appoint", room, "Ada"}).exit == 0);
  CHECK(c.admin.run({"admin", "dismiss", room, "Ada", "--reason", "Moved on."}).exit == 0);
  CHECK(c.admin.run({"admin", "set-administrator", "Ada"}).exit == 0);
  CHECK(ada.run({"admin", "state"}).exit == 0);
  CHECK(c.admin.run({"admin", "set-administrator", "Ada", "--off"}).exit == 0);
  const auto who = member_number(ada);
  CHECK(has(c.admin.out({"admin", "suspend", who, "--for", "1d", "--reason", "Rude."}), "suspension of Ada"));
  const auto suspended = ada.run({"rooms"});
  CHECK(suspended.exit != 0);
  CHECK(has(ada.run({"login", "--email", "Ada@maji.example"}, password).err, "Reason: Rude. Until: 20"));
  CHECK(c.admin.run({"admin", "deactivate", who, "--reason", "Left."}).exit == 0);
  CHECK(c.admin.run({"admin", "deactivate", who, "--off", "--reason", "Back."}).exit == 0);
  CHECK(c.admin.run({"admin", "erase", who, "--reason", "Asked for it."}).exit == 0);
}

TEST_CASE("a moderator who would sanction everywhere is told to name the room") {
  auto& c = community();
  const Cli sam = c.newcomer("Sam");
  for (const auto& words : {std::vector<std::string>{"moderate", "warn", "Sam", "--reason", "x"},
                            {"moderate", "mute", "Sam", "--for", "1h", "--reason", "x"}}) {
    const auto refused = c.mo.run(words);
    CHECK(refused.exit == 2);
    CHECK(has(refused.err, "A moderator of a room names it with --room."));
  }
  CHECK_FALSE(has(c.amina.run({"moderate", "warn", "Sam", "--room", room, "--reason", "x"}).err, "names it with --room"));
}

TEST_CASE("a sanction that is too long is refused in the words of the command line") {
  const auto& c = community();
  for (const char* time : {"1826d", "261w", "99999999999999999999d", "9223372036854775807w"}) {
    const auto refused = c.mo.run({"moderate", "ban", "Amina", room, "--for", time, "--reason", "x"});
    CHECK(refused.exit == 1);
    CHECK(has(refused.err, "Give at most 1825d"));
  }
}

TEST_CASE("a moderator who names no utility that is known learns which are") {
  auto& c = community();
  const Cli uma(c.folder.path() / "uma", c.server.url());
  const auto applied = uma.json({"apply", "--name", "Uma", "--email", "uma@maji.example", "--utility", "Maji", "--country", "KE",
                                 "--job", "Engineer", "--language", "en", "--room", room},
                                password);
  const auto refused = c.mo.run({"moderate", "approve", number(applied.at("application")), "--utility", "u999"});
  CHECK(refused.exit == 2);
  CHECK(has(refused.err, "Do: standpipe admin utilities"));
  CHECK(c.mo.run({"admin", "utilities"}).exit == 0);
}

TEST_CASE("a deactivated member is activated again by the number that the audit log shows") {
  auto& c = community();
  const Cli dan = c.newcomer("Dan");
  CHECK(c.admin.run({"admin", "deactivate", "Dan", "--reason", "Left."}).exit == 0);
  const auto refused = c.admin.run({"admin", "deactivate", "Dan", "--off", "--reason", "Back."});
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "Deactivated members are not found by name: give their number"));
  const auto entry = c.admin.json({"moderate", "audit"}).at("entries").as_array().front();
  CHECK(entry.at("act") == "member.deactivate");
  CHECK(c.admin.run({"admin", "deactivate", "@" + number(entry.at("member")), "--off", "--reason", "Back."}).exit == 0);
  CHECK(dan.run({"login", "--email", "Dan@maji.example"}, password).exit == 0);
}

TEST_CASE("a room of a kind that cannot be opened is refused with those that can") {
  const auto refused = community().admin.run({"admin", "room-create", "two", "Two", "--kind", "direct"});
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "{cop,group,announcement}"));
}
