#include "tests/unit/screen/desk.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <sstream>
#include <stdexcept>

namespace standpipe::test {

namespace {

client::CallAnswer refusal(std::string code, std::string message) {
  client::CallAnswer answer;
  answer.error = client::CallError{std::move(code), std::move(message), {}};
  return answer;
}

template <class T>
client::CallAnswer result(const T& value) {
  return {to_json(value), std::nullopt};
}

}  // namespace

Place chat_of(std::int64_t room) {
  return {RoomId{room}, ThreadId{}};
}
Place thread_of(std::int64_t room, std::int64_t thread) {
  return {RoomId{room}, ThreadId{thread}};
}

Desk::Desk(terminal::Size size) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  model.now = model.last_key = Time{afternoon};
  model.size = size;
}

void Desk::add_person(std::int64_t id, std::string name) {
  people_[MemberId{id}] = {MemberId{id}, std::move(name), "Nairobi Water", "KE"};
}

Room& Desk::add_room(std::int64_t id, std::string name, RoomKind kind, bool in) {
  Room& room = rooms_[RoomId{id}];
  room.id = RoomId{id};
  room.kind = kind;
  room.name = std::move(name);
  for (const char c : room.name) room.slug += c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (in) memberships_[room.id].room = room.id;
  return room;
}

Thread& Desk::add_thread(std::int64_t id, std::int64_t room, std::string title, ThreadKind kind) {
  Thread& thread = threads_[ThreadId{id}];
  thread.id = ThreadId{id};
  thread.room = RoomId{room};
  thread.kind = kind;
  thread.title = std::move(title);
  thread.by = MemberId{2};
  thread.at = thread.last_at = last_said_;
  return thread;
}

Message Desk::say(Place place, std::int64_t by, std::string text, std::int64_t reply_to) {
  Message m;
  m.id = MessageId{++last_message_};
  m.room = place.room;
  m.thread = place.thread;
  m.number = numbers_[place.room] = numbers_[place.room].next();
  auto& all = messages_[place];
  m.index = all.empty() ? Index{1} : all.back().index.next();
  m.by = MemberId{by};
  m.at = last_said_ = live_ ? model.now : Time{last_said_.value + minute};
  m.text = std::move(text);
  m.reply_to = MessageId{reply_to};
  m.rev = next_rev("room:" + std::to_string(place.room.value));
  all.push_back(m);
  if (place.thread) {
    Thread& thread = threads_[place.thread];
    thread.last_index = m.index;
    thread.last_number = m.number;
    thread.last_at = m.at;
  }
  Change change;
  change.stream = "room:" + std::to_string(place.room.value);
  change.rev = m.rev;
  change.message = m;
  announce(change);
  return m;
}

void Desk::say_many(Place place, int count, std::int64_t by) {
  for (int i = 0; i < count; ++i) {
    const auto next = messages_[place].size() + 1;
    say(place, by, "number " + std::to_string(next) + (next % 7 == 0 ? "\n\nwith two\n\nmore paragraphs" : ""));
  }
}

void Desk::read(Place place, std::int64_t index) {
  Change change;
  change.stream = "me";
  if (place.thread) {
    ReadMark& mark = marks_[place.thread];
    if (mark.index >= Index{index}) return;
    if (const auto mine = memberships_.find(place.room); mine != memberships_.end())
      mine->second.read += index - mark.index.value;
    mark = {place.room, place.thread, Index{index}};
    change.mark = mark;
    change.rev = next_rev("me");
    announce(change);
    change.mark.reset();
  } else {
    Membership& mine = memberships_[place.room];
    if (mine.chat_read >= Index{index}) return;
    mine.read += index - mine.chat_read.value;
    mine.chat_read = Index{index};
  }
  change.membership = memberships_[place.room];
  change.rev = next_rev("me");
  announce(change);
}

void Desk::notify(NotificationKind kind, const Message& about) {
  Notification n;
  n.id = NotificationId{static_cast<std::int64_t>(notifications_.size()) + 1};
  n.kind = kind;
  n.at = about.at;
  n.by = about.by;
  n.room = about.room;
  n.thread = about.thread;
  n.message = about.id;
  notifications_.push_back(n);
  Change change;
  change.stream = "me";
  change.rev = next_rev("me");
  change.notification = n;
  announce(change);
}

void Desk::change(const Message& message) {
  for (auto& [place, all] : messages_) {
    if (message.gone && place.room == message.room) std::erase_if(all, [&](const Message& m) { return m.id == message.id; });
    for (Message& m : all) {
      if (m.id == message.id && !message.gone) m = message;
    }
  }
  Change change;
  change.stream = "room:" + std::to_string(message.room.value);
  change.rev = next_rev(change.stream);
  change.message = message;
  change.message->rev = change.rev;
  announce(change);
}

