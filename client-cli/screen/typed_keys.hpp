#pragma once

#include <string>

#include "client-cli/screen/model.hpp"

/// Keys where texts are typed, and in what lies above the rest.
namespace standpipe::screen {

void press_in_composer(Model& model, const std::string& key);
void press_in_picker(Model& model, Picker& picker, const std::string& key);
void press_in_form(Model& model, Form& form, const std::string& key);
void press_in_help(Model& model, Help& help, const std::string& key);

}  // namespace standpipe::screen
