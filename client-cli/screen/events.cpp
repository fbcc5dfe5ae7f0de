#include <algorithm>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/desk_work.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

/// What happens by itself: see update.hpp.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::tr;

namespace {

/// Who is not in the room cannot be told of it; the text is posted all the same.
bool post_without_mentions(Model& model, const std::string& params) {
  const auto json = parse(params);
  if (json.has_error()) return false;
  auto post = read<MessagePost::Params>(json.value());
  if (post.has_error() || !post.value().mentions) return false;
  post.value().mentions.reset();
  model.keep<MessagePost>(post.value());
  model.say(tr("It is posted without telling those it names: only members of the room can be told."));
  return true;
}

/// The thread has gone to another room meanwhile: so does the text.
bool post_in_new_room(Model& model, const std::string& params) {
  const auto json = parse(params);
  if (json.has_error()) return false;
  auto post = read<MessagePost::Params>(json.value());
  if (post.has_error() || !post.value().thread) return false;
  const auto thread = model.mirror.threads().find(*post.value().thread);
  if (thread == model.mirror.threads().end() || thread->second.room == post.value().room) return false;
  post.value().room = thread->second.room;
  model.keep<MessagePost>(post.value());
  return true;
}

/// Who the partners of direct conversations are.
void ask_partners(Model& model) {
  MemberGet::Params ask;
  for (const auto& [id, room] : model.mirror.rooms()) {
    for (const MemberId one : room.between) {
      if (ask.members.size() < 200 && !model.mirror.person(one) && model.names_asked.insert(one).second)
        ask.members.push_back(one);
    }
  }
  if (ask.members.empty()) return;
  model.call<MemberGet>(ask, [asked = ask.members](Model& m, const client::CallAnswer& answer) {
    for (const MemberId id : asked) m.names_asked.erase(id);
    if (const auto people = result_of<MemberGet>(answer)) m.mirror.apply(*people);
  });
}

}  // namespace

/// Who is in the room that is open, where that is to be seen.
void ask_members(Model& model) {
  const RoomId room = model.room();
  if (!model.show_members || !room || !is_online(model) || !model.mirror.is_in(room) || !model.members_asked.insert(room).second)
    return;
  RoomMembers::Params ask;
  ask.room = room;
  ask.limit = 100;
  model.call<RoomMembers>(ask, [room](Model& m, const client::CallAnswer& answer) {
    const auto page = result_of<RoomMembers>(answer);
    if (!page) return;
    m.mirror.apply(*page);
    m.members[room] = page->members;
  });
  if (model.settings.lite) return;
  model.call<PresenceList>({room}, [room](Model& m, const client::CallAnswer& answer) {
    const auto who = result_of<PresenceList>(answer);
    if (who) m.online[room] = {who->members.begin(), who->members.end()};
  });
}

void resize(Model& model, terminal::Size size) {
  model.size = size;
  settle(model);
}

void tick(Model& model, Time now) {
  model.now = now;
  if (model.notice && model.notice->until < now) model.notice.reset();
  std::erase_if(model.typing, [&](const auto& entry) { return entry.second.second < now; });
}

void on_online(Model& model, const HelloResult& hello) {
  model.link.state = Link::State::online;
  model.link.since = {};
  model.email = hello.email;
  model.names_asked.clear();
  model.sending_marks = model.seeks_unread = false;
  if (!model.room_selected) {
    const auto rooms = listed_rooms(model);
    if (!rooms.empty()) model.room_selected = rooms.front().id;
  }
  model.call<RoomList>({}, [](Model& m, const client::CallAnswer& answer) {
    if (const auto rooms = result_of<RoomList>(answer)) m.mirror.apply(*rooms);
    ask_partners(m);
  });
  model.members_asked.clear();
  ask_partners(model);
  ask_desk_work(model);
  refresh(model);
  ask_members(model);
}

void on_offline(Model& model, const std::string& why, bool for_good) {
  if (model.link.state != Link::State::offline) model.link.since = model.now;
  model.link.state = for_good ? Link::State::ended : Link::State::offline;
  model.link.why = client::printable_line(why);
  model.sending_marks = model.seeks_unread = model.awaits_thread = false;
  model.online.clear();
  for (View& view : model.views) {
    if (auto* panel = std::get_if<Panel>(&view)) panel->asking = false;
    if (auto* reading = std::get_if<Reading>(&view)) reading->asking = reading->asking_before = reading->asking_after = false;
  }
}

