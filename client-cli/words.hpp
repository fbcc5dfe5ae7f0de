#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// The words that people read, in their language: gettext with the catalogs of client-cli/po. Without a catalog, English.
namespace standpipe::client {

/// Chooses the language: `asked`, else that of LC_ALL, LC_MESSAGES or LANG. Once, at the start, before there are threads.
void choose_language(std::string_view asked = {});
/// Two letters, "en" where there is no catalog for what was asked.
std::string language();

/// A text in the chosen language. The texts are found by name in the source: `tr("…")`, `trc("…", "…")`, `trn("…", "…", n)` and
/// `N_("…")` with literals only.
std::string tr(const char* english);
/// The same where one English word has several meanings: `trc("key", "open")` is what a key does, not how something is.
std::string trc(const char* context, const char* english);
/// With a number: "{1} message", "{1} messages"; the number is put in.
std::string trn(const char* one, const char* many, std::int64_t n);
/// Puts the values in for {1}, {2} …
std::string fill(std::string pattern, std::initializer_list<std::string_view> values);

/// Marks a text of a table that is translated where it is shown.
constexpr const char* N_(const char* english) {
  return english;
}

}  // namespace standpipe::client
