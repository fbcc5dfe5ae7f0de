#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>

#include "client-cli/dates.hpp"

using namespace standpipe;
using client::date_in;
using client::length_in;
using client::Year;
using protocol::Time;

namespace {

/// Tuesday, 24 November 2026, 14:00 UTC.
constexpr Time now{1'795'528'800'000};
constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
constexpr Time midnight{now.value - 14 * hour};

void go_to_utc() {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
}

/// So many days from today on, at midnight.
Time days(std::int64_t count) {
  return Time{midnight.value + count * day};
}

}  // namespace

TEST_CASE("a length of time is read as people write it in three languages") {
  for (const char* text : {"30m", "30", "30 min", "30 minutes", "30 Minutos", " 30 mn "}) {
    CAPTURE(text);
    CHECK(length_in(text) == 30);
  }
  for (const char* text : {"1h", "1 hour", "an hour", "une heure", "1 hora", "60m"}) {
    CAPTURE(text);
    CHECK(length_in(text) == 60);
  }
  for (const char* text : {"1d", "1 day", "a day", "1 j", "1 jour", "un jour", "1 día", "un dia", "1 DÍA"}) {
    CAPTURE(text);
    CHECK(length_in(text) == 24 * 60);
  }
  CHECK(length_in("7 j") == 7 * 24 * 60);
  CHECK(length_in("3 jours") == 3 * 24 * 60);
  for (const char* text : {"2w", "2 weeks", "2 semaines", "2 semanas", "2 sem.", "14d"}) {
    CAPTURE(text);
    CHECK(length_in(text) == 14 * 24 * 60);
  }
  for (const char* text : {"forever", "Forever", "pour toujours", "para siempre", "sin límite"}) {
    CAPTURE(text);
    CHECK(length_in(text) == 0);
  }
  for (const char* text : {"", " ", "0m", "0", "-1h", "soon", "3y", "d", "day", "1.5h", "1h30", "7 d of rest", "a"}) {
    CAPTURE(text);
    CHECK_FALSE(length_in(text));
  }
  CHECK(length_in("99999999999999999999w").value_or(0) > 100L * 365 * 24 * 60);
}

TEST_CASE("a date is read in numbers, day first, and in words of three languages") {
  go_to_utc();
  for (const char* text : {"2026-11-12",
                           "2026/11/12",
                           "12.11.2026",
                           "12/11/2026",
                           "12-11-2026",
                           "12.11.26",
                           "12/11",
                           "12.11.",
                           "12 november",
                           "12 Nov",
                           "12 nov.",
                           "nov 12",
                           "Nov 12, 2026",
                           "november 12th",
                           "12 novembre 2026",
                           "12 de noviembre de 2026",
                           "le 12 nov",
                           "12th of November",
                           "Thu 12 Nov 2026",
                           "jeu 12 nov 2026",
                           "-12d",
                           "12 days ago",
                           "il y a 12 jours",
                           "hace 12 días",
                           "  12  NOVEMBRE  "}) {
    CAPTURE(text);
    CHECK(date_in(text, now) == days(-12));
  }
  CHECK(date_in("1er août 2026", now) == date_in("2026-08-01", now));
  CHECK(date_in("mar 3 mars 2026", now) == date_in("2026-03-03", now));
  CHECK(date_in("november 2026", now) == date_in("2026-11-01", now));
  CHECK(date_in("2 ene 2026", now) == date_in("2026-01-02", now));
}

TEST_CASE("a date is read as it is seen from today") {
  go_to_utc();
  for (const char* text : {"today", "aujourd'hui", "aujourd’hui", "Hoy"}) {
    CAPTURE(text);
    CHECK(date_in(text, now) == days(0));
  }
  for (const char* text : {"yesterday", "hier", "ayer", "-1d"}) {
    CAPTURE(text);
    CHECK(date_in(text, now) == days(-1));
  }
  for (const char* text : {"tomorrow", "demain", "mañana", "+1d", "in 1 day", "dans un jour"}) {
    CAPTURE(text);
    CHECK(date_in(text, now) == days(1));
  }
  CHECK(date_in("-2w", now) == days(-14));
  CHECK(date_in("-90m", now) == Time{now.value - 90 * minute});
  CHECK(date_in("2 hours ago", now) == Time{now.value - 2 * hour});
}

TEST_CASE("a time of day may follow a date") {
  go_to_utc();
  CHECK(date_in("2026-11-24 14:00", now) == now);
  CHECK(date_in("24 nov 14h00", now) == now);
  CHECK(date_in("today 9:30", now) == Time{midnight.value + 9 * hour + 30 * minute});
  CHECK(date_in("-3d 14:00", now) == Time{now.value - 3 * day});
}

TEST_CASE("a date without a year is the last one, or the next one where it is to come") {
  go_to_utc();
  CHECK(date_in("25 dec", now) == date_in("2025-12-25", now));
  CHECK(date_in("25 dec", now, Year::coming) == date_in("2026-12-25", now));
  CHECK(date_in("1 march", now) == date_in("2026-03-01", now));
  CHECK(date_in("1 march", now, Year::coming) == date_in("2027-03-01", now));
  CHECK(date_in("24 nov", now, Year::coming) == days(0));
}

TEST_CASE("what is no date is none") {
  go_to_utc();
  for (const char* text : {"",
                           " ",
                           "2026-13-01",
                           "2026-02-31",
                           "31 feb",
                           "29.2.2026",
                           "0.1.2026",
                           "2026-11-24x",
                           "2026-11-24 25:00",
                           "14:00",
                           "soon",
                           "12",
                           "2026",
                           "ju 12",
                           "jui 12",
                           "-",
                           "-3",
                           "--3d",
                           "-forever",
                           "-99999999999999999999w",
                           "12/11/2026/1",
                           "12 13 2026",
                           "12 november november",
                           "7d",
                           "1/1/1800",
                           "a b c",
                           ",",
                           "10:"}) {
    CAPTURE(text);
    CHECK_FALSE(date_in(text, now));
  }
}

TEST_CASE("words are compared without case and accents") {
  CHECK(client::folded("DÉFINITIVEMENT, Mañana, çÀ ×") == "definitivement, manana, ca ×");
  CHECK(client::folded("\xff") == "\xff");
}
