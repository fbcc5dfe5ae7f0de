#include "client-cli/home.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "client-cli/failure.hpp"
#include "client-cli/mirror_file.hpp"
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

constexpr std::string_view fresh_mark = ".new.";

/// Whether a file is one that a process did not finish, and that has gone since.
bool is_left_behind(std::string_view name) {
  const auto mark = name.rfind(fresh_mark);
  if (mark == std::string_view::npos) return false;
  const std::string_view number = name.substr(mark + fresh_mark.size());
  pid_t process = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), process);
  if (error != std::errc{} || end != number.data() + number.size() || process <= 0) return false;
  return ::kill(process, 0) != 0 && errno == ESRCH;
}

/// A file that takes the place of another one when it is whole, or leaves it as it was.
class FreshFile {
 public:
  explicit FreshFile(const fs::path& path)
      : path_(path), fresh_(path.string() + std::string(fresh_mark) + std::to_string(::getpid())) {
    fd_ = ::open(fresh_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd_ < 0) fail();
    buffer_.reserve(buffer_bytes);
  }
  ~FreshFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    ::unlink(fresh_.c_str());
  }
  FreshFile(const FreshFile&) = delete;
  FreshFile& operator=(const FreshFile&) = delete;

  void write(std::string_view text) {
    if (buffer_.size() + text.size() > buffer_bytes) flush();
    buffer_ += text;
  }

  void put_in_place(bool quickly = false) {
    flush();
    if (!quickly && ::fsync(fd_) != 0) fail();
    fs::rename(fresh_, path_);
    ::close(std::exchange(fd_, -1));
  }

 private:
  static constexpr std::size_t buffer_bytes = 64 * 1024;

  void flush() {
    for (std::size_t sent = 0; sent < buffer_.size();) {
      const auto n = ::write(fd_, buffer_.data() + sent, buffer_.size() - sent);
      if (n < 0 && errno != EINTR) fail();
      if (n > 0) sent += static_cast<std::size_t>(n);
    }
    buffer_.clear();
  }

  [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), "cannot write " + path_.string()); }

  fs::path path_;
  std::string fresh_;
  std::string buffer_;
  int fd_ = -1;
};

void replace_file(const fs::path& path, std::string_view content, bool quickly = false) {
  FreshFile file(path);
  file.write(content);
  file.put_in_place(quickly);
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
  if (const auto known = login()) member_ = known->member;
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

void Home::save(const Login& login) {
  replace_file(folder_ / "login.json", protocol::to_json(LoginFile{login.token, login.email, login.name, login.member}));
  member_ = login.member;
  tidy();
}

void Home::tidy() const {
  std::error_code ignored;
  const auto own = own_file("mirror", ".jsonl");
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24 * days_kept);
  for (const auto& file : fs::directory_iterator(folder_, ignored)) {
    const std::string name = file.path().filename();
    const bool is_copy = name.starts_with("mirror-");
    const bool is_of_before = is_copy && name.ends_with(".json");
    std::error_code unknown;
    const bool is_forgotten = is_copy && file.path() != own && file.last_write_time(unknown) < long_ago && !unknown;
    if (is_of_before || is_forgotten || is_left_behind(name)) fs::remove(file.path(), ignored);
  }
}

void Home::forget() const {
  std::error_code ignored;
  fs::remove(own_file("mirror", ".jsonl"), ignored);
  fs::remove(own_file("screen", ".json"), ignored);
  fs::remove(folder_ / "login.json", ignored);
}

fs::path Home::own_file(const std::string& name, const std::string& ending) const {
  return folder_ / (name + "-" + std::to_string(member_) + ending);
}

Mirror Home::mirror() const {
  std::ifstream in(own_file("mirror", ".jsonl"), std::ios::binary);
  Mirror mirror = MirrorFile::read(in);
  ::malloc_trim(0);  // what reading it took
  return mirror;
}

void Home::save(const Mirror& mirror) const {
  const auto known = login();
  if ((known ? known->member : 0) != member_) return;
  FreshFile file(own_file("mirror", ".jsonl"));
  MirrorFile::write(mirror, [&](std::string_view line) { file.write(line); });
  file.put_in_place();
}

std::string Home::screen() const {
  return read_file(own_file("screen", ".json")).value_or("");
}

std::size_t Home::unsent_texts() const {
  const auto json = protocol::parse(screen());
  if (json.has_error() || !json.value().is_object()) return 0;
  std::size_t count = 0;
  for (const char* kind : {"drafts", "forms", "refused"}) {
    const auto* texts = json.value().get_object().if_contains(kind);
    if (texts != nullptr && texts->is_array()) count += texts->get_array().size();
  }
  return count;
}

void Home::save_screen(const std::string& text, bool quickly) const {
  replace_file(own_file("screen", ".json"), text, quickly);
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
