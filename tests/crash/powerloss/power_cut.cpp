#include "tests/crash/powerloss/power_cut.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <random>
#include <unordered_map>

namespace standpipe::powerloss {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr std::uint64_t kPage = 4096;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  /// 0 … most, the same on every platform.
  std::size_t up_to(std::size_t most) { return engine_() % (most + 1); }

 private:
  std::mt19937_64 engine_;
};

/// For each sector of one file, how many of the file's changes have reached it; and how many the size has seen.
class Arrival {
 public:
  Arrival(std::size_t changes, Chance& chance) : changes_(changes), chance_(chance), way_(Way(chance.up_to(4))) {
    if (way_ == Way::everything) moment_ = changes;
    if (way_ == Way::until_a_moment) moment_ = chance.up_to(changes);
    size_ = way_ == Way::pages || way_ == Way::sectors ? chance.up_to(changes) : moment_;
    if (way_ == Way::until_a_moment) size_ += chance.up_to(1);
  }

  std::size_t of_size() const { return size_; }

  std::size_t at(std::uint64_t sector) {
    switch (way_) {
      case Way::until_a_moment:
        return once(sector, [this] { return moment_ + chance_.up_to(1); });
      case Way::pages:
        return once(sector * kSector / kPage, [this] { return chance_.up_to(changes_); });
      case Way::sectors:
        return once(sector, [this] { return chance_.up_to(changes_); });
      default:
        return moment_;
    }
  }

 private:
  enum class Way { nothing, everything, until_a_moment, pages, sectors };

  std::size_t once(std::uint64_t unit, const std::function<std::size_t()>& draw) {
    const auto [found, is_new] = drawn_.try_emplace(unit, 0);
    if (is_new) found->second = draw();
    return found->second;
  }

  std::size_t changes_;
  Chance& chance_;
  Way way_;
  std::size_t moment_ = 0;
  std::size_t size_ = 0;
  std::unordered_map<std::uint64_t, std::size_t> drawn_;
};

void put(std::string& content, std::uint64_t offset, std::string_view data) {
  if (content.size() < offset + data.size()) content.resize(offset + data.size());
  content.replace(offset, data.size(), data);
}

std::string survivors(const File& file, Chance& chance) {
  std::string content = file.durable;
  if (file.pending.empty()) return content;
  Arrival arrival(file.pending.size(), chance);
  std::uint64_t size = content.size();
  std::uint64_t hidden_from = std::numeric_limits<std::uint64_t>::max();

  for (std::size_t i = 0; i < file.pending.size(); ++i) {
    const Change& change = file.pending[i];
    const bool size_arrives = i < arrival.of_size();
    if (!change.is_write) {
      if (size_arrives) {
        size = change.offset;
        content.resize(size);
      } else {
        hidden_from = std::min(hidden_from, change.offset);
      }
      continue;
    }
    const std::uint64_t end = change.offset + change.data.size();
    if (size_arrives) size = std::max(size, end);
    for (std::uint64_t at = change.offset; at < std::min(end, hidden_from);) {
      const std::uint64_t next = std::min({end, hidden_from, (at / kSector + 1) * kSector});
      if (i < arrival.at(at / kSector)) put(content, at, change.data.substr(at - change.offset, next - at));
      at = next;
    }
  }
  content.resize(size);
  return content;
}

Names surviving_names(const Platter& platter, Chance& chance) {
  std::map<std::string, std::size_t> changes;
  for (const NameChange& change : platter.pending_names()) ++changes[directory_of(change.name)];
  for (auto& [directory, count] : changes) count = chance.up_to(count);

  Names names = platter.durable_names();
  for (const NameChange& change : platter.pending_names()) {
    std::size_t& left = changes[directory_of(change.name)];
    if (left == 0) continue;
    --left;
    perform(change, names);
  }
  return names;
}

}  // namespace

Tree cut_power(const Platter& platter, std::uint64_t number) {
  Chance chance(number);
  Tree tree{platter.directories(), {}};
  for (const auto& [name, file] : surviving_names(platter, chance)) tree.files[name] = survivors(*file, chance);
  return tree;
}

}  // namespace standpipe::powerloss
