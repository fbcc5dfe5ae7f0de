#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>

#include <boost/json/serialize.hpp>

#include "protocol/message_event.hpp"
#include "tests/unit/screen/desk.hpp"

using namespace standpipe;
using namespace standpipe::test;

namespace {

std::string document() {
  std::ifstream file(STANDPIPE_SOURCE_DIR "/PROTOCOL.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The lines of all transcripts, as tests/support/transcript.hpp describes them.
std::vector<std::string> lines_of(std::string_view document) {
  std::vector<std::string> lines;
  bool inside = false;
  while (!document.empty()) {
    const auto end = std::min(document.find('\n'), document.size());
    const auto text = document.substr(0, end);
    document.remove_prefix(std::min(end + 1, document.size()));
    if (text.starts_with("```")) {
      inside = !inside && text == "```transcript";
    } else if (inside && text.starts_with(' ') && !lines.empty()) {
      lines.back().append(" ").append(trimmed(text));
    } else if (inside && !trimmed(text).empty() && !text.starts_with('#')) {
      lines.emplace_back(trimmed(text));
    }
  }
  return lines;
}

/// Makes values of the patterns: each name stands for a number of its own (where it is a text, for one), "…" for some value or
/// for nothing more.
class Values {
 public:
  boost::json::value of(std::string_view pattern) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < pattern.size();) {
      if (quoted && pattern[i] == '\\') {
        out += pattern.substr(i, 2);
        i += 2;
      } else if (pattern[i] == '"') {
        quoted = !quoted;
        out += pattern[i++];
      } else if (pattern[i] == '$') {
        std::size_t end = i + 1;
        while (end < pattern.size() && (std::islower(static_cast<unsigned char>(pattern[end])) != 0 ||
                                        std::isdigit(static_cast<unsigned char>(pattern[end])) != 0 || pattern[end] == '_'))
          ++end;
        out += named(std::string(pattern.substr(i + 1, end - i - 1)));
        i = end;
      } else if (!quoted && pattern.substr(i).starts_with("…")) {
        i += std::string_view("…").size();
        const auto last = out.find_last_not_of(' ');
        if (last != std::string::npos && out[last] == ':') {
          out += out.ends_with("\"server\":") || out.ends_with("\"message\":") || out.ends_with("\"reason\":") ? "\"some text\""
                                                                                                               : "1795528800000";
        } else if (pattern.substr(i).starts_with(",")) {
          ++i;
        } else if (out[last] == ',') {
          out.resize(last);
        }
      } else {
        out += pattern[i++];
      }
    }
    const auto json = parse(out);
    if (json.has_error()) throw std::runtime_error("no JSON: " + out);
    return json.value();
  }

 private:
  std::string named(const std::string& name) {
    if (name == "epoch" || name.ends_with("token") || name == "invitation" || name.ends_with("code")) return "\"" + name + "\"";
    return std::to_string(numbers_.emplace(name, static_cast<std::int64_t>(numbers_.size()) + 101).first->second);
  }

  std::map<std::string, std::int64_t> numbers_;
};

/// A program at the end of one connection of the story.
struct Reader {
  Desk desk{{90, 25}};
  std::map<std::string, std::string> asked;  ///< id: method
  int events = 0, taken = 0;

  void take(const boost::json::value& frame) {
    if (is_compact_event(frame)) return take_event(read_compact_event(frame));
    if (const auto* list = frame.if_array()) {
      for (const auto& one : *list) take(one);
      return;
    }
    const auto& object = frame.as_object();
    if (const auto* method = object.if_contains("method"))
      return take_notice(std::string(method->as_string()), object.at("params"));
    const auto* result = object.if_contains("result");
    if (result == nullptr) return;
    const std::string method = asked[boost::json::serialize(object.at("id"))];
    if (method == Hello::name) {
      const auto hello = read<HelloResult>(*result);
      REQUIRE(hello.has_value());
      desk.mirror.apply(hello.value());
      screen::on_online(desk.model, hello.value());
      CHECK(desk.mirror.epoch() == hello.value().epoch);
      for (const auto& head : hello.value().heads) CHECK(desk.mirror.room_heads().contains(head.room));
    }
    if (method == MessageHistory::name || method == MessageGet::name || method == Search::name) {
      const auto page = read<MessagePage>(*result);
      REQUIRE(page.has_value());
      desk.mirror.apply(page.value());
    }
    if (method == ThreadList::name || method == ThreadGet::name) {
      const auto page = read<ThreadPage>(*result);
      REQUIRE(page.has_value());
      desk.mirror.apply(page.value());
    }
    if (method == RoomJoin::name) {
      const auto joined = read<Joined>(*result);
      REQUIRE(joined.has_value());
      desk.mirror.apply(joined.value().head);
    }
    if (method == ChangesSince::name) {
      const auto range = read<CatchUp>(*result);
      REQUIRE(range.has_value());
      desk.mirror.apply(range.value());
      for (const Change& change : range.value().changes) screen::on_change(desk.model, change);
    }
  }

