#include "tests/crash/powerloss/recorder.hpp"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <exception>

namespace standpipe::powerloss {
namespace {

std::uint64_t number_from_environment(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::optional<std::string> canonical(const std::string& path) {
  char buffer[PATH_MAX];
  if (::realpath(path.c_str(), buffer) == nullptr) return std::nullopt;
  return std::string(buffer);
}

std::optional<std::string> path_of(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  char buffer[PATH_MAX];
  const ssize_t size = ::readlink(link.c_str(), buffer, sizeof buffer);
  if (size < 0) return std::nullopt;
  return std::string(buffer, static_cast<std::size_t>(size));
}

std::optional<std::string> below(const std::string& root, const std::string& path) {
  if (path == root) return "";
  if (path.size() <= root.size() || !path.starts_with(root) || path[root.size()] != '/') return std::nullopt;
  return path.substr(root.size() + 1);
}

}  // namespace

std::atomic<Recorder*> Recorder::made_ = nullptr;

Recorder* Recorder::get() {
  static Recorder* const recorder = [] {
    const char* directory = std::getenv(kDirectoryVariable);
    if (directory != nullptr && *directory != '\0') made_ = new Recorder(directory);
    return made_.load();
  }();
  return recorder;
}

void Recorder::close() {
  Recorder* recorder = made_.load();
  if (recorder == nullptr) return;
  const auto held = recorder->lock();
  recorder->append({.op = Op::closed});
}

Recorder::Recorder(const char* directory)
    : sync_microseconds_(number_from_environment(kSyncTimeVariable, 500)),
      lies_(number_from_environment(kLyingDiskVariable, 0) != 0),
      records_until_kill_(number_from_environment(kKillAtVariable, 0)) {
  const auto root = canonical(directory);
  struct stat status;
  if (!root || ::stat(root->c_str(), &status) != 0) refuse("the directory to track does not exist", directory);
  root_ = *root;
  device_ = status.st_dev;
  open_journal();
}

void Recorder::open_journal() {
  const std::string path = journal_path(root_);
  journal_ = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC, 0));
  if (journal_ < 0) refuse("no journal: begin with powerloss-revert --begin", root_);
  if (::flock(journal_, LOCK_EX | LOCK_NB) != 0) refuse("another process is being tracked", root_);
  try {
    const MappedFile journal(path);
    JournalReader reader(journal.bytes());
    Op last = Op::known;
    while (const auto record = reader.next()) {
      if (record->op == Op::known || record->op == Op::create) files_.insert(record->file);
      last = record->op;
    }
    if (last != Op::closed) refuse("the last process was killed: cut or begin again with powerloss-revert", root_);
    position_ = journal.bytes().size();
  } catch (const std::exception& error) {
    refuse(error.what());
  }
}

std::optional<std::uint64_t> Recorder::tracked_file(int fd) const {
  struct stat status;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_dev != device_) return std::nullopt;
  if (!files_.contains(status.st_ino)) return std::nullopt;
  return status.st_ino;
}

std::optional<std::string> Recorder::name_of(int fd) const {
  const auto path = path_of(fd);
  return path ? below(root_, *path) : std::nullopt;
}

std::optional<std::string> Recorder::name_at(int directory, const char* path) const {
  std::string parent = path;
  while (parent.size() > 1 && parent.ends_with('/')) parent.pop_back();
  const auto slash = parent.rfind('/');
  const std::string leaf = slash == std::string::npos ? parent : parent.substr(slash + 1);
  parent = slash == std::string::npos ? "." : parent.substr(0, slash + 1);
  if (directory != AT_FDCWD && !parent.starts_with('/')) {
    const auto base = path_of(directory);
    if (!base) return std::nullopt;
    parent = *base + '/' + parent;
  }
  const auto real_parent = canonical(parent);
  return real_parent ? below(root_, *real_parent + '/' + leaf) : std::nullopt;
}

void Recorder::opened(int fd, bool existed, bool truncated) {
  const auto name = name_of(fd);
  struct stat status;
  if (!name || is_volatile(*name) || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (!existed) {
    files_.insert(status.st_ino);
    append({.op = Op::create, .file = status.st_ino}, *name);
  } else if (!files_.contains(status.st_ino)) {
    refuse("a file was made without the shim's knowledge", *name);
  } else if (truncated) {
    append({.op = Op::resize, .file = status.st_ino, .offset = 0});
  }
}

void Recorder::append(RecordHeader header, std::string_view name, std::string_view data) {
  header.name_size = static_cast<std::uint32_t>(name.size());
  header.data_size = data.size();
  std::array<iovec, 3> parts{
      {{&header, sizeof header}, {const_cast<char*>(name.data()), name.size()}, {const_cast<char*>(data.data()), data.size()}}};
  const std::uint64_t size = sizeof header + name.size() + data.size();
  if (static_cast<std::uint64_t>(::syscall(SYS_writev, journal_, parts.data(), parts.size())) != size) {
    refuse("the journal cannot be written (disk full?)");
  }
  position_ += size;
  if (records_until_kill_ > 0 && --records_until_kill_ == 0) {
    ::syscall(SYS_kill, ::getpid(), SIGKILL);
    ::pause();
  }
}

void Recorder::refuse(std::string_view what, std::string_view name) {
  std::string line = "powerloss: " + std::string(what);
  if (!name.empty()) line.append(": ").append(name);
  line += '\n';
  ::syscall(SYS_write, STDERR_FILENO, line.data(), line.size());
  ::abort();
}

}  // namespace standpipe::powerloss
