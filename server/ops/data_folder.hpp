#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace standpipe::ops {

/// Makes the data directory ready to be written to. One that it makes is its owner's alone; one that is there stays as it is, for
/// it may be the home of other things too. What should be told to the operator where others than its owner may enter it.
///
/// Throws std::runtime_error, with what to do, where it cannot be made or written to; where everybody may put files there; where
/// root would leave files that its owner's server cannot open; where its path is too long for the admin socket.
std::optional<std::string> prepare_data_folder(const std::filesystem::path& folder);

}  // namespace standpipe::ops
