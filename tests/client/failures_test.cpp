#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT
namespace json = boost::json;

TEST_CASE("wrong words exit with 1, and say what to do") {
  auto& c = community();
  const auto unknown = c.amina.run({"psot"});
  CHECK(unknown.exit == 1);
  CHECK(has(unknown.err, "There is no command 'psot'. Do: standpipe --help"));
  CHECK(has(c.amina.run({"moderate"}).err, "standpipe moderate --help"));
  CHECK(c.amina.run({}).exit == 1);
  CHECK(c.amina.run({"post"}).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution"}).exit == 1);  // standard input is empty
  CHECK(has(c.amina.run({"read", "nosuch"}).err, "Do: standpipe rooms"));
  CHECK(has(c.amina.run({"threads", "water-distribution", "--kind", "best"}).err, "best-practice"));
  CHECK(c.amina.run({"reply", "twelve", "x"}).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution", "--kind", "question", "body"}).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution", "--title", "", "body"}).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution", "--title", "t", "--after", "3", "body"}).exit == 1);
  CHECK(c.amina.run({"profile", "Mo", "--name", "Hack"}).exit == 1);
  CHECK(c.amina.run({"--server", "not an address", "rooms"}).exit == 1);
  CHECK(c.mo.run({"moderate", "mute", "Amina", "--for", "soon", "--reason", "x"}).exit == 1);
  for (const char* help : {"--help", "--version"}) CHECK(c.amina.run({help}).exit == 0);
  CHECK(c.amina.run({"moderate", "mute", "--help"}).exit == 0);
}

TEST_CASE("help is no wider than 80 columns") {
  for (const auto& words :
       {std::vector<std::string>{"--help"}, {"moderate", "--help"}, {"admin", "--help"}, {"post", "--help"}}) {
    const auto help = community().amina.out(words);
    std::size_t begin = 0;
    for (auto end = help.find('\n'); end != std::string::npos; begin = end + 1, end = help.find('\n', begin))
      CHECK(end - begin <= 80);
  }
}

TEST_CASE("what the server refuses exits with 2, with the code, as JSON too") {
  auto& c = community();
  const auto refused = c.amina.run({"post", "asset-management", "hi"});
  CHECK(refused.exit == 2);
  CHECK(has(refused.err, "Join it first"));
  const auto machine = json::parse(c.amina.run({"--json", "post", "asset-management", "hi"}).err);
  CHECK(machine.at("code") == "not_a_member");
  CHECK(c.amina.run({"chat", "asset-management"}).exit == 2);
  CHECK(c.amina.run({"read", "asset-management"}).exit == 2);
  CHECK(c.amina.run({"thread", "t99999"}).exit == 2);
}

TEST_CASE("without a log-in everything exits with 4; with one that has ended too, and a text is kept") {
  auto& c = community();
  const Cli nobody(c.folder.path() / "nobody", c.server.url());
  for (const auto& words : {std::vector<std::string>{"rooms"},
                            {"post", "water-distribution", "x"},
                            {"chat", "water-distribution"},
                            {"outbox"},
                            {"logout"},
                            {"password"},
                            {"sync"}}) {
    const auto result = nobody.run(words);
    CHECK(result.exit == 4);
    CHECK(has(result.err, "standpipe login --email"));
  }
  const Cli tom = c.newcomer("Tom");
  const Cli phone(c.folder.path() / "tom-phone", c.server.url());
  phone.out({"login", "--email", "Tom@maji.example"}, password);
  CHECK(phone.run({"sessions", "--end-others"}).exit == 0);
  const auto ended = tom.run({"post", "water-distribution", "Am I here?"});
  CHECK(ended.exit == 4);
  CHECK(has(ended.err, "standpipe login --email Tom@maji.example"));
  CHECK(has(ended.err, "It is kept"));
  CHECK(tom.run({"chat", "water-distribution"}, "And here?\n").exit == 4);
  CHECK(has(tom.out({"login", "--email", "Tom@maji.example"}, password), "Waiting from before: "));
  CHECK(tom.json({"sync"}).at("sent").as_int64() >= 1);
  CHECK(has(c.mo.out({"read", "water-distribution", "--newest"}), "Tom: Am I here?"));
}

TEST_CASE("another member on the same device gets neither the texts nor the copy of the first") {
  Community c;
  const Cli device(c.folder.path() / "device", c.server.url());
  device.out({"login", "--email", "Amina@maji.example"}, password);
  c.server.kill();
  CHECK(device.run({"--timeout", "1", "post", "water-distribution", "by Amina"}).exit == 3);
  c.server.restart();
  device.out({"login", "--email", "Mo@maji.example"}, password);
  CHECK(device.out({"outbox"}) == "Nothing waits.\n");
  CHECK(has(device.out({"sync"}), "0 sent"));
  CHECK(device.json({"status"}).at("me").at("name") == "Mo");
  device.out({"login", "--email", "Amina@maji.example"}, password);
  CHECK(has(device.out({"sync"}), "1 sent"));
  CHECK(has(c.mo.out({"read", "water-distribution"}), "Amina: by Amina"));
}

TEST_CASE("what no server could read never gets into the outbox") {
  auto& c = community();
  CHECK(c.amina.run({"post", "water-distribution", "not \xFF\xFE UTF-8"}).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution"}, "not \xFF\xFE UTF-8").exit == 1);
  CHECK(c.amina.run({"post", "water-distribution"}, std::string(300000, 'x')).exit == 1);
  CHECK(c.amina.run({"post", "water-distribution"}, std::string(30000, 'x')).exit == 2);
  const auto chat = c.amina.run({"chat", "water-distribution", "-n", "0"}, "good one\nnot \xFF\xFE UTF-8\ngood two\n");
  CHECK(chat.exit == 2);
  CHECK(has(chat.out, "Amina: good one"));
  CHECK(has(chat.out, "Amina: good two"));
  CHECK(c.amina.out({"outbox"}) == "Nothing waits.\n");
}

TEST_CASE("without a server all that asks exits with 3 and all that writes is kept") {
  Community c;
  c.server.kill();
  CHECK(c.amina.run({"login", "--email", "x@y.example"}, password).exit == 3);
  CHECK(c.mo.run({"--timeout", "1", "moderate", "warn", "@3", "--room", "water-distribution", "--reason", "x"}).exit == 3);
  const auto kept = c.amina.run({"--timeout", "1", "post", "water-distribution"}, "written at night\n");
  CHECK(kept.exit == 3);
  CHECK(has(kept.err, "It is kept and will be sent: 1 waiting. Do: standpipe sync"));
  const auto later = c.amina.run({"--json", "--timeout", "1", "post", "water-distribution", "and this"});
  CHECK(json::parse(later.err).at("code") == "no_answer");
  const auto unknown = c.amina.run({"--timeout", "1", "post", "nosuch", "lost?"});
  CHECK(unknown.exit == 3);
  CHECK(has(unknown.err, "is not kept"));
  CHECK(has(c.amina.out({"outbox"}), "2  "));
  CHECK(c.amina.run({"outbox", "--drop", "3"}).exit == 1);
  CHECK(c.amina.run({"outbox", "--drop", "2"}).exit == 0);
  CHECK(c.amina.run({"--timeout", "1", "sync"}).exit == 3);
  c.server.restart();
  CHECK(has(c.amina.out({"sync"}), "1 sent, 0 refused, 0 waiting."));
  const auto read = c.mo.out({"read", "water-distribution"});
  CHECK(times(read, "written at night") == 1);
  CHECK_FALSE(has(read, "and this"));
}
