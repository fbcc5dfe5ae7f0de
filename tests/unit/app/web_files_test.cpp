#include "server/app/web_files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>

using namespace standpipe::app;

namespace {

const WebFiles& files() {
  static const WebFiles made("web", {{"/index.html", "<!doctype html>"},
                                     {"/index.html.br", "index packed by br"},
                                     {"/index.html.gz", "index packed by gzip"},
                                     {"/sw.js", "worker"},
                                     {"/manifest.webmanifest", "{}"},
                                     {"/icon.png", "png"},
                                     {"/favicon.ico", "ico"},
                                     {"/robots.txt", "none"},
                                     {"/strings.json", "{}"},
                                     {"/odd.bin", "?"},
                                     {"/assets/app-1a2b.js", "script"},
                                     {"/assets/app-1a2b.js.br", "script packed by br"},
                                     {"/assets/app-1a2b.js.gz", "script packed by gzip"},
                                     {"/assets/look-3c4d.css", "style"},
                                     {"/assets/look-3c4d.css.gz", "style packed by gzip"},
                                     {"/assets/mark-5e6f.svg", "svg"}});
  return made;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

HttpResponse get(const std::string& path, Fields fields = {}) {
  HttpRequest request{.method = "GET", .path = path, .headers = std::move(fields)};
  return files().answer(request);
}

std::string field(const HttpResponse& response, std::string_view name) {
  std::string value;
  for (const auto& [key, text] : response.headers) {
    if (key == name) value += text;
  }
  return value;
}

std::string tag(const std::string& path, const std::string& accepted = "") {
  return field(get(path, {{"accept-encoding", accepted}}), "ETag");
}

/// What the policy lets a page connect to.
std::string connect_source(const std::string& host, bool tls = false) {
  const auto policy = web_policy(host, tls);
  std::smatch found;
  return std::regex_search(policy, found, std::regex("connect-src ([^;]*)")) ? found.str(1) : "";
}

}  // namespace

TEST_CASE("the root is index.html") {
  const auto root = get("/");
  CHECK(root.status == 200);
  CHECK(root.content() == "<!doctype html>");
  CHECK(root.content_type == "text/html; charset=utf-8");
  CHECK(get("/index.html").content() == root.content());
}

TEST_CASE("each file has the type of its extension") {
  CHECK(get("/assets/app-1a2b.js").content_type == "text/javascript; charset=utf-8");
  CHECK(get("/assets/look-3c4d.css").content_type == "text/css; charset=utf-8");
  CHECK(get("/assets/mark-5e6f.svg").content_type == "image/svg+xml");
  CHECK(get("/icon.png").content_type == "image/png");
  CHECK(get("/manifest.webmanifest").content_type == "application/manifest+json");
  CHECK(get("/strings.json").content_type == "application/json");
  CHECK(get("/robots.txt").content_type == "text/plain; charset=utf-8");
  CHECK(get("/favicon.ico").content_type == "image/vnd.microsoft.icon");
  CHECK(get("/odd.bin").content_type == "application/octet-stream");
}

TEST_CASE("what has a hash in its name is kept for ever, and all else is asked for anew") {
  for (const auto* path : {"/assets/app-1a2b.js", "/assets/look-3c4d.css", "/assets/mark-5e6f.svg"}) {
    CHECK(field(get(path), "Cache-Control") == "public, max-age=31536000, immutable");
  }
  for (const auto* path : {"/", "/index.html", "/sw.js", "/manifest.webmanifest", "/icon.png"}) {
    CHECK(field(get(path), "Cache-Control") == "no-cache");
  }
}

TEST_CASE("a file comes in the coding that the request prefers, and says so") {
  const auto by_br = get("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}});
  CHECK(by_br.content() == "script packed by br");
  CHECK(field(by_br, "Content-Encoding") == "br");
  CHECK(by_br.content_type == "text/javascript; charset=utf-8");
  const auto by_gzip = get("/assets/app-1a2b.js", {{"accept-encoding", "br;q=0"}, {"accept-encoding", "gzip"}});
  CHECK(by_gzip.content() == "script packed by gzip");
  CHECK(field(by_gzip, "Content-Encoding") == "gzip");
  const auto as_it_is = get("/assets/app-1a2b.js");
  CHECK(as_it_is.content() == "script");
  CHECK(field(as_it_is, "Content-Encoding").empty());
  CHECK(get("/assets/look-3c4d.css", {{"accept-encoding", "gzip, br"}}).content() == "style packed by gzip");
  CHECK(get("/icon.png", {{"accept-encoding", "gzip, br"}}).content() == "png");
  for (const auto& response : {by_br, by_gzip, as_it_is, get("/icon.png")}) CHECK(field(response, "Vary") == "Accept-Encoding");
}

TEST_CASE("a request that takes no coding that there is gets 406") {
  const auto refused = get("/icon.png", {{"accept-encoding", "gzip, identity;q=0"}});
  CHECK(refused.status == 406);
  CHECK(refused.content().starts_with(R"({"error":{"code":"bad_request")"));
  CHECK(field(refused, "Vary") == "Accept-Encoding");
}

TEST_CASE("every representation has a strong tag of its own, which its content decides") {
  std::set<std::string> tags;
  for (const auto* accepted : {"", "gzip", "br"}) {
    tags.insert(tag("/assets/app-1a2b.js", accepted));
    tags.insert(tag("/", accepted));
  }
  CHECK(tags.size() == 6);
  for (const auto& each : tags) CHECK(std::regex_match(each, std::regex("\"[!-~]+\"")));
  const WebFiles same("web", {{"/index.html", "<!doctype html>"}});
  const WebFiles other("web", {{"/index.html", "<!doctype html> "}});
  const HttpRequest root{.method = "GET", .path = "/"};
  CHECK(field(same.answer(root), "ETag") == tag("/"));
  CHECK(field(other.answer(root), "ETag") != tag("/"));
  const WebFiles twins("web", {{"/index.html", "x"}, {"/index.html.br", "x"}});
  const HttpRequest by_br{.method = "GET", .path = "/", .headers = {{"accept-encoding", "br"}}};
  CHECK(field(twins.answer(root), "ETag") != field(twins.answer(by_br), "ETag"));
}

TEST_CASE("who has the representation already is told so, with the fields that a copy needs") {
  const auto tag = ::tag("/", "br");
  for (const auto& known : {tag, "W/" + tag, "\"x\", " + tag, "\"a,b\" ,, W/\"c\"," + tag + ", \"d\"", std::string("*")}) {
    CAPTURE(known);
    const auto fresh = get("/", {{"accept-encoding", "br"}, {"if-none-match", known}});
    CHECK(fresh.status == 304);
    CHECK(fresh.content().empty());
    CHECK(field(fresh, "ETag") == tag);
    CHECK(field(fresh, "Cache-Control") == "no-cache");
    CHECK(field(fresh, "Vary") == "Accept-Encoding");
    CHECK(fresh.headers.size() == 3);
  }
  CHECK(get("/", {{"accept-encoding", "br"}, {"if-none-match", "\"x\""}, {"if-none-match", tag}}).status == 304);
}

TEST_CASE("who has something else gets the file") {
  const auto tag = ::tag("/", "br");
  const auto bare = tag.substr(1, tag.size() - 2);
  const std::string cut = tag.substr(0, tag.size() - 1);
  for (const auto& known : {std::string(), std::string("\"x\""), bare, cut, "\"x" + tag.substr(1), "w/" + tag, "\"" + cut,
                            ::tag("/"), ::tag("/", "gzip"), ::tag("/sw.js")}) {
    CAPTURE(known);
    CHECK(get("/", {{"accept-encoding", "br"}, {"if-none-match", known}}).status == 200);
  }
}

TEST_CASE("HEAD is answered as GET, for the network to leave the body out") {
  HttpRequest request{.method = "HEAD", .path = "/"};
  const auto head = files().answer(request);
  CHECK(head.status == 200);
  CHECK(head.content() == get("/").content());
  CHECK(head.headers == get("/").headers);
}

TEST_CASE("answers share the file's bytes") {
  CHECK(get("/").shared_body == get("/").shared_body);
  CHECK(get("/").body.empty());
}

TEST_CASE("nothing but the files has a path, however it is written") {
  for (const auto& path : {"",
                           "/x",
                           "/assets",
                           "/assets/",
                           "/assets/../index.html",
                           "/assets/../x",
                           "/../index.html",
                           "/..",
                           "/.",
                           "/./index.html",
                           "//index.html",
                           "/%2e%2e/index.html",
                           "/assets%2fapp-1a2b.js",
                           "/assets/%2e%2e/index.html",
                           "/assets\\app-1a2b.js",
                           "/INDEX.HTML",
                           "/index.html/",
                           "/index.html.",
                           "/index.html ",
                           "index.html",
                           "/etc/passwd",
                           "/../../../etc/passwd",
                           "/index.html.br",
                           "/index.html.gz",
                           "/assets/app-1a2b.js.br",
                           "/assets/app-1a2b.js.gz",
                           "/web/index.html"}) {
    CAPTURE(path);
    CHECK_FALSE(files().has(path));
  }
  CHECK_FALSE(files().has(std::string_view("/index.html\0", 12)));
  CHECK_FALSE(files().has(std::string_view("/\0", 2)));
  CHECK(files().has("/index.html"));
}

TEST_CASE("without files nothing has a path") {
  const WebFiles none;
  CHECK(none.empty());
  CHECK_FALSE(none.has("/"));
  CHECK_FALSE(files().empty());
}

TEST_CASE("the policy lets pages load and run what comes from the server itself, and nothing else") {
  const auto policy = field(get("/", {{"host", "cop.example.org"}}), "Content-Security-Policy");
  std::set<std::string> directives;
  for (std::size_t from = 0; from < policy.size();) {
    const auto end = std::min(policy.find("; ", from), policy.size());
    directives.insert(policy.substr(from, end - from));
    from = end + 2;
  }
  CHECK(directives == std::set<std::string>{"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
                                            "connect-src 'self' ws://cop.example.org", "manifest-src 'self'", "worker-src 'self'",
                                            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
                                            "require-trusted-types-for 'script'", "trusted-types standpipe"});
  const auto part = get("/assets/app-1a2b.js");
  CHECK(field(part, "Content-Security-Policy") == "default-src 'none'");  // also where it is opened as a page
  CHECK(field(part, "Permissions-Policy").empty());
  for (const auto* path : {"/", "/sw.js"}) {
    const auto response = get(path);
    CHECK(field(response, "Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(field(response, "Content-Security-Policy") == web_policy("", false));
    for (const auto* power : {"camera=()", "microphone=()", "geolocation=()"}) {
      CHECK(field(response, "Permissions-Policy").find(power) != std::string::npos);
    }
  }
}

TEST_CASE("pages may open a socket to the host that they come from") {
  CHECK(connect_source("cop.example.org") == "'self' ws://cop.example.org");
  CHECK(connect_source("cop.example.org", true) == "'self' wss://cop.example.org");
  CHECK(connect_source("127.0.0.1:8080") == "'self' ws://127.0.0.1:8080");
  CHECK(connect_source("my_host-1:65535") == "'self' ws://my_host-1:65535");
  const HttpRequest secure{.method = "GET", .path = "/", .headers = {{"host", "cop.example.org"}}, .tls = true};
  CHECK(field(files().answer(secure), "Content-Security-Policy") == web_policy("cop.example.org", true));
}

TEST_CASE("a hostile Host adds nothing to the policy") {
  for (const std::string& host : {std::string(),
                                  std::string("*"),
                                  std::string("*.example.org"),
                                  std::string("a;script-src"),
                                  std::string("a; script-src *"),
                                  std::string("a,default-src"),
                                  std::string("a 'unsafe-inline'"),
                                  std::string("'unsafe-inline'"),
                                  std::string("a:"),
                                  std::string("a:b"),
                                  std::string("a:65536"),
                                  std::string("a:123456"),
                                  std::string("a:80:80"),
                                  std::string(":80"),
                                  std::string("a/b"),
                                  std::string("user@a"),
                                  std::string("a\r\nX: y"),
                                  std::string("a\0b", 3),
                                  std::string("é.example"),
                                  std::string("-a"),
                                  std::string(".a"),
                                  std::string("[::1]:8080"),
                                  std::string("$a"),
                                  std::string("(a)"),
                                  std::string(254, 'a')}) {
    CAPTURE(host);
    CHECK(web_policy(host, false) == web_policy("", false));
  }
  CHECK(connect_source("") == "'self'");
}