void Desk::change(const Thread& thread) {
  if (!thread.gone) threads_[thread.id] = thread;
  Change change;
  change.stream = "room:" + std::to_string(thread.room.value);
  change.rev = next_rev(change.stream);
  change.thread = thread;
  announce(change);
}

void Desk::change(const Membership& membership) {
  memberships_[membership.room] = membership;
  Change change;
  change.stream = "me";
  change.rev = next_rev("me");
  change.membership = membership;
  announce(change);
}

void Desk::move_thread(std::int64_t id, std::int64_t to, bool comes_first) {
  Thread& thread = threads_.at(ThreadId{id});
  auto moving = std::move(messages_[{thread.room, thread.id}]);
  messages_.erase({thread.room, thread.id});
  std::vector<Change> leaves, comes;
  const auto add = [&](std::vector<Change>& changes, RoomId room) -> Change& {
    changes.emplace_back();
    changes.back().stream = "room:" + std::to_string(room.value);
    changes.back().rev = next_rev(changes.back().stream);
    return changes.back();
  };
  Thread& gone = add(leaves, thread.room).thread.emplace();
  gone.id = thread.id;
  gone.room = thread.room;
  gone.gone = true;
  for (Message& m : moving) {
    Message& stone = add(leaves, thread.room).message.emplace();
    stone.id = m.id;
    stone.room = m.room;
    stone.number = m.number;
    stone.gone = true;
    m.room = RoomId{to};
    m.number = numbers_[m.room] = numbers_[m.room].next();
    thread.last_number = m.number;
  }
  thread.room = RoomId{to};
  add(comes, thread.room).thread = thread;
  for (Message& m : moving) {
    Change& change = add(comes, thread.room);
    m.rev = change.rev;
    change.message = m;
  }
  messages_[{thread.room, thread.id}] = std::move(moving);
  if (!memberships_.contains(thread.room)) comes.clear();
  for (const auto* changes : {comes_first ? &comes : &leaves, comes_first ? &leaves : &comes}) {
    for (const Change& change : *changes) announce(change);
  }
}

void Desk::announce(Change change) {
  if (!live_) return;
  if (mirror.apply(change) != client::Mirror::Applied::taken) throw std::logic_error("an event out of order");
  screen::on_change(model, change);
}

HelloResult Desk::hello(std::size_t copied) const {
  HelloResult hello;
  hello.epoch = "e1";
  hello.server = "standpiped 1.0";
  hello.now = model.now;
  hello.email = "ana@water.example";
  hello.me.id = MemberId{1};
  hello.me.name = people_.at(MemberId{1}).name;
  hello.me.role = Role::administrator;
  hello.people = everybody();
  CatchUp community{"community", {}, true, {}};
  for (const auto& [id, room] : rooms_) {
    community.changes.emplace_back();
    community.changes.back().room = room;
  }
  hello.streams.push_back(community);
  CatchUp me{"me", revs_.contains("me") ? revs_.at("me") : Rev{}, true, {}};
  for (const auto& [id, membership] : memberships_) {
    me.changes.emplace_back();
    me.changes.back().membership = membership;
  }
  for (const auto& [id, mark] : marks_) {
    me.changes.emplace_back();
    me.changes.back().mark = mark;
  }
  for (const Notification& n : notifications_) {
    me.changes.emplace_back();
    me.changes.back().notification = n;
  }
  hello.streams.push_back(me);
  for (const auto& [id, membership] : memberships_) {
    const std::string stream = "room:" + std::to_string(id.value);
    CatchUp of_room{stream, revs_.contains(stream) ? revs_.at(stream) : Rev{}, true, {}};
    for (const auto& [thread_id, thread] : threads_) {
      if (thread.room != id) continue;
      of_room.changes.emplace_back();
      of_room.changes.back().thread = thread;
    }
    RoomHead head;
    head.room = id;
    head.rev = of_room.rev;
    head.members = static_cast<std::int64_t>(people_.size());
    if (const auto number = numbers_.find(id); number != numbers_.end()) head.last_number = number->second;
    for (const auto& [place, all] : messages_) {
      if (place.room != id || all.empty()) continue;
      if (!place.thread) head.chat_last = all.back().index;
      for (std::size_t i = all.size() - std::min(copied, all.size()); i < all.size(); ++i) {
        of_room.changes.emplace_back();
        of_room.changes.back().message = all[i];
      }
    }
    hello.heads.push_back(head);
    hello.streams.push_back(of_room);
  }
  return hello;
}

