#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/line_view.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

/// The conversation that is open, line by line: where one is, what is said, what becomes of it, what one is about to write.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using client::trn;

namespace {

using Lines = std::vector<std::string>;

constexpr int page_of_unread = 20, page_of_read = 10;
constexpr std::size_t most_watched = 200;  ///< messages whose changes are told

std::string number_of(MessageId id) {
  return "m" + std::to_string(id.value);
}

/// The first words of a text, to know it by.
std::string beginning(std::string_view text) {
  constexpr int most = 60;
  return terminal::shortened(printable_line(text), most);
}

std::string unread_words(std::int64_t count) {
  return count > 0 ? trn("{1} unread", "{1} unread", count) : tr("nothing unread");
}

std::string head_words(const Model& model, const Place& place) {
  std::string head = place_words(model, place);
  const auto thread = model.mirror.threads().find(place.thread);
  if (place.thread && thread != model.mirror.threads().end()) {
    head += ", " + kind_words(thread->second.kind) + ", " + status_words(thread->second.status);
    if (thread->second.locked) head += ", " + tr("locked");
  }
  const auto room = model.mirror.rooms().find(place.room);
  if (room != model.mirror.rooms().end() && room->second.archived) head += ", " + tr("archived");
  if (room != model.mirror.rooms().end() && room->second.slow_mode_s > 0)
    head += ", " + fill(tr("slow mode {1} s"), {std::to_string(room->second.slow_mode_s)});
  if (!model.mirror.is_in(place.room)) return head + ", " + tr("you are not in this room") + ".";
  return head + ", " + unread_words(unread(model, place)) + ".";
}

/// Where one is, and so where goes what one types.
void tell_head(const Model& model, const Place& place, Lines& out) {
  out.push_back(head_words(model, place));
  if (model.mirror.is_in(place.room)) out.push_back(fill(tr("What you type goes to: {1}."), {place_words(model, place)}));
}

void tell_message(const Model& model, Told& told, const Message& m, Lines& out) {
  if (!told.day || !same_day(*told.day, m.at)) out.push_back(day(m.at));
  told.day = m.at;
  const auto own = told.own.find(std::string(trim(m.text)));
  if (m.by == model.mirror.me().id && own != told.own.end()) {
    told.own.erase(own);
    out.push_back(fill(tr("Posted, {1}."), {number_of(m.id)}));
  } else {
    for (auto& line : message_lines(model, m, told.width)) out.push_back(std::move(line));
  }
  told.messages[m.index] = m;
  if (told.messages.size() > most_watched) told.messages.erase(told.messages.begin());
}

std::int64_t own_reactions(const Model& model, const Message& m) {
  return std::ranges::count_if(m.reactions,
                               [&](const Reaction& r) { return std::ranges::find(r.by, model.mirror.me().id) != r.by.end(); });
}

/// What became of messages that were told.
void tell_changes(const Model& model, const Reading& reading, Told& told, Lines& out) {
  for (auto& [index, was] : told.messages) {
    const auto found = reading.messages.find(index);
    if (found == reading.messages.end() || found->second.rev == was.rev) continue;
    const Message& now = found->second;
    const std::string number = number_of(now.id);
    if (now.removed && !was.removed) {
      out.push_back(fill(tr("{1} of {2} is removed."), {number, name_of(model, now.by)}));
    } else if (now.text != was.text) {
      out.push_back(fill(tr("{1} is edited:"), {number}));
      for (auto& line : message_lines(model, now, told.width)) out.push_back(std::move(line));
    } else if (now.reactions != was.reactions &&
               (now.by == model.mirror.me().id || own_reactions(model, now) != own_reactions(model, was))) {
      std::string all;
      for (const Reaction& r : now.reactions)
        all += (all.empty() ? "" : ", ") + printable_line(r.emoji) + " " + std::to_string(r.by.size());
      if (!all.empty()) out.push_back(fill(tr("{1} has reactions: {2}."), {number, all}));
    }
    was = now;
  }
}

/// What one is about to write there.
void tell_draft(const Model& model, Told& told, Lines& out) {
  const Draft& draft = model.draft;
  if (draft.edits != told.edits) {
    told.edits = draft.edits;
    if (draft.edits) {
      out.push_back(fill(tr("Edit {1}. Its text now: {2}"), {number_of(draft.edits), printable_line(model.composer.text())}));
      out.push_back(tr("Write the new text; /compose for one of several lines; /cancel leaves it as it is."));
      told.draft = model.composer.text();
    }
  }
  if (draft.reply_to != told.reply_to) {
    told.reply_to = draft.reply_to;
    if (draft.reply_to) {
      const auto to = model.mirror.message(draft.reply_to);
      out.push_back(to ? fill(tr("Reply to {1}, “{2}”. Write it; /cancel makes it no reply."),
                              {name_of(model, to->by), beginning(to->text)})
                       : fill(tr("Reply to {1}. Write it; /cancel makes it no reply."), {number_of(draft.reply_to)}));
    }
  }
  if (model.composer.text() == told.draft || told.quoting) return;
  told.draft = model.composer.text();
  if (!told.draft.empty() && !draft.edits)
    out.push_back(fill(tr("Your draft here: {1}. /send posts it, /discard deletes it."), {printable_line(told.draft)}));
}

void begin_place(const Model& model, const Reading& reading, Told& told, Lines& out) {
  if (reading.messages.empty()) {
    const bool is_empty = reading.at_end || model.mirror.last_index(reading.place) == Index{};
    if (reading.asking && is_online(model) && !is_empty) return;
    told.begun = is_empty;
    told.live = is_empty;
    told.start = told.next = model.mirror.last_index(reading.place).next();
    if (told.said_empty) return;
    told.said_empty = true;
    tell_head(model, reading.place, out);
    out.push_back(!reading.trouble.empty() ? reading.trouble
                  : is_empty               ? tr("Nobody has written here yet.")
                                           : tr("This is not on this device yet. It comes when there is a line."));
    return;
  }
  if (reading.asking && is_online(model)) return;
  told.begun = true;
  told.said_more = false;
  told.list.clear();
  told.selected = reading.selected;
  tell_head(model, reading.place, out);
  const Index oldest = reading.messages.begin()->first, newest = reading.messages.rbegin()->first;
  const bool fresh = unread(model, reading.place) > 0;
  told.budget = fresh ? page_of_unread : page_of_read;
  if (reading.selected && reading.messages.contains(reading.selected) && !told.went_back) {
    told.next = reading.selected;
  } else if (told.went_back) {
    told.next = fresh && reading.messages.contains(reading.first_unread) ? reading.first_unread : newest.next();
  } else {
    told.next = std::max(oldest, Index{std::max<std::int64_t>(1, newest.value - page_of_read + 1)});
  }
  told.start = told.next;
  told.went_back = false;
}

/// Those before what was told, as many as were asked for.
void tell_older(const Model& model, const Reading& reading, Told& told, Lines& out) {
  if (told.older <= 0) return;
  const Index oldest = reading.messages.begin()->first;
  if (told.start <= oldest) {
    if (reading.asking_before) return;
    if (oldest <= reading.start || !is_online(model)) {
      out.push_back(oldest <= reading.start ? tr("There is nothing before this.")
                                            : tr("What is before this is not on this device."));
      told.older = 0;
    }
    return;
  }
  const Index from{std::max(oldest.value, told.start.value - told.older)};
  told.day.reset();
  out.push_back(tr("What was said before:"));
  for (auto at = reading.messages.lower_bound(from); at != reading.messages.end() && at->first < told.start; ++at)
    tell_message(model, told, at->second, out);
  told.day.reset();
  told.start = from;
  told.older = 0;
  out.push_back(tr("That was said before; /more goes further back."));
}

}  // namespace

