#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/found_words.hpp"
#include "client-cli/screen/panel_list.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/screen/waiting.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

/// Lists of what was written: threads, found messages, pins, notifications, what waits.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using client::trn;
using terminal::Line;
using terminal::Look;
using terminal::Role;

namespace {

bool fits(const Model& model, const Thread& thread, RoomId room, const ThreadFilter& filter) {
  return thread.room == room && (!filter.kind || thread.kind == *filter.kind) &&
         (!filter.status || thread.status == *filter.status) && (filter.lang.empty() || thread.lang == filter.lang) &&
         (!filter.unread || unread(model, {room, thread.id}) > 0);
}

Item thread_item(const Model& model, const Thread& thread) {
  const auto fresh = unread(model, {thread.room, thread.id});
  Line title = {{printable_line(thread.title), Look{fresh > 0 ? Role::unread : Role::text, fresh > 0}}};
  std::string about = kind_words(thread.kind) + " · " + status_words(thread.status) + " · " + name_of(model, thread.by) + " · " +
                      trn("{1} message", "{1} messages", thread.last_index.value) + " · " + day(thread.last_at) + " " +
                      clock(thread.last_at) + " · t" + std::to_string(thread.id.value);
  if (!thread.lang.empty()) about += " · " + printable_line(thread.lang);
  if (thread.pinned) about += " · " + tr("pinned");
  if (thread.locked) about += " · " + tr("locked");
  Item item;
  Line second = {{about, {Role::faint}}};
  if (fresh > 0) second.insert(second.begin(), {trn("{1} new", "{1} new", fresh) + " · ", Look{Role::unread}});
  item.lines = {title, second};
  item.target.room = thread.room;
  item.target.thread = thread.id;
  item.target.member = thread.by;
  item.open = [id = thread.id](Model& m) { open_thread(m, id); };
  return item;
}

void fill_threads(const Model& model, Panel& panel, const ThreadFilter& filter) {
  const ThreadId selected = panel.selected < panel.items.size() ? panel.items[panel.selected].target.thread : ThreadId{};
  std::vector<const Thread*> threads;
  for (const auto& [id, thread] : model.mirror.threads()) {
    if (fits(model, thread, panel.room, filter)) threads.push_back(&thread);
  }
  std::ranges::sort(threads, [](const Thread* a, const Thread* b) {
    return a->pinned != b->pinned ? a->pinned : a->last_number > b->last_number;
  });
  panel.items.clear();
  for (const Thread* thread : threads) panel.items.push_back(thread_item(model, *thread));
  const auto again = std::ranges::find_if(panel.items, [&](const Item& item) { return item.target.thread == selected; });
  panel.selected = again == panel.items.end() ? 0 : static_cast<std::size_t>(again - panel.items.begin());
}

std::string title_of(const Model& model, RoomId room, const ThreadFilter& filter) {
  std::string title = fill(tr("Threads in {1}"), {name_of(model, room)});
  if (filter.kind) title += " · " + kind_words(*filter.kind);
  if (filter.status) title += " · " + status_words(*filter.status);
  if (!filter.lang.empty()) title += " · " + printable_line(filter.lang);
  if (filter.unread) title += " · " + tr("unread");
  return title;
}

std::string where_words(const Model& model, const Message& m) {
  std::string where = name_of(model, m.room);
  if (!m.thread) return where;
  const auto thread = model.mirror.threads().find(m.thread);
  return where + " · " +
         (thread == model.mirror.threads().end() ? "t" + std::to_string(m.thread.value) : printable_line(thread->second.title));
}

Item message_item(const Model& model, const Message& m, const std::string& words) {
  Item item;
  item.lines.push_back({{name_of(model, m.by), Look{Role::name, true}},
                        {"  " + day(m.at) + " " + clock(m.at) + "  m" + std::to_string(m.id.value) + "  " + where_words(model, m),
                         {Role::faint}}});
  item.lines.push_back(m.removed ? Line{{tr("removed")}} : with_marks(m.text, words));
  item.target.room = m.room;
  item.target.thread = m.thread;
  item.target.message = m.id;
  item.target.member = m.by;
  item.open = [id = m.id](Model& model_) { open_message(model_, id); };
  return item;
}

/// Messages that were found, as they are by now.
struct Found {
  std::vector<Message> messages;
  std::set<ThreadId> asked;  ///< threads whose titles were asked for: each once
};

void show_found(const Model& model, Panel& panel, const Found& found, const std::string& words) {
  panel.items.clear();
  for (const Message& m : found.messages) {
    const auto now = model.mirror.message(m.id);
    panel.items.push_back(message_item(model, now && now->rev > m.rev ? *now : m, words));
  }
  panel.selected = std::min(panel.selected, panel.items.empty() ? 0 : panel.items.size() - 1);
}

/// What the threads are called that the copy does not know.
void ask_titles(Model& model, Found& found, std::int64_t serial) {
  for (const Message& m : found.messages) {
    if (!m.thread || model.mirror.threads().contains(m.thread) || !model.mirror.is_in(m.room)) continue;
    if (!found.asked.insert(m.thread).second) continue;
    model.call<ThreadGet>({m.thread}, [serial](Model& later, const client::CallAnswer& answer) {
      if (const auto got = result_of<ThreadGet>(answer)) later.mirror.apply(*got);
      if (Panel* open = find_panel(later, serial); open != nullptr && open->refresh) open->refresh(later, *open);
    });
  }
}

/// A list of messages, with the words marked that were looked for.
template <class M>
Panel messages_of(std::string name, std::string title, std::string empty, typename M::Params ask, const std::string& words,
                  std::function<bool(typename M::Params&, const MessagePage&)> next) {
  const auto found = std::make_shared<Found>();
  Panel panel = list_of<M>(
      std::move(name), std::move(title), std::move(empty), std::move(ask),
      [found, words](Model& m, Panel& p, const MessagePage& page) {
        m.mirror.apply(page);
        found->messages.insert(found->messages.end(), page.messages.begin(), page.messages.end());
        show_found(m, p, *found, words);
        ask_titles(m, *found, p.serial);
      },
      std::move(next));
  panel.refresh = [found, words](const Model& m, Panel& p) { show_found(m, p, *found, words); };
  panel.restart = [found, again = panel.restart] {
    *found = {};
    again();
  };
  return panel;
}

Item notification_item(const Model& model, const Notification& n) {
  Item item;
  const std::string text = client::show_notification(n, names_of(model));
  item.lines = lines_of(std::string(trim(text)), Look{n.seen ? Role::text : Role::unread, !n.seen});
  item.target.room = n.room;
  item.target.thread = n.thread;
  item.target.message = n.message;
  item.target.member = n.by;
  item.open = [n](Model& m) {
    if (!n.seen) m.keep<NotificationSeen>({n.id});
    if (n.message) return open_message(m, n.message);
    if (n.room && m.mirror.is_in(n.room)) return open_place(m, {n.room, n.thread});
    open_my_standing(m);
  };
  return item;
}

}  // namespace

