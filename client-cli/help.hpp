#pragma once

#include <memory>

#include <CLI/CLI.hpp>

namespace standpipe::client {

/// Help that is legible in 80 columns.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace standpipe::client
