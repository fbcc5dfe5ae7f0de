#include "client-cli/mirror_file.hpp"

#include <set>
#include <string>
#include <utility>

#include "protocol/codec.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

constexpr int format = 2;

struct Head {
  int format = 0;
  std::string epoch;
  std::map<std::string, Rev> heads;
  Profile me;
};
BOOST_DESCRIBE_STRUCT(Head, (), (format, epoch, heads, me))

struct End {
  std::int64_t lines = 0;
};
BOOST_DESCRIBE_STRUCT(End, (), (lines))

/// Gives the lines of entities, each in the same buffer.
class Writer {
 public:
  explicit Writer(const std::function<void(std::string_view)>& out) : out_(out) {}

  template <class T>
  void line(std::string_view kind, const T& entity) {
    text_ = "{\"";
    text_.append(kind).append("\":");
    protocol::write(text_, entity);
    text_ += "}\n";
    out_(text_);
    ++lines_;
  }
  std::int64_t lines() const { return lines_; }

 private:
  const std::function<void(std::string_view)>& out_;
  std::string text_;
  std::int64_t lines_ = 0;
};

/// The kind of entity in a line, and the entity.
std::optional<std::pair<std::string, boost::json::value>> kind_and_entity(std::string_view line) {
  auto json = parse(line);
  if (json.has_error() || !json.value().is_object() || json.value().get_object().size() != 1) return std::nullopt;
  auto& only = *json.value().get_object().begin();
  return std::pair(std::string(only.key()), std::move(only.value()));
}

template <class T>
std::optional<T> read_line(std::string_view kind, std::string_view line) {
  const auto found = kind_and_entity(line);
  if (!found || found->first != kind) return std::nullopt;
  auto entity = protocol::read<T>(found->second);
  return entity.has_error() ? std::nullopt : std::optional<T>(std::move(entity).value());
}

}  // namespace

/// f(kind, map, the member by which it is ordered) for all but the messages.
template <class M, class F>
void MirrorFile::for_each_map(M& mirror, F&& f) {
  f("room", mirror.rooms_, &Room::id);
  f("room_head", mirror.room_heads_, &RoomHead::room);
  f("membership", mirror.memberships_, &Membership::room);
  f("thread", mirror.threads_, &Thread::id);
  f("mark", mirror.marks_, &ReadMark::thread);
  f("notification", mirror.notifications_, &Notification::id);
  f("pending", mirror.pending_, &PendingPost::id);
  f("person", mirror.people_, &Person::id);
}

void MirrorFile::write(const Mirror& mirror, const std::function<void(std::string_view)>& out) {
  Writer writer(out);
  writer.line("head", Head{format, mirror.epoch_, mirror.heads_, mirror.me_});
  mirror.messages_.for_each([&](const Message& message) { writer.line("message", message); });
  const bool all = mirror.people_.size() <= people_in_all;
  const auto kept = all ? std::set<MemberId>() : spoken_of(mirror);
  for_each_map(mirror, [&](std::string_view kind, const auto& map, auto) {
    for (const auto& [id, entity] : map) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(entity)>, Person>) {
        if (!all && !kept.contains(id)) continue;
      }
      writer.line(kind, entity);
    }
  });
  writer.line("end", End{writer.lines()});
}

std::set<MemberId> MirrorFile::spoken_of(const Mirror& mirror) {
  std::set<MemberId> out{mirror.me_.id};
  mirror.messages_.for_each([&](const Message& message) { out.insert(message.by); });
  for (const auto& [id, thread] : mirror.threads_) out.insert(thread.by);
  for (const auto& [id, notification] : mirror.notifications_) out.insert(notification.by);
  for (const auto& [id, room] : mirror.rooms_) {
    out.insert(room.moderators.begin(), room.moderators.end());
    out.insert(room.between.begin(), room.between.end());
  }
  return out;
}

Mirror MirrorFile::read(std::istream& in) {
  std::string line;
  if (!std::getline(in, line)) return {};
  auto head = read_line<Head>("head", line);
  if (!head || head->format != format) return {};
  Mirror mirror;
  mirror.epoch_ = std::move(head->epoch);
  mirror.heads_ = std::move(head->heads);
  mirror.me_ = std::move(head->me);
  std::int64_t lines = 1;
  while (std::getline(in, line)) {
    if (take_line(mirror, line)) {
      ++lines;
      continue;
    }
    const auto end = read_line<End>("end", line);
    if (!end || end->lines != lines) return {};
    mirror.drop_quiet_threads();
    return mirror;
  }
  return {};
}

bool MirrorFile::take_line(Mirror& mirror, std::string_view line) {
  const auto found = kind_and_entity(line);
  if (!found) return false;
  if (found->first == "message") {
    const auto message = protocol::read<Message>(found->second);
    if (message.has_value()) mirror.messages_.put(message.value());
    return message.has_value();
  }
  bool taken = false;
  for_each_map(mirror, [&](std::string_view kind, auto& map, auto id) {
    if (kind != found->first) return;
    auto entity = protocol::read<typename std::remove_cvref_t<decltype(map)>::mapped_type>(found->second);
    if (entity.has_error()) return;
    const auto key = entity.value().*id;
    map.insert_or_assign(key, std::move(entity).value());
    taken = true;
  });
  return taken;
}

}  // namespace standpipe::client
