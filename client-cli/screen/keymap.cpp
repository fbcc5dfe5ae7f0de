#include "client-cli/screen/keymap.hpp"

#include <algorithm>
#include <sstream>

#include "client-cli/terminal/keys.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using client::N_;

// clang-format off
const std::vector<Binding>& bindings() {
  using enum Action;
  static const std::vector<Binding> all = {
      {help, "help", Context::everywhere, "? f1", N_("All keys")},
      {palette, "palette", Context::everywhere, ": ctrl-p", N_("All commands")},
      {go_to, "go-to", Context::everywhere, "ctrl-k", N_("Go to a room, a thread or a person")},
      {next_unread, "next-unread", Context::everywhere, "n alt-a", N_("Next unread, anywhere")},
      {next_mention, "next-mention", Context::everywhere, "m alt-m", N_("Next mention or reply to me")},
      {next_room, "next-room", Context::everywhere, "alt-down ctrl-n", N_("Next room")},
      {previous_room, "previous-room", Context::everywhere, "alt-up", N_("Previous room")},
      {room_1, "room-1", Context::everywhere, "alt-1", N_("To a room by its number in the list")},
      {room_2, "room-2", Context::everywhere, "alt-2", N_("To a room by its number in the list")},
      {room_3, "room-3", Context::everywhere, "alt-3", N_("To a room by its number in the list")},
      {room_4, "room-4", Context::everywhere, "alt-4", N_("To a room by its number in the list")},
      {room_5, "room-5", Context::everywhere, "alt-5", N_("To a room by its number in the list")},
      {room_6, "room-6", Context::everywhere, "alt-6", N_("To a room by its number in the list")},
      {room_7, "room-7", Context::everywhere, "alt-7", N_("To a room by its number in the list")},
      {room_8, "room-8", Context::everywhere, "alt-8", N_("To a room by its number in the list")},
      {room_9, "room-9", Context::everywhere, "alt-9", N_("To a room by its number in the list")},
      {search, "search", Context::everywhere, "/ ctrl-f", N_("Search")},
      {notifications, "notifications", Context::everywhere, "alt-n", N_("Notifications")},
      {focus_next, "focus-next", Context::everywhere, "tab", N_("Next part of the screen")},
      {focus_previous, "focus-previous", Context::everywhere, "shift-tab", N_("Previous part of the screen")},
      {back, "back", Context::everywhere, "escape alt-left backspace", N_("Back")},
      {toggle_rooms, "toggle-rooms", Context::everywhere, "f3", N_("Show or hide the rooms")},
      {toggle_members, "toggle-members", Context::everywhere, "f4", N_("Show or hide the members")},
      {try_now, "try-now", Context::everywhere, "ctrl-r", N_("Connect now")},
      {redraw, "redraw", Context::everywhere, "ctrl-l", N_("Draw the screen anew")},
      {suspend, "suspend", Context::everywhere, "ctrl-z", N_("Back to the shell for a while")},
      {quit, "quit", Context::everywhere, "ctrl-q ctrl-c", N_("Quit")},

      {up, "up", Context::list, "up k", N_("Up")},
      {down, "down", Context::list, "down j", N_("Down")},
      {page_up, "page-up", Context::list, "pageup ctrl-b", N_("A page up")},
      {page_down, "page-down", Context::list, "pagedown space", N_("A page down")},
      {first, "first", Context::list, "home g", N_("To the oldest, or the top")},
      {last, "last", Context::list, "end G", N_("To the newest, or the bottom")},
      {open, "open", Context::list, "enter right", N_("Open")},
      {acts, "acts", Context::list, "a .", N_("What can be done with the selected one")},
      {profile, "profile", Context::list, "w", N_("Who this is")},

      {write, "write", Context::conversation, "i", N_("Write here")},
      {threads, "threads", Context::conversation, "t", N_("The room's threads")},
      {new_thread, "new-thread", Context::conversation, "T", N_("Start a thread")},
      {reply, "reply", Context::conversation, "r", N_("Reply")},
      {quote, "quote", Context::conversation, ">", N_("Reply with a quote")},
      {edit, "edit", Context::conversation, "e", N_("Edit my message")},
      {remove, "remove", Context::conversation, "d delete", N_("Remove a message")},
      {react, "react", Context::conversation, "+", N_("React")},
      {answer, "answer", Context::conversation, "A", N_("Mark as the answer")},
      {report, "report", Context::conversation, "!", N_("Report to the moderators")},
      {copy_link, "copy-link", Context::conversation, "y", N_("Copy the link")},
      {first_unread, "first-unread", Context::conversation, "u", N_("To the first unread")},
      {to_date, "to-date", Context::conversation, "D", N_("To a date")},
      {pins, "pins", Context::conversation, "p", N_("Pinned messages")},
      {read_all, "read-all", Context::conversation, "R", N_("Mark all in the room as read")},
      {room_details, "room-details", Context::conversation, "I", N_("About the room")},

      {filter, "filter", Context::threads, "f", N_("Filter by kind, status or language")},
      {filter_unread, "filter-unread", Context::threads, "u", N_("Only unread threads, or all")},

      {send, "send", Context::writing, "enter", N_("Send")},
      {newline, "newline", Context::writing, "alt-enter ctrl-j shift-enter", N_("New line")},
      {editor, "editor", Context::writing, "ctrl-o alt-e", N_("Write in $EDITOR")},
      {complete, "complete", Context::writing, "tab", N_("Complete a name, room, thread or command")},
      {edit_last, "edit-last", Context::writing, "ctrl-up", N_("Edit my last message; so does Up where nothing is written")},
      {cancel, "cancel", Context::writing, "escape", N_("Back to reading; the draft is kept")},
      {undo, "undo", Context::writing, "ctrl-z ctrl-_", N_("Undo")},
      {redo, "redo", Context::writing, "alt-z", N_("Redo")},
      {char_left, "char-left", Context::writing, "left", N_("Left")},
      {char_right, "char-right", Context::writing, "right", N_("Right")},
      {word_left, "word-left", Context::writing, "ctrl-left alt-b", N_("A word left")},
      {word_right, "word-right", Context::writing, "ctrl-right alt-f", N_("A word right")},
      {line_start, "line-start", Context::writing, "home ctrl-a", N_("Start of the line")},
      {line_end, "line-end", Context::writing, "end ctrl-e", N_("End of the line")},
      {line_up, "line-up", Context::writing, "up", N_("A line up")},
      {line_down, "line-down", Context::writing, "down", N_("A line down")},
      {text_start, "text-start", Context::writing, "ctrl-home", N_("Start of the text")},
      {text_end, "text-end", Context::writing, "ctrl-end", N_("End of the text")},
      {erase_back, "erase-back", Context::writing, "backspace", N_("Erase back")},
      {erase_forward, "erase-forward", Context::writing, "delete ctrl-d", N_("Erase forward")},
      {erase_word_back, "erase-word-back", Context::writing, "ctrl-w alt-backspace", N_("Erase the word before")},
      {erase_word_forward, "erase-word-forward", Context::writing, "alt-d", N_("Erase the word after")},
      {erase_to_start, "erase-to-start", Context::writing, "ctrl-u", N_("Erase to the start of the line")},
      {erase_to_end, "erase-to-end", Context::writing, "alt-k", N_("Erase to the end of the line")},
      {yank, "yank", Context::writing, "ctrl-y", N_("Bring back what was erased")},
  };
  return all;
}
// clang-format on

