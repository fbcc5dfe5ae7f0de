#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace standpipe::app {

/// What a folder with the web client may hold: far above what it does.
namespace web_limits {
inline constexpr std::size_t entries = 1000;                     ///< files and folders
inline constexpr std::size_t file_bytes = std::size_t{4} << 20;  ///< one file
inline constexpr std::size_t bytes = std::size_t{32} << 20;      ///< all of them
inline constexpr std::size_t name_bytes = 128;                   ///< the name of one file or folder
}  // namespace web_limits

/// The contents of files by their paths within the folder, as in a URL: "/assets/app.js".
using WebContents = std::map<std::string, std::string, std::less<>>;

/// Reads the folder that the web client was built into. Nothing where there is no such folder. What begins with a dot is passed
/// over; the folder itself may be a symbolic link, but nothing in it. Throws std::runtime_error with what is wrong and what to do
/// where something in it is no regular file, is larger or more than allowed, cannot be read, or has a name with other characters
/// than letters, digits, ".", "_" and "-", and where index.html is missing.
std::optional<WebContents> read_web_folder(const std::filesystem::path& folder);

/// Throws std::runtime_error that says what is wrong with the folder, and what to do.
[[noreturn]] void refuse_web_folder(const std::filesystem::path& folder, const std::string& why);

}  // namespace standpipe::app
