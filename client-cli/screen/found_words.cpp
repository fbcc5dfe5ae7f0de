#include "client-cli/screen/found_words.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using terminal::Line;
using terminal::Look;
using terminal::Role;

namespace {

constexpr std::size_t most_bytes = 600, most_before = 200;

/// Without case, and without the accents of Latin-1; Greek and Cyrillic without case.
char32_t folded(char32_t c) {
  static constexpr std::string_view latin = "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy";
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xFF && c != 0xC6 && c != 0xE6 && c != 0xD7 && c != 0xF7)
    return static_cast<unsigned char>(latin[c - 0xC0]);
  if (c == 0xC6) return 0xE6;
  if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

bool is_of_word(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  const bool sign = c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F);
  return !sign;
}

struct Word {
  std::size_t from = 0, to = 0;  ///< its bytes
  std::u32string letters;        ///< folded
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::string_view rest = text;
  Word word;
  const auto end = [&] {
    if (!word.letters.empty()) words.push_back(std::exchange(word, {}));
  };
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    const auto c = protocol::next_code_point(rest);
    if (!c) break;  // it is made safe before it comes here
    if (!is_of_word(*c)) {
      end();
      continue;
    }
    if (word.letters.empty()) word.from = at;
    word.letters += folded(*c);
    word.to = text.size() - rest.size();
  }
  end();
  return words;
}

}  // namespace

Line with_marks(std::string_view text, std::string_view words) {
  const std::string safe = client::printable_line(text);
  std::set<std::u32string> wanted;
  for (Word& word : words_of(client::printable_line(words))) wanted.insert(std::move(word.letters));
  std::vector<Word> found;
  for (Word& word : words_of(safe)) {
    if (wanted.contains(word.letters)) found.push_back(std::move(word));
  }
  std::size_t at = 0;
  Line line;
  if (!found.empty() && found.front().from > most_before + most_before / 2) {
    at = protocol::truncate(safe, found.front().from - most_before).size();
    line.push_back({"…"});
  }
  const std::size_t end = protocol::truncate(safe, std::min(safe.size(), at + most_bytes)).size();
  for (const Word& word : found) {
    if (word.to > end) break;
    line.push_back({safe.substr(at, word.from - at)});
    line.push_back({safe.substr(word.from, word.to - word.from), Look{Role::text, true, false, true}});
    at = word.to;
  }
  line.push_back({safe.substr(at, end - at)});
  std::erase_if(line, [](const terminal::Span& span) { return span.text.empty(); });
  return line;
}

}  // namespace standpipe::screen
