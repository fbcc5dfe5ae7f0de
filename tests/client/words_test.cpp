#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

namespace {

constexpr const char* room = "water-distribution";

using Words = std::vector<std::string>;

Words application(const std::string& name, const Words& more) {
  Words words = {"apply",     "--name", name,    "--email",  name + "@maji.example", "--utility", "Maji",
                 "--country", "KE",     "--job", "Engineer", "--language",           "en"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("with --json wrong words are told as every other error is") {
  const auto& cli = community().amina;
  for (const auto& words : {Words{"--json"},
                            {"--json", "psot"},
                            {"post", "--json"},
                            {"--json", "moderate"},
                            {"--json", "--timeout", "soon", "rooms"},
                            {"--json", "rooms", "--nosuch"},
                            {"--json", "post", room, "not \xFF UTF-8"}}) {
    const auto result = cli.run(words);
    CHECK(result.exit == 1);
    CHECK(json::parse(result.err).at("code") == "usage");
    CHECK_FALSE(json::parse(result.err).at("message").as_string().empty());
  }
  CHECK(has(cli.run({"psot", "--", "--json"}).err, "There is no command"));
  CHECK_FALSE(has(cli.run({"psot", "--", "--json"}).err, "{"));
}

TEST_CASE("numbers outside what help says are refused") {
  const auto& c = community();
  for (const auto& words : {Words{"members", "--limit", "0"},
                            {"members", "--limit", "201"},
                            {"chat", room, "-n", "-1"},
                            {"tail", room, "-n", "201"},
                            {"sessions", "--end", "0"},
                            {"sessions", "--end", "-3"},
                            {"sessions", "--end", "3", "--end-others"},
                            {"moderate", "invite", "--uses", "0"},
                            {"moderate", "invite", "--uses", "1001"},
                            {"moderate", "invite", "--days", "91"}}) {
    CHECK(c.mo.run(words).exit == 1);
  }
  CHECK(has(c.mo.out({"moderate", "invite", "--help"}), "[1 - 1000]"));
  CHECK(has(c.mo.out({"moderate", "invite", "--help"}), "[1 - 90]"));
}

TEST_CASE("the filters of all members are refused for those of a room") {
  const auto& cli = community().amina;
  for (const auto& filter :
       {Words{"--country", "PH"}, {"--search", "Mo"}, {"--expertise", "nrw"}, {"--language", "fr"}, {"--offers"}, {"--seeks"}}) {
    Words words = {"members", room};
    words.insert(words.end(), filter.begin(), filter.end());
    const auto refused = cli.run(words);
    CHECK(refused.exit == 1);
    CHECK(has(refused.err, filter.front() + " searches among all members: leave the room out."));
    words.erase(words.begin() + 1);
    CHECK(cli.run(words).exit == 0);
  }
}

TEST_CASE("an option that is repeated for several leaves the next words alone") {
  const auto& c = community();
  CHECK(c.mo.run({"moderate", "invite", "--room", room, "asset-management"}).exit == 1);
  CHECK(c.mo.run(application("Two", {"--room", room, "asset-management"}), password).exit == 1);
  CHECK(c.mo.run(application("Two", {"--language", "fr", "sw", "--room", room}), password).exit == 1);
  CHECK(c.admin.run({"admin", "room-create", "--moderator", "Mo", "--moderator", "Amina", "pumps", "Pumps"}).exit == 0);
  CHECK(has(c.admin.out({"room", "pumps"}), "Mo, Amina"));
  CHECK(c.admin.run({"admin", "utility-create", "--domain", "a.example", "--domain", "b.example", "Tubig", "PH"}).exit == 0);
  const auto both = c.amina.json({"profile", "--language", "en", "--language", "sw"});
  CHECK(both.at("languages").as_array().size() == 2);
  CHECK(c.amina.run({"profile", "--language", "en", "sw"}).exit == 1);
  CHECK(c.amina.run({"profile", "--expertise", "nrw", "dma"}).exit == 1);
}

TEST_CASE("status has its numbers as JSON also where they are zero") {
  auto& c = community();
  const Cli noor = c.newcomer("Noor");
  CHECK(noor.run({"read"}).exit == 0);
  CHECK(noor.run({"notifications"}).exit == 0);
  const auto status = noor.json({"status"});
  CHECK(status.at("rooms").as_int64() == 1);
  CHECK(status.at("unread").as_int64() == 0);
  CHECK(status.at("unseen").as_int64() == 0);
  CHECK(status.at("waiting").as_int64() == 0);
  CHECK(c.mo.run({"post", room, "One more."}).exit == 0);
  CHECK(noor.json({"status"}).at("unread").as_int64() == 1);
  CHECK(has(noor.out({"status"}), "In 1 room, 1 unread, "));
}

TEST_CASE("an application without a community is refused, and the communities can be listed without a log-in") {
  auto& c = community();
  const Cli nobody(c.folder.path() / "no-one", c.server.url());
  const auto none = nobody.run(application("Ida", {}), password);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "--room"));
  CHECK(has(none.err, "standpipe cops"));
  const auto unknown = nobody.run(application("Ida", {"--room", "nosuch"}), password);
  CHECK(unknown.exit == 2);
  CHECK(has(unknown.err, "Name one with --room. The communities are listed by: standpipe cops"));
  CHECK(has(nobody.out({"apply", "--help"}), "needed unless"));
  const auto cops = nobody.json({"cops"}).at("rooms").as_array();
  CHECK(cops.size() >= 9);
  CHECK(cops[0].at("slug").as_string().size() > 0);
  const auto list = nobody.out({"cops"});
  CHECK(times(list, "\n") == cops.size());
  CHECK(has(list, "water-distribution "));
  CHECK(has(list, "Water Distribution\n"));
}

TEST_CASE("a folder that cannot be made is named, and what to do") {
  const auto& c = community();
  const auto refused = Cli("/proc/nope", c.server.url()).run({"rooms"});
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "Cannot make the folder /proc/nope: "));
  CHECK(has(refused.err, "Name another one with STANDPIPE_HOME."));
}

TEST_CASE("the help of chat tells its commands, and the exit codes as all help does") {
  const auto help = community().amina.out({"chat", "--help"});
  CHECK(has(help, "/quit ends."));
  CHECK(has(help, "// posts a line that begins with /."));
  CHECK(has(help, "Exit codes: 0 done"));
}
