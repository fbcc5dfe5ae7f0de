#include <doctest/doctest.h>

#include <fstream>

#include "tests/unit/store/disk_store.hpp"

using namespace standpipe::test;  // NOLINT
namespace domain = standpipe::domain;

namespace {

std::string bytes_of(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

/// Commands given to the database and to memory alike.
struct Both {
  Community c;
  DiskStore disk;
  int keys = 0;
  MemberId ana = c.moderator("Ana");
  Both() { disk.copy(c); }
  void run(MemberId actor, domain::Payload payload) {
    domain::Command command{.actor = actor, .payload = std::move(payload)};
    const auto digits = std::to_string(++keys);
    command.key = "00000000-0000-4000-9000-" + std::string(12 - digits.size(), '0') + digits;
    disk.follow(c, command);
  }
  MessageId newest() const { return c.content.messages.rbegin()->first; }
  std::size_t hits(const std::string& word) { return disk.found(word).size(); }
};

}  // namespace

TEST_CASE("an edited text is found by its new words only") {
  Both b;
  b.run(b.ana, MessagePost::Params{.room = b.c.cop, .text = "the old manometer"});
  CHECK(b.hits("manometer") == 1);
  b.run(b.ana, MessageEdit::Params{.message = b.newest(), .base_rev = b.c.message(b.newest()).rev, .text = "the new logger"});
  CHECK(b.hits("manometer") == 0);
  CHECK(b.hits("logger") == 1);
}

TEST_CASE("a thread is found by its title, also after the title changed") {
  Both b;
  b.run(b.ana, ThreadCreate::Params{.room = b.c.cop, .title = "Chlorine", .text = "Dear all"});
  CHECK(b.hits("chlorine") == 1);
  CHECK(b.hits("dear") == 1);
  const auto thread = b.c.content.threads.rbegin()->first;
  b.run(b.ana, ThreadUpdate::Params{.thread = thread, .title = "Fluoride"});
  CHECK(b.hits("chlorine") == 0);
  CHECK(b.hits("fluoride") == 1);
  CHECK(b.hits("dear") == 1);
}

TEST_CASE("a removed text leaves the index, the table and the file") {
  Both b;
  const auto canary = std::string("Xanthophyll quaternary ") + std::string(600, 'q') + " canary";
  b.run(b.ana, MessagePost::Params{.room = b.c.cop, .text = canary});
  CHECK(b.hits("xanthophyll") == 1);
  b.run(b.ana, MessageRemove::Params{.message = b.newest()});
  CHECK(b.hits("xanthophyll") == 0);
  b.disk.close();  // what the log still holds goes into the database
  CHECK(bytes_of(b.disk.folder).find("Xanthophyll quaternary") == std::string::npos);
  b.disk.open();
}