void Desk::go_online(std::size_t copied) {
  // As a connection does it: stream by stream, and each change is told.
  const HelloResult answer = hello(copied);
  HelloResult frame = answer;
  frame.streams.clear();
  frame.heads.clear();
  const bool again = mirror.epoch() == answer.epoch;
  mirror.apply(frame);
  for (CatchUp stream : answer.streams) {
    if (again && stream.stream.starts_with("room:") && mirror.head(stream.stream) == stream.rev) {
      stream.gap = false;
      stream.changes.clear();
    }
    mirror.apply(stream);
    if (stream.gap) screen::on_gap(model, stream.stream);
    for (const Change& change : stream.changes) screen::on_change(model, change);
  }
  for (const RoomHead& head : answer.heads) mirror.apply(head);
  live_ = true;
  screen::on_online(model, answer);
}

void Desk::go_offline() {
  screen::on_offline(model, "The line was cut.", false);
  live_ = false;
}

void Desk::press(std::string_view keys) {
  std::istringstream names{std::string(keys)};
  for (std::string name; names >> name;) screen::press(model, {name});
}

void Desk::type(std::string_view text) {
  for (const char c : text) screen::press(model, {c == ' ' ? "space" : c == '\n' ? "ctrl-j" : std::string(1, c)});
}

void Desk::gather() {
  for (screen::Effect& effect : model.effects) {
    if (auto* call = std::get_if<screen::Call>(&effect)) {
      asked_.push_back({call->method, call->params, call->on_answer, false});
    } else if (auto* act = std::get_if<screen::Act>(&effect)) {
      asked_.push_back({act->method, act->params, act->on_answer, true});
    } else if (auto* keep = std::get_if<screen::Keep>(&effect)) {
      kept_.push_back(*keep);
    } else {
      others_.push_back(effect);
    }
  }
  model.effects.clear();
}

std::deque<Desk::Asked>& Desk::asked() {
  gather();
  return asked_;
}

std::size_t Desk::count(std::string_view method) {
  return static_cast<std::size_t>(std::ranges::count(asked(), method, &Asked::method));
}

std::vector<screen::Keep>& Desk::kept() {
  gather();
  return kept_;
}

std::vector<screen::Effect>& Desk::others() {
  gather();
  return others_;
}

bool Desk::wants(screen::Plain plain) {
  return std::ranges::any_of(others(), [&](const screen::Effect& effect) {
    const auto* one = std::get_if<screen::Plain>(&effect);
    return one != nullptr && *one == plain;
  });
}

bool Desk::answer(std::string_view method) {
  gather();
  const auto at = std::ranges::find_if(asked_, [&](const Asked& one) { return method.empty() || one.method == method; });
  if (at == asked_.end()) return false;
  const Asked one = *at;
  asked_.erase(at);
  one.on_answer(model, reply(one));
  return true;
}

bool Desk::answer_last(std::string_view method) {
  gather();
  for (auto at = asked_.rbegin(); at != asked_.rend(); ++at) {
    if (!method.empty() && at->method != method) continue;
    const Asked one = *at;
    asked_.erase(std::next(at).base());
    one.on_answer(model, reply(one));
    return true;
  }
  return false;
}

void Desk::answer_with(std::string_view method, std::string text) {
  script[std::string(method)] = std::move(text);
  if (!answer(method)) throw std::logic_error("nobody asks " + std::string(method));
  script.erase(std::string(method));
}

void Desk::refuse(std::string_view method, std::string code, std::string message) {
  gather();
  const auto at = std::ranges::find_if(asked_, [&](const Asked& one) { return method.empty() || one.method == method; });
  if (at == asked_.end()) throw std::logic_error("nobody asks " + std::string(method));
  const Asked one = *at;
  asked_.erase(at);
  one.on_answer(model, refusal(std::move(code), std::move(message)));
}

void Desk::serve() {
  for (int i = 0; i < 1000; ++i) {
    if (!answer()) return;
  }
  throw std::logic_error("it asks for ever");
}

std::vector<Person> Desk::everybody() const {
  std::vector<Person> all;
  for (const auto& [id, person] : people_) all.push_back(person);
  return all;
}

