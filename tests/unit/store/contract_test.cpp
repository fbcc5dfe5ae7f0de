#include <doctest/doctest.h>

#include <set>

#include "tests/unit/domain/random_commands.hpp"
#include "tests/unit/store/disk_store.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

constexpr int kCommands = 2500;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + ' ') {
    if (std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

/// Newest first, as the index should say.
std::vector<std::int64_t> expected(const Community& c, const std::string& word) {
  std::vector<std::int64_t> ids;
  for (auto at = c.content.messages.rbegin(); at != c.content.messages.rend(); ++at) {
    const auto& message = at->second;
    if (message.removed) continue;
    auto text = message.text;
    if (message.thread && message.index == Index{1}) text += ' ' + c.thread(message.thread).title;
    const auto words = words_of(text);
    if (std::ranges::find(words, word) != words.end()) ids.push_back(message.id.value);
  }
  return ids;
}

}  // namespace

TEST_CASE("the database decides as memory does, over random histories and restarts, and loads the same state") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Community c;
    RandomCommands::populate(c);
    RandomCommands commands(c, seed);
    DiskStore disk;
    disk.copy(c);
    for (int i = 0; i < kCommands; ++i) {
      c.pass(commands.pause());
      disk.follow(c, commands.next());
      if (i % 400 == 399) {
        disk.store->index_texts(200).value();
        disk.close();
        disk.open();
        auto loaded = disk.store->load().value();
        CHECK_FALSE(loaded.epoch.empty());
        loaded.epoch = c.state.epoch;
        CHECK(domain::dump(loaded) == domain::dump(c.content.load()));
        CHECK(loaded.messages == c.state.messages);
        CHECK(loaded.open_reports == c.state.open_reports);
      }
    }
    CHECK(disk.damage.empty());

    std::set<std::string> words;
    for (const auto& [id, message] : c.content.messages) {
      for (auto& word : words_of(message.text)) words.insert(std::move(word));
    }
    for (const auto& [id, thread] : c.content.threads) {
      for (auto& word : words_of(thread.title)) words.insert(std::move(word));
    }
    REQUIRE(words.size() > 5);
    for (const auto& word : words) {
      CAPTURE(word);
      CHECK(disk.found(word) == expected(c, word));
    }
  }
}