void open_threads(Model& model, RoomId room, const ThreadFilter& filter) {
  ThreadList::Params ask;
  ask.room = room;
  ask.kind = filter.kind;
  ask.status = filter.status;
  if (!filter.lang.empty()) ask.lang = filter.lang;
  if (filter.unread) ask.unread = true;
  const bool filtered = filter.kind || filter.status || !filter.lang.empty() || filter.unread;
  Panel panel = list_of<ThreadList>(
      "threads", title_of(model, room, filter),
      filtered ? fill(tr("No thread passes the filter. {1}, then “{2}”, shows every thread again."),
                      {model.settings.keys.key_of(Action::filter), tr("all")})
               : fill(tr("No threads. {1} starts one."), {model.settings.keys.key_of(Action::new_thread)}),
      ask,
      [filter](Model& m, Panel& p, const ThreadPage& page) {
        m.mirror.apply(page);
        fill_threads(m, p, filter);
      },
      [](ThreadList::Params& params, const ThreadPage& page) {
        if (!page.threads.empty()) params.before = page.threads.back().last_number;
        return page.more;
      });
  panel.room = room;
  panel.refresh = [filter](const Model& m, Panel& p) { fill_threads(m, p, filter); };
  model.thread_filters[room] = filter;
  push_panel(model, std::move(panel));
}