namespace {

const char* where(Context context) {
  switch (context) {
    case Context::everywhere:
      return "work everywhere";
    case Context::list:
      return "work in lists and conversations";
    case Context::conversation:
      return "work in a conversation";
    case Context::threads:
      return "work in a list of threads";
    case Context::writing:
      return "work while writing";
  }
  return "";
}

}  // namespace

const Binding& binding(Action action) {
  return *std::ranges::find(bindings(), action, &Binding::action);
}

int room_number(Action action) {
  return action < Action::room_1 || action > Action::room_9 ? 0 : static_cast<int>(action) - static_cast<int>(Action::room_1) + 1;
}

namespace {

/// Whether what is bound in `wide` is looked up in `narrow` too, after what is bound there: see find(). Writing keeps its keys.
bool reaches(Context wide, Context narrow) {
  if (wide == Context::everywhere) return narrow != Context::writing;
  if (wide == Context::list) return narrow == Context::conversation || narrow == Context::threads;
  return wide == Context::conversation && narrow == Context::threads;
}

}  // namespace

Keymap::Keymap() {
  for (const Binding& b : bindings()) {
    std::istringstream words(b.keys);
    for (std::string key; words >> key;) keys_[b.action].push_back(key);
  }
  rebuild();
}

std::vector<std::string> Keymap::bind(std::string_view action, const std::vector<std::string>& keys) {
  const auto found = std::ranges::find_if(bindings(), [&](const Binding& b) { return action == b.name; });
  if (found == bindings().end())
    return {"There is no action '" + std::string(action) + "'. Press ? in the program to see their names."};
  std::vector<std::string> wrong;
  for (const auto& key : keys) {
    if (!terminal::is_key_name(key))
      wrong.push_back("There is no key '" + key + "' for " + found->name + ". Write it like ctrl-k, alt-a, f2, pageup or x.");
  }
  // What somebody chose goes before what is so by itself, and is never overruled in silence.
  for (const Action other : bound_) {
    if (other == found->action || binding(other).context != found->context) continue;
    for (const auto& key : keys_[other]) {
      if (std::ranges::find(keys, key) != keys.end())
        wrong.push_back("The key '" + key + "' is given to " + binding(other).name + " and to " + found->name +
                        ", both of which " + where(found->context) + ". Give it to one of them.");
    }
  }
  if (!wrong.empty()) return wrong;
  for (auto& [other, theirs] : keys_) {
    if (binding(other).context == found->context || (reaches(found->context, binding(other).context) && !bound_.contains(other)))
      std::erase_if(theirs, [&](const std::string& key) { return std::ranges::find(keys, key) != keys.end(); });
  }
  keys_[found->action] = keys;
  bound_.insert(found->action);
  rebuild();
  return {};
}

