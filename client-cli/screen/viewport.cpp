#include "client-cli/screen/viewport.hpp"

#include <algorithm>

#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/blocks.hpp"

namespace standpipe::screen {

using namespace protocol;

int main_rows(const Model& model) {
  return areas(model).main.rows;
}

int main_columns(const Model& model) {
  return areas(model).main.columns;
}

int height(const Model& model, const Reading& reading, Index index) {
  return static_cast<int>(block(model, reading, index, main_columns(model)).size());
}

bool is_in_view(const Model& model, const Reading& reading, Index index) {
  const auto pieces = visible(model, reading, main_rows(model), main_columns(model));
  return std::ranges::find(pieces, index, &Piece::index) != pieces.end();
}

bool at_bottom(const Reading& reading) {
  return !reading.bottom;
}

/// The lowest place of the view, as a message even where it follows the newest.
void hold_bottom(Reading& reading) {
  if (reading.bottom || reading.messages.empty()) return;
  reading.bottom = reading.messages.rbegin()->first;
  reading.hidden = 0;
}

void let_go(Reading& reading) {
  if (!reading.at_end || reading.messages.empty() || reading.hidden > 0) return;
  if (reading.bottom == reading.messages.rbegin()->first) {
    reading.bottom = Index{};
    reading.follow = true;
  }
}

/// The view is full as long as there is something to fill it.
void clamp(const Model& model, Reading& reading) {
  for (int i = 0; i < 200 && reading.bottom; ++i) {
    int rows = 0;
    for (const Piece& piece : visible(model, reading, main_rows(model), main_columns(model))) rows += piece.rows;
    if (rows >= main_rows(model)) return;
    if (reading.hidden > 0) {
      reading.hidden = std::max(0, reading.hidden - (main_rows(model) - rows));
      continue;
    }
    const auto next = reading.messages.upper_bound(reading.bottom);
    if (next == reading.messages.end()) return let_go(reading);
    reading.bottom = next->first;
    reading.hidden = height(model, reading, next->first);  // as much of it as is needed comes next
  }
}

/// Moves the lowest line that is seen, down for more than 0.
void move_bottom(const Model& model, Reading& reading, int lines) {
  reading.hidden -= lines;
  while (reading.hidden < 0) {
    const auto next = reading.messages.upper_bound(reading.bottom);
    if (next == reading.messages.end()) {
      reading.hidden = 0;
      break;
    }
    reading.bottom = next->first;
    reading.hidden += height(model, reading, next->first);
  }
  for (;;) {
    const int of_it = height(model, reading, reading.bottom);
    if (reading.hidden < of_it) break;
    const auto at = reading.messages.find(reading.bottom);
    if (at == reading.messages.begin()) {
      reading.hidden = std::max(0, of_it - 1);
      break;
    }
    reading.hidden -= of_it;
    reading.bottom = std::prev(at)->first;
  }
}

/// Shows a message with a part of what was said before it.
void show(const Model& model, Reading& reading, Index at) {
  reading.selected = at;
  reading.follow = false;
  if (!reading.messages.contains(at)) return;
  reading.bottom = at;
  reading.hidden = 0;
  const int rows = main_rows(model);
  move_bottom(model, reading, rows - rows / 4 - height(model, reading, at));
  clamp(model, reading);
  let_go(reading);
}

/// Where one follows the newest, what is selected may be left behind; else the view stays with it.
void keep_selected_seen(const Model& model, Reading& reading) {
  if (!reading.selected) return;
  const auto pieces = visible(model, reading, main_rows(model), main_columns(model));
  if (std::ranges::find(pieces, reading.selected, &Piece::index) != pieces.end()) return;
  if (reading.follow || !reading.messages.contains(reading.selected)) {
    reading.selected = Index{};
  } else if (model.focus == Focus::main) {
    show(model, reading, reading.selected);
  }
}

}  // namespace standpipe::screen
