#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"

/// Dates and lengths of time as people write them, in English, French and Spanish at once: who reads in one of them may think in
/// another. Pure, but for the time zone of the process.
namespace standpipe::client {

/// In lower case and without the accents of these languages, so that "Día" is "dia".
std::string folded(std::string_view text);

/// "30m", "12 h", "7 days", "2 semaines", "1 día", "forever" in minutes; a number alone is minutes, forever is 0. Nothing where
/// it is no length of time. Whether it is too long is for the caller.
std::optional<std::int64_t> length_in(std::string_view text);

/// Which year is meant where none is written: so that the date is past, or so that it is still to come.
enum class Year { past, coming };

/// The beginning of a day in local time, or the time of day that is written after it ("14:00"). It may be "2026-11-24",
/// "24.11.2026", "24/11/2026" (day first), "24 Nov", "Nov 24, 2026", "24 de noviembre", "today", "hier", "mañana", "-3d",
/// "3 days ago", "il y a 2 semaines", "in 1 week". A length of less than a day is exact: "-2h". Nothing where it is no date.
std::optional<protocol::Time> date_in(std::string_view text, protocol::Time now, Year year = Year::past);

}  // namespace standpipe::client
