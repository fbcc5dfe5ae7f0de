#include <doctest/doctest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <fstream>
#include <iterator>

#include "tests/support/peer.hpp"
#include "tests/support/server_process.hpp"

/// The web client's files, as a browser gets them.
namespace standpipe::test {

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

void put(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

/// A server that serves a folder which a test may fill before.
struct Site {
  TemporaryFolder folder;
  fs::path web = folder.path() / "web";
  fs::path log = folder.path() / "data.log";

  ServerProcess serve() const {
    return ServerProcess({.data = folder.path() / "data", .environment = {{"STANDPIPE_SERVER_WEB", web.string()}}});
  }
  void build() const {
    put(web / "index.html", "<!doctype html><title>built</title>");
    put(web / "assets/app-1a2b.js", std::string(3 << 20, ';'));
    put(web / "assets/app-1a2b.js.br", "packed");
    put(folder.path() / "secret.txt", "not for anybody");
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All that comes back for these bytes until the server closes.
std::string raw(int port, const std::string& bytes) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(port)});
  asio::write(socket, asio::buffer(bytes));
  std::string answer;
  boost::system::error_code end;
  asio::read(socket, asio::dynamic_buffer(answer), end);
  return answer;
}

std::string request(const std::string& method, const std::string& target) {
  return method + ' ' + target + " HTTP/1.1\r\nHost: cop.example.org\r\nConnection: close\r\n\r\n";
}

}  // namespace

TEST_CASE("where the web client is built it is at the root, and the page for people at /about") {
  Site site;
  site.build();
  const auto server = site.serve();
  const auto root = http(server.port(), "GET", "/");
  CHECK(root.status == 200);
  CHECK(root.body == "<!doctype html><title>built</title>");
  CHECK(root.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(root.header("Cache-Control") == "no-cache");
  CHECK(root.header("X-Content-Type-Options") == "nosniff");
  CHECK(root.header("X-Frame-Options") == "DENY");
  CHECK(root.header("Referrer-Policy") == "same-origin");
  CHECK(has(root.header("Content-Security-Policy"), "connect-src 'self' ws://127.0.0.1:" + std::to_string(server.port())));
  const auto about = http(server.port(), "GET", "/about");
  CHECK(about.status == 200);
  CHECK(has(about.body, "<a href=\"/\">"));
  CHECK_FALSE(has(about.body, "not built"));
  CHECK(http(server.port(), "GET", "/api/cops").status == 200);
  CHECK(http(server.port(), "GET", "/nothing").json().at("error").at("code") == "not_found");
  const auto posted = http(server.port(), "POST", "/index.html", "{}");
  CHECK(posted.status == 405);
  CHECK(posted.header("Allow") == "GET, HEAD");
}

TEST_CASE("a file comes whole, packed, only its head, or not at all where the browser has it") {
  Site site;
  site.build();
  const auto server = site.serve();
  const std::string path = "/assets/app-1a2b.js";
  const auto whole = http(server.port(), "GET", path);
  CHECK(whole.body == std::string(3 << 20, ';'));
  CHECK(whole.header("Cache-Control") == "public, max-age=31536000, immutable");
  const auto packed = http(server.port(), "GET", path, {}, {{"Accept-Encoding", "gzip, br"}});
  CHECK(packed.body == "packed");
  CHECK(packed.header("Content-Encoding") == "br");
  CHECK(packed.header("ETag") != whole.header("ETag"));
  const auto known = http(server.port(), "GET", path, {}, {{"Accept-Encoding", "br"}, {"If-None-Match", packed.header("ETag")}});
  CHECK(known.status == 304);
  CHECK(known.body.empty());
  CHECK(known.header("ETag") == packed.header("ETag"));
  CHECK(known.header("Content-Security-Policy").empty());  // the copy has it
  const auto head = raw(server.port(), request("HEAD", path));
  CHECK(has(head, "\r\nContent-Length: 3145728\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(raw(server.port(), request("GET", path)).ends_with("\r\n\r\n" + whole.body));
}

TEST_CASE("no path leads out of the folder") {
  Site site;
  site.build();
  const auto server = site.serve();
  for (const auto* target :
       {"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt", "/..%5csecret.txt", "/assets/..%00/secret.txt", "/index.html%00.js", "//secret.txt",
        "/assets/../index.html", "/.%2e/secret.txt", "/assets", "/assets/", "/index.html/", "/index.html.br"}) {
    CAPTURE(target);
    const auto answer = raw(server.port(), request("GET", target));
    CHECK((answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 404 ")));
    CHECK_FALSE(has(answer, "not for anybody"));
    CHECK_FALSE(has(answer, "<title>"));
  }
  CHECK(raw(server.port(), request("GET", "/index.html")).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("what is built anew is taken into use by the next start") {
  Site site;
  site.build();
  auto server = site.serve();
  put(site.web / "index.html", "new");
  CHECK(http(server.port(), "GET", "/").body != "new");
  server.restart();
  CHECK(http(server.port(), "GET", "/").body == "new");
}

TEST_CASE("where no web client is built the server starts, and says how to build it") {
  Site site;
  auto server = site.serve();
  for (const auto* path : {"/", "/about"}) {
    const auto page = http(server.port(), "GET", path);
    CHECK(page.status == 200);
    CHECK(has(page.body, "The web client is not built here: <code>./scripts/web</code> builds it into <code>build/web</code>"));
    CHECK(has(page.body, "<code>server.web</code>"));
  }
  CHECK(server.stop() == 0);
  const auto log = content_of(site.log);
  CHECK(has(log, " info no_web_client folder=" + site.web.string()));
  CHECK(has(log, "./scripts/web"));
}

TEST_CASE("a web client that is there and broken keeps the server from starting, and the data as they are") {
  Site site;
  put(site.web / "assets/app.js", "x");
  const auto refused = run_program(program("standpiped"), {"--data", (site.folder.path() / "d").string(), "--port", "0"}, {},
                                   {{"STANDPIPE_SERVER_WEB", site.web.string()}});
  CHECK(refused.exit == 1);
  CHECK(has(refused.err, "standpiped: The web client in " + site.web.string() + " cannot be served: it has no index.html. "));
  CHECK(has(refused.err, "./scripts/web"));
  CHECK_FALSE(fs::exists(site.folder.path() / "d" / "standpipe.db"));
}

}  // namespace standpipe::test
