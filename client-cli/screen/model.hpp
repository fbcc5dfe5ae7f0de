#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "client-cli/connection.hpp"
#include "client-cli/mirror.hpp"
#include "client-cli/screen/editor.hpp"
#include "client-cli/screen/keymap.hpp"
#include "client-cli/terminal/canvas.hpp"
#include "client-cli/terminal/look.hpp"
#include "protocol/methods.hpp"

/// What the full-screen client knows and shows. Nothing here touches a socket, the disk, the terminal or the clock: what is to
/// happen outside is put into `effects`, and what happened outside comes in through update.hpp.
namespace standpipe::screen {

struct Model;
using Place = client::Mirror::Place;

/// What the program is to do.
using OnAnswer = std::function<void(Model&, const client::CallAnswer&)>;
struct Call {  ///< ask the server; the answer comes to the model
  std::string method;
  std::string params;
  OnAnswer on_answer;
};
struct Act {  ///< a command that happens now or not at all
  std::string method;
  std::string params;
  OnAnswer on_answer;
};
struct Keep {  ///< a command that may wait: into the outbox
  std::string method;
  std::string params;
};
struct DropWaiting {  ///< give up what waits in the outbox under this key
  std::string key;
};
struct EditOutside {  ///< open $EDITOR on the text
  std::string text;
};
struct CopyText {  ///< to the terminal's clipboard (OSC 52)
  std::string text;
};
enum class Plain { quit, suspend, redraw, try_now, bell };
using Effect = std::variant<Call, Act, Keep, DropWaiting, EditOutside, CopyText, Plain>;

/// What a command may be about: the selected message, thread, member, report …
struct Target {
  protocol::RoomId room;
  protocol::ThreadId thread;
  protocol::MessageId message;
  protocol::MemberId member;
  protocol::ReportId report;
  protocol::PendingId pending;
  protocol::ApplicationId application;
  protocol::SanctionId sanction;
  protocol::InvitationId invitation;
  protocol::SessionId session;
  protocol::UtilityId utility;
  std::string waiting;  ///< key of something in the outbox
  std::string name;     ///< of an applicant, who is no member yet
};

/// A conversation that is open: a room's chat, or a thread. A part of it without gaps, and which part is seen.
struct Reading {
  Place place;
  std::map<protocol::Index, protocol::Message> messages;
  protocol::Index start{1};  ///< nothing is before it
  bool at_end = false;       ///< it has the newest
  bool asking_before = false;
  bool asking_after = false;
  bool asking = false;           ///< for another part than the one that it has
  std::int64_t asked = 0;        ///< which question for one was the last
  bool read_all = false;         ///< its reader asked for the newest: what is above that needs not be seen
  bool stale = false;            ///< the stream had a gap since: it may have changed
  bool moved = false;            ///< its thread has left this room, to one that is not known yet
  std::string trouble;           ///< why there is nothing to be seen
  protocol::Index selected;      ///< 0: none
  protocol::Index bottom;        ///< the message whose lines are the lowest that are seen; 0: the newest
  int hidden = 0;                ///< how many of its lines are below the edge
  bool follow = true;            ///< new messages move it up
  protocol::Index first_unread;  ///< before it a line says so; 0: none
};

/// An entry of a list, with what can be done with it.
struct Item {
  std::vector<terminal::Line> lines;  ///< as wide as they like
  Target target;
  std::function<void(Model&)> open;  ///< Enter; none: shows what can be done
};

/// What a room's list of threads shows.
struct ThreadFilter {
  std::optional<protocol::ThreadKind> kind;
  std::optional<protocol::ThreadStatus> status;
  std::string lang;
  bool unread = false;
};

/// A list, or a text to be read.
struct Panel {
  std::string name;  ///< of what fills it: "threads", "reports" …
  std::string title;
  std::string empty;  ///< what to say where there is nothing
  protocol::RoomId room;
  std::vector<Item> items;
  std::size_t selected = 0;
  std::size_t top = 0;  ///< the first line that is seen
  bool asking = false;
  bool more = false;
  bool loaded = false;  ///< the server has answered: else what is here is from the copy
  std::string trouble;
  std::function<void(Model&, Panel&)> load;           ///< asks for the next items; none: it is all here
  std::function<void()> restart;                      ///< the next load asks for the first ones again
  std::function<void(const Model&, Panel&)> refresh;  ///< fills it from the copy, whenever that has changed
  std::int64_t serial = 0;                            ///< so that a late answer finds it, or not
};
using View = std::variant<Reading, Panel>;

/// What is being written somewhere; kept for each place across restarts.
struct Draft {
  std::string text;
  protocol::MessageId reply_to;
  protocol::MessageId edits;  ///< the message that is being edited
  protocol::Rev base_rev;     ///< of it
  friend bool operator==(const Draft&, const Draft&) = default;
};

/// One of a list to choose from.
struct Choice {
  std::string text;
  std::string detail;
  std::function<void(Model&)> choose;
  bool possible = true;  ///< else the detail says why not, and so does choosing it
};
/// A list that is narrowed by typing: commands, places to go to, emoji.
struct Picker {
  std::string title;
  Editor filter{200};
  std::function<std::vector<Choice>(Model&, const std::string& filter)> find;
  /// Asks the server for what the copy may lack; none: it is all here.
  std::function<void(Model&, const std::string& filter)> look_up;
  std::string asked;        ///< for what it was asked last
  int pending = 0;          ///< so many of its answers are still to come
  std::int64_t serial = 0;  ///< so that a late answer finds it, or not
  std::vector<Choice> choices;
  std::size_t selected = 0;
};

struct Field {
  enum class Kind { line, text, choice, member, room, minutes, date, number, flag };
  std::string name;
  std::string label;
  Kind kind = Kind::line;
  bool required = true;
  std::vector<std::pair<std::string, std::string>> choices;  ///< value, what it is called; of rooms: only these, none: any
  std::string only_if;                                       ///< "kind=best_practice": another field's value
  std::string hint;
  bool keeps = true;  ///< in a draft; not what is asked to be sure
};
using Values = std::map<std::string, std::string>;
/// Questions to answer before something is done.
struct Form {
  std::string name;  ///< and what it is about, where that is not among its answers: what was left in it comes back by this
  std::string title;
  std::string button;          ///< what is done by it, in a word; "": it is sent
  bool enter_submits = false;  ///< from any field of one line, as the others may be empty
  std::vector<Field> fields;
  std::vector<Editor> values;
  std::vector<std::string> began;  ///< what the values were before anybody typed
  std::int64_t serial = 0;         ///< so that a late answer finds it, or not
  bool keeps = true;               ///< what was typed, when it is left
  bool resumed = false;            ///< what was left in it before came back
  std::size_t focus = 0;
  std::string trouble;
  std::string warning;  ///< what it will do, where it cannot be undone; asks once more
  bool confirming = false;
  bool busy = false;
  std::vector<Choice> suggestions;  ///< for the field in focus
  std::size_t suggested = 0;
  /// Sends it; gives what is wrong, or nothing.
  std::function<std::string(Model&, const Values&)> submit;
};
struct Help {
  std::size_t top = 0;
};
/// What lies above the rest and gets the keys.
using Overlay = std::variant<std::monostate, Picker, Form, Help>;

enum class Focus { rooms, main, composer };

struct Link {
  enum class State { connecting, online, offline, ended };
  State state = State::connecting;
  std::string why;
  protocol::Time since;  ///< of being offline
  std::uint64_t bytes = 0;
};

/// What waits for a moderator.
struct DeskWork {
  std::set<protocol::ReportId> reports;
  std::set<protocol::PendingId> posts;
  std::set<protocol::ApplicationId> applications;
};

struct Notice {
  std::string text;
  bool bad = false;
  protocol::Time from;
  protocol::Time until;
};

struct Settings {
  bool plain = false;  ///< line by line, instead of the full screen
  bool lite = false;
  bool mouse = false;
  std::string colours = "auto";  ///< auto, 256, 16, none
  std::string ground = "auto";   ///< auto, dark, light
  std::string language;          ///< "": that of the locale
  Keymap keys;
};

/// A text that the server refused, until its author has done something with it.
struct Refused {
  std::string method;
  std::string params;
  std::string why;
};

struct Model {
  explicit Model(client::Mirror& copy) : mirror(copy) {}

