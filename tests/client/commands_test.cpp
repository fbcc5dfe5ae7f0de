#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

namespace {

constexpr const char* room = "water-distribution";

std::string id(char letter, const json::value& number) {
  return letter + std::to_string(number.as_int64());
}

std::string text_of(const json::value& page, std::size_t at) {
  return std::string(page.at("messages").as_array().at(at).at("text").as_string());
}

}  // namespace

TEST_CASE("who one is: status, profile, sessions, sanctions, password") {
  auto& c = community();
  const Cli cli = c.newcomer("Paula");
  CHECK(has(cli.out({"status"}), "Paula (@"));
  CHECK(cli.json({"status"}).at("me").at("name") == "Paula");
  CHECK(cli.json({"profile", "--offers", "Step tests", "--expertise", "nrw", "--expertise", "dma"}).at("offers") == "Step tests");
  CHECK(has(cli.out({"profile"}), "nrw, dma"));
  CHECK(cli.json({"profile", "Mo"}).at("role") == "moderator");
  CHECK(cli.json({"sessions"}).at("sessions").as_array().size() == 1);
  CHECK(has(cli.out({"sanctions"}), "You have had none."));
  CHECK(cli.run({"password"}, std::string(password) + "\nten buckets now\n").exit == 0);
  CHECK(cli.run({"logout"}).exit == 0);
  CHECK(cli.run({"logout"}).exit == 4);
  CHECK(cli.run({"login", "--email", "Paula@maji.example"}, password).exit == 2);
  CHECK(cli.json({"login", "--email", "Paula@maji.example"}, "ten buckets now\n").at("name") == "Paula");
  CHECK(cli.json({"members", room}).at("total").as_int64() >= 3);
  CHECK(has(cli.out({"members", "--offers"}), "Paula"));
  CHECK(cli.run({"sessions", "--end-others"}).exit == 0);
  CHECK(cli.run({"leave-community"}).exit == 1);
  CHECK(cli.run({"leave-community", "--yes"}).exit == 0);
  CHECK(cli.run({"rooms"}).exit == 4);
}

TEST_CASE("logging out deletes drafts only where that is wanted") {
  const Cli cli = community().newcomer("Dora");
  const auto me = std::to_string(cli.json({"status"}).at("me").at("id").as_int64());
  std::filesystem::path drafts;
  for (const auto& file : std::filesystem::recursive_directory_iterator(cli.home())) {
    if (file.path().filename() == "mirror-" + me + ".jsonl") drafts = file.path().parent_path() / ("screen-" + me + ".json");
  }
  REQUIRE_FALSE(drafts.empty());
  std::ofstream(drafts) << R"({"drafts":[{"room":1,"text":"half a sentence"}]})";
  const auto refused = cli.run({"logout"});
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "1 text that is not sent"));
  CHECK(has(refused.err, "standpipe logout --delete-drafts"));
  CHECK(cli.run({"status"}).exit == 0);
  CHECK(cli.run({"logout", "--delete-drafts"}).exit == 0);
  CHECK_FALSE(std::filesystem::exists(drafts));
}

TEST_CASE("rooms: list, join, leave, notify, and what is in them") {
  auto& c = community();
  CHECK(c.amina.json({"rooms"}).at("rooms").as_array().size() >= 9);
  CHECK(has(c.amina.out({"rooms"}), "* water-distribution"));
  CHECK(c.amina.json({"join", "asset-management"}).at("membership").is_object());
  CHECK(has(c.amina.out({"rooms"}), "* asset-management"));
  CHECK(c.amina.out({"--json", "notify", "asset-management", "mentions"}) == "{}\n");
  CHECK(has(c.amina.out({"leave", "asset-management"}), "You have left"));
  CHECK(c.amina.json({"room", room}).at("slug") == room);
  CHECK(has(c.amina.out({"room", room}), "moderators  Mo"));
  CHECK(has(c.amina.out({"who", room}), "Amina"));
  CHECK(c.amina.out({"pins", room}) == "Nothing is pinned.\n");
  CHECK(c.amina.run({"mark-read", room}).exit == 0);
}

TEST_CASE("a message: posted, read, edited, reacted to, reported, removed") {
  auto& c = community();
  const auto posted = c.amina.json({"post", room, "-"}, "Who has **night flow** data?\nBy zone.\n");
  const auto message = id('m', posted.at("message"));
  CHECK(text_of(c.mo.json({"read", room}), 0) == "Who has **night flow** data?\nBy zone.");
  CHECK(c.mo.out({"read", room}) == "Nothing is unread.\n");
  CHECK(c.mo.json({"react", message, "👍"}).as_object().empty());
  CHECK(c.mo.run({"react", message, "👍", "--off"}).exit == 0);
  CHECK(c.amina.json({"edit", message, "Who", "has", "data?"}).at("message") == posted.at("message"));
  CHECK(has(c.mo.out({"show", message}), "Amina: Who has data? (edited)"));
  CHECK(c.mo.run({"report", message, "--reason", "A test."}).exit == 0);
  CHECK(c.mo.run({"report", message, "--reason", "Again."}).exit == 2);
  CHECK(has(c.amina.out({"mine"}), "Who has data?"));
  CHECK(c.amina.out({"remove", message}) == "Removed.\n");
  CHECK(has(c.mo.out({"show", message}), "[removed]"));
  CHECK(has(c.mo.out({"read", room, "--newest"}), message));
  CHECK(has(c.mo.out({"read", room, "--around", message}), message));
}