void Keymap::rebuild() {
  actions_.clear();
  for (const auto& [action, keys] : keys_) {
    for (const auto& key : keys) actions_[binding(action).context][key] = action;
  }
}

std::optional<Action> Keymap::find(std::string_view key, Context context) const {
  const auto in = [&](Context where) -> std::optional<Action> {
    const auto actions = actions_.find(where);
    if (actions == actions_.end()) return std::nullopt;
    const auto found = actions->second.find(key);
    return found == actions->second.end() ? std::nullopt : std::optional(found->second);
  };
  if (const auto own = in(context)) return own;
  if (context == Context::writing) {
    const bool types = key == "space" || key == "backspace" || protocol::count_code_points(key) == 1;
    return types ? std::nullopt : in(Context::everywhere);
  }
  if (context == Context::threads || context == Context::conversation) {
    if (const auto as_list = in(Context::list)) return as_list;
  }
  if (context == Context::threads) {  // what one may do in the room
    if (const auto in_room = in(Context::conversation)) return in_room;
  }
  return in(Context::everywhere);
}

std::string Keymap::keys_of(Action action) const {
  std::string text;
  if (const auto found = keys_.find(action); found != keys_.end()) {
    for (const auto& key : found->second) text += (text.empty() ? "" : ", ") + terminal::shown_key(key);
  }
  return text;
}

std::string Keymap::key_of(Action action) const {
  const auto found = keys_.find(action);
  return found == keys_.end() || found->second.empty() ? std::string() : terminal::shown_key(found->second.front());
}

}  // namespace standpipe::screen
