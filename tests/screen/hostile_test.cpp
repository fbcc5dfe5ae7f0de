#include <doctest/doctest.h>

#include <array>

#include "client-cli/terminal/clusters.hpp"
#include "protocol/methods.hpp"
#include "protocol/text.hpp"
#include "tests/screen/screen.hpp"
#include "tests/support/hostile_texts.hpp"

using namespace standpipe::test;      // NOLINT
using namespace standpipe::protocol;  // NOLINT

namespace {

/// The first thing in the bytes that the program has no reason to write, or "". What it writes of itself: CSI sequences that
/// move, colour and erase, links, the question for the background, and the isolates around what runs from right to left.
std::string foreign_in(const std::string& raw) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto byte = static_cast<unsigned char>(raw[i]);
    if (byte == 0x1B) {
      const std::string_view rest = std::string_view(raw).substr(i + 1);
      if (rest.starts_with("[")) {
        const auto end = rest.find_first_not_of("0123456789;?", 1);
        const std::string_view sequence = rest.substr(1, end);
        const bool mode = sequence.starts_with("?") && (sequence.ends_with("h") || sequence.ends_with("l"));
        if (!mode && std::string_view("mHABCDGKJX").find(sequence.back()) == std::string_view::npos)
          return "CSI " + std::string(sequence);
        if (mode && sequence != "?1049h" && sequence != "?1049l" && sequence != "?7h" && sequence != "?7l" &&
            sequence != "?25h" && sequence != "?25l" && sequence != "?2004h" && sequence != "?2004l" && sequence != "?2026h" &&
            sequence != "?2026l")
          return "mode " + std::string(sequence);
        i += end;
      } else if (rest.starts_with("]8;;") || rest.starts_with("]11;?")) {
        const auto end = rest.find("\x1b\\");
        if (end == std::string_view::npos) return "OSC without an end";
        for (const char c : rest.substr(0, end)) {
          if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) return "a byte in an address";
        }
        i += end + 2;
      } else if (!rest.starts_with("\\")) {
        return "ESC " + std::string(rest.substr(0, 8));
      }
    } else if ((byte < 0x20 && byte != '\r' && byte != '\n' && byte != '\b') || byte == 0x7F) {
      return "byte " + std::to_string(byte);
    } else if (byte == 0xC2 && i + 1 < raw.size() && static_cast<unsigned char>(raw[i + 1]) < 0xA0) {
      return "C1";
    }
  }
  for (const char* bidi : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\U000E0041", "\u2028"}) {
    if (has(raw, bidi)) return "what turns or hides text";
  }
  return is_utf8(raw) ? std::string() : std::string("what is not UTF-8");
}

/// The row in which no border is at this column, or "". Of what consists of several code points the terminal may think otherwise
/// than we do: there the border must be somewhere behind it.
std::string unbordered(const Screen& screen, int column) {
  const auto rows = screen.rows();
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    std::string_view rest = rows[i];
    int at = 0;
    bool joined = false;
    while (at < column && !rest.empty()) {
      const auto cluster = standpipe::terminal::next_cluster(rest);
      at += cluster.columns;
      joined = joined || count_code_points(cluster.bytes) > 1;
    }
    const bool stands = at == column && rest.starts_with("│");
    const bool behind = joined && has(rows[i].substr(rows[i].find("│") + 1), "│");
    if (!stands && !behind) return rows[i];
  }
  return {};
}

/// Once the frame is whole.
bool is_bordered(const Screen& screen, int column) {
  return screen.becomes([&] { return unbordered(screen, column).empty(); }, "a border in column " + std::to_string(column));
}

template <class Method>
bool accepted(Peer& peer, const typename Method::Params& params) {
  return peer.no<Method>(params).empty();
}

}  // namespace

TEST_CASE("no text of others controls the terminal or moves a border, wherever it stands") {
  Community c;
  const RoomId id{room_number(c.amina, room)};
  Peer amina = line_of(c.amina, c.server);
  Peer ingrid = line_of(c.admin, c.server);
  std::vector<MessageId> messages;
  int titles = 0, names = 0, descriptions = 0;
  Screen s(c.mo, {.columns = 120});
  s.go_to(room);
  s.press("F4");
  REQUIRE(s.shows("2 members"));
  for (const std::string& text : hostile_texts()) {
    if (!is_utf8(text)) continue;
    const auto answer = amina.call(MessagePost::name, Peer::text_of<MessagePost>({id, {}, text, {}, {}, {}}, {}));
    if (answer.contains("result")) messages.emplace_back(answer.at("result").at("message").as_int64());
    const std::string line(truncate(text, 100));
    ThreadCreate::Params thread;
    thread.room = id;
    thread.title = line;
    thread.text = "A thread";
    titles += accepted<ThreadCreate>(amina, thread) ? 1 : 0;
    ProfileUpdate::Params profile;
    profile.name = line;
    profile.job = line;
    names += accepted<ProfileUpdate>(amina, profile) ? 1 : 0;
    RoomUpdate::Params update;
    update.room = id;
    update.description = line;
    descriptions += accepted<RoomUpdate>(ingrid, update) ? 1 : 0;
  }
  CHECK(messages.size() > 40);
  CHECK(titles > 10);
  CHECK(names > 5);
  CHECK(descriptions > 10);
  for (const MessageId message : messages) {
    s.go_to("m" + std::to_string(message.value));
    REQUIRE(s.shows("│▌"));
    REQUIRE(s.hides("Loading…"));
    CHECK(is_bordered(s, 24));
    CHECK(is_bordered(s, 93));
  }
  s.press("F4");
  for (const char* key : {"t", "I", "M-n"}) {
    s.press(key);
    for (int page = 0; page < 4; ++page) {
      s.changes_by("PageDown");
      CHECK(is_bordered(s, 24));
    }
  }
  s.run("Members of the room");
  REQUIRE(s.shows("Members of"));
  CHECK(is_bordered(s, 24));
  CHECK(s.quit() == 0);
  CHECK(foreign_in(s.terminal().raw()) == "");
  CHECK(s.terminal().state("pane_title") != "t");
}