TEST_CASE("threads: start, list, reply, answer, update, search") {
  auto& c = community();
  const auto started =
      c.amina.json({"post", room, "--title", "Step tests?", "--kind", "question", "Half the valves are buried."});
  const auto thread = id('t', started.at("thread"));
  const auto reply = c.mo.json({"reply", thread, "Correlate at the hydrants.", "--mention", "Amina"});
  CHECK(c.amina.json({"threads", room, "--kind", "question"}).at("threads").as_array().size() == 1);
  CHECK(has(c.amina.out({"notifications"}), "by Mo in water-distribution " + thread));
  CHECK(c.amina.json({"notifications"}).at("notifications").as_array().size() >= 1);
  CHECK(c.amina.run({"answer", thread, id('m', reply.at("message"))}).exit == 0);
  CHECK(has(c.mo.out({"thread", thread}), "[question, answered] Step tests?"));
  CHECK(c.amina.run({"thread-update", thread, "--title", "Step tests without keys?"}).exit == 0);
  CHECK(eventually([&] { return has(c.mo.out({"search", "hydrants"}), "Correlate"); }));
  CHECK(c.mo.out({"search", "nosuchword"}) == "Nothing found.\n");
  CHECK(c.mo.out({"search", "hydrants", "--before", id('m', reply.at("message"))}) == "Nothing found.\n");
  CHECK(c.amina.run({"answer", thread, "m1", "--none"}).exit == 1);
  CHECK(c.amina.run({"thread-update", thread}).exit == 1);
  CHECK(c.amina.run({"thread-update", thread, "--title", ""}).exit == 2);
  const auto practice =
      c.mo.json({"post", room, "--title", "Night shifts", "--kind", "best-practice", "--rung", "performance-improved",
                 "--indicator", "l/conn/day", "--before", "410", "--after", "230", "Two of us, every night."});
  CHECK(has(c.amina.out({"thread", id('t', practice.at("thread"))}),
            "outcome: performance improved; l/conn/day, before 410, after 230"));
}

TEST_CASE("a direct conversation is between two") {
  auto& c = community();
  const auto posted = c.amina.json({"direct", "Mo", "Can you call me?"});
  CHECK(has(c.mo.out({"direct", "Amina"}), "Amina: Can you call me?"));
  CHECK(has(c.mo.out({"rooms"}), "with Amina"));
  CHECK(has(c.mo.out({"read", std::to_string(posted.at("room").as_int64()), "--newest"}), "Can you call me?"));
  CHECK(c.admin.run({"read", std::to_string(posted.at("room").as_int64())}).exit == 1);
}

TEST_CASE("any method of the protocol can be called, the outbox looked at and sent") {
  auto& c = community();
  CHECK(json::parse(c.amina.out({"call", "room.list"})).at("rooms").as_array().size() >= 9);
  CHECK(c.amina.run({"call", "room.lost"}).exit == 2);
  CHECK(c.amina.run({"call", "room.list", "[]"}).exit == 1);
  CHECK(c.amina.out({"outbox"}) == "Nothing waits.\n");
  CHECK(c.amina.json({"sync"}).at("waiting") == 0);
}

TEST_CASE("a mention takes one word, and the text may follow it") {
  auto& c = community();
  const auto posted = c.mo.json({"post", "water-distribution", "--mention", "Amina", "hello you"});
  const auto shown = c.amina.json({"show", "m" + std::to_string(posted.at("message").as_int64())});
  CHECK(json::serialize(shown).find("\"text\":\"hello you\"") != std::string::npos);
}

TEST_CASE("chat posts no command that it does not know") {
  auto& c = community();
  const auto shown = c.amina.run({"chat", "water-distribution", "-n", "0"}, "/help me\n//etc is where it lies\n/quit \nnever\n");
  CHECK(shown.exit == 2);
  CHECK(has(shown.out, "there is no command /help"));
  const auto page = json::serialize(c.amina.json({"read", "water-distribution", "--newest", "-n", "2"}));
  CHECK(page.find("\"text\":\"/etc is where it lies\"") != std::string::npos);
  CHECK(page.find("help me") == std::string::npos);
}

TEST_CASE("chat posts the lines of its input, shows them with --json, and ends with the input or /quit") {
  auto& c = community();
  const auto shown = c.amina.run({"chat", room, "-n", "0", "--json"}, "first\n\nsecond\n/quit\nnever\n");
  CHECK(shown.exit == 0);
  CHECK(eventually([&] { return has(c.mo.out({"read", room, "--newest"}), "Amina: second"); }));
  const auto piped = c.amina.run({"chat", room, "-n", "0", "--json"}, "third");
  CHECK(piped.exit == 0);
  CHECK(json::parse(piped.out.substr(0, piped.out.find('\n'))).at("text") == "third");
  CHECK_FALSE(has(c.mo.out({"read", room, "--newest"}), "never"));
}
