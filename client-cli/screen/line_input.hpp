#pragma once

#include <string>

#include "client-cli/screen/line_view.hpp"

/// What somebody types, line by line, and what the model becomes by it. Pure: see model.hpp.
///
/// A line is posted where a conversation is open; one that begins with "/" is a command, by the names of the palette and those of
/// line_commands.cpp; "//" posts a line that begins with "/". A number alone chooses from the list that was told last. Where no
/// list is open it is not posted: it was hardly meant so, and nobody takes a post back. It is held then, as a text is that is
/// typed while a list is open, and /post posts it.
namespace standpipe::screen {

void take_line(Model& model, Told& told, const std::string& line);
/// Before and after tell(): asks for what is to be told and not here, and keeps the model as a reader by lines needs it.
void prepare(Model& model, Told& told);
/// What was told is read, as long as somebody is there.
void mark_told(Model& model, const Told& told);

// Its parts.
/// An answer to the form that is open (line_answers.cpp).
void take_answer(Model& model, Told& told, const std::string& line);
/// The first question of a form that was opened right now.
void begin_form(Form& form);
/// "name words" (line_commands.cpp).
void take_command(Model& model, Told& told, const std::string& words);
/// Posts a text as it is, where one is.
void post(Model& model, Told& told, const std::string& text);
void choose(Model& model, Told& told, std::size_t number);
/// Selects an item of the panel that is told; what was heard is meant, whatever has changed since. False where it is gone.
bool pick(Model& model, Told& told, std::size_t number);
/// The number that a text is; nothing where it is none.
std::optional<std::size_t> whole_number(std::string_view text);

}  // namespace standpipe::screen
