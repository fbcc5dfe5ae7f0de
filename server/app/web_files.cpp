#include "server/app/web_files.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/errors.hpp"
#include "server/app/http_answers.hpp"
#include "server/ops/secrets.hpp"

namespace standpipe::app {

namespace {

constexpr std::string_view assets = "/assets/";
constexpr std::string_view index_file = "/index.html";

using Type = std::pair<std::string_view, std::string_view>;

constexpr std::array<Type, 9> content_types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webmanifest", "application/manifest+json"},
    {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".ico", "image/vnd.microsoft.icon"},
}};

/// What the web client has no use for is not to be had by what may have come into it either.
constexpr std::string_view permissions =
    "accelerometer=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), "
    "idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), "
    "serial=(), usb=(), xr-spatial-tracking=()";

std::string_view content_type_of(std::string_view path) {
  const auto* type = std::ranges::find_if(content_types, [&](const Type& t) { return path.ends_with(t.first); });
  return type == content_types.end() ? "application/octet-stream" : type->second;
}

/// The coding that a file's last extension tells of, and the path without it.
std::pair<Coding, std::string_view> split_coding(std::string_view path) {
  if (path.ends_with(".br")) return {Coding::br, path.substr(0, path.size() - 3)};
  if (path.ends_with(".gz")) return {Coding::gzip, path.substr(0, path.size() - 3)};
  return {Coding::identity, path};
}

/// RFC 9110 section 8.8.3: 128 bits of the hash of the content and of what a page may load and use, and the coding. So a 304,
/// which does not say that, never leaves a browser with what it was in another version.
std::string entity_tag(const std::string& bytes, Coding coding) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto hash = ops::hash_secret(bytes + web_policy({}, false) + std::string(permissions));
  std::string tag = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    tag += digits[hash[i] >> 4];
    tag += digits[hash[i] & 15];
  }
  if (coding != Coding::identity) tag.append("-").append(to_name(coding));
  return tag += '"';
}

hub::FramePtr shared(std::string bytes) {
  auto frame = std::make_shared<hub::Frame>();
  frame->bytes = std::move(bytes);
  return frame;
}

/// Whether an If-None-Match (RFC 9110 section 13.1.2) names the tag; weak ones count as strong ones there.
bool names_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const auto from = list.find_first_not_of(" \t,");
    if (from == std::string_view::npos) return false;
    list.remove_prefix(from);
    if (list.front() == '*') return true;
    if (list.starts_with("W/")) list.remove_prefix(2);
    const auto end = list.starts_with('"') ? list.find('"', 1) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    if (list.substr(0, end + 1) == tag) return true;
    list.remove_prefix(end + 1);
  }
  return false;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// A name or an IPv4 address, and perhaps a port, of characters that end nothing in a policy. An IPv6 address is none: CSP has no
/// form for it, and 'self' is what stands for the socket there.
bool is_host_source(std::string_view host) {
  const auto colon = host.find(':');
  const auto name = host.substr(0, colon);
  const auto is_name_character = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; };
  if (name.empty() || name.size() > 253 || !is_letter_or_digit(name.front())) return false;
  if (!std::ranges::all_of(name, is_name_character)) return false;
  if (colon == std::string_view::npos) return true;
  const auto port = host.substr(colon + 1);
  const bool digits = std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
  return digits && !port.empty() && port.size() <= 5 && std::stoi(std::string(port)) <= 65535;
}

HttpResponse nothing_acceptable() {
  auto response = error_response(
      protocol::Refusal(protocol::ErrorCode::bad_request, "Accept-Encoding excludes every coding that there is, identity too."));
  response.status = 406;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  return response;
}

}  // namespace

WebFiles::WebFiles(const std::filesystem::path& folder, WebContents contents) {
  for (const auto& [path, content] : contents) {
    const auto [coding, base] = split_coding(path);
    if (coding == Coding::identity) {
      files_.emplace(path, File{content_type_of(path),
                                path.starts_with(assets) ? "public, max-age=31536000, immutable" : "no-cache",
                                {contents.contains(path + ".br"), contents.contains(path + ".gz")},
                                {},
                                path.ends_with(".html") || !path.starts_with(assets)});
    } else if (!contents.contains(base)) {
      refuse_web_folder(folder, path.substr(1) + " is there without " + std::string(base.substr(1)));
    }
  }
  for (auto& [path, content] : contents) {
    const auto [coding, base] = split_coding(path);
    const auto file = files_.find(base);
    if (file == files_.end()) refuse_web_folder(folder, path.substr(1) + " is packed twice");
    auto tag = entity_tag(content, coding);
    file->second.representations.push_back({coding, shared(std::move(content)), std::move(tag)});
  }
}

const WebFiles::File* WebFiles::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? index_file : path);
  return found == files_.end() ? nullptr : &found->second;
}

HttpResponse WebFiles::answer(const HttpRequest& request) const {
  const File& file = *find(request.path);
  const auto coding = choose_coding(request.list("accept-encoding"), file.offered);
  if (!coding) return nothing_acceptable();
  const auto& chosen = *std::ranges::find(file.representations, *coding, &Representation::coding);
  HttpResponse response;
  response.headers = {
      {"ETag", chosen.tag},
      {"Cache-Control", std::string(file.cache_control)},
      {"Vary", "Accept-Encoding"},
  };
  const auto known = request.list("if-none-match");
  if (known && names_tag(*known, chosen.tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  if (file.governs) {
    response.headers.emplace_back("Content-Security-Policy", web_policy(request.header("host"), request.tls));
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("Permissions-Policy", permissions);
  } else {
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
  }
  if (*coding != Coding::identity) response.headers.emplace_back("Content-Encoding", to_name(*coding));
  response.shared_body = chosen.body;
  return response;
}

std::string web_policy(std::string_view host, bool tls) {
  std::string policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; worker-src 'self'; "
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
      "trusted-types standpipe; connect-src 'self'";
  if (is_host_source(host)) policy.append(tls ? " wss://" : " ws://").append(host);
  return policy;
}

}  // namespace standpipe::app
