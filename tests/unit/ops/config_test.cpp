#include "server/ops/config.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp and setenv

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace ops = standpipe::ops;

namespace {

const std::filesystem::path config_folder = STANDPIPE_CONFIG_FOLDER;

/// A file in a folder of its own.
struct File {
  explicit File(const std::string& text) {
    std::string name = (std::filesystem::temp_directory_path() / "standpipe-config-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder = name;
    path = (folder / "s.toml").string();
    std::ofstream(path) << text;
  }
  ~File() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  std::string path;
};

std::string trouble_with(const std::string& text) {
  const File file(text);
  try {
    ops::load_config(file.path);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Variable {
  Variable(const char* n, const char* value) : name(n) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name); }
  const char* name;
};

}  // namespace

TEST_CASE("config/standpipe.toml has every key, and tells its default") {
  std::ifstream in(config_folder / "standpipe.toml");
  std::set<std::string> told;
  std::string section;
  const std::regex key("#([a-z_]+) = (.*)");
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (line.starts_with("[")) section = line.substr(1, line.size() - 2);
    if (std::regex_match(line, match, key)) told.insert(section + '.' + match.str(1) + " = " + match.str(2));
  }
  std::set<std::string> defaults;
  auto config = ops::Config{};
  config.demo = "demo";  // from where the file lies
  config.web = "../build/web";
  for (const auto& line : ops::list_keys(config)) defaults.insert(line);
  CHECK(told == defaults);
  CHECK(told.size() > 25);
}

TEST_CASE("the file as it is changes nothing, and with every key set it can be read") {
  const auto untouched = ops::load_config((config_folder / "standpipe.toml").string());
  auto expected = ops::Config{};
  expected.demo = config_folder / "demo";
  expected.web = config_folder / "../build/web";
  CHECK(ops::list_keys(untouched) == ops::list_keys(expected));

  std::ifstream in(config_folder / "standpipe.toml");
  std::stringstream text;
  text << in.rdbuf();
  const File file(std::regex_replace(text.str(), std::regex("\n#([a-z_]+ = )"), "\n$1"));
  expected.demo = file.folder / "demo";
  expected.web = file.folder / "../build/web";
  expected.data = file.folder / "data";
  CHECK(ops::list_keys(ops::load_config(file.path)) == ops::list_keys(expected));
}

TEST_CASE("what is wrong is told with its file, line and key, and with what would be right") {
  CHECK(has(trouble_with("[server]\nport = 99999\n"), "s.toml, line 2: server.port must be a whole number from 0 to 65535"));
  CHECK(has(trouble_with("[server]\nport = \"80\"\n"), "server.port must be a whole number"));
  CHECK(has(trouble_with("[server]\n\nprot = 80\n"), "line 3: there is no key server.prot"));
  CHECK(has(trouble_with("[sever]\nport = 80\n"), "there is no section [sever]"));
  CHECK(has(trouble_with("[server\n"), "s.toml, line 1"));
  CHECK(has(trouble_with("port = 80\n"), "there is no section [port]"));
  CHECK(has(trouble_with("[log]\nlevel = \"loud\"\n"), "log.level must be"));
  CHECK(has(trouble_with("[limits]\ncommands = [0, 5]\n"), "limits.commands must be"));
  CHECK(has(trouble_with("[server]\norigins = [1]\n"), "server.origins must be a list of texts"));
  CHECK(has(trouble_with("[server]\naddress = \"localhost\"\n"), "line 2: server.address must be an IPv4 or IPv6 address"));
  CHECK(has(trouble_with("[server]\naddress = \"127.0.0.1:80\"\n"), "server.address must be an IPv4 or IPv6 address"));
  CHECK(has(trouble_with("[server]\ntrusted_proxies = [\"10.0.0.0/33\"]\n"),
            "server.trusted_proxies must be addresses or networks"));
  CHECK(has(trouble_with("[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"10.0.0.0/\"]\n"), "not \"10.0.0.0/\""));
  CHECK(has(trouble_with("[server]\nmetrics_from = [\"10.0.0.0/8\"]\n"), "server.metrics_from must be an IPv4 or IPv6 address"));
  CHECK(has(trouble_with("[server]\norigins = [\"https://portal.example.org/\"]\n"), "server.origins must be origins"));
  CHECK(has(trouble_with("[server]\norigins = [\"https://Portal.example.org\"]\n"), "server.origins must be origins"));
  CHECK(has(trouble_with("[server]\norigins = [\"portal.example.org\"]\n"), "server.origins must be origins"));
  CHECK(has(trouble_with("[server]\ndata = \"\"\n"), "server.data must be a path"));
  CHECK(has(trouble_with("[community]\nname = \" \"\n"), "community.name must be a name"));
  CHECK(has(trouble_with("[community]\nname = \"a\\nb\"\n"), "community.name must be a name"));
  CHECK(has(trouble_with("[tls]\ncertificate = \"c.pem\"\n"), "belong together"));
  CHECK_THROWS_WITH(ops::load_config("/nonexistent/s.toml"),
                    "/nonexistent/s.toml: there is no such file. Name it with --config.");
}

