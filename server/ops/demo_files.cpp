#include "server/ops/demo_files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "protocol/codec.hpp"

namespace standpipe::ops::demo {

namespace {

template <class T>
boost::system::result<T, Trouble> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return Trouble{"Cannot read " + file.string() + ": " + std::strerror(errno) +
                   ". Name the folder of the demo's files with community.demo in the configuration."};
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto json = protocol::parse(text);
  if (json.has_error()) return Trouble{file.string() + ": " + json.error().text};
  auto content = protocol::read_params<T>(*json);
  if (content.has_error()) return Trouble{file.string() + ": " + content.error().field + " " + content.error().text};
  return std::move(*content);
}

}  // namespace

boost::system::result<Files, Trouble> read_files(const std::filesystem::path& folder, const std::vector<std::string>& slugs) {
  Files files;
  const auto file = folder / "community.json";
  auto community = read_file<Community>(file);
  if (community.has_error()) return community.error();
  files.file = file.string();
  files.community = std::move(*community);
  for (const auto& slug : slugs) {
    const auto path = folder / (slug + ".json");
    if (!std::filesystem::exists(path)) continue;
    auto room = read_file<RoomText>(path);
    if (room.has_error()) return room.error();
    room->slug = slug;
    room->file = path.string();
    files.rooms.push_back(std::move(*room));
  }
  return files;
}

}  // namespace standpipe::ops::demo
