#pragma once

#include "client-cli/screen/areas.hpp"
#include "client-cli/screen/model.hpp"
#include "client-cli/terminal/canvas.hpp"

/// The picture of a model. Pure.
namespace standpipe::screen {

terminal::Canvas draw(const Model& model);

// Its parts.
void draw_rooms(const Model& model, const Area& area, terminal::Canvas& canvas);
void draw_members(const Model& model, const Area& area, terminal::Canvas& canvas);
void draw_head(const Model& model, const Area& area, terminal::Canvas& canvas);
void draw_reading(const Model& model, const Reading& reading, const Area& area, terminal::Canvas& canvas);
void draw_panel(const Model& model, const Panel& panel, const Area& area, terminal::Canvas& canvas);
void draw_list_hints(const Model& model, const Panel& panel, const Area& area, terminal::Canvas& canvas);
void draw_composer(const Model& model, const Area& area, terminal::Canvas& canvas);
void draw_status(const Model& model, const Area& area, terminal::Canvas& canvas);
void draw_overlay(const Model& model, terminal::Canvas& canvas);
void draw_form(const Model& model, const Form& form, terminal::Canvas& canvas);

/// An empty box in the middle, of that many columns and rows with its border, or as many as there are; gives what is inside.
Area draw_box(terminal::Canvas& canvas, int columns, int rows, const std::string& title);
/// So many rows may be inside of a box at most.
int most_box_rows(terminal::Size size);
void put_cursor(terminal::Canvas& canvas, int row, int column, const Area& inside);
/// How far the help can be scrolled.
std::size_t last_help_top(const Model& model);

/// The connection in words: "online", "offline since 14:02, 2 waiting".
std::string link_words(const Model& model);
std::string bytes_words(std::uint64_t bytes);

/// The first room and the first item that are seen: lists are shown by pages.
std::size_t room_list_top(const Model& model, int rows);
struct ShownItem {
  std::size_t index;
  int row;
  std::vector<terminal::Line> lines;
};
std::vector<ShownItem> panel_page(const Panel& panel, int rows, int width);

}  // namespace standpipe::screen
