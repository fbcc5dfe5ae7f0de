// Runs a fuzz target without libFuzzer: its corpus, then inputs made from it by chance, always the same ones.
//   fuzz_NAME CORPUS [COUNT]
// Where the target gives up, the input is written to standard error, escaped as in C.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

constexpr std::size_t longest = 4096;
std::string input;  // of the present run, for the signal handler

void show_input(int) {
  std::fputs("the target gave up with: \"", stderr);
  for (const unsigned char c : input) std::fprintf(stderr, c < 0x20 || c > 0x7e || c == '"' || c == '\\' ? "\\%03o" : "%c", c);
  std::fputs("\"\n", stderr);
  std::_Exit(1);
}

void run(std::string bytes) {
  input = std::move(bytes);
  // A copy of its own, so that a sanitizer sees any read behind its end.
  const std::vector<unsigned char> exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& corpus) : corpus_(corpus) {}

  std::string next() {
    std::string bytes = one_of_the_corpus();
    for (auto left = 1 + below(4); left > 0; --left) change(bytes);
    bytes.resize(std::min(bytes.size(), longest));
    return bytes;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& one_of_the_corpus() { return corpus_[below(corpus_.size())]; }

  void change(std::string& bytes) {
    const auto at = below(bytes.size());
    const auto count = 1 + below(8);
    switch (below(6)) {
      case 0:
        if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes.erase(at, count);
        break;
      case 2:
        bytes.insert(at, count, static_cast<char>(below(256)));
        break;
      case 3:
        bytes.insert(below(bytes.size()), bytes.substr(at, count * 8));
        break;
      case 4: {
        const auto& other = one_of_the_corpus();
        bytes.replace(at, std::string::npos, other.substr(below(other.size())));
        break;
      }
      default:
        if (!bytes.empty()) bytes[at] = "0179\"\\{}[]:,- \r\n"[below(16)];
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpus;
  if (argc > 1) {
    for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
      std::ifstream in(file.path(), std::ios::binary);
      corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  if (corpus.empty()) {
    std::fputs("usage: fuzz_NAME CORPUS [COUNT]; CORPUS is a folder of inputs\n", stderr);
    return 2;
  }
  for (const int one : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) std::signal(one, show_input);
  std::sort(corpus.begin(), corpus.end());  // a folder has no order
  for (const auto& bytes : corpus) run(bytes);
  Mutator mutator(corpus);
  const long count = argc > 2 ? std::atol(argv[2]) : 0;
  for (long i = 0; i < count; ++i) run(mutator.next());
  std::printf("%zu inputs of the corpus, %ld made from them: nothing found\n", corpus.size(), count);
}
