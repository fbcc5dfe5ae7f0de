#include "server/app/landing.hpp"

#include <string_view>

#include "standpipe/version.hpp"

namespace standpipe::app {

namespace {

/// Where the style is, and nothing else, may be in the page: no script, no image, no other server.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view with_web_client = R"(With a browser: <a href="/">here</a>.)";
constexpr std::string_view without_web_client =
    "The web client is not built here: <code>./scripts/web</code> builds it into <code>build/web</code>; the key "
    "<code>server.web</code> of the configuration says where it is.";

constexpr std::string_view page = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{community}</title>
<style>
  :root { color-scheme: light dark }
  body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem }
  h1 { line-height: 1.2 }
  pre { overflow-x: auto; padding: .8rem 1rem; border: 1px solid #8886; border-radius: .4rem }
  footer { margin-top: 3rem; font-size: .85rem; opacity: .75 }
</style>
<h1>{community}</h1>
<p>A place where people who run water and sanitation utilities ask each other, share what worked, and find partners. It is open to
employees of utilities: you apply, and a moderator of the community that you name lets you in.</p>
<h2>Connect</h2>
<p>{web}</p>
<p>With the terminal client; <code>cops</code> lists the communities, <code>apply --help</code> tells what to say of yourself:</p>
<pre>standpipe --server {url} cops
standpipe --server {url} apply --help
standpipe --server {url} login --email you@your-utility.example
standpipe rooms
standpipe read</pre>
<p>Programs speak JSON-RPC over a WebSocket at <code>{socket}</code>; <a href="/openrpc.json">openrpc.json</a> lists every
method. To post from a script, one request to <code>/api/rpc</code> with a bearer token is enough.</p>
<footer>Standpipe {version}. This page loads nothing from anywhere else.</footer>
</html>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view place, std::string_view value) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) {
    text.replace(at, place.size(), value);
  }
}

}  // namespace

HttpResponse landing_page(const std::string& community, bool has_web_client, const HttpRequest& request) {
  const std::string host(request.header("host"));
  HttpResponse response;
  response.content_type = "text/html; charset=utf-8";
  response.headers.emplace_back("Content-Security-Policy", policy);
  response.body = page;
  replace_all(response.body, "{web}", has_web_client ? with_web_client : without_web_client);
  replace_all(response.body, "{url}", escaped((request.tls ? "https://" : "http://") + host));
  replace_all(response.body, "{socket}", escaped((request.tls ? "wss://" : "ws://") + host + "/ws"));
  replace_all(response.body, "{version}", version);
  replace_all(response.body, "{community}", escaped(community));
  return response;
}

}  // namespace standpipe::app
