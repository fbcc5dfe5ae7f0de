#include "client-cli/terminal/markdown.hpp"

#include <md4c.h>

#include <algorithm>
#include <string>
#include <utility>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/markdown_inline.hpp"
#include "client-cli/terminal/markdown_sheet.hpp"
#include "client-cli/terminal/markdown_table.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

/// Beyond that a text is shown as it is: the parser's time is not linear in a few sorts of hostile text.
constexpr std::size_t longest_parsed = 64 * 1024;
constexpr unsigned dialect = MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH;
constexpr std::size_t tab_stop = 4;

/// Spaces for tabs, as far as the next stop.
std::string expanded(std::string_view line) {
  std::string out;
  std::size_t column = 0;
  for (;;) {
    const auto end = line.find('\t');
    out += line.substr(0, end);
    if (end == std::string_view::npos) return out;
    column += static_cast<std::size_t>(columns_of(line.substr(0, end)));
    const auto spaces = tab_stop - column % tab_stop;
    out.append(spaces, ' ');
    column += spaces;
    line.remove_prefix(end + 1);
  }
}

std::vector<Line> code_lines(std::string_view code, int width) {
  if (code.ends_with('\n')) code.remove_suffix(1);
  std::vector<Line> out;
  for (;;) {
    const auto end = code.find('\n');
    std::string shown = shortened(expanded(code.substr(0, end)), width - 2);
    Line line{{"  "}};
    line.push_back({std::move(shown), {Role::code}});
    out.push_back(std::move(line));
    if (end == std::string_view::npos) return out;
    code.remove_prefix(end + 1);
  }
}

/// Writes what the parser finds. Each call takes constant time beside what it writes, at any depth.
class Writer {
 public:
  Writer(std::size_t text_bytes, int width, bool plain)
      : most_cells_(4 * text_bytes + 1000), inlines_(text_bytes), sheet_(width, plain) {}

  /// Whether to go on: a table may be nearly all cells that are not in the text, but that its other rows ask for.
  bool enter(MD_BLOCKTYPE type, const void* detail) {
    end_text();
    switch (type) {
      case MD_BLOCK_QUOTE:
        sheet_.open_quote();
        break;
      case MD_BLOCK_UL:
        sheet_.open_list(static_cast<const MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0, std::nullopt);
        break;
      case MD_BLOCK_OL: {
        const auto& list = *static_cast<const MD_BLOCK_OL_DETAIL*>(detail);
        sheet_.open_list(list.is_tight != 0, list.start);
        break;
      }
      case MD_BLOCK_LI:
        sheet_.open_item();
        break;
      case MD_BLOCK_HR:
        add_rule();
        break;
      case MD_BLOCK_H:
        inlines_.set_heading(true);
        break;
      case MD_BLOCK_CODE:
        in_code_ = true;
        break;
      case MD_BLOCK_TABLE: {
        const auto& table = *static_cast<const MD_BLOCK_TABLE_DETAIL*>(detail);
        table_ = {};
        table_.columns.resize(table.col_count, Table::Align::left);
        const auto cells = std::size_t{table.col_count} * (std::size_t{table.body_row_count} + 1);
        return cells <= std::exchange(most_cells_, most_cells_ - std::min(cells, most_cells_));
      }
      case MD_BLOCK_THEAD:
        in_head_ = true;
        break;
      case MD_BLOCK_TR:
        if (!in_head_) table_.rows.emplace_back();
        break;
      case MD_BLOCK_TH:
        set_align(static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align);
        break;
      default:
        break;
    }
    return true;
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
      case MD_BLOCK_LI:
        end_text();
        sheet_.close();
        break;
      case MD_BLOCK_CODE:
        sheet_.add(code_lines(std::exchange(code_, {}), sheet_.room()));
        in_code_ = false;
        break;
      case MD_BLOCK_TABLE:
        sheet_.add(table_lines(table_, sheet_.room(), sheet_.plain()));
        break;
      case MD_BLOCK_THEAD:
        in_head_ = false;
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        add_cell();
        break;
      default:
        end_text();
        inlines_.set_heading(false);
        break;
      case MD_BLOCK_TBODY:
      case MD_BLOCK_TR:
        break;
    }
  }

  void enter(MD_SPANTYPE type, const void* detail) { inlines_.enter(type, detail); }
  void leave(MD_SPANTYPE type) { inlines_.leave(type); }

  void text(MD_TEXTTYPE type, std::string_view text) { in_code_ ? void(code_ += text) : inlines_.text(type, text); }

  std::vector<Line> take() { return sheet_.take(); }

 private:
  /// The text of a tight list's item has no paragraph around it; it ends where another block begins.
  void end_text() {
    if (!inlines_.empty()) sheet_.add_text(inlines_.take());
  }

  void add_rule() {
    std::string rule;
    for (int i = 0; i < sheet_.room(); ++i) rule += sheet_.plain() ? "-" : "─";
    std::vector<Line> block{{{std::move(rule), {Role::border}}}};
    sheet_.add(std::move(block));
  }

  void set_align(MD_ALIGN align) {
    const auto column = table_.head.size();
    if (column >= table_.columns.size()) return;
    if (align == MD_ALIGN_CENTER) table_.columns[column] = Table::Align::center;
    if (align == MD_ALIGN_RIGHT) table_.columns[column] = Table::Align::right;
  }

  void add_cell() {
    auto& row = in_head_ || table_.rows.empty() ? table_.head : table_.rows.back();
    Line cell = inlines_.take();
    std::erase_if(cell, [](const Span& span) { return span.text == line_break; });
    if (row.size() < table_.columns.size()) row.push_back(std::move(cell));
  }

  std::size_t most_cells_;
  Inlines inlines_;
  Sheet sheet_;
  bool in_code_ = false;
  std::string code_;
  bool in_head_ = false;
  Table table_;
};

bool parse(std::string_view text, unsigned flags, Writer& writer) {
  MD_PARSER parser{};
  parser.flags = flags;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* to) {
    return static_cast<Writer*>(to)->enter(type, detail) ? 0 : 1;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* to) { return static_cast<Writer*>(to)->leave(type), 0; };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) { return static_cast<Writer*>(to)->enter(type, detail), 0; };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* to) { return static_cast<Writer*>(to)->leave(type), 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* bytes, MD_SIZE size, void* to) {
    return static_cast<Writer*>(to)->text(type, {bytes, size}), 0;
  };
  return md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &writer) == 0;
}

std::vector<Line> as_it_is(std::string_view text, int width, bool plain) {
  Sheet sheet(width, plain);
  std::vector<Span> spans;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    spans.push_back({expanded(text.substr(0, end))});
    if (end < text.size()) spans.push_back({std::string(line_break)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  sheet.add_text(std::move(spans));
  return sheet.take();
}

}  // namespace

std::vector<Line> markdown(std::string_view text, int width, bool plain) {
  width = std::max(width, 8);
  const std::string safe = client::printable(protocol::with_plain_line_ends(text));
  if (safe.size() <= longest_parsed) {
    for (const unsigned tables : {unsigned{MD_FLAG_TABLES}, 0U}) {
      Writer writer(safe.size(), width, plain);
      if (parse(safe, dialect | tables, writer)) return writer.take();
    }
  }
  return as_it_is(safe, width, plain);
}

}  // namespace standpipe::terminal
