#include "server/app/web_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace standpipe::app {

namespace fs = std::filesystem;

namespace {

bool is_safe_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_safe_name(std::string_view name) {
  return name.size() <= web_limits::name_bytes && std::ranges::all_of(name, is_safe_character);
}

std::string error_text() {
  return std::generic_category().message(errno);
}

class OpenFile {
 public:
  /// Follows no link, and waits for no pipe.
  explicit OpenFile(const fs::path& file) : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool is_open() const { return fd_ >= 0; }
  bool is_regular() const {
    struct stat status {};
    return ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode);
  }
  /// How many bytes came; 0 at the end, negative where it cannot be read.
  ssize_t read(std::array<char, 65536>& buffer) const { return ::read(fd_, buffer.data(), buffer.size()); }

 private:
  int fd_;
};

/// One walk over the folder.
class Reading {
 public:
  explicit Reading(const fs::path& folder) : folder_(folder) {}

  WebContents run() {
    try {
      const fs::recursive_directory_iterator end;
      for (fs::recursive_directory_iterator at(folder_); at != end; ++at) {
        if (at->path().filename().string().starts_with('.')) {
          at.disable_recursion_pending();
        } else {
          take(*at);
        }
      }
    } catch (const fs::filesystem_error& error) {
      refuse_web_folder(folder_, "it cannot be read (" + error.code().message() + ")");
    }
    const auto index = contents_.find("/index.html");
    if (index == contents_.end()) refuse_web_folder(folder_, "it has no index.html");
    if (index->second.empty()) refuse_web_folder(folder_, "its index.html is empty");
    return std::move(contents_);
  }

 private:
  void take(const fs::directory_entry& entry) {
    const auto name = entry.path().lexically_relative(folder_).generic_string();
    if (++entries_ > web_limits::entries) {
      refuse_web_folder(folder_, "it has more than " + std::to_string(web_limits::entries) + " files and folders");
    }
    if (!is_safe_name(entry.path().filename().string())) {
      refuse_web_folder(folder_, "\"" + name + "\" is no name of letters, digits, \".\", \"_\" and \"-\"");
    }
    const auto type = entry.symlink_status().type();
    if (type == fs::file_type::directory) return;
    if (type != fs::file_type::regular) refuse_web_folder(folder_, name + " is no regular file");
    contents_.emplace('/' + name, content_of(entry.path(), name));
  }

  std::string content_of(const fs::path& path, const std::string& name) {
    const OpenFile file(path);
    if (!file.is_open()) refuse_web_folder(folder_, name + " cannot be read (" + error_text() + ")");
    if (!file.is_regular()) refuse_web_folder(folder_, name + " is no regular file");
    std::string content;
    std::array<char, 65536> buffer{};
    for (;;) {
      const auto n = file.read(buffer);
      if (n == 0) return content;
      if (n < 0) refuse_web_folder(folder_, name + " cannot be read (" + error_text() + ")");
      content.append(buffer.data(), static_cast<std::size_t>(n));
      bytes_ += static_cast<std::size_t>(n);
      if (content.size() > web_limits::file_bytes) {
        refuse_web_folder(folder_, name + " has more than " + std::to_string(web_limits::file_bytes) + " bytes");
      }
      if (bytes_ > web_limits::bytes) {
        refuse_web_folder(folder_, "its files have more than " + std::to_string(web_limits::bytes) + " bytes");
      }
    }
  }

  const fs::path& folder_;
  WebContents contents_;
  std::size_t entries_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

std::optional<WebContents> read_web_folder(const fs::path& folder) {
  std::error_code error;
  const auto status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (error) refuse_web_folder(folder, "it cannot be read (" + error.message() + ")");
  if (status.type() != fs::file_type::directory) refuse_web_folder(folder, "it is no folder");
  return Reading(folder).run();
}

void refuse_web_folder(const fs::path& folder, const std::string& why) {
  throw std::runtime_error("The web client in " + folder.string() + " cannot be served: " + why +
                           ". Build it anew with ./scripts/web, or set server.web to \"\" to do without it.");
}

}  // namespace standpipe::app
