#include "client-cli/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <span>
#include <vector>

#include "protocol/text.hpp"

namespace standpipe::client {

using protocol::Time;

namespace {

constexpr std::int64_t day_minutes = 24 * 60;
constexpr std::int64_t largest = 1'000'000'000;  ///< of what is counted; more is as good as that

using Words = std::vector<std::string_view>;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The number that a text begins with, which is taken off it.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc{} ? std::min(value, largest) : largest;
}

std::optional<std::int64_t> minutes_of_unit(std::string_view unit) {
  static constexpr std::array<std::string_view, 9> minutes = {"",       "m",       "mn",     "min",    "mins",
                                                              "minute", "minutes", "minuto", "minutos"};
  static constexpr std::array<std::string_view, 8> hours = {"h", "hr", "hrs", "hour", "hours", "heure", "heures", "hora"};
  static constexpr std::array<std::string_view, 8> days = {"d", "day", "days", "j", "jour", "jours", "dia", "dias"};
  static constexpr std::array<std::string_view, 8> weeks = {"w", "week", "weeks", "wk", "sem", "semaine", "semaines", "semana"};
  if (is_one_of(unit, minutes)) return 1;
  if (is_one_of(unit, hours) || unit == "horas") return 60;
  if (is_one_of(unit, days)) return day_minutes;
  if (is_one_of(unit, weeks) || unit == "semanas") return 7 * day_minutes;
  return std::nullopt;
}

Words split(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" ,"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string joined(const Words& words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

/// January is 0. Three letters are enough, where they can mean but one month.
std::optional<int> month_in(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 3>, 12> months = {{{"january", "janvier", "enero"},
                                                                              {"february", "fevrier", "febrero"},
                                                                              {"march", "mars", "marzo"},
                                                                              {"april", "avril", "abril"},
                                                                              {"may", "mai", "mayo"},
                                                                              {"june", "juin", "junio"},
                                                                              {"july", "juillet", "julio"},
                                                                              {"august", "aout", "agosto"},
                                                                              {"september", "septembre", "septiembre"},
                                                                              {"october", "octobre", "octubre"},
                                                                              {"november", "novembre", "noviembre"},
                                                                              {"december", "decembre", "diciembre"}}};
  if (word.ends_with('.')) word.remove_suffix(1);
  if (word.size() < 3) return std::nullopt;
  if (word == "sept" || word == "set") return 8;
  std::optional<int> found;
  for (int month = 0; month < 12; ++month) {
    const bool fits = std::ranges::any_of(months[static_cast<std::size_t>(month)],
                                          [&](std::string_view name) { return name.starts_with(word); });
    if (!fits) continue;
    if (found) return std::nullopt;
    found = month;
  }
  return found;
}

/// "12", "1st", "1er", "1º".
std::optional<int> day_in(std::string_view word) {
  static constexpr std::array<std::string_view, 9> endings = {"", ".", "st", "nd", "rd", "th", "er", "o", "º"};
  const auto day = take_number(word);
  return day && *day >= 1 && *day <= 31 && is_one_of(word, endings) ? std::optional(static_cast<int>(*day)) : std::nullopt;
}

std::optional<int> year_in(std::string_view word) {
  const bool is_short = word.size() == 2;
  const auto year = take_number(word);
  if (!year || !word.empty()) return std::nullopt;
  if (is_short) return static_cast<int>(*year) + 2000;
  return *year >= 1970 && *year <= 9999 ? std::optional(static_cast<int>(*year)) : std::nullopt;
}

struct Day {
  int day = 1;
  int month = 0;
  std::optional<int> year;
};

/// "2026-11-24", "24.11.2026", "24/11", …
std::optional<Day> day_by_numbers(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  const auto separator = word.find_first_of("-./");
  if (separator == std::string_view::npos) return std::nullopt;
  Words parts;
  for (const char mark = word[separator]; !word.empty();) {
    const auto end = std::min(word.find(mark), word.size());
    parts.push_back(word.substr(0, end));
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  if (parts.size() == 3 && parts.front().size() == 4) std::swap(parts.front(), parts.back());
  if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
  Day day;
  std::string_view month = parts[1];
  const auto number = take_number(month);
  const auto first = day_in(parts[0]);
  if (!first || !number || !month.empty() || *number < 1 || *number > 12) return std::nullopt;
  day.day = *first;
  day.month = static_cast<int>(*number) - 1;
  if (parts.size() == 2) return day;
  day.year = year_in(parts[2]);
  return day.year ? std::optional(day) : std::nullopt;
}

/// "24 november 2026", "nov 24", "tue 24 nov", "november 2026".
std::optional<Day> day_by_words(Words words) {
  static constexpr std::array<std::string_view, 7> of_no_meaning = {"de", "del", "of", "the", "le", "el", "on"};
  std::erase_if(words, [](std::string_view word) { return is_one_of(word, of_no_meaning); });
  // A day of the week says nothing more than the date does.
  if (words.size() >= 3 && !is_digit(words[0].front()) && is_digit(words[1].front()) && month_in(words[2]))
    words.erase(words.begin());
  if (words.size() == 2 && month_in(words[0]) && year_in(words[1]) && words[1].size() == 4)
    return Day{1, *month_in(words[0]), year_in(words[1])};
  if (words.size() != 2 && words.size() != 3) return std::nullopt;
  const bool month_first = month_in(words[0]).has_value();
  const auto month = month_in(words[month_first ? 0 : 1]);
  const auto day = day_in(words[month_first ? 1 : 0]);
  if (!month || !day) return std::nullopt;
  if (words.size() == 2) return Day{*day, *month, std::nullopt};
  const auto year = year_in(words[2]);
  return year ? std::optional(Day{*day, *month, year}) : std::nullopt;
}

std::tm parts_of(Time time) {
  const auto seconds = static_cast<std::time_t>(time.value / 1000);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

std::optional<Time> time_of(std::tm parts) {
  parts.tm_isdst = -1;
  const auto seconds = std::mktime(&parts);
  return seconds < 0 ? std::nullopt : std::optional(Time{static_cast<std::int64_t>(seconds) * 1000});
}

struct Clock {
  int hour = 0;
  int minute = 0;
};

/// "14:00", "14h30".
std::optional<Clock> clock_in(std::string_view word) {
  const auto hour = take_number(word);
  if (!hour || *hour > 23 || word.size() != 3 || (word.front() != ':' && word.front() != 'h')) return std::nullopt;
  word.remove_prefix(1);
  const auto minute = take_number(word);
  if (!minute || *minute > 59 || !word.empty()) return std::nullopt;
  return Clock{static_cast<int>(*hour), static_cast<int>(*minute)};
}

/// How many minutes from now; nothing where it is not said so.
std::optional<std::int64_t> distance_in(const Words& words) {
  const auto begins_with = [&](std::initializer_list<std::string_view> beginning) {
    return words.size() > beginning.size() && std::equal(beginning.begin(), beginning.end(), words.begin());
  };
  static constexpr std::array<std::string_view, 3> today = {"today", "aujourd'hui", "hoy"};
  static constexpr std::array<std::string_view, 3> yesterday = {"yesterday", "hier", "ayer"};
  static constexpr std::array<std::string_view, 3> tomorrow = {"tomorrow", "demain", "manana"};
  if (words.size() == 1 && is_one_of(words[0], today)) return 0;
  if (words.size() == 1 && is_one_of(words[0], yesterday)) return -day_minutes;
  if (words.size() == 1 && is_one_of(words[0], tomorrow)) return day_minutes;
  std::string length = joined(words);
  int direction = 0;
  if (length.front() == '-' || length.front() == '+') {
    direction = length.front() == '-' ? -1 : 1;
    length.erase(0, 1);
  } else if (length.ends_with(" ago")) {
    direction = -1;
    length.erase(length.size() - 4);
  } else if (begins_with({"il", "y", "a"}) || begins_with({"hace"})) {
    direction = -1;
    length.erase(0, words[0] == "il" ? 7 : 5);
  } else if (begins_with({"in"}) || begins_with({"dans"}) || begins_with({"en"})) {
    direction = 1;
    length.erase(0, words[0].size() + 1);
  }
  const auto minutes = length_in(length);
  // A number alone would be minutes, which nobody means here.
  if (direction == 0 || !minutes || *minutes == 0 || is_digit(length.back())) return std::nullopt;
  return direction * *minutes;
}

}  // namespace

std::string folded(std::string_view text) {
  static constexpr std::u32string_view accented = U"àáâäèéêëìíîïòóôöùúûüçñ’";
  static constexpr std::string_view plain = "aaaaeeeeiiiioooouuuucn'";
  std::string out;
  while (!text.empty()) {
    auto c = protocol::next_code_point(text);
    if (!c) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    if ((*c >= 'A' && *c <= 'Z') || (*c >= U'À' && *c <= U'Þ' && *c != U'×')) *c += 32;
    const auto at = accented.find(*c);
    protocol::append_code_point(out, at == std::u32string_view::npos ? *c : static_cast<char32_t>(plain[at]));
  }
  return out;
}

std::optional<std::int64_t> length_in(std::string_view text) {
  static constexpr std::array<std::string_view, 9> forever = {
      "forever", "for ever", "for good", "toujours", "pour toujours", "sans limite", "para siempre", "siempre", "sin limite"};
  static constexpr std::array<std::string_view, 7> one = {"a", "an", "one", "un", "une", "una", "uno"};
  const std::string words = folded(protocol::trim(text));
  if (is_one_of(words, forever)) return 0;
  std::string_view rest = words;
  std::optional<std::int64_t> count = take_number(rest);
  if (const auto end = rest.find(' '); !count && end != std::string_view::npos && is_one_of(rest.substr(0, end), one)) {
    count = 1;
    rest.remove_prefix(end);
  }
  if (rest.ends_with('.')) rest.remove_suffix(1);
  const auto unit = minutes_of_unit(protocol::trim(rest));
  if (!count || *count == 0 || !unit) return std::nullopt;
  return *count * *unit;
}

std::optional<Time> date_in(std::string_view text, Time now, Year year) {
  const std::string all = folded(protocol::trim(text));
  Words words = split(all);
  if (words.empty()) return std::nullopt;
  Clock clock;
  bool has_clock = false;
  if (const auto written = clock_in(words.back()); written && words.size() > 1) {
    clock = *written;
    has_clock = true;
    words.pop_back();
  }
  std::tm parts = parts_of(now);
  const int this_year = parts.tm_year;
  const auto distance = distance_in(words);
  if (distance && *distance % day_minutes != 0) {
    if (has_clock) return std::nullopt;
    const Time time{now.value + *distance * 60'000};
    return time.value < 0 ? std::nullopt : std::optional(time);
  }
  parts.tm_hour = clock.hour;
  parts.tm_min = clock.minute;
  parts.tm_sec = 0;
  if (distance) {
    if (std::abs(*distance) > 100'000 * day_minutes) return std::nullopt;
    parts.tm_mday += static_cast<int>(*distance / day_minutes);
    return time_of(parts);
  }
  const auto day = words.size() == 1 ? day_by_numbers(words[0]) : day_by_words(words);
  if (!day) return std::nullopt;
  const auto in_year = [&](int years) -> std::optional<Time> {
    std::tm of_year = parts;
    of_year.tm_year = years;
    of_year.tm_mon = day->month;
    of_year.tm_mday = day->day;
    const auto time = time_of(of_year);
    return time && parts_of(*time).tm_mday == day->day ? time : std::nullopt;  // there is no 31 February
  };
  if (day->year) return in_year(*day->year - 1900);
  const auto time = in_year(this_year);
  if (year == Year::past && time && *time > now) return in_year(this_year - 1);
  if (year == Year::coming && time && time->value < now.value - day_minutes * 60'000) return in_year(this_year + 1);
  return time;
}

}  // namespace standpipe::client
