#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "protocol/codec.hpp"
#include "server/ops/export.hpp"
#include "server/ops/export_lines.hpp"
#include "server/ops/interruption.hpp"
#include "server/store/archive.hpp"
#include "server/store/store.hpp"
#include "server/store/verify.hpp"
#include "server/store/work_folder.hpp"

namespace standpipe::ops {

namespace {

/// Longer than the longest line that an export can have.
constexpr std::size_t longest_line = 4 << 20;
constexpr std::int64_t rows_at_once = 5'000;

using Problem = std::optional<std::string>;

/// Takes a file apart into lines.
class Lines {
 public:
  explicit Lines(int fd) : fd_(fd) {}

  /// The next line without its end; nothing at the end of the file, or where something is wrong.
  std::optional<std::string_view> next() {
    for (;;) {
      const auto end = buffer_.find('\n', from_);
      if (end != std::string::npos) {
        const std::string_view line(buffer_.data() + from_, end - from_);
        from_ = end + 1;
        return line;
      }
      buffer_.erase(0, from_);
      from_ = 0;
      if (buffer_.size() > longest_line) return problem_ = "is longer than any line of an export", std::nullopt;
      if (!read_more()) return std::nullopt;
    }
  }
  const Problem& problem() const { return problem_; }

 private:
  bool read_more() {
    const auto had = buffer_.size();
    buffer_.resize(had + (1 << 18));
    ssize_t count = 0;
    do count = ::read(fd_, buffer_.data() + had, buffer_.size() - had);
    while (count < 0 && errno == EINTR);
    buffer_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0) problem_ = std::string("cannot be read: ") + std::strerror(errno);
    if (count == 0 && had > 0) problem_ = "has no end: the file is cut off";
    return count > 0;
  }

  int fd_;
  std::string buffer_;
  std::size_t from_ = 0;
  Problem problem_;
};

class Importer {
 public:
  explicit Importer(store::Store& store) : store_(store) {}

  /// What is wrong with the line, if anything.
  Problem take(std::string_view line) {
    if (ended_) return "comes after the end line";
    const auto json = protocol::parse(line);
    if (json.has_error()) return json.error().text;
    const auto* object = json->if_object();
    if (!object || object->size() != 1) return "must be an object with one member";
    const auto& member = *object->begin();
    const std::string_view name(member.key().data(), member.key().size());
    if (!has_head_ && name != "head") return "must be the head: is this an export?";
    if (name == "head") return take_head(member.value());
    if (name == "end") return take_end(member.value());
    ++lines_;
    if (lines_ % rows_at_once == 0) {
      if (auto problem = next_transaction()) return problem;
    }
    return name == "change" ? take_change(member.value()) : take_row(name, member.value());
  }

  Problem finish() {
    if (!ended_) return "the end line is missing: the file is cut off";
    return problem_of(store_.commit());
  }
  Problem begin() { return problem_of(store_.begin()); }
  std::int64_t lines() const { return lines_; }

 private:
  static Problem problem_of(const boost::system::result<void, store::StoreError>& done) {
    return done.has_error() ? Problem(done.error().text) : std::nullopt;
  }

  /// Dropping what a row says would be silent loss.
  template <class Row>
  static Problem unknown_field(const boost::json::object& row) {
    for (const auto& member : row) {
      const std::string_view name = member.key();
      bool known = false;
      protocol::describe::for_each_field<Row>([&](std::string_view field, const auto&) { known = known || field == name; });
      if (!known) return "has a field that this program does not know: " + std::string(name);
    }
    return std::nullopt;
  }

  static std::string text_of(const protocol::ReadError& error) { return error.field + " " + error.text; }

  Problem next_transaction() {
    if (auto problem = problem_of(store_.commit())) {
      return "or one of the " + std::to_string(rows_at_once) + " before it cannot be kept: " + *problem;
    }
    return begin();
  }

  Problem take_head(const boost::json::value& value) {
    const auto head = protocol::read<ExportHead>(value);
    if (head.has_error()) return text_of(head.error());
    if (has_head_) return "is a second head";
    if (head->format != export_format) {
      return "has format " + std::to_string(head->format) + "; this program reads format " + std::to_string(export_format);
    }
    if (store::is_newer(head->database)) return "was written by a newer standpiped: import it with that one";
    has_head_ = true;
    return problem_of(store_.put_meta(head->database.seq, head->database.at, head->database.created_at));
  }