void on_change(Model& model, const Change& change) {
  take(model, change);
  take_desk_work(model, change);
  if (change.room || change.membership) ask_partners(model);
  if (change.profile) ask_desk_work(model);  // of another role, maybe
  if (const Reading* open = model.reading();
      open != nullptr && is_online(model) && change.message && open->place == Place{change.message->room, change.message->thread})
    settle(model);
  if (change.membership && !change.membership->in) {
    // Out of a room: what was open of it goes, but for what was written.
    const RoomId room = change.membership->room;
    const bool was_open = model.reading() != nullptr && model.reading()->place.room == room;
    if (was_open) keep_draft(model);
    std::erase_if(model.views, [&](const View& view) {
      const auto* reading = std::get_if<Reading>(&view);
      return reading != nullptr && reading->place.room == room;
    });
    if (!was_open) return;
    take_draft(model);
    model.focus = model.views.empty() ? Focus::rooms : Focus::main;
  }
}

void on_gap(Model& model, const std::string& stream) {
  take_gap(model, stream);
}

void on_notice(Model& model, const std::string& method, const boost::json::value& params) {
  if (method == "typing") {
    const auto typing = read<Typing>(params);
    if (typing.has_value() && typing.value().member != model.mirror.me().id)
      model.typing[{typing.value().room, typing.value().thread}] = {typing.value().member, Time{model.now.value + 5000}};
  } else if (method == "presence") {
    const auto presence = read<Presence>(params);
    if (presence.has_error()) return;
    auto& online = model.online[presence.value().room];
    online.insert(presence.value().came.begin(), presence.value().came.end());
    for (const MemberId who : presence.value().went) online.erase(who);
  } else if (method == "left") {
    const auto closed = read<StreamClosed>(params);
    if (closed.has_error() || !closed.value().stream.starts_with("room:") || closed.value().code == LeftCode::left) return;
    model.complain(
        fill(tr("You are no longer in a room: {1}. See your notifications."), {client::printable_line(closed.value().reason)}));
  }
}

void on_sent(Model& model, const client::Queued& queued, const client::CallAnswer& answer) {
  model.postponed.erase(queued.key);
  if (!answer.error) {
    if (const auto posted = result_of<MessagePost>(answer); posted && posted->pending)
      model.say(tr("It waits for a moderator: first posts in this room are looked at."));
    if (queued.method == ThreadCreate::name) {
      // Not under the hands of somebody who writes or has gone elsewhere: what is typed would become commands there.
      const auto posted = result_of<ThreadCreate>(answer);
      const bool busy = model.focus == Focus::composer || !std::holds_alternative<std::monostate>(model.overlay);
      if (!posted || !posted->thread) return;
      if (model.awaits_thread && !busy) return open_thread(model, posted->thread);
      model.say(fill(tr("The thread is started: t{1}."), {std::to_string(posted->thread.value)}));
    }
    return;
  }
  if (queued.method == MessagePost::name && answer.error->data.field == "mentions" && post_without_mentions(model, queued.params))
    return;
  if (queued.method == MessagePost::name && answer.error->code == "not_found" && post_in_new_room(model, queued.params)) return;
  const std::string why = client::said(*answer.error);
  if (queued.method == NotificationSeen::name || queued.method == ReadAll::name) return model.complain(why);
  give_back(model, {queued.method, queued.params, why});
  model.complain(fill(tr("Not sent: {1}"), {why}));
  model.effects.emplace_back(Plain::bell);
}

void on_postponed(Model& model, const client::Queued& queued, const client::CallError& error) {
  model.postponed[queued.key] = client::said(error);
}

void on_waiting(Model& model, std::vector<client::Queued> waiting) {
  model.waiting = std::move(waiting);
  if (auto* panel = model.panel(); panel != nullptr && panel->name == "waiting" && panel->refresh) panel->refresh(model, *panel);
}

}  // namespace standpipe::screen