MessagePage Desk::history(const MessageHistory::Params& ask) const {
  MessagePage page;
  const Place place{ask.room, ask.thread.value_or(ThreadId{})};
  const auto found = messages_.find(place);
  if (found == messages_.end()) return page;
  const auto& all = found->second;
  const auto limit = ask.limit.value_or(50);
  const auto position = [&](Index index) { return std::ranges::lower_bound(all, index, {}, &Message::index) - all.begin(); };
  const auto size = static_cast<std::int64_t>(all.size());
  std::int64_t from = size - limit;
  if (ask.before) from = position(*ask.before) - limit;
  if (ask.after) from = position(ask.after->next());
  if (ask.around) from = position(*ask.around) - limit / 2;
  if (ask.at) from = std::ranges::lower_bound(all, *ask.at, {}, &Message::at) - all.begin() - limit / 2;
  std::int64_t to = ask.before ? position(*ask.before) : from + limit;
  from = std::clamp<std::int64_t>(from, 0, size);
  to = std::clamp<std::int64_t>(to, from, size);
  page.messages.assign(all.begin() + from, all.begin() + to);
  page.people = everybody();
  page.more_before = from > 0;
  page.more_after = to < size;
  return page;
}

client::CallAnswer Desk::reply(const Asked& asked) {
  if (const auto scripted = script.find(asked.method); scripted != script.end()) return {scripted->second, std::nullopt};
  const auto is = [&](std::string_view name) { return asked.method == name; };
  if (is(MessageHistory::name)) {
    const auto ask = params<MessageHistory>(asked.params);
    const auto thread = threads_.find(ask.thread.value_or(ThreadId{}));
    if (thread != threads_.end() && thread->second.room != ask.room) return refusal("not_found", "There is no such thread here.");
  }
  if (is(MessageHistory::name)) return result(history(params<MessageHistory>(asked.params)));
  if (is(MessageGet::name)) {
    const auto wanted = params<MessageGet>(asked.params).messages;
    MessagePage page;
    page.people = everybody();
    for (const auto& [place, all] : messages_) {
      for (const Message& m : all) {
        if (std::ranges::find(wanted, m.id) != wanted.end() && memberships_.contains(m.room)) page.messages.push_back(m);
      }
    }
    return result(page);
  }
  if (is(MemberGet::name)) {
    MemberPage page;
    for (const MemberId id : params<MemberGet>(asked.params).members) {
      const auto person = people_.find(id);
      if (person == people_.end()) continue;
      page.members.emplace_back();
      page.members.back().id = id;
      page.members.back().name = person->second.name;
    }
    return result(page);
  }
  if (is(ThreadGet::name) || is(ThreadList::name)) {
    ThreadPage page;
    if (is(ThreadGet::name)) {
      const auto thread = threads_.find(params<ThreadGet>(asked.params).thread);
      if (thread == threads_.end() || !memberships_.contains(thread->second.room))
        return refusal("not_found", "There is no such thread.");
    }
    const auto list = is(ThreadList::name) ? params<ThreadList>(asked.params) : ThreadList::Params{};
    for (const auto& [id, thread] : threads_) {
      if (is(ThreadGet::name) ? id != params<ThreadGet>(asked.params).thread : thread.room != list.room) continue;
      const auto mark = marks_.find(id);
      const auto read = mark == marks_.end() ? Index{} : mark->second.index;
      if (list.unread.value_or(false) && read >= thread.last_index) continue;
      page.threads.push_back(thread);
      page.unread.push_back(thread.last_index.value - read.value);
      if (mark != marks_.end()) page.marks.push_back(mark->second);
    }
    page.people = everybody();
    return result(page);
  }
  if (is(RoomList::name)) {
    Rooms rooms;
    for (const auto& [id, room] : rooms_) rooms.rooms.push_back(room);
    return result(rooms);
  }
  if (is(RoomMembers::name)) {
    MemberPage page;
    for (const auto& [id, person] : people_) {
      page.members.emplace_back();
      page.members.back().id = id;
      page.members.back().name = person.name;
    }
    page.total = static_cast<std::int64_t>(page.members.size());
    return result(page);
  }
  if (is(PresenceList::name)) return result(MemberIds{{MemberId{1}, MemberId{2}}});
  if (is(ReadMarkSet::name)) {
    const auto mark = params<ReadMarkSet>(asked.params);
    read({mark.room, mark.thread.value_or(ThreadId{})}, mark.index.value);
    return result(Done{});
  }
  if (is(TypingNow::name)) return result(Done{});
  return refusal("not_found", "Nobody here knows about " + asked.method + ".");
}

void settle_in(Desk& desk) {
  desk.add_person(1, "Ana Ruiz");
  desk.add_person(2, "Baraka Otieno");
  desk.add_person(3, "Chantal Dubois");
  desk.add_person(4, "Ana");
  desk.add_person(5, "Anabel");
  desk.add_room(1, "Leakage");
  desk.add_room(2, "Billing");
  desk.add_room(3, "Announcements", RoomKind::announcement);
  desk.add_room(4, "Sludge", RoomKind::cop, false);
}

}  // namespace standpipe::test
