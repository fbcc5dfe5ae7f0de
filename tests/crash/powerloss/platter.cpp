#include "tests/crash/powerloss/platter.hpp"

#include <algorithm>
#include <stdexcept>

namespace standpipe::powerloss {
namespace {

void perform(const Change& change, std::string& content) {
  if (!change.is_write) return content.resize(change.offset);
  content.resize(std::max<std::size_t>(content.size(), change.offset + change.data.size()));
  content.replace(change.offset, change.data.size(), change.data);
}

void sync(File& file, std::uint64_t before) {
  const auto first_kept = std::ranges::lower_bound(file.pending, before, {}, &Change::position);
  for (auto change = file.pending.begin(); change != first_kept; ++change) perform(*change, file.durable);
  file.pending.erase(file.pending.begin(), first_kept);
}

}  // namespace

void perform(const NameChange& change, Names& names) {
  if (change.file == nullptr) {
    names.erase(change.name);
    return;
  }
  const auto old = names.find(change.old_name);
  if (old != names.end() && old->second == change.file) names.erase(old);
  names[change.name] = change.file;
}

std::string directory_of(const std::string& name) {
  const auto slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

std::map<std::string, std::string> Platter::present_files() const {
  std::map<std::string, std::string> files;
  for (const auto& [name, file] : present_names_) {
    std::string& content = files[name] = file->durable;
    for (const Change& change : file->pending) perform(change, content);
  }
  return files;
}

File& Platter::file(std::uint64_t number) {
  const auto found = files_.find(number);
  if (found == files_.end()) throw std::runtime_error("the journal changes a file that it does not know");
  return *found->second;
}

void Platter::replay(const Record& record, const std::filesystem::path& platter) {
  const std::string name(record.name);
  switch (record.op) {
    case Op::known: {
      const auto known = std::make_shared<File>();
      known->durable = MappedFile(platter / name).bytes();
      files_[record.file] = durable_names_[name] = present_names_[name] = known;
      break;
    }
    case Op::create:
      files_[record.file] = std::make_shared<File>();
      pending_names_.push_back({record.position, name, "", files_[record.file]});
      perform(pending_names_.back(), present_names_);
      break;
    case Op::write:
      file(record.file).pending.push_back({record.position, true, record.offset, record.data});
      break;
    case Op::resize:
      file(record.file).pending.push_back({record.position, false, record.offset, {}});
      break;
    case Op::sync:
      sync(file(record.file), record.offset);
      break;
    case Op::unlink:
      pending_names_.push_back({record.position, name, "", nullptr});
      perform(pending_names_.back(), present_names_);
      break;
    case Op::rename:
      rename_pending(record);
      break;
    case Op::make_directory:
      directories_.insert(name);
      break;
    case Op::remove_directory:
      directories_.erase(name);
      break;
    case Op::sync_directory:
      sync_directory(name, record.offset);
      break;
    case Op::closed:
      break;
  }
}

void Platter::rename_pending(const Record& record) {
  const std::string old_name(record.name);
  const auto moved = present_names_.find(old_name);
  if (moved == present_names_.end()) throw std::runtime_error("the journal renames a file that it does not know");
  pending_names_.push_back({record.position, std::string(record.data), old_name, moved->second});
  perform(pending_names_.back(), present_names_);
}

void Platter::sync_directory(const std::string& directory, std::uint64_t before) {
  std::erase_if(pending_names_, [&](const NameChange& change) {
    const bool durable = change.position < before && directory_of(change.name) == directory;
    if (durable) perform(change, durable_names_);
    return durable;
  });
}

}  // namespace standpipe::powerloss