  void take_notice(const std::string& method, const boost::json::value& params) {
    if (method != "event") {
      if (method == "left") {
        const auto closed = read<StreamClosed>(params);
        REQUIRE(closed.has_value());
        desk.mirror.close(closed.value().stream);
      }
      return screen::on_notice(desk.model, method, params);
    }
    take_event(read<Change>(params));
  }

  void take_event(const boost::system::result<Change, ReadError>& event) {
    REQUIRE(event.has_value());
    const Change& change = event.value();
    ++events;
    if (desk.mirror.apply(change) != client::Mirror::Applied::taken) return;
    ++taken;
    screen::on_change(desk.model, change);
    agree(change);
  }

  void agree(const Change& change) const {
    const auto& mirror = desk.mirror;
    if (change.message && !change.message->gone) {
      Message copy = mirror.message(change.message->id).value();
      copy.key = change.message->key;
      CHECK(copy == *change.message);
    } else if (change.message) {
      const auto left = mirror.message(change.message->id);
      CHECK((!left || left->room != change.message->room));
    }
    if (change.thread && !change.thread->gone) {
      const Thread& copy = mirror.threads().at(change.thread->id);
      CHECK(copy.title == change.thread->title);
      CHECK(copy.status == change.thread->status);
      CHECK(copy.answer == change.thread->answer);
    } else if (change.thread) {
      CHECK_FALSE(mirror.threads().contains(change.thread->id));
    }
    if (change.room) CHECK(mirror.rooms().at(change.room->id) == *change.room);
    if (change.membership) CHECK(mirror.is_in(change.membership->room) == change.membership->in);
    if (change.notification) CHECK(mirror.notifications().at(change.notification->id) == *change.notification);
    if (change.profile) CHECK(mirror.me() == *change.profile);
  }

  /// Somebody looks about.
  void look() {
    for (const auto& [id, membership] : desk.mirror.memberships()) {
      if (!membership.in || desk.model.reading() != nullptr) continue;
      desk.open({id, {}});
    }
    desk.press("k j");
    desk.picture();
    desk.model.effects.clear();
  }
};

}  // namespace

TEST_CASE("what the transcripts of PROTOCOL.md bring is taken, shown, and what the copy then has") {
  Values values;
  std::map<std::string, std::unique_ptr<Reader>> readers;
  int events = 0, taken = 0, shown = 0;
  const auto leave = [&](const std::string& name) {
    const auto reader = readers.find(name);
    if (reader == readers.end()) return;
    events += reader->second->events;
    taken += reader->second->taken;
    readers.erase(reader);
  };
  for (const std::string& line : lines_of(document())) {
    CAPTURE(line);
    const auto end = line.find_first_of("<> ");
    const std::string name = line.substr(0, end);
    const std::string_view rest = end == std::string::npos ? std::string_view() : std::string_view(line).substr(end);
    if (rest.starts_with(" connects")) readers[name] = std::make_unique<Reader>();
    if (rest.starts_with(" leaves") || rest.starts_with(" closed")) leave(name);
    if (!readers.contains(name)) continue;
    Reader& reader = *readers.at(name);
    if (rest.starts_with('>')) {
      try {
        const auto request = values.of(rest.substr(1));
        const auto note = [&](const boost::json::value& one) {
          const auto* object = one.if_object();
          if (object != nullptr && object->contains("id") && object->contains("method") && object->at("method").is_string())
            reader.asked[boost::json::serialize(object->at("id"))] = object->at("method").as_string().c_str();
        };
        note(request);
        if (const auto* list = request.if_array()) {
          for (const auto& one : *list) note(one);
        }
      } catch (const std::runtime_error&) {  // it is no JSON on purpose
      }
    } else if (rest.starts_with('<')) {
      reader.take(values.of(rest.substr(1)));
      reader.look();
      ++shown;
    }
  }
  while (!readers.empty()) leave(std::string(readers.begin()->first));
  CHECK(shown > 40);
  CHECK(events > 20);
  CHECK(taken > events * 3 / 4);
}
