#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/client/cli.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/tmux.hpp"

namespace standpipe::test {

constexpr const char* room = "water-distribution";

struct ScreenOptions {
  int columns = 100;
  int rows = 30;
  std::vector<std::string> words;                  ///< of the command line
  std::map<std::string, std::string> environment;  ///< on top of the member's own
};

/// A member's `standpipe` without a command, in a terminal of its own. What is waited for and does not come is printed with the
/// screen as it is.
class Screen {
 public:
  explicit Screen(const Cli& cli, const ScreenOptions& options = {});

  /// Waits until it is seen, or not seen any more; false after 20 s.
  bool shows(const std::string& text) const;
  bool hides(const std::string& text) const;
  bool becomes(const std::function<bool()>& test, const std::string& what) const;

  void type(const std::string& text) { terminal_.type(text); }
  void press(const std::vector<std::string>& keys) { terminal_.press(keys); }
  void press(const std::string& key) { terminal_.press(key); }
  /// Presses a key, and waits a little for something to change by it.
  bool changes_by(const std::string& key);

  /// Opens a room, thread, person or number from anywhere, once it is known whether there is a line.
  void go_to(const std::string& where);
  /// Runs a command of the palette by its title.
  void run(const std::string& title);
  /// To writing, where one is not at it.
  void write();
  /// Writes a line where one is, and sends it.
  void say(const std::string& text);
  /// From writing back to reading.
  void leave_composer();
  /// Types an answer into a form's field, and goes to the next one.
  void answer(const std::string& text);
  /// The same for a member's name or a room, once it is suggested.
  void choose(const std::string& name);
  /// Sends a form that asks once more, having seen what it warns of.
  void confirm(const std::string& warning);
  /// Quits; its exit code.
  int quit();

  std::vector<std::string> rows() const;
  /// The row of a room in the list of rooms, without what is beside it.
  std::string listed(const std::string& name) const;
  /// The last row.
  std::string status() const;
  Tmux& terminal() { return terminal_; }
  const Tmux& terminal() const { return terminal_; }

 private:
  Tmux terminal_;
};

/// A line of the member's own, with which a test can write much in a short time.
Peer line_of(const Cli& cli, const ServerProcess& server);
/// Texts mark-001, mark-002 …, each a message of the room's chat.
void post_many(const Cli& cli, const ServerProcess& server, const std::string& slug, const std::string& mark, int count);
std::string numbered(const std::string& mark, int number);

/// All texts of the room's chat that begin with the mark, in order, set apart by spaces.
std::string texts(const Cli& cli, const std::string& slug, const std::string& mark);
/// The newest message of the room's chat.
boost::json::object newest(const Cli& cli, const std::string& slug = room);
std::string newest_text(const Cli& cli, const std::string& slug = room);
/// Waits until the newest message of the room's chat says this.
bool says(const Cli& cli, const std::string& text, const std::string& slug = room);
/// Another device of the member who has applied by that name.
Cli another_device(const Community& c, const std::string& name);
std::int64_t room_number(const Cli& cli, const std::string& slug);
/// Starts a thread, and gives its number.
std::int64_t start_thread(const Cli& cli, const std::string& slug, const std::string& title, const std::string& text,
                          const std::string& kind = "discussion");

}  // namespace standpipe::test
