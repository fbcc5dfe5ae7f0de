/// What a simulated power cut may and may not take, on journals written by hand.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "tests/crash/powerloss/power_cut.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/crash/powerloss/journal.hpp"
#include "tests/crash/powerloss/platter.hpp"

using namespace standpipe::powerloss;

namespace {

constexpr std::uint64_t kCuts = 300;

/// Writes a journal as the shim would.
class Script {
 public:
  Script& create(std::uint64_t file, std::string_view name) { return add({.op = Op::create, .file = file}, name); }
  Script& write(std::uint64_t file, std::uint64_t offset, std::string_view data) {
    return add({.op = Op::write, .file = file, .offset = offset}, {}, data);
  }
  Script& resize(std::uint64_t file, std::uint64_t size) { return add({.op = Op::resize, .file = file, .offset = size}); }
  Script& sync(std::uint64_t file) { return sync(file, here()); }
  Script& sync(std::uint64_t file, std::uint64_t since) { return add({.op = Op::sync, .file = file, .offset = since}); }
  Script& sync_directory(std::string_view name = "") { return add({.op = Op::sync_directory, .offset = here()}, name); }
  Script& unlink(std::string_view name) { return add({.op = Op::unlink}, name); }
  Script& rename(std::string_view from, std::string_view to) { return add({.op = Op::rename}, from, to); }

  std::uint64_t here() const { return journal_.size(); }
  std::string& journal() { return journal_; }

  Tree cut(std::uint64_t number) const {
    JournalReader reader(journal_);
    Platter platter;
    while (const auto record = reader.next()) platter.replay(*record, "/nonexistent");
    return cut_power(platter, number);
  }

  /// All that `name` can be after a cut, "(gone)" included.
  std::set<std::string> outcomes(const std::string& name) const {
    std::set<std::string> result;
    for (std::uint64_t number = 0; number < kCuts; ++number) {
      const Tree tree = cut(number);
      const auto found = tree.files.find(name);
      result.insert(found == tree.files.end() ? "(gone)" : found->second);
    }
    return result;
  }

 private:
  Script& add(RecordHeader header, std::string_view name = {}, std::string_view data = {}) {
    journal_ += encode(header, name, data);
    return *this;
  }

  std::string journal_;
};

Script durable_file(std::string_view content) {
  Script script;
  script.create(1, "file").write(1, 0, content).sync(1).sync_directory();
  return script;
}

using Outcomes = std::set<std::string>;

}  // namespace

TEST_CASE("What was synced survives every cut") {
  CHECK(durable_file("abc").outcomes("file") == Outcomes{"abc"});
}

TEST_CASE("An unsynced overwrite within a sector survives whole or not at all") {
  CHECK(durable_file("abc").write(1, 1, "XY").outcomes("file") == Outcomes{"abc", "aXY"});
}

TEST_CASE("A write of several sectors can be torn at any of them, and only there") {
  const Outcomes outcomes = durable_file(std::string(1024, 'a')).write(1, 0, std::string(1024, 'b')).outcomes("file");
  const std::string a(512, 'a');
  const std::string b(512, 'b');
  CHECK(outcomes == Outcomes{a + a, a + b, b + a, b + b});
}

TEST_CASE("Unsynced writes to different sectors survive independently of their order") {
  const Outcomes outcomes = durable_file(std::string(1024, 'a')).write(1, 0, "1").write(1, 512, "2").outcomes("file");
  CHECK(outcomes.size() == 4);
}

TEST_CASE("Later writes to a sector never survive without the earlier ones") {
  const Outcomes outcomes = durable_file("aaa").write(1, 0, "1").write(1, 1, "2").outcomes("file");
  CHECK(outcomes == Outcomes{"aaa", "1aa", "12a"});
}

TEST_CASE("A file can grow without its bytes") {
  CHECK(durable_file("").write(1, 0, "ab").outcomes("file") == Outcomes{"", "ab", std::string(2, '\0')});
}

TEST_CASE("A truncation that arrives leaves nothing of the old bytes beyond it") {
  const Outcomes outcomes = durable_file("old").resize(1, 0).write(1, 0, "new").outcomes("file");
  CHECK(outcomes == Outcomes{"old", "", "new", std::string(3, '\0')});
}

TEST_CASE("A sync covers what was written before it began, not what was written while it lasted") {
  Script script = durable_file("aa");
  script.write(1, 0, "1");
  const std::uint64_t began = script.here();
  script.write(1, 1, "2").sync(1, began);
  CHECK(script.outcomes("file") == Outcomes{"1a", "12"});
}

TEST_CASE("A new file's name is durable only with its directory") {
  Script script;
  script.create(1, "new").write(1, 0, "x").sync(1);
  CHECK(script.outcomes("new") == Outcomes{"(gone)", "x"});
  CHECK(script.sync_directory("elsewhere").outcomes("new") == Outcomes{"(gone)", "x"});
  CHECK(script.sync_directory().outcomes("new") == Outcomes{"x"});
}

TEST_CASE("A removal can be undone until its directory is synced") {
  CHECK(durable_file("x").unlink("file").outcomes("file") == Outcomes{"(gone)", "x"});
  CHECK(durable_file("x").unlink("file").sync_directory().outcomes("file") == Outcomes{"(gone)"});
}

TEST_CASE("A rename over a file is atomic") {
  Script script = durable_file("old");
  script.create(2, "temporary").write(2, 0, "new").sync(2).rename("temporary", "file");
  CHECK(script.outcomes("file") == Outcomes{"old", "new"});
  script.sync_directory();
  CHECK(script.outcomes("file") == Outcomes{"new"});
  CHECK(script.outcomes("temporary") == Outcomes{"(gone)"});
}

TEST_CASE("A rename without a sync of the file can leave it empty") {
  Script script = durable_file("old");
  script.create(2, "temporary").write(2, 0, "new").rename("temporary", "file").sync_directory();
  CHECK(script.outcomes("file").contains(""));
}

TEST_CASE("A rename into another directory loses the file from neither") {
  Script script = durable_file("x");
  script.rename("file", "sub/file").sync_directory();
  for (std::uint64_t number = 0; number < kCuts; ++number) {
    const Tree tree = script.cut(number);
    CHECK(tree.files.contains("file") != tree.files.contains("sub/file"));
  }
}

TEST_CASE("A cut is repeatable by its number") {
  Script script = durable_file(std::string(8192, 'a'));
  script.write(1, 0, std::string(8192, 'b')).create(2, "new");
  for (std::uint64_t number = 0; number < kCuts; ++number) CHECK(script.cut(number).files == script.cut(number).files);
}

TEST_CASE("A journal whose last record is torn is read up to there") {
  Script script = durable_file("abc");
  const std::size_t whole = script.journal().size();
  script.write(1, 0, "X").sync(1);
  const std::string full = script.journal();
  for (std::size_t size = whole; size < full.size(); ++size) {
    script.journal() = full.substr(0, size);
    CHECK(script.outcomes("file").contains("abc"));
  }
}
