#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client-cli/screen/model.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/view.hpp"

namespace standpipe::test {

using namespace protocol;
using screen::Place;

/// Tuesday, 24 November 2026, 14:00 UTC.
inline constexpr std::int64_t afternoon = 1'795'528'800'000;
inline constexpr std::int64_t minute = 60'000;

/// A model at a desk: somebody presses keys, and a small community answers as a server would, when it is let. What it does not
/// know about is answered from `script`, else refused.
class Desk {
 public:
  explicit Desk(terminal::Size size = {100, 30});
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // The community. What is said after go_online() comes as an event.
  void add_person(std::int64_t id, std::string name);
  Room& add_room(std::int64_t id, std::string name, RoomKind kind = RoomKind::cop, bool in = true);
  Thread& add_thread(std::int64_t id, std::int64_t room, std::string title, ThreadKind kind = ThreadKind::discussion);
  /// Each a minute after the one before.
  Message say(Place place, std::int64_t by, std::string text, std::int64_t reply_to = 0);
  void say_many(Place place, int count, std::int64_t by = 2);
  /// What the server knows of one's reading.
  void read(Place place, std::int64_t index);
  void notify(NotificationKind kind, const Message& about);
  /// Announces what became of a message.
  void change(const Message& message);
  void change(const Thread& thread);
  void change(const Membership& membership);
  /// As a moderator does it. `comes_first`: the new room's events are there before the old one's.
  void move_thread(std::int64_t thread, std::int64_t to, bool comes_first = false);
  std::vector<Message>& messages(Place place) { return messages_[place]; }
  Membership& membership(std::int64_t room) { return memberships_[RoomId{room}]; }
  std::map<ThreadId, Thread>& threads() { return threads_; }

  /// The hello brings the newest `copied` messages of each place, where anything has changed in the room: with a gap.
  void go_online(std::size_t copied = 60);
  /// What is said from then on comes with the next hello.
  void go_offline();

  // At the desk.
  void press(std::string_view keys);  ///< names of keys set apart by spaces
  void type(std::string_view text);   ///< ASCII
  void paste(const std::string& text) { screen::paste(model, text); }
  void wait(std::int64_t ms) { screen::tick(model, Time{model.now.value + ms}); }
  void open(Place place) { screen::open_place(model, place); }
  std::string picture() { return screen::draw(model).text(); }
  bool shows(std::string_view text) { return picture().find(text) != std::string::npos; }

  // What the model wants of the world.
  struct Asked {
    std::string method;
    std::string params;
    screen::OnAnswer on_answer;
    bool is_act = false;
  };
  std::deque<Asked>& asked();  ///< and not answered yet
  std::size_t count(std::string_view method);
  template <class M>
  typename M::Params params(std::string_view text) {
    auto params = protocol::read<typename M::Params>(protocol::parse(text).value());
    return params.value();
  }
  std::vector<screen::Keep>& kept();
  std::vector<screen::Effect>& others();  ///< neither calls nor what is kept
  bool wants(screen::Plain plain);
  /// Answers the first that is waiting, of that method ("": any). False where there is none.
  bool answer(std::string_view method = {});
  bool answer_last(std::string_view method = {});
  void answer_with(std::string_view method, std::string result);
  void refuse(std::string_view method, std::string code = "forbidden", std::string message = "You may not do this.");
  /// Answers all there is, and what is asked because of it.
  void serve();
  std::map<std::string, std::string> script;  ///< method: result

  client::Mirror mirror;
  screen::Model model{mirror};

 private:
  void gather();
  client::CallAnswer reply(const Asked& asked);
  MessagePage history(const MessageHistory::Params& params) const;
  std::vector<Person> everybody() const;
  Rev next_rev(const std::string& stream) { return revs_[stream] = revs_[stream].next(); }
  void announce(Change change);
  HelloResult hello(std::size_t copied) const;

  std::map<MemberId, Person> people_;
  std::map<RoomId, Room> rooms_;
  std::map<RoomId, Membership> memberships_;
  std::map<RoomId, Number> numbers_;
  std::map<ThreadId, Thread> threads_;
  std::map<ThreadId, ReadMark> marks_;
  std::map<Place, std::vector<Message>> messages_;
  std::vector<Notification> notifications_;
  std::map<std::string, Rev> revs_;
  std::int64_t last_message_ = 0;
  Time last_said_{afternoon - 5 * 60 * minute};
  bool live_ = false;
  std::deque<Asked> asked_;
  std::vector<screen::Keep> kept_;
  std::vector<screen::Effect> others_;
};

/// Room 1's chat, and a thread of it.
inline constexpr Place chat{RoomId{1}, ThreadId{}};
Place chat_of(std::int64_t room);
Place thread_of(std::int64_t room, std::int64_t thread);

/// A desk in a community: Ana Ruiz (1) is oneself; room 1 "Leakage", 2 "Billing", 3 "Announcements" (all joined), 4 "Sludge"
/// (not).
void settle_in(Desk& desk);

}  // namespace standpipe::test
