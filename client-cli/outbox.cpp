#include "client-cli/outbox.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

#include "protocol/codec.hpp"

namespace standpipe::client {

namespace {

struct Line {
  std::optional<std::string> file;
  std::optional<Queued> add;
  std::optional<std::string> done;
};
BOOST_DESCRIBE_STRUCT(Line, (), (file, add, done))

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path.string());
}

}  // namespace

/// Holds the file's lock, and makes sure that the file is still the one at its path.
class Outbox::Lock {
 public:
  explicit Lock(Outbox& box) : box_(box) {
    while (::flock(box_.fd_, LOCK_EX) != 0) {
      if (errno != EINTR) fail("cannot lock", box_.path_);
    }
    box_.read_on();
  }
  ~Lock() { ::flock(box_.fd_, LOCK_UN); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Outbox& box_;
};

Outbox::Outbox(std::filesystem::path file) : path_(std::move(file)) {
  std::filesystem::create_directories(path_.parent_path());
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd_ < 0) fail("cannot open", path_);
  const int directory = ::open(path_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
  const Lock lock(*this);
}

Outbox::~Outbox() {
  if (fd_ >= 0) ::close(fd_);
}

void Outbox::read_on() {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) fail("cannot read", path_);
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size < read_to_ || read(0, first_line_.size()) != first_line_) {  // another process has emptied it
    read_to_ = 0;
    first_line_.clear();
    waiting_.clear();
  }
  const std::string text = read(read_to_, size - read_to_);
  for (std::size_t end = text.find('\n'), begin = 0; end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    if (read_to_ == 0) first_line_ = text.substr(0, end + 1);
    const auto json = protocol::parse(std::string_view(text).substr(begin, end - begin));
    read_to_ += end + 1 - begin;
    if (json.has_error()) continue;
    const auto line = protocol::read<Line>(json.value());
    if (line.has_error()) continue;
    if (const auto& add = line.value().add) waiting_.push_back(*add);
    if (const auto& key = line.value().done) std::erase_if(waiting_, [&](const Queued& q) { return q.key == *key; });
  }
}

std::string Outbox::read(std::size_t from, std::size_t size) const {
  std::string text(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const auto n = ::pread(fd_, text.data() + got, size - got, static_cast<off_t>(from + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("cannot read", path_);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  text.resize(got);
  return text;
}

void Outbox::append(std::string_view line) {
  // A line that was cut short by a crash must not swallow this one.
  std::string text;
  struct stat info {};
  if (::fstat(fd_, &info) != 0) fail("cannot write", path_);
  if (static_cast<std::size_t>(info.st_size) > read_to_) text += '\n';
  if (info.st_size == 0) {
    Line first;
    first.file = new_key();
    text += protocol::to_json(first) + "\n";
  }
  text += line;
  text += '\n';
  for (std::size_t sent = 0; sent < text.size();) {
    const auto n = ::write(fd_, text.data() + sent, text.size() - sent);
    if (n < 0 && errno != EINTR) fail("cannot write", path_);
    if (n > 0) sent += static_cast<std::size_t>(n);
  }
}

Queued Outbox::add(std::string_view method, std::string_view params, std::int64_t at) {
  Line line;
  line.add = Queued{new_key(), std::string(method), std::string(params), at};
  {
    const Lock lock(*this);
    append(protocol::to_json(line));
    read_on();
  }
  // Whoever shares the file need not wait for the disk.
  if (::fdatasync(fd_) != 0) fail("cannot write", path_);
  return *line.add;
}

void Outbox::done(std::string_view key) {
  // Not waited for: what a power cut brings back is sent again, and its key makes that nothing.
  const Lock lock(*this);
  Line line;
  line.done = std::string(key);
  append(protocol::to_json(line));
  read_on();
  compact();
}

void Outbox::compact() {
  if (!waiting_.empty()) return;
  if (::ftruncate(fd_, 0) != 0) fail("cannot write", path_);
  read_to_ = 0;
  first_line_.clear();
}

std::vector<Queued> Outbox::waiting() {
  const Lock lock(*this);
  return waiting_;
}

std::string new_key() {
  std::array<std::uint8_t, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "no random numbers");
  }
  using namespace std::chrono;
  auto ms = static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
  for (std::size_t i = 6; i-- > 0; ms >>= 8) bytes[i] = static_cast<std::uint8_t>(ms);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x70);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace standpipe::client
