/// powerloss-revert: begins the tracking of a directory, and cuts its power (journal.hpp).
///
///   powerloss-revert --begin DIR               what DIR holds now is durable
///   powerloss-revert --seed N DIR              DIR becomes what power cut N leaves of it, and tracking begins anew
///   powerloss-revert --explain --seed N DIR    the same, and prints what had not been synced
///
/// No process may be working in DIR. The platter and the journal that a cut was made from stay in DIR.powerloss.last;
/// moved back to DIR.powerloss, they can be cut again. Exit status: 0, or 1 after an error.

#include <sys/stat.h>

#include <charconv>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/crash/powerloss/journal.hpp"
#include "tests/crash/powerloss/platter.hpp"
#include "tests/crash/powerloss/power_cut.hpp"

namespace fs = std::filesystem;

namespace standpipe::powerloss {
namespace {

void write_file(const fs::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::uint64_t inode(const fs::path& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) throw std::runtime_error("cannot read " + path.string());
  return status.st_ino;
}

void begin(const fs::path& tracked) {
  const fs::path platter = platter_path(tracked);
  const fs::path side = platter.parent_path();
  fs::path last = side;
  last += ".last";
  fs::remove_all(last);
  if (fs::exists(side)) fs::rename(side, last);
  fs::create_directories(platter);

  std::string journal;
  for (const auto& entry : fs::recursive_directory_iterator(tracked)) {
    const std::string name = entry.path().lexically_relative(tracked);
    if (is_volatile(name)) continue;
    if (entry.is_directory()) {
      fs::create_directory(platter / name);
      journal += encode({.op = Op::make_directory}, name, {});
    } else if (entry.is_regular_file()) {  // a socket holds nothing, and whoever finds an old one makes it anew
      fs::copy_file(entry.path(), platter / name);
      journal += encode({.op = Op::known, .file = inode(entry.path())}, name, {});
    }
  }
  journal += encode({.op = Op::closed}, {}, {});
  write_file(journal_path(tracked), journal);
}

void explain(const Platter& platter, const Tree& tree) {
  for (const NameChange& change : platter.pending_names()) {
    std::cout << "unsynced name: " << (change.old_name.empty() ? "" : change.old_name + " -> ") << change.name
              << (change.file ? "" : " (removed)") << '\n';
  }
  for (const auto& [name, file] : platter.durable_names()) {
    if (!tree.files.contains(name)) std::cout << name << ": gone\n";
    if (file->pending.empty()) continue;
    std::cout << name << ": " << file->pending.size() << " unsynced changes, " << file->durable.size() << " bytes synced";
    if (const auto left = tree.files.find(name); left != tree.files.end()) {
      std::cout << ", " << left->second.size() << " bytes left";
    }
    std::cout << '\n';
  }
}

void cut(const fs::path& tracked, std::uint64_t number, bool explained) {
  {
    const MappedFile journal(journal_path(tracked));
    JournalReader reader(journal.bytes());
    Platter platter;
    while (const auto record = reader.next()) platter.replay(*record, platter_path(tracked));
    const Tree tree = cut_power(platter, number);
    if (explained) explain(platter, tree);

    for (const auto& entry : fs::directory_iterator(tracked)) fs::remove_all(entry.path());
    for (const std::string& directory : tree.directories) fs::create_directories(tracked / directory);
    for (const auto& [name, content] : tree.files) {
      fs::create_directories((tracked / name).parent_path());  // removed, but its file's removal was undone
      write_file(tracked / name, content);
    }
  }
  begin(tracked);
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, value).ptr != end || text.empty()) throw std::runtime_error("no number: " + text);
  return value;
}

int run(std::vector<std::string> arguments) {
  const bool explained = !arguments.empty() && arguments.front() == "--explain";
  if (explained) arguments.erase(arguments.begin());
  if (arguments.size() == 2 && arguments[0] == "--begin" && !explained) {
    begin(fs::canonical(arguments[1]));
  } else if (arguments.size() == 3 && arguments[0] == "--seed") {
    cut(fs::canonical(arguments[2]), number(arguments[1]), explained);
  } else {
    std::cerr << "usage: powerloss-revert --begin DIR\n       powerloss-revert [--explain] --seed N DIR\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace standpipe::powerloss

int main(int argc, char** argv) {
  try {
    return standpipe::powerloss::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "powerloss-revert: " << error.what() << '\n';
    return 1;
  }
}
