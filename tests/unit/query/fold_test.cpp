#include <doctest/doctest.h>

#include "server/query/fold.hpp"
#include "server/query/match.hpp"

using namespace standpipe::query;

TEST_CASE("folding leaves out case and diacritics") {
  struct Row {
    const char* text;
    const char* folded;
  };
  const Row rows[] = {{"", ""},
                      {"Water 24/7", "water 24/7"},
                      {"São Paulo", "sao paulo"},
                      {"Müller-Lüdenscheidt", "muller-ludenscheidt"},
                      {"Straße", "strasse"},
                      {"ŁÓDŹ", "lodz"},
                      {"Nguyễn Ánh", "nguyen anh"},
                      {"Œuvre ÆØÅ", "oeuvre aeoa"},
                      {"e\xCC\x81", "e"},  // combining acute accent
                      {"ΑΘΉΝΑ", "αθηνα"},
                      {"Ёлка", "елка"},
                      {"مِيَاه", "مياه"},
                      {"水務", "水務"},
                      {"💧 Wasser", "💧 wasser"}};
  for (const auto& row : rows) CHECK(fold(row.text) == row.folded);
}

TEST_CASE("folding survives text that is cut off") {
  CHECK_NOTHROW(fold("ab\xE2\x82"));
  CHECK_NOTHROW(fold("\xF0"));
}

TEST_CASE("words are parted by white space and capped") {
  CHECK(folded_words("  Ana\tMARÍA \n", 8) == std::vector<std::string>{"ana", "maria"});
  CHECK(folded_words("a b c", 2).size() == 2);
  CHECK(folded_words(" \n", 8).empty());
}

TEST_CASE("a search quotes each word, so that nothing in it is an operator") {
  CHECK(match_expression("leak detection") == "\"leak\" \"detection\"");
  CHECK(match_expression("NEAR(a b) OR c*") == "\"NEAR(a\" \"b)\" \"OR\" \"c*\"");
  CHECK(match_expression("say \"hi\"") == "\"say\" \"\"\"hi\"\"\"");
  CHECK(match_expression(std::string_view("a\0b", 3)) == "\"a\" \"b\"");
  CHECK(match_expression(" \t ") == "");
}

TEST_CASE("a search has at most sixteen words") {
  std::string query;
  for (int i = 0; i < 40; ++i) query += "w ";
  CHECK(match_expression(query).size() == 16 * 3 + 15);
}
