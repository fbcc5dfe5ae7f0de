#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/keys.hpp"
#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/markdown.hpp"
#include "client-cli/terminal/painter.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "protocol/text.hpp"
#include "tests/support/tiny_terminal.hpp"

using namespace standpipe;
using namespace standpipe::terminal;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool has_controls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Valid, and nothing in it that a terminal obeys.
bool is_shown(std::string_view text) {
  return client::printable_line(text) == text && !has_controls(text);
}

void add(std::vector<Input>& to, std::vector<Input> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Keys have names, pastes are text, clicks are on the screen; and it does not matter where the bytes were cut.
void check_keys(std::string_view bytes) {
  KeyDecoder whole;
  auto inputs = whole.feed(bytes);
  add(inputs, whole.settle());
  require(!whole.is_undecided());
  for (const Input& input : inputs) {
    if (const auto* key = std::get_if<Key>(&input)) require(is_key_name(key->name) && !has_controls(key->name));
    if (const auto* paste = std::get_if<Paste>(&input))
      require(protocol::is_utf8(paste->text) && client::printable(paste->text).size() <= paste->text.size());
    if (const auto* click = std::get_if<Click>(&input)) require(click->row >= 0 && click->column >= 0);
  }
  KeyDecoder in_parts;
  std::vector<Input> again;
  for (std::size_t at = 0, size = 1; at < bytes.size(); at += size, size = size % 5 + 1)
    add(again, in_parts.feed(bytes.substr(at, size)));
  add(again, in_parts.settle());
  require(again == inputs);
}

/// Nobody's text is wider than it may be, or has anything that a terminal obeys.
void check_lines(const std::vector<Line>& lines, int width) {
  for (const Line& line : lines) {
    require(columns_of(line) <= width);
    for (const Span& span : line) require(is_shown(span.text) && is_shown(span.link));
  }
}

/// What is painted is what the terminal then shows.
void check_picture(test::TinyTerminal& terminal, const Canvas* before, const Canvas& after) {
  terminal.write(paint(before, after, {}));
  require(terminal.unknown().empty() && terminal.is_at_rest());
  for (int row = 0; row < after.size().rows; ++row) {
    for (int column = 0; column < after.size().columns; ++column) {
      std::string shown;
      for (std::string_view rest = terminal.at(row, column).text; !rest.empty();) {
        const auto isolate = rest.starts_with("\u2068") || rest.starts_with("\u2069");
        if (!isolate) shown += rest.front();
        rest.remove_prefix(isolate ? 3 : 1);
      }
      require(shown == after.at(row, column).bytes);
    }
  }
  require(paint(&after, after, {}).empty());
}

void check_text(std::string_view text, int width) {
  const auto lines = markdown(text, width);
  check_lines(lines, width);
  check_lines(markdown(text, width, true), width);
  const int narrow = 1 + width / 4;
  for (const Line& line : lines) {
    check_lines(wrap(line, narrow, 2), narrow);
    check_lines({shortened(line, narrow)}, narrow);
  }
  const std::string safe = client::printable(text);
  const auto columns = static_cast<std::size_t>(width);
  const std::string broken = client::wrapped(safe, columns, 2);
  for (std::size_t from = 0; from <= broken.size();) {
    const auto end = std::min(broken.find('\n', from), broken.size());
    const std::string_view line = std::string_view(broken).substr(from, end - from);
    if (line.find('\t') == std::string_view::npos) require(client::columns(line) <= columns);
    from = end + 1;
  }

  const Size size{width, 6};
  test::TinyTerminal terminal(size);
  const Canvas empty(size);
  Canvas first(size), second(size);
  for (int row = 0; row < std::min<int>(size.rows, static_cast<int>(lines.size())); ++row) {
    first.put(row, 0, lines[static_cast<std::size_t>(row)]);
    second.put(row, row % 3 - 1, lines[lines.size() - 1 - static_cast<std::size_t>(row)]);
  }
  check_picture(terminal, nullptr, first);
  check_picture(terminal, &first, second);
  check_picture(terminal, &second, empty);
}

}  // namespace

/// The bytes as what a terminal sends; and as what somebody wrote, at a width that the first one says.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_keys(bytes);
  if (!bytes.empty()) check_text(bytes.substr(1), 8 + data[0] % 80);
  return 0;
}
