#include "client-cli/help.hpp"

#include "client-cli/terminal/layout.hpp"

namespace standpipe::client {

namespace {

constexpr std::size_t width = 80;
constexpr std::size_t names = 20;

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(names);
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  const std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
  std::string out;
  for (std::size_t begin = 0; begin < help.size();) {
    const auto end = std::min(help.find('\n', begin), help.size());
    const auto line = help.substr(begin, end - begin);
    const std::size_t hang = line.starts_with("  ") ? names : 0;
    out += wrapped(line, width, hang) + "\n";
    begin = end + 1;
  }
  return out;
}

}  // namespace standpipe::client
