#include "client-cli/screen/line_view.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/panel_list.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/screen/waiting.hpp"
#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using client::trn;

namespace {

using Lines = std::vector<std::string>;

void tell_link(const Model& model, Told& told, Lines& out) {
  if (model.link.state == told.link) return;
  told.link = model.link.state;
  switch (model.link.state) {
    case Link::State::connecting:
      return;
    case Link::State::online:
      out.push_back(told.was_online ? tr("Online again.") : fill(tr("Online as {1}."), {printable_line(model.mirror.me().name)}));
      told.was_online = true;
      return;
    case Link::State::offline:
      out.push_back(fill(tr("Offline since {1}; what you write is kept."), {clock(model.link.since)}));
      return;
    case Link::State::ended:
      out.push_back(fill(tr("Your log-in has ended: {1}"), {model.link.why}));
      return;
  }
}

/// What waits to be sent: it is told that it is kept, where it does not go at once.
void tell_waiting(const Model& model, Told& told, Lines& out) {
  std::set<std::string> now;
  std::int64_t fresh = 0;
  for (const auto& queued : model.waiting) {
    now.insert(queued.key);
    if (told.waiting.contains(queued.key)) continue;
    ++fresh;
    if (queued.method == MessagePost::name) told.own.insert(std::string(trim(text_in(queued.params))));
  }
  told.waiting = std::move(now);
  if (fresh > 0 && !is_online(model) && model.link.state != Link::State::connecting)
    out.push_back(tr("Kept; it is sent when there is a line.") + " " +
                  trn("{1} waiting", "{1} waiting", static_cast<std::int64_t>(model.waiting.size())) + ".");
  for (const auto& [key, why] : model.postponed) {
    if (told.postponed.insert(key).second) out.push_back(fill(tr("Not sent yet, it waits: {1}"), {printable_line(why)}));
  }
  std::erase_if(told.postponed, [&](const std::string& key) { return !model.postponed.contains(key); });
}

/// What is new where nobody looks: each place once, until somebody has looked.
void tell_elsewhere(const Model& model, Told& told, Lines& out) {
  if (model.link.state == Link::State::connecting) return;
  const Reading* reading = model.reading();
  std::string all;
  for (const auto& [id, membership] : model.mirror.memberships()) {
    if (!membership.in) continue;
    auto count = unread(model, id);
    if (reading != nullptr && reading->place.room == id) count -= unread(model, reading->place);
    // The counts may be wrong for a moment while a mark is on its way; what was told once is not told again for that.
    Told::News& news = told.news[id];
    const Number last = last_number(model, id);
    if (count <= 0) {
      news = {false, last};
      continue;
    }
    // What one is not notified of is not told either; it is in the list of rooms.
    if (membership.notify != NotifyLevel::all || news.told || last <= news.last) continue;
    news = {true, last};
    const bool here = reading != nullptr && reading->place.room == id;
    const std::string where = here ? fill(tr("other conversations of {1}"), {name_of(model, id)}) : name_of(model, id);
    all += (all.empty() ? "" : ", ") + fill(tr("{1} in {2}"), {trn("{1} new", "{1} new", count), where});
  }
  if (!all.empty()) out.push_back(all + tr("; /next goes there."));
}

void tell_notifications(const Model& model, Told& told, Lines& out) {
  if (model.link.state == Link::State::connecting) return;
  const auto& all = model.mirror.notifications();
  if (!told.summed_up) {
    std::int64_t named = 0;
    for (const auto& room : listed_rooms(model)) named += mentions(model, room.id);
    if (named > 0)
      out.push_back(trn("{1} mention of you; /mention goes there.", "{1} mentions of you; /mention goes there.", named));
    told.summed_up = true;
  } else {
    const Reading* reading = model.reading();
    for (auto at = all.upper_bound(told.notification); at != all.end(); ++at) {
      const Notification& n = at->second;
      if (n.seen) continue;
      const bool here = told.live && reading != nullptr && reading->place == Place{n.room, n.thread};
      if (n.kind == NotificationKind::mention || n.kind == NotificationKind::reply) {
        if (here) continue;
        out.push_back(fill(n.kind == NotificationKind::mention ? tr("{1} mentions you in {2}; /mention goes there.")
                                                               : tr("{1} replies to you in {2}; /mention goes there."),
                           {name_of(model, n.by), name_of(model, n.room)}));
      } else {
        out.push_back(std::string(trim(client::show_notification(n, names_of(model)))));
        if (out.back().starts_with("* ")) out.back().erase(0, 2);
      }
    }
  }
  if (!all.empty()) told.notification = std::max(told.notification, all.rbegin()->first);
}

}  // namespace

Number last_number(const Model& model, RoomId room) {
  const auto head = model.mirror.room_heads().find(room);
  return head == model.mirror.room_heads().end() ? Number{} : head->second.last_number;
}

std::vector<std::string> tell(const Model& model, Told& told) {
  Lines out = std::move(told.out);
  told.out.clear();
  tell_link(model, told, out);
  tell_waiting(model, told, out);
  if (model.notice) out.push_back(printable_line(model.notice->text));
  // Who answers a question or writes several lines is not interrupted by what is said meanwhile.
  const auto* picker = std::get_if<Picker>(&model.overlay);
  const auto* form = std::get_if<Form>(&model.overlay);
  if (picker != nullptr) {
    tell_picker(model, *picker, told, out);
  } else {
    told.in_picker = false;
  }
  if (form != nullptr) {
    tell_form(model, *form, told, out);
  } else {
    told.form = 0;
  }
  if (picker == nullptr && form == nullptr && !told.composing) {
    if (const Reading* reading = model.reading()) tell_reading(model, *reading, told, out);
    if (const Panel* panel = model.panel()) tell_panel(model, *panel, told, out);
    if (model.views.empty()) told.place.reset();
    tell_notifications(model, told, out);
    tell_elsewhere(model, told, out);
  }
  Lines lines;
  for (const auto& text : out) {
    const std::string broken = client::wrapped(client::printable(text), told.width, 0);
    for (std::size_t from = 0; from <= broken.size();) {
      const auto end = std::min(broken.find('\n', from), broken.size());
      lines.push_back(broken.substr(from, end - from));
      from = end + 1;
    }
  }
  return lines;
}

}  // namespace standpipe::screen
