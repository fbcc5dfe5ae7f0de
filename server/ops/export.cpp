#include "server/ops/export.hpp"

#include <boost/throw_exception.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "protocol/codec.hpp"
#include "server/ops/export_lines.hpp"

namespace standpipe::ops {

namespace {

constexpr std::size_t write_at_once = 1 << 20;

/// A file that is written in large pieces. Keeps its first error.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}

  bool good() const { return error_ == 0; }
  std::string error() const { return std::strerror(error_); }

  bool add(std::string_view text) {
    waiting_ += text;
    return waiting_.size() < write_at_once || flush();
  }

  bool flush() {
    std::string_view rest = waiting_;
    while (good() && !rest.empty()) {
      const auto written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno != EINTR) error_ = errno;
      if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
    waiting_.clear();
    return good();
  }

  /// A pipe has nothing to be synced.
  bool sync() {
    if (flush() && ::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) error_ = errno;
    return good();
  }

 private:
  int fd_;
  int error_ = 0;
  std::string waiting_;
};

class Exporter final : public store::ArchiveSink {
 public:
  Exporter(Output& out, ExportSummary& summary) : out_(out), summary_(summary) {}

  bool head(const store::ArchiveHead& head) override { return add("head", ExportHead{export_format, head}); }

  bool row(const domain::RowChange& row) override {
    ++summary_.lines;
    return std::visit(
        [this]<class Row>(const Row& content) {
          if constexpr (line_name<Row>.empty())
            return true;
          else
            return add(line_name<Row>, content);
        },
        row);
  }

  bool change(domain::StreamKey stream, domain::EntityKind kind, std::int64_t entity, domain::Rev rev) override {
    ++summary_.lines;
    return add("change", ExportChange{stream.packed(), static_cast<std::int64_t>(kind), entity, rev});
  }

  void damaged(std::string_view table, std::int64_t id) override {
    summary_.damaged.push_back(std::string(table) + ' ' + std::to_string(id));
  }

  void end() { add("end", ExportEnd{summary_.lines}); }

 private:
  template <class T>
  bool add(std::string_view name, const T& content) {
    line_ = "{\"";
    line_ += name;
    line_ += "\":";
    protocol::write(line_, content);
    line_ += "}\n";
    return out_.add(line_);
  }

  Output& out_;
  ExportSummary& summary_;
  std::string line_;
};

/// Removes a file at the end, where it is still there.
struct Removed {
  std::filesystem::path path;
  ~Removed() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

boost::system::result<ExportSummary, Trouble> write_export(const std::filesystem::path& snapshot, int fd,
                                                           const std::filesystem::path& file) {
  ExportSummary summary;
  Output out(fd);
  Exporter exporter(out, summary);
  const auto walked = store::walk(snapshot.string(), exporter);
  if (walked.has_error()) return Trouble{"The database cannot be read: " + walked.error().text};
  exporter.end();
  if (!out.sync()) return Trouble{"Cannot write " + file.string() + ": " + out.error() + ". Make room, or name another place."};
  return summary;
}

}  // namespace

void throw_exception_from_error(const Trouble& trouble, const boost::source_location& at) {
  boost::throw_exception(std::runtime_error(trouble.text), at);
}

boost::system::result<ExportSummary, Trouble> export_community(const std::filesystem::path& database,
                                                               const std::filesystem::path& file) {
  const bool to_stdout = file == "-";
  if (!to_stdout && std::filesystem::exists(file)) {
    return Trouble{file.string() + " exists already: name another file, or remove it first."};
  }
  const Removed snapshot{to_stdout ? database.string() + ".export" : file.string() + ".db"};
  std::filesystem::remove(snapshot.path);
  const auto copied = store::copy(database.string(), snapshot.path.string());
  if (copied.has_error()) return Trouble{"The database cannot be copied: " + copied.error().text};
  if (to_stdout) return write_export(snapshot.path, STDOUT_FILENO, "standard output");

  const Removed draft{file.string() + ".part"};
  const int fd = ::open(draft.path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Trouble{"Cannot make " + draft.path.string() + ": " + std::strerror(errno)};
  auto summary = write_export(snapshot.path, fd, file);
  ::close(fd);
  if (summary.has_error()) return summary;
  if (::rename(draft.path.c_str(), file.c_str()) != 0)
    return Trouble{"Cannot name " + file.string() + ": " + std::strerror(errno)};
  sync_folder(file.parent_path());
  return summary;
}

}  // namespace standpipe::ops
