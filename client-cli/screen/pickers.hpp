#pragma once

#include <string_view>

#include "client-cli/screen/model.hpp"

/// Lists that are narrowed by typing.
namespace standpipe::screen {

/// All commands; those that are not possible now come last and say why.
void open_palette(Model& model);
/// Only what is about what is selected.
void open_acts(Model& model);
/// Whether there is anything of that.
bool has_acts(const Model& model);
void open_go_to(Model& model);
void open_filter(Model& model);
void open_reactions(Model& model, protocol::MessageId message);

/// The filter has changed.
void refresh_picker(Model& model);
/// The server has told something: what fits by it comes below what is there, so that nothing moves under anybody's hands.
void extend_picker(Model& model);

// For those that are made elsewhere.
using Find = std::function<std::vector<Choice>(Model&, const std::string& filter)>;
using LookUp = std::function<void(Model&, const std::string& filter)>;
void open_picker(Model& model, std::string title, Find find, LookUp look_up = {});
/// Every word of the filter occurs, in any order.
bool matches(std::string_view text, std::string_view filter);
bool begins(std::string_view text, std::string_view filter);

}  // namespace standpipe::screen
