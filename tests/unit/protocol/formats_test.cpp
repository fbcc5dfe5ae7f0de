#include <doctest/doctest.h>

#include "protocol/formats.hpp"

using namespace standpipe::protocol;

TEST_CASE("language tags have the form of BCP 47") {
  for (const char* good :
       {"en", "fr", "pt-BR", "zh-Hant-TW", "es-419", "sw", "fil", "sl-rozaj", "de-CH-1996", "en-x-plain", "EN-gb"}) {
    CAPTURE(good);
    CHECK(is_language_tag(good));
  }
  for (const char* bad : {"", "e", "en_GB", "en-", "-en", "en--GB", "e1", "12", "en-toolongtag", "x-private", "en GB", "fr\n",
                          "ën", "en-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q"}) {
    CAPTURE(bad);
    CHECK(!is_language_tag(bad));
  }
}

TEST_CASE("language tags get their usual case") {
  CHECK(canonical_language_tag("PT-br") == "pt-BR");
  CHECK(canonical_language_tag("ZH-HANT-tw") == "zh-Hant-TW");
  CHECK(canonical_language_tag("en-X-AB-CDEF") == "en-x-ab-cdef");
  CHECK(canonical_language_tag("es-419") == "es-419");
  CHECK(canonical_language_tag("FR") == "fr");
  CHECK(!canonical_language_tag("fr_CA"));
}

TEST_CASE("countries are those of ISO 3166") {
  for (const char* good : {"AD", "KE", "MZ", "SZ", "XK", "ZW"}) CHECK(is_country(good));
  for (const char* bad : {"", "K", "ke", "KEN", "XX", "EU", "UK", "DA", "A\xc3", "K E"}) {
    CAPTURE(bad);
    CHECK(!is_country(bad));
  }
}

TEST_CASE("domains are names of at least two labels") {
  for (const char* good : {"example.org", "a.b.c", "xn--bcher-kva.example", "Water-Board.GO.KE", "1st.example", "a.x1"}) {
    CAPTURE(good);
    CHECK(is_domain(good));
  }
  for (const std::string& bad :
       {std::string(""), std::string("localhost"), std::string(".example.org"), std::string("example.org."), std::string("a..b"),
        std::string("-a.org"), std::string("a-.org"), std::string("a_b.org"), std::string("10.0.0.1"),
        std::string("büro.example"), std::string("a b.org"), std::string(64, 'a') + ".org", std::string("a.org\n"),
        std::string("a.org\0", 6)}) {
    CAPTURE(bad);
    CHECK(!is_domain(bad));
  }
  std::string longest;
  while (longest.size() < 250) longest += "a.";
  CHECK(is_domain(longest + "com"));
  CHECK(!is_domain("a." + longest + "com"));
}

TEST_CASE("e-mail addresses are those that one meets") {
  for (const std::string& good : {std::string("a@example.org"), std::string("amina.otieno+cop@water.go.ke"),
                                  std::string("o'neill_x%y@x-y.example"), std::string(64, 'a') + "@example.org"}) {
    CAPTURE(good);
    CHECK(is_email(good));
  }
  for (const std::string& bad : {std::string(""),
                                 std::string("a"),
                                 std::string("@example.org"),
                                 std::string("a@"),
                                 std::string("a@b"),
                                 std::string("a@@b.org"),
                                 std::string("a b@example.org"),
                                 std::string(".a@example.org"),
                                 std::string("a.@example.org"),
                                 std::string("a..b@example.org"),
                                 std::string("\"a b\"@example.org"),
                                 std::string("a@[10.0.0.1]"),
                                 std::string("a@example.org\nBcc: x@example.org"),
                                 std::string("a\r\n@example.org"),
                                 std::string("a@example.org "),
                                 std::string("<a@example.org>"),
                                 std::string("a,b@example.org"),
                                 std::string("ä@example.org"),
                                 std::string(65, 'a') + "@example.org",
                                 std::string("a\0@example.org", 14),
                                 "a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') + "." +
                                     std::string(63, 'b') + ".org"}) {
    CAPTURE(bad);
    CHECK(!is_email(bad));
  }
  CHECK(canonical_email("Amina@Water.GO.ke") == "amina@water.go.ke");
  CHECK(!canonical_email("amina"));
}

TEST_CASE("slugs are short and plain") {
  for (const std::string& good :
       {std::string("ab"), std::string("sanitation-wastewater"), std::string("24-7"), std::string(40, 'a')}) {
    CAPTURE(good);
    CHECK(is_slug(good));
  }
  for (const std::string& bad : {std::string(""), std::string("a"), std::string(41, 'a'), std::string("-ab"), std::string("ab-"),
                                 std::string("a--b"), std::string("Ab"), std::string("a_b"), std::string("a b"),
                                 std::string("é1"), std::string("a/b"), std::string("a.b"), std::string("ab\n")}) {
    CAPTURE(bad);
    CHECK(!is_slug(bad));
  }
}

TEST_CASE("UUIDs have one form, in lower case") {
  const std::string good = "0f8fad5b-d9cb-469f-a165-70867728950e";
  CHECK(is_uuid(good));
  CHECK(is_uuid("00000000-0000-0000-0000-000000000000"));
  for (const std::string& bad :
       {std::string(""), good.substr(1), good + "0", "{" + good + "}", std::string("0f8fad5bd9cb469fa16570867728950e"),
        std::string("0f8fad5b-d9cb-469f-a165-70867728950g"), std::string("0f8fad5bd-9cb-469f-a165-70867728950e"),
        std::string("0f8fad5b_d9cb_469f_a165_70867728950e"), " " + good.substr(1),
        std::string("0F8FAD5B-D9CB-469F-A165-70867728950E"), std::string("0f8fad5b-d9cb-469f-a165-70867728950E")}) {
    CAPTURE(bad);
    CHECK(!is_uuid(bad));
  }
}

TEST_CASE("16 bytes are a UUID") {
  std::array<std::uint8_t, 16> bytes{};
  bytes[0] = 0x0f;
  bytes[15] = 0xea;
  CHECK(uuid_text(bytes) == "0f000000-0000-0000-0000-0000000000ea");
  CHECK(is_uuid(uuid_text(bytes)));
  CHECK(uuid_bytes(uuid_text(bytes)) == bytes);
  CHECK(uuid_text(uuid_bytes("01890a5d-ac96-774b-bcce-b302099a8057")) == "01890a5d-ac96-774b-bcce-b302099a8057");
}
