#pragma once

#include <optional>
#include <string>

#include "client-cli/screen/line_view.hpp"

/// Commands that only a reader by lines needs, to move about (line_moving.cpp); the table of all is in line_commands.cpp.
/// `words`: what follows the command's name.
namespace standpipe::screen::by_line {

void rooms(Model& model, Told& told, const std::string& words);
void go(Model& model, Told& told, const std::string& words);
void next(Model& model, Told& told, const std::string& words);
void more(Model& model, Told& told, const std::string& words);
void read_again(Model& model, Told& told, const std::string& words);
void newest(Model& model, Told& told, const std::string& words);
void thread(Model& model, Told& told, const std::string& words);
void back(Model& model, Told& told, const std::string& words);

/// The number in "m12" or "t4".
std::optional<std::int64_t> number_after(char letter, const std::string& words);

}  // namespace standpipe::screen::by_line
