#pragma once

#include <filesystem>
#include <string>

#include "client-cli/screen/model.hpp"

namespace standpipe::screen {

/// Reads standpipe.toml: $STANDPIPE_CONFIG, else $XDG_CONFIG_HOME/standpipe/standpipe.toml, else ~/.config/…. A file that is not
/// there is no trouble. Throws client::Failure that names the file, the line or key, and what may be there.
///
///     language = "fr"          # en, fr, es; that of the locale if absent
///     lite = false             # low data: no presence, no typing
///     plain = false            # line by line, for screen readers: see line_view.hpp
///     mouse = false
///     colours = "auto"         # auto, 256, 16, none
///     ground = "auto"          # auto, dark, light: the terminal's background
///     [keys]
///     next-unread = ["n", "alt-a"]
Settings read_settings();
Settings read_settings(const std::filesystem::path& file);
std::filesystem::path settings_file();

}  // namespace standpipe::screen