TEST_CASE("a directory is no configuration") {
  const File file("");
  CHECK_THROWS_WITH(ops::load_config(file.folder.string()),
                    (file.folder.string() + ": this is a directory. Name a file in it with --config.").c_str());
}

TEST_CASE("addresses are kept as the server writes them, and networks, origins and interfaces are let through") {
  const File file(
      "[server]\naddress = \"FE80:0::1%eth0\"\nmetrics_from = [\"0:0:0:0:0:0:0:1\", \"2001:DB8::A\"]\n"
      "trusted_proxies = [\"10.0.0.0/8\", \"2001:db8::/32\", \"::1\"]\n"
      "origins = [\"https://portal.example.org\", \"http://127.0.0.1:3000\", \"http://[::1]:3000\"]\n");
  const auto config = ops::load_config(file.path);
  CHECK(config.address == "fe80::1%eth0");
  CHECK(config.app.metrics_from == std::vector<std::string>{"::1", "2001:db8::a"});
  CHECK(config.trusted_proxies.size() == 3);
  CHECK(config.app.origins.size() == 3);
}

TEST_CASE("IPv4 addresses and networks within IPv6 are taken as the IPv4 ones that they are") {
  const File file(
      "[server]\naddress = \"::ffff:127.0.0.1\"\nmetrics_from = [\"::ffff:127.0.0.1\", \"::FFFF:7f00:2\"]\n"
      "trusted_proxies = [\"::ffff:10.0.0.0/104\", \"::ffff:10.1.2.3\", \"2001:DB8::/32\", \"10.0.0.0/8\"]\n");
  const auto config = ops::load_config(file.path);
  CHECK(config.address == "127.0.0.1");
  CHECK(config.app.metrics_from == std::vector<std::string>{"127.0.0.1", "127.0.0.2"});
  CHECK(config.trusted_proxies == std::vector<std::string>{"10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "10.0.0.0/8"});
  CHECK(has(trouble_with("[server]\ntrusted_proxies = [\"::ffff:0:0/90\"]\n"), "not \"::ffff:0:0/90\""));
}

TEST_CASE("the data directory that a file names is meant from where it lies, also if it is called as by default") {
  const File file("[server]\ndata = \"data\"\n");
  CHECK(ops::load_config(file.path).data == file.folder / "data");
  const File silent("");
  CHECK(ops::load_config(silent.path).data == "data");
}

TEST_CASE("the web client lies in build/web beside the file's folder unless the file or the environment says otherwise") {
  CHECK(ops::load_config("").web == "build/web");
  const File silent("");
  CHECK(ops::load_config(silent.path).web == silent.folder / "../build/web");
  const File other("[server]\nweb = \"w\"\n");
  CHECK(ops::load_config(other.path).web == other.folder / "w");
  const File none("[server]\nweb = \"\"\n");
  CHECK(ops::load_config(none.path).web.empty());
  const Variable nothing("STANDPIPE_SERVER_WEB", "");
  CHECK(ops::load_config(other.path).web.empty());
}

TEST_CASE("paths in a file are meant from where it lies") {
  const File file(
      "[server]\ndata = \"d\"\n[community]\ncops = \"mine.toml\"\n[tls]\ncertificate = \"c.pem\"\nkey = \"/k.pem\"\n");
  const auto config = ops::load_config(file.path);
  CHECK(config.data == file.folder / "d");
  CHECK(config.cops == file.folder / "mine.toml");
  CHECK(config.tls_certificate == (file.folder / "c.pem").string());
  CHECK(config.tls_key == "/k.pem");
}

TEST_CASE("the environment comes before the file, and is checked like it") {
  const File file("[server]\nport = 81\n");
  const Variable port("STANDPIPE_SERVER_PORT", "82");
  const Variable name("STANDPIPE_COMMUNITY_NAME", "Amis de l'eau");
  const Variable from("STANDPIPE_SERVER_METRICS_FROM", "[\"10.0.0.1\"]");
  const auto config = ops::load_config(file.path);
  CHECK(config.port == 82);
  CHECK(config.app.community == "Amis de l'eau");
  CHECK(config.app.metrics_from == std::vector<std::string>{"10.0.0.1"});
  const Variable wrong("STANDPIPE_SERVER_PORT", "high");
  CHECK_THROWS_WITH(ops::load_config(file.path),
                    "environment variable STANDPIPE_SERVER_PORT: server.port must be a whole number from 0 to 65535");
}

TEST_CASE("a variable that names a section but no key of it is an error; other programs' variables are let alone") {
  const Variable client("STANDPIPE_SERVER", "http://127.0.0.1:8080");
  const Variable other("STANDPIPE_HOME", "/home");
  CHECK_NOTHROW(ops::load_config(""));
  const Variable wrong("STANDPIPE_SERVER_PROT", "80");
  CHECK_THROWS_WITH(ops::load_config(""),
                    "environment variable STANDPIPE_SERVER_PROT: there is no such key; config/standpipe.toml has them all");
}