  Problem take_end(const boost::json::value& value) {
    const auto end = protocol::read<ExportEnd>(value);
    if (end.has_error()) return text_of(end.error());
    if (end->lines != lines_)
      return "tells of " + std::to_string(end->lines) + " lines, but there were " + std::to_string(lines_);
    ended_ = true;
    return std::nullopt;
  }

  Problem take_change(const boost::json::value& value) {
    const auto change = protocol::read<ExportChange>(value);
    if (change.has_error()) return text_of(change.error());
    return problem_of(store_.put_change(domain::StreamKey::unpack(change->stream), static_cast<domain::EntityKind>(change->kind),
                                        change->entity, change->rev));
  }

  Problem take_row(std::string_view name, const boost::json::value& value) {
    bool known = false;
    Problem problem;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, domain::RowChange>>([&](auto type) {
      using Row = typename decltype(type)::type;
      if constexpr (!line_name<Row>.empty()) {
        if (known || name != line_name<Row>) return;
        known = true;
        auto row = protocol::read<Row>(value);
        problem = row.has_error() ? Problem(text_of(row.error())) : unknown_field<Row>(value.get_object());
        if (!problem) problem = problem_of(store_.put(std::move(row.value())));
      }
    });
    return known ? problem : Problem("is of an unknown kind: " + std::string(name));
  }

  store::Store& store_;
  std::int64_t lines_ = 0;
  bool has_head_ = false;
  bool ended_ = false;
};

/// Fills the database at `path`, which is new.
boost::system::result<ImportSummary, Trouble> fill(int fd, const std::string& from, const std::string& path) {
  store::StoreOptions options;
  options.path = path;
  options.draft = true;
  auto opened = store::Store::open(options);
  if (opened.has_error()) return Trouble{opened.error().text};
  auto& store = **opened;
  Importer importer(store);
  Lines lines(fd);
  std::int64_t number = 0;
  auto problem = importer.begin();
  while (!problem) {
    const auto line = lines.next();
    if (!line) break;
    ++number;
    problem = importer.take(*line);
  }
  if (!problem && lines.problem()) problem = lines.problem();
  if (problem) return Trouble{from + ", line " + std::to_string(number) + ": " + *problem};
  if (auto missing = importer.finish()) return Trouble{from + ": " + *missing};
  for (;;) {
    const auto more = store.index_texts(rows_at_once);
    if (more.has_error()) return Trouble{more.error().text};
    if (!more.value()) return ImportSummary{importer.lines()};
  }
}

}  // namespace

boost::system::result<ImportSummary, Trouble> import_community(const std::filesystem::path& file,
                                                               const std::filesystem::path& database) {
  if (std::filesystem::exists(database)) {
    return Trouble{database.string() + " exists already: an import needs an empty data directory."};
  }
  const bool from_stdin = file == "-";
  const int fd = from_stdin ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Trouble{"Cannot read " + file.string() + ": " + std::strerror(errno)};
  std::error_code unknown;
  const auto bytes = from_stdin ? 0 : std::filesystem::file_size(file, unknown);
  const auto work = store::WorkFolder::make(database.string(), unknown ? 0 : static_cast<std::int64_t>(bytes));
  if (work.has_error()) return ::close(fd), Trouble{work.error().text};
  const Interruption interruption([&] { work->remove(); });
  const auto draft = work->file("imported.db");
  auto summary = fill(fd, from_stdin ? "standard input" : file.string(), draft);
  ::close(fd);
  if (summary.has_value()) {
    const auto findings = store::verify(draft);
    if (findings.has_error())
      summary = Trouble{findings.error().text};
    else if (!findings->problems.empty())
      summary = Trouble{"The export is not sound: " + findings->problems.front()};
  }
  if (summary.has_error()) return summary;
  const auto placed = store::put_in_place(draft, database.string());
  if (placed.has_error()) return Trouble{placed.error().text};
  return summary;
}

}  // namespace standpipe::ops
