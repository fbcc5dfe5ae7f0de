#include "server/domain/stream.hpp"

#include <charconv>

namespace standpipe::domain {

namespace {

constexpr std::string_view kRoom = "room:";
constexpr std::string_view kDesk = "desk:";

/// A non-negative decimal number without sign, spaces or leading zeros.
std::optional<std::int64_t> read_id(std::string_view digits) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (error != std::errc{} || end != digits.data() + digits.size() || id < 0) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return id;
}

}  // namespace

std::string to_name(StreamKey stream) {
  switch (stream.kind) {
    case StreamKey::Kind::community:
      return "community";
    case StreamKey::Kind::room:
      return std::string(kRoom) + std::to_string(stream.id);
    case StreamKey::Kind::desk:
      return std::string(kDesk) + std::to_string(stream.id);
    case StreamKey::Kind::member:
      return "me";
  }
  return {};
}

std::optional<StreamKey> from_name(std::string_view name, protocol::MemberId me) {
  if (name == "community") return StreamKey::community();
  if (name == "me") return StreamKey::member(me);
  const bool room = name.starts_with(kRoom);
  if (!room && !name.starts_with(kDesk)) return std::nullopt;
  const auto id = read_id(name.substr(kRoom.size()));
  if (!id || (room && *id == 0)) return std::nullopt;
  return room ? StreamKey::room(protocol::RoomId{*id}) : StreamKey::desk(protocol::RoomId{*id});
}

}  // namespace standpipe::domain