  client::Mirror& mirror;
  Settings settings;
  terminal::Size size;
  protocol::Time now;
  protocol::Time last_key;  ///< when somebody last did something here
  Link link;
  std::string email;

  std::vector<View> views;  ///< the last one is seen; the ones before are what "back" leads to
  Focus focus = Focus::rooms;
  protocol::RoomId room_selected;
  bool show_rooms = true;
  bool show_members = false;
  Overlay overlay;
  std::optional<Notice> notice;

  Editor composer{longest_written};
  Draft draft;  ///< of the place that is open; its text is in the composer
  std::map<Place, Draft> drafts;
  std::map<protocol::MessageId, Draft> edit_drafts;  ///< of edits that were left
  std::map<std::string, Values> form_drafts;         ///< of forms that were left, by name
  std::map<Place, protocol::Index> marks;            ///< what was read and the server does not know yet
  bool sending_marks = false;
  bool seeks_unread = false;                   ///< the server was asked where something is unread
  bool awaits_thread = false;                  ///< one was begun, and its author has stayed: it is shown when the server has it
  std::map<Place, protocol::Index> own_marks;  ///< what this program has marked: more is another device's
  std::vector<client::Queued> waiting;
  std::map<std::string, std::string> postponed;  ///< key: why
  std::vector<Refused> refused;
  std::map<protocol::RoomId, std::vector<protocol::Profile>> members;  ///< first page, of rooms whose members were looked at
  std::set<protocol::RoomId> members_asked;                            ///< on this line
  std::map<protocol::RoomId, std::set<protocol::MemberId>> online;
  std::map<Place, std::pair<protocol::MemberId, protocol::Time>> typing;
  protocol::Time typing_told;           ///< when the others were last told that one writes
  protocol::NotificationId seen_up_to;  ///< what this program has marked as seen
  std::set<protocol::MemberId> names_asked;
  std::string member_asked;  ///< what the directory was last asked for by a form
  std::map<protocol::RoomId, ThreadFilter> thread_filters;
  DeskWork desk;
  std::int64_t next_serial = 1;

