#include "client-cli/words.hpp"

#include <libintl.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

namespace standpipe::client {

namespace {

constexpr const char* domain = "standpipe";

std::string first_set(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

/// Beside the program, as it is built and as it is installed.
std::filesystem::path catalogs() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path("/usr/share/locale") : program.parent_path().parent_path() / "share/locale";
}

}  // namespace

void choose_language(std::string_view asked) {
  std::string chosen(asked);
  if (chosen.empty()) chosen = first_set({"LC_ALL", "LC_MESSAGES", "LANG"});
  chosen = chosen.substr(0, chosen.find('.'));
  if (chosen == "C" || chosen == "POSIX") chosen = "en";
  // gettext asks for a locale that is installed before it looks at LANGUAGE; C.UTF-8 always is.
  std::setlocale(LC_MESSAGES, "C.UTF-8");
  if (!asked.empty() || std::getenv("LANGUAGE") == nullptr) ::setenv("LANGUAGE", chosen.c_str(), 1);
  ::bindtextdomain(domain, catalogs().c_str());
  ::bind_textdomain_codeset(domain, "UTF-8");
}

std::string language() {
  // The catalog says which language it is in.
  const std::string own = tr("en");
  return own.size() == 2 ? own : "en";
}

std::string tr(const char* english) {
  return *english == '\0' ? "" : ::dgettext(domain, english);  // "" is what a catalog says of itself
}

std::string trc(const char* context, const char* english) {
  const std::string key = std::string(context) + '\4' + english;  // as gettext keeps them
  const char* found = ::dgettext(domain, key.c_str());
  return found == key.c_str() ? english : found;
}

std::string trn(const char* one, const char* many, std::int64_t n) {
  return fill(::dngettext(domain, one, many, static_cast<unsigned long>(n < 0 ? 0 : n)), {std::to_string(n)});
}

std::string fill(std::string pattern, std::initializer_list<std::string_view> values) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' && pattern[i + 1] >= '1' && pattern[i + 1] <= '9') {
      const auto which = static_cast<std::size_t>(pattern[i + 1] - '1');
      if (which < values.size()) out += *(values.begin() + which);
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

}  // namespace standpipe::client