ThreadFilter present_filter(const Model& model) {
  const Panel* panel = model.panel();
  if (panel == nullptr) return {};
  const auto found = model.thread_filters.find(panel->room);
  return found == model.thread_filters.end() ? ThreadFilter{} : found->second;
}

void open_search(Model& model, const std::string& words, RoomId room) {
  Search::Params ask;
  ask.query = words;
  if (room) ask.room = room;
  push_panel(model, messages_of<Search>("search", fill(tr("Found for “{1}”"), {printable_line(words)}),
                                        tr("Nothing was found. Try fewer or other words."), ask, words,
                                        [](Search::Params& params, const MessagePage& page) {
                                          if (!page.messages.empty()) params.before = page.messages.back().id;
                                          return page.more_before || page.more_after;
                                        }));
}

void open_pins(Model& model, RoomId room) {
  MessagePins::Params ask;
  ask.room = room;
  Panel panel = messages_of<MessagePins>("pins", fill(tr("Pinned in {1}"), {name_of(model, room)}), tr("Nothing is pinned here."),
                                         ask, {}, [](MessagePins::Params& params, const MessagePage& page) {
                                           if (!page.messages.empty()) params.before = page.messages.back().id;
                                           return page.more_before || page.more_after;
                                         });
  panel.room = room;
  push_panel(model, std::move(panel));
}

void open_mine(Model& model) {
  push_panel(model, messages_of<MessageMine>("mine", tr("What I wrote"), tr("You have not written anything yet."), {}, {},
                                             [](MessageMine::Params& params, const MessagePage& page) {
                                               if (!page.messages.empty()) params.after = page.messages.back().id;
                                               return page.more_after;
                                             }));
}

void open_notifications(Model& model) {
  Panel panel = list_of<NotificationList>(
      "notifications", tr("Notifications"), tr("There are none."), {},
      [](Model& m, Panel& p, const Notifications& page) {
        m.mirror.apply(page);
        for (const Notification& n : page.notifications) p.items.push_back(notification_item(m, n));
      },
      [](NotificationList::Params& params, const Notifications& page) {
        if (!page.notifications.empty()) params.before = page.notifications.back().id;
        return page.more;
      });
  if (!is_online(model)) {
    for (auto at = model.mirror.notifications().rbegin(); at != model.mirror.notifications().rend(); ++at)
      panel.items.push_back(notification_item(model, at->second));
  }
  push_panel(model, std::move(panel));
}

void open_waiting(Model& model) {
  Panel panel;
  panel.name = "waiting";
  panel.title = tr("What waits to be sent, and what was refused");
  panel.empty = tr("Everything has arrived.");
  panel.refresh = [](const Model& m, Panel& p) {
    p.items.clear();
    for (const auto& queued : m.waiting) {
      Item item;
      const auto why = m.postponed.find(queued.key);
      item.lines = {{{waiting_words(m, queued.method, queued.params)}},
                    {{fill(tr("kept since {1}"), {client::show_time(Time{queued.at})}), {Role::warning}}}};
      if (why != m.postponed.end()) item.lines.push_back({{printable_line(why->second), {Role::warning}}});
      item.target.waiting = queued.key;
      p.items.push_back(std::move(item));
    }
    for (std::size_t i = 0; i < m.refused.size(); ++i) {
      Item item;
      item.lines = {{{waiting_words(m, m.refused[i].method, m.refused[i].params)}},
                    {{printable_line(m.refused[i].why), {Role::error}}}};
      item.target.waiting = "refused " + std::to_string(i);
      p.items.push_back(std::move(item));
    }
    p.selected = std::min(p.selected, p.items.empty() ? 0 : p.items.size() - 1);
  };
  push_panel(model, std::move(panel));
}

}  // namespace standpipe::screen
