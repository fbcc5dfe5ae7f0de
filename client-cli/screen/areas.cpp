#include "client-cli/screen/areas.hpp"

#include <algorithm>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"

namespace standpipe::screen {

namespace {

constexpr int rooms_columns = 24, members_columns = 26;
constexpr int least_main = 36;

/// Beside the connection's words there is about so much room.
constexpr int status_room = 44;
constexpr std::size_t most_notice_lines = 4;

}  // namespace

std::vector<terminal::Line> notice_lines(const Model& model) {
  const auto [columns, rows] = model.size;
  if (!model.notice || rows < 16) return {};
  const std::string text = client::printable_line(model.notice->text);
  if (terminal::columns_of(text) <= columns - status_room) return {};
  const terminal::Look look{model.notice->bad ? terminal::Role::error : terminal::Role::heading, true};
  auto lines = terminal::wrap({{text, look}}, std::max(1, columns - 2), 2);
  if (lines.size() > most_notice_lines) lines.resize(most_notice_lines);
  return lines;
}

Areas areas(const Model& model) {
  Areas a;
  const auto [columns, rows] = model.size;
  a.too_small = columns < 24 || rows < 8;
  if (a.too_small) return a;
  a.title = {0, 0, 1, columns};
  a.status = {rows - 1, 0, 1, columns};
  const int told = static_cast<int>(notice_lines(model).size());
  const int body = rows - 2 - told;
  a.notice = {rows - 1 - told, 0, told, columns};
  int left = 0, right = columns;
  if (model.show_rooms && columns >= rooms_columns + least_main) {
    a.rooms = {1, 0, body, rooms_columns};
    left = rooms_columns + 1;
  } else if (model.focus == Focus::rooms) {  // there is room for one of them only
    a.rooms = {1, 0, body, columns};
    return a;
  }
  if (model.show_members && model.room() && columns - left >= members_columns + least_main) {
    a.members = {1, columns - members_columns, body, members_columns};
    right = columns - members_columns - 1;
  }
  int below = 1 + body;
  if (model.reading() != nullptr) {
    const int width = std::max(2, right - left - 2);
    const int most = std::max(1, std::min(8, body / 3));
    const int lines = std::clamp(static_cast<int>(model.composer.shown(width).lines.size()), 1, most);
    below -= lines + 1;
    a.composer = {below, left, lines + 1, right - left};
  }
  constexpr int least_list = 6;
  if (model.panel() != nullptr && below - 2 > least_list) a.hints = {--below, left, 1, right - left};
  a.head = {1, left, 1, right - left};
  a.main = {2, left, std::max(0, below - 2), right - left};
  return a;
}

}  // namespace standpipe::screen
