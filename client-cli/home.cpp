#include "client-cli/home.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include "client-cli/failure.hpp"
#include "protocol/codec.hpp"

namespace standpipe::client {

namespace fs = std::filesystem;

namespace {

fs::path base_folder() {
  if (const char* home = std::getenv("STANDPIPE_HOME"); home != nullptr && *home != '\0') return home;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') return fs::path(data) / "standpipe";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : ".") / ".local/share/standpipe";
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw Failure{Exit::usage,
                  "Cannot make the folder " + path.string() + ": " + error.message() + ". Name another one with STANDPIPE_HOME."};
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Puts the whole content in place, or leaves what was there.
void replace_file(const fs::path& path, const std::string& content) {
  const auto fresh = path.string() + ".new." + std::to_string(::getpid());
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool good = fd >= 0;
  for (std::size_t sent = 0; good && sent < content.size();) {
    const auto n = ::write(fd, content.data() + sent, content.size() - sent);
    if (n < 0 && errno != EINTR) good = false;
    if (n > 0) sent += static_cast<std::size_t>(n);
  }
  good = good && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (!good) {
    ::unlink(fresh.c_str());
    throw std::system_error(error, std::generic_category(), "cannot write " + path.string());
  }
  fs::rename(fresh, path);
}

struct LoginFile {
  std::string token;
  std::string email;
  std::string name;
  std::int64_t member = 0;
};
BOOST_DESCRIBE_STRUCT(LoginFile, (), (token, email, name, member))

}  // namespace

Home::Home(const Endpoint& endpoint) {
  std::string name = endpoint.authority();
  for (char& c : name) {
    if (c == '/' || c == ':' || c == '[' || c == ']') c = '_';
  }
  folder_ = base_folder() / ((endpoint.tls ? "tls_" : "") + name);
  make_folder(base_folder());
  make_folder(folder_);
  ::chmod(folder_.c_str(), 0700);
}

std::optional<Home::Login> Home::login() const {
  const auto text = read_file(folder_ / "login.json");
  if (!text) return std::nullopt;
  const auto json = protocol::parse(*text);
  if (json.has_error()) return std::nullopt;
  const auto file = protocol::read<LoginFile>(json.value());
  if (file.has_error() || file.value().token.empty()) return std::nullopt;
  return Login{file.value().token, file.value().email, file.value().name, file.value().member};
}

void Home::save(const Login& login) const {
  replace_file(folder_ / "login.json", protocol::to_json(LoginFile{login.token, login.email, login.name, login.member}));
}

void Home::forget() const {
  std::error_code ignored;
  fs::remove(own_file("mirror", ".json"), ignored);
  fs::remove(folder_ / "login.json", ignored);
}

fs::path Home::own_file(const std::string& name, const std::string& ending) const {
  const auto known = login();
  return folder_ / (name + "-" + std::to_string(known ? known->member : 0) + ending);
}

Mirror Home::mirror() const {
  return Mirror::load(read_file(own_file("mirror", ".json")).value_or(""));
}

void Home::save(const Mirror& mirror) const {
  replace_file(own_file("mirror", ".json"), mirror.dump());
}

std::optional<std::string> Home::last_server() {
  auto url = read_file(base_folder() / "server");
  while (url && !url->empty() && (url->back() == '\n' || url->back() == ' ')) url->pop_back();
  return url && !url->empty() ? url : std::nullopt;
}

void Home::remember_server(const std::string& url) {
  make_folder(base_folder());
  replace_file(base_folder() / "server", url + "\n");
}

}  // namespace standpipe::client
