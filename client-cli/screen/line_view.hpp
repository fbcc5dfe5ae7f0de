#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client-cli/screen/model.hpp"

/// The model told line by line, for those who hear it or feel it instead of seeing it: what is printed stays, nothing is drawn
/// anew. So this has to know what was told before. Pure: it changes `Told` alone.
///
/// What is told reads well aloud: a message is one line where it can be ("Amina, 14:02: text. m12"), a list's entry too; nothing
/// is said by a sign, a colour or a place on the screen, and what is not asked for is short.
namespace standpipe::screen {

/// What a number means that is typed alone: the list that was told last.
struct Entry {
  std::string text;
  Target target;
  std::function<void(Model&)> choose;  ///< none: it is selected, and one says then what to do with it
  bool is_room = false;
};

/// What has been told so far.
struct Told {
  std::size_t width = 0;         ///< of a line; 0: no lines are broken
  std::vector<std::string> out;  ///< answers to what was typed: told first, whole

  Link::State link = Link::State::connecting;
  bool was_online = false;

  // The conversation that is open.
  std::optional<Place> place;
  bool begun = false;            ///< its name and its first messages are told
  bool live = false;             ///< all of it is told: what comes is told as it comes
  bool went_back = false;        ///< it was told before: its name is enough
  bool said_more = false;        ///< that there is more was told
  bool said_empty = false;       ///< that there is nothing to be told yet
  int budget = 0;                ///< so many messages more are told before one has to ask for more
  int older = 0;                 ///< so many of those before it were asked for
  protocol::Index asked_before;  ///< for what is before or after this the server was asked: once is enough
  protocol::Index asked_after;
  protocol::Index start;     ///< told from here …
  protocol::Index next;      ///< … to before this one
  protocol::Index selected;  ///< where the model was last: another one means a jump to there
  std::optional<protocol::Time> day;
  std::map<protocol::Index, protocol::Message> messages;  ///< the newest that were told, as they were then
  std::string draft;                                      ///< of this place
  std::multiset<std::string> own;                         ///< texts that were written here and are not back from the server yet
  std::set<std::string> waiting;                          ///< keys of what was seen to wait
  std::set<std::string> postponed;                        ///< keys
  protocol::MessageId reply_to;                           ///< that one replies, or edits, was told
  protocol::MessageId edits;

  // Lists.
  std::vector<Entry> list;   ///< what numbers mean now
  std::int64_t panel = 0;    ///< the list of the model that is told
  std::size_t items = 0;     ///< so many of it
  std::size_t wanted = 0;    ///< and so many are to be
  bool more_asked = false;   ///< by the user, and not told yet
  bool panel_ended = false;  ///< that it is empty or broken was told
  bool item_chosen = false;  ///< the panel's selected item was chosen by its number
  bool in_picker = false;
  std::string filter;
  std::size_t choices = 0;
  bool looking = false;  ///< that more is looked for was told

  // Questions.
  std::int64_t form = 0;  ///< its serial
  std::optional<std::size_t> question;
  std::string trouble;
  bool confirming = false;
  std::vector<std::string> suggestions;
  bool correcting = false;  ///< one answer is given anew; then comes the end
  std::string lines;        ///< of an answer of several lines, so far

  // Writing.
  std::optional<std::string> composing;  ///< a message of several lines, so far
  bool quoting = false;                  ///< what is in the composer goes before the next line
  std::string held;                      ///< what was typed and not posted, as that may not be meant

  // Elsewhere.
  struct News {
    bool told = false;      ///< and nobody has looked since
    protocol::Number last;  ///< of what was said there then
  };
  std::map<protocol::RoomId, News> news;
  bool summed_up = false;
  protocol::NotificationId notification;
};

/// The lines that bring somebody who was told `told` up to what is so now. Each is safe to print.
std::vector<std::string> tell(const Model& model, Told& told);

/// One message as it is told; the last line ends with its number.
std::vector<std::string> message_lines(const Model& model, const protocol::Message& message, std::size_t width);
/// On one line, so that it can be heard: columns become parts set apart by commas.
std::string spoken(const terminal::Line& line);
/// "Leakage", or "the thread “Title” in Leakage".
std::string place_words(const Model& model, const Place& place);

bool same(const Target& a, const Target& b);

/// Puts the rooms into the list, and says them.
void tell_rooms(const Model& model, Told& told);
/// What is open is told again from there on.
void tell_again(Told& told, protocol::Index from);

/// Of what was said in a room.
protocol::Number last_number(const Model& model, protocol::RoomId room);

// Parts of tell(), in line_reading.cpp, line_lists.cpp and line_questions.cpp.
void tell_reading(const Model& model, const Reading& reading, Told& told, std::vector<std::string>& out);
void tell_panel(const Model& model, const Panel& panel, Told& told, std::vector<std::string>& out);
void tell_picker(const Model& model, const Picker& picker, Told& told, std::vector<std::string>& out);
void tell_form(const Model& model, const Form& form, Told& told, std::vector<std::string>& out);
/// The question about a field.
std::vector<std::string> question_words(const Form& form, std::size_t field);
/// The answers that a form has so far: "1. Member: Amina".
std::vector<std::string> answer_words(const Form& form);
/// Which fields those are.
std::vector<std::size_t> answered_fields(const Form& form);

}  // namespace standpipe::screen
