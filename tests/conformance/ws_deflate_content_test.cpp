// permessage-deflate with what programs send: several kinds of content, sizes and parameters; runs of messages; fragments.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/ws_case.hpp"
#include "tests/conformance/ws_zipped.hpp"

using namespace standpipe::conformance;

namespace {

constexpr std::size_t no_bound = 1'000'000;  ///< longer than any message here

/// English in JSON, cut at `size` bytes.
std::string json(std::size_t size, std::uint32_t seed) {
  constexpr std::array<std::string_view, 16> words = {"water", "is",   "pumped", "from", "the",  "well",  "at",     "dawn",
                                                      "and",   "then", "every",  "pipe", "runs", "until", "nobody", "waits"};
  std::mt19937 random(seed);
  std::string text = "[";
  while (text.size() < size) {
    text.append(R"({"id":)").append(std::to_string(random() % 100'000)).append(R"(,"room":"pump","text":")");
    for (auto left = 3 + random() % 20; left > 0; --left) text.append(words[random() % words.size()]).append(" ");
    text.append("\"},");
  }
  text.resize(size);
  return text;
}

std::string noise(std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random());
  return bytes;
}

/// Messages of one size and kind, some after another, each compressed for itself and in frames of at most `fragment` bytes.
/// `window` is the longest that the server may compress.
class Run {
 public:
  Run(std::string name, std::size_t fragment, std::size_t window)
      : window_(window), fragment_(fragment), case_{std::move(name), {}, {}} {}

  void text(const std::string& message) {
    case_.send += in_fragments(deflated_text, packed(message), fragment_);
    const bool compressed = message.size() >= least_compressed && message.size() <= window_;
    case_.expect.push_back((compressed ? "~" : "") + note("text", message));
  }

  /// What does not get shorter comes back as it is.
  void binary(const std::string& message) {
    case_.send += in_fragments(deflated_binary, packed(message), fragment_);
    case_.expect.push_back(note("binary", message));
  }

  const WsCase& made() const { return case_; }

 private:
  static constexpr std::size_t least_compressed = 128;

  std::size_t window_;
  std::size_t fragment_;
  WsCase case_;
};

/// Each kind of content in that size, in runs of `count`.
void add_runs(std::vector<WsCase>& cases, std::size_t size, int count, std::size_t fragment, std::size_t window = no_bound) {
  const std::string name = std::to_string(size) + " bytes in fragments of " + std::to_string(fragment) + ": ";
  Run english(name + "JSON", fragment, window);
  Run same(name + "repeated", fragment, window);
  Run random(name + "noise", fragment, window);
  Run mixed(name + "JSON, nothing and noise in turn", fragment, window);
  for (int i = 0; i < count; ++i) {
    const auto seed = static_cast<std::uint32_t>(i);
    english.text(json(size, seed));
    same.text(repeated("Water is pumped from the well at dawn. ", size));
    random.binary(noise(size, seed));
  }
  mixed.text(json(size, 100));
  mixed.text("");
  mixed.binary(noise(size, 100));
  mixed.text("");
  for (const Run* run : {&english, &same, &random, &mixed}) cases.push_back(run->made());
}

}  // namespace

TEST_CASE("compressed messages of all sizes and kinds come back") {
  std::vector<WsCase> cases;
  for (std::size_t size = 16; size <= 131'072; size *= 2) add_runs(cases, size, size < 32'768 ? 10 : 2, no_bound);
  run_cases(cases, offer_deflate);
}

TEST_CASE("compressed messages may come in fragments of any size") {
  std::vector<WsCase> cases;
  for (const std::size_t fragment : {64, 256, 1024, 4096, 32'768}) add_runs(cases, 65'536, 2, fragment);
  add_runs(cases, 131'072, 2, 16'384);
  run_cases(cases, offer_deflate);
}

TEST_CASE("a thousand compressed messages in a row come back") {
  Run english("JSON", no_bound, no_bound);
  for (std::uint32_t i = 0; i < 1000; ++i) english.text(json(200, i));
  run_cases({english.made()}, offer_deflate);
}

TEST_CASE("a peer that asked for a window of 512 bytes gets longer messages as they are") {
  for (const std::string_view further : {"", "; server_no_context_takeover"}) {
    std::vector<WsCase> cases;
    for (const std::size_t size : {16, 128, 256, 512, 513, 4096, 131'072}) add_runs(cases, size, 2, 1024, 512);
    run_cases(cases, offer(std::string("permessage-deflate; server_max_window_bits=9").append(further)));
  }
}

TEST_CASE("a peer that asked for the full window gets all compressed") {
  for (const std::string_view further : {"", "; server_no_context_takeover"}) {
    std::vector<WsCase> cases;
    for (const std::size_t size : {16, 512, 4096, 32'768, 32'769, 131'072}) add_runs(cases, size, 2, 1024);
    run_cases(cases, offer(std::string("permessage-deflate; server_max_window_bits=15").append(further)));
  }
}
