#include "client-cli/screen/moving.hpp"

#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/pages.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/viewport.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::tr;

void scroll(Model& model, int lines) {
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return;
  if (lines > 0 && at_bottom(*reading)) return;
  hold_bottom(*reading);
  reading->follow = false;
  move_bottom(model, *reading, lines);
  clamp(model, *reading);
  if (lines > 0) let_go(*reading);
  const auto pieces = visible(model, *reading, main_rows(model), main_columns(model));
  std::vector<Index> seen;
  for (const Piece& p : pieces) {
    if (p.index) seen.push_back(p.index);
  }
  if (!seen.empty() && (reading->selected < seen.front() || reading->selected > seen.back()))
    reading->selected = lines < 0 ? seen.back() : seen.front();
  if (!seen.empty() && lines < 0 && reading->messages.begin()->first == seen.front() && pieces.front().from == 0)
    reading->selected = seen.front();
}

void select_next(Model& model, int step) {
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return;
  // A message that is higher than the screen is scrolled through before the next one.
  const int rows = main_rows(model);
  if (rows <= 0) return;
  auto at = reading->messages.find(reading->selected);
  if (at != reading->messages.end() && height(model, *reading, at->first) > rows) {
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    const bool more = step < 0 ? pieces.front().index == at->first && pieces.front().from > 0
                               : pieces.back().index == at->first && reading->bottom == at->first && reading->hidden > 0;
    if (more) {
      scroll(model, step * std::max(1, rows / 2));
      const auto now = visible(model, *reading, rows, main_columns(model));
      if (std::ranges::find(now, at->first, &Piece::index) != now.end()) reading->selected = at->first;
      return;
    }
  }
  if (at == reading->messages.end()) {
    at = std::prev(reading->messages.end());
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    for (const Piece& p : pieces) {
      if (p.index) at = reading->messages.find(p.index);
    }
  } else if (step < 0 && at != reading->messages.begin()) {
    --at;
  } else if (step > 0 && std::next(at) != reading->messages.end()) {
    ++at;
  } else if (step > 0) {
    return to_newest(model);
  }
  reading->selected = at->first;
  for (int i = 0; i < 400; ++i) {
    const auto pieces = visible(model, *reading, rows, main_columns(model));
    const auto found = std::ranges::find(pieces, at->first, &Piece::index);
    const int whole = height(model, *reading, at->first);
    if (found != pieces.end() && (found->rows >= std::min(whole, rows) || (step > 0 && whole >= rows))) break;
    const Index wanted = at->first;
    scroll(model, step < 0 ? -1 : 1);
    reading->selected = wanted;
    if (step > 0 && at_bottom(*reading)) break;
  }
  if (step < 0) reading->follow = false;
}

void to_oldest(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  if (!reading->messages.empty() && reading->messages.begin()->first > reading->start && is_online(model)) {
    auto ask = history_of(reading->place);
    ask.after = Index{};
    return load(model, reading->place, ask, Index{1});
  }
  if (reading->messages.empty()) return;
  show(model, *reading, reading->messages.begin()->first);
  reading->bottom = reading->messages.begin()->first;
  clamp(model, *reading);
}

void to_newest(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  reading->read_all = true;
  reading->bottom = Index{};
  reading->hidden = 0;
  reading->follow = true;
  reading->selected = Index{};
  if (!reading->at_end && is_online(model)) load(model, reading->place, history_of(reading->place), std::nullopt);
}

void to_first_unread(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  const Index goal = reading->first_unread;
  if (!goal) return model.say(tr("Nothing here is new."));
  if (reading->messages.contains(goal)) return show(model, *reading, goal);
  auto ask = history_of(reading->place);
  ask.around = goal;
  load(model, reading->place, ask, goal);
}

void to_time(Model& model, Time at) {
  Reading* reading = model.reading();
  if (reading == nullptr) return;
  for (const auto& [index, message] : reading->messages) {
    if (message.at < at) continue;
    if (index != reading->messages.begin()->first || index == reading->start) return show(model, *reading, index);
    break;
  }
  auto ask = history_of(reading->place);
  ask.at = at;
  const Place place = reading->place;
  const std::int64_t serial = begin_asking(model, place);
  model.call<MessageHistory>(ask, [place, at, serial](Model& m, const client::CallAnswer& answer) {
    Reading* open = find_reading(m, place);
    if (open == nullptr || open->asked != serial) return;
    open->asking = false;
    const auto got = result_of<MessageHistory>(answer);
    if (!got) return m.complain(trouble_of(answer));
    if (got->messages.empty()) return m.say(tr("There is nothing from that time on."));
    take_page(m, *open, *got, true);
    open->at_end = !got->more_after;
    if (!got->more_before) open->start = open->messages.begin()->first;
    const auto found = std::ranges::find_if(open->messages, [&](const auto& entry) { return entry.second.at >= at; });
    show(m, *open, found == open->messages.end() ? open->messages.rbegin()->first : found->first);
    settle(m);
  });
}

}  // namespace standpipe::screen