  /// Completion of what is being written: where it began, what there is, which was taken.
  struct Completion {
    std::size_t from = 0;
    std::vector<std::string> found;
    std::size_t taken = 0;
  };
  std::optional<Completion> completion;

  std::vector<Effect> effects;

  Reading* reading() { return views.empty() ? nullptr : std::get_if<Reading>(&views.back()); }
  const Reading* reading() const { return views.empty() ? nullptr : std::get_if<Reading>(&views.back()); }
  Panel* panel() { return views.empty() ? nullptr : std::get_if<Panel>(&views.back()); }
  const Panel* panel() const { return views.empty() ? nullptr : std::get_if<Panel>(&views.back()); }
  /// The room of what is open; 0 where that has none.
  protocol::RoomId room() const;

  void say(std::string text) { notice = Notice{std::move(text), false, now, protocol::Time{now.value + 6000}}; }
  void complain(std::string text) { notice = Notice{std::move(text), true, now, protocol::Time{now.value + 15000}}; }

  template <class M>
  void call(const typename M::Params& params, OnAnswer on_answer) {
    effects.emplace_back(Call{std::string(M::name), text_of(params), std::move(on_answer)});
  }
  template <class M>
  void act(const typename M::Params& params, OnAnswer on_answer) {
    effects.emplace_back(Act{std::string(M::name), text_of(params), std::move(on_answer)});
  }
  template <class M>
  void keep(const typename M::Params& params) {
    effects.emplace_back(Keep{std::string(M::name), text_of(params)});
  }
  template <class Params>
  static std::string text_of(const Params& params) {
    std::string text;
    protocol::write_params(text, params);
    return text;
  }
};

/// The result of an answer; nothing where it is an error or cannot be read.
template <class M>
std::optional<typename M::Result> result_of(const client::CallAnswer& answer) {
  if (answer.error) return std::nullopt;
  const auto json = protocol::parse(answer.result);
  if (json.has_error()) return std::nullopt;
  auto result = protocol::read<typename M::Result>(json.value());
  if (result.has_error()) return std::nullopt;
  return std::move(result).value();
}

/// A member's name as it is shown; who is unknown so far by number.
std::string name_of(const Model& model, protocol::MemberId id);
/// A room's name, or that of the partner.
std::string name_of(const Model& model, protocol::RoomId id);
bool is_moderator(const Model& model, protocol::RoomId room);
bool is_administrator(const Model& model);
/// A message that is open, or that the copy has.
std::optional<protocol::Message> message_of(const Model& model, protocol::MessageId id);
/// What waits for an answer to "is there a line": online.
bool is_online(const Model& model);

}  // namespace standpipe::screen