void tell_reading(const Model& model, const Reading& reading, Told& told, Lines& out) {
  const bool was_moved = told.place && reading.place.thread && told.place->thread == reading.place.thread;
  if (was_moved) told.place = reading.place;  // to another room: it is told already
  if (told.place != reading.place) {
    told.place = reading.place;
    told.begun = told.live = told.said_more = told.said_empty = false;
    told.older = 0;
    told.messages.clear();
    told.day.reset();
    told.draft.clear();
    told.reply_to = told.edits = MessageId{};
  }
  told.panel = 0;
  if (!told.begun) begin_place(model, reading, told, out);
  if (told.begun) tell_draft(model, told, out);
  if (!told.begun || reading.messages.empty()) return;
  if (reading.selected != told.selected && !reading.asking) {
    told.selected = reading.selected;
    if (reading.messages.contains(reading.selected)) {  // a jump
      told.start = told.next = reading.selected;
      told.budget = page_of_read;
      told.live = told.said_more = false;
      told.day.reset();
    }
  }
  tell_changes(model, reading, told, out);
  tell_older(model, reading, told, out);
  for (auto at = reading.messages.find(told.next); at != reading.messages.end() && at->first == told.next; ++at) {
    if (!told.live && told.budget <= 0) break;
    tell_message(model, told, at->second, out);
    told.next = told.next.next();
    --told.budget;
  }
  const Index newest = std::max(model.mirror.last_index(reading.place), reading.messages.rbegin()->first);
  if (told.next > newest) {
    told.live = true;
    told.said_more = false;
    return;
  }
  told.live = false;
  const bool coming = reading.asking || reading.asking_after || (told.budget > 0 && is_online(model));
  if (coming || told.said_more) return;
  told.said_more = true;
  out.push_back(trn("{1} more below; Enter reads on.", "{1} more below; Enter reads on.", newest.value - told.next.value + 1));
}

void tell_again(Told& told, Index from) {
  told.start = told.next = from;
  told.budget = page_of_unread;
  told.live = told.said_more = false;
  told.day.reset();
}

}  // namespace standpipe::screen
