#include "server/ops/export.hpp"

#include <boost/throw_exception.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "protocol/codec.hpp"
#include "server/ops/export_lines.hpp"
#include "server/ops/interruption.hpp"
#include "server/store/files.hpp"
#include "server/store/verify.hpp"
#include "server/store/work_folder.hpp"

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

boost::system::result<ExportSummary, Trouble> write_export(const std::filesystem::path& snapshot, int fd,
                                                           const std::filesystem::path& file) {
  ExportSummary summary;
  Output out(fd);
  Exporter exporter(out, summary);
  const auto walked = store::walk(snapshot.string(), exporter);
  if (walked.has_error()) return Trouble{"The database cannot be read: " + walked.error().text};
  exporter.end();
  if (!out.sync()) return Trouble{"Cannot write " + file.string() + ": " + out.error() + "."};
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
  const auto bytes = store::examine(database.string());
  if (bytes.has_error()) return Trouble{bytes.error().text};
  // The lines take about as much as the database that they come from.
  const auto work =
      to_stdout ? store::WorkFolder::make(database.string(), *bytes) : store::WorkFolder::make(file.string(), 2 * *bytes);
  if (work.has_error()) return Trouble{work.error().text};
  const Interruption interruption([&] { work->remove(); });
  const auto snapshot = work->file("snapshot.db");
  const auto copied = store::copy_pages(database.string(), snapshot);
  if (copied.has_error()) return Trouble{"The database cannot be copied: " + copied.error().text};
  if (to_stdout) return write_export(snapshot, STDOUT_FILENO, "standard output");

  const auto draft = work->file("export.jsonl");
  const int fd = ::open(draft.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Trouble{"Cannot make " + draft + ": " + std::strerror(errno)};
  auto summary = write_export(snapshot, fd, file);
  ::close(fd);
  if (summary.has_error()) return summary;
  if (::rename(draft.c_str(), file.c_str()) != 0) return Trouble{"Cannot name " + file.string() + ": " + std::strerror(errno)};
  store::sync_folder_of(file.string());  // as far as its file system can
  return summary;
}

}  // namespace standpipe::ops
