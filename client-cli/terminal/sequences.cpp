#include "client-cli/terminal/sequences.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "client-cli/terminal/key_names.hpp"

namespace standpipe::terminal {

namespace {

/// The numbers of a sequence, "1;5" or "97:65;2:1": parameters, and their parts.
struct Parameters {
  static constexpr std::size_t most = 8;
  static constexpr int largest = 0x10FFFF + 1;
  std::array<std::array<int, 3>, most> numbers{};
  std::size_t count = 0;

  explicit Parameters(std::string_view text) {
    if (text.empty()) return;
    std::size_t part = 0;
    count = 1;
    for (const char c : text) {
      if (c == ';') {
        if (count == most) return;
        ++count;
        part = 0;
      } else if (c == ':') {
        ++part;
      } else if (c >= '0' && c <= '9' && part < 3) {
        int& number = numbers[count - 1][part];
        number = std::min(number * 10 + (c - '0'), largest);
      }
    }
  }
  int at(std::size_t index, std::size_t part = 0) const { return numbers[index][part]; }
  /// Shift, Alt and Ctrl of xterm's parameter; what terminals add to these (Meta, Super, the locks) says nothing to us.
  unsigned modifiers(std::size_t index) const {
    return at(index) < 1 ? 0U : static_cast<unsigned>(at(index) - 1) & unsigned{shift | alt | ctrl};
  }
};

std::string_view name_of_number(int number) {
  constexpr std::array<std::string_view, 25> names = {
      "",   "home", "insert", "delete", "end", "pageup", "pagedown", "home", "end", "", "",    "f1", "f2",
      "f3", "f4",   "f5",     "",       "f6",  "f7",     "f8",       "f9",   "f10", "", "f11", "f12"};
  return number >= 0 && number < static_cast<int>(names.size()) ? names[static_cast<std::size_t>(number)] : std::string_view();
}

std::string_view name_of_letter(char final) {
  switch (final) {
    case 'A':
      return "up";
    case 'B':
      return "down";
    case 'C':
      return "right";
    case 'D':
      return "left";
    case 'F':
      return "end";
    case 'H':
      return "home";
    case 'P':
      return "f1";
    case 'Q':
      return "f2";
    case 'R':
      return "f3";
    case 'S':
      return "f4";
    default:
      return {};
  }
}

void add_named(std::vector<Input>& out, std::string_view name, unsigned modifiers) {
  if (!name.empty()) out.emplace_back(Key{key_of_name(name, modifiers)});
}

void add_character(std::vector<Input>& out, int c, unsigned modifiers) {
  if (c == '\b') c = 0x7F;
  std::string name = key_of_character(static_cast<char32_t>(c), modifiers);
  if (!name.empty()) out.emplace_back(Key{std::move(name)});
}

/// XTerm's "SGR" mouse report: presses and the wheel; moves, releases and further buttons say nothing.
void add_click(std::vector<Input>& out, int button, int column, int row) {
  constexpr int motion = 32, wheel = 64, more = 128;
  if ((button & (motion | more)) != 0 || column < 1 || row < 1) return;
  Click click{.row = row - 1, .column = column - 1};
  const int which = button & 3;
  if ((button & wheel) != 0) {
    if (which > 1) return;
    click.button = which == 0 ? Click::Button::wheel_up : Click::Button::wheel_down;
  } else {
    if (which == 3) return;
    click.button = which == 0 ? Click::Button::left : which == 1 ? Click::Button::middle : Click::Button::right;
  }
  out.emplace_back(click);
}

void add_tilde(std::vector<Input>& out, const Parameters& numbers, Sequence& sequence) {
  const int number = numbers.at(0);
  if (number == 200) {
    sequence.begins_paste = true;
  } else if (number == 27 && numbers.count == 3) {
    add_character(out, numbers.at(2), numbers.modifiers(1));
  } else if (numbers.at(1, 1) != 3) {
    add_named(out, name_of_number(number), numbers.modifiers(1));
  }
}

/// CSI u: code:shifted code;modifiers:event, of which the third event is a release.
void add_code(std::vector<Input>& out, const Parameters& numbers) {
  if (numbers.count == 0 || numbers.at(1, 1) == 3) return;
  const unsigned modifiers = numbers.modifiers(1);
  const bool shifted = (modifiers & shift) != 0 && numbers.at(0, 1) != 0;
  add_character(out, shifted ? numbers.at(0, 1) : numbers.at(0), modifiers);
}

void add_csi(std::vector<Input>& out, std::string_view parameters, char final, Sequence& sequence) {
  const char mark = parameters.empty() ? '\0' : parameters.front();
  if (mark == '<' && (final == 'M' || final == 'm')) {
    const Parameters numbers(parameters.substr(1));
    if (final == 'M' && numbers.count == 3) add_click(out, numbers.at(0), numbers.at(1), numbers.at(2));
    return;
  }
  if (mark >= '<' && mark <= '?') return;
  const Parameters numbers(parameters);
  switch (final) {
    case '~':
      return add_tilde(out, numbers, sequence);
    case 'u':
      return add_code(out, numbers);
    case 'Z':
      return add_named(out, "tab", shift);
    // rxvt: Ctrl, Shift, both
    case '^':
      return add_named(out, name_of_number(numbers.at(0)), ctrl);
    case '$':
      return add_named(out, name_of_number(numbers.at(0)), shift);
    case '@':
      return add_named(out, name_of_number(numbers.at(0)), ctrl | shift);
    case 'a':
    case 'b':
    case 'c':
    case 'd':
      // With parameters it is an answer.
      if (numbers.count == 0) add_named(out, name_of_letter(static_cast<char>(final - 0x20)), shift);
      return;
    default:
      // "1;5R" is Ctrl-F3; "12;5R" tells where the cursor is.
      if (numbers.count > 0 && numbers.at(0) > 1) return;
      if (numbers.at(1, 1) != 3) add_named(out, name_of_letter(final), numbers.modifiers(1));
  }
}

Sequence take_csi(std::string_view bytes, std::vector<Input>& out) {
  Sequence sequence;
  if (bytes.size() == 2) return sequence;
  if (bytes[2] == '[') {  // linux console: F1 to F5
    if (bytes.size() == 3) return sequence;
    if (bytes[3] >= 'A' && bytes[3] <= 'E') add_named(out, name_of_number(bytes[3] - 'A' + 11), 0);
    sequence.bytes = bytes[3] >= 0x20 && bytes[3] < 0x7F ? 4 : 3;
    return sequence;
  }
  if (bytes[2] == 'M') {  // the mouse, where the terminal does not know SGR reports
    if (bytes.size() < 6) return sequence;
    const auto number = [bytes](std::size_t i) { return static_cast<int>(static_cast<unsigned char>(bytes[i])) - 32; };
    if (number(3) >= 0) add_click(out, number(3), number(4), number(5));
    sequence.bytes = 6;
    return sequence;
  }
  std::size_t at = 2;
  while (at < bytes.size() && bytes[at] >= 0x30 && bytes[at] <= 0x3F) ++at;
  const std::string_view parameters = bytes.substr(2, at - 2);
  const bool plain = std::all_of(parameters.begin(), parameters.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool rxvt = plain && !parameters.empty() && at < bytes.size() && bytes[at] == '$';
  bool intermediate = false;
  for (; !rxvt && at < bytes.size() && bytes[at] >= 0x20 && bytes[at] <= 0x2F; ++at) intermediate = true;
  if (at >= bytes.size()) {
    if (at >= sequence_limit) sequence.bytes = sequence_limit;
    return sequence;
  }
  const bool ends = rxvt || (bytes[at] >= 0x40 && bytes[at] <= 0x7E);
  if (ends && !intermediate && at < sequence_limit) add_csi(out, parameters, bytes[at], sequence);
  sequence.bytes = ends ? at + 1 : at;
  return sequence;
}

Sequence take_ss3(std::string_view bytes, std::vector<Input>& out) {
  // Some put the modifiers before the letter.
  std::size_t at = 2;
  while (at < bytes.size() && at < 5 && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == ';')) ++at;
  if (at >= bytes.size()) return {};
  const std::string_view digits = bytes.substr(2, at - 2);
  const Parameters numbers(digits);
  const unsigned modifiers = numbers.count == 0 ? 0 : numbers.modifiers(numbers.count - 1);
  const char final = bytes[at];
  if (final < 0x20 || final >= 0x7F) return {.bytes = at};
  if (final >= 'a' && final <= 'd') {  // rxvt
    add_named(out, name_of_letter(static_cast<char>(final - 0x20)), ctrl);
  } else if (final >= 'j' && final <= 'y') {  // the keypad
    add_character(out, final - 0x40, modifiers);
  } else if (final == 'M') {
    add_named(out, "enter", modifiers);
  } else {
    add_named(out, name_of_letter(final), modifiers);
  }
  return {.bytes = at + 1};
}

/// A part of a colour, 1 to 4 hexadecimal digits, as 0 to 1; nothing where it is none.
std::optional<double> part_of_colour(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  int value = 0, largest = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + digit;
    largest = largest * 16 + 15;
  }
  return static_cast<double>(value) / largest;
}

/// The light of a part of a colour, of 0 to 1: a cubic that lies within 0.003 of sRGB's curve, and needs no library of
/// mathematics in memory.
double light_of(double part) {
  return part * (part * (part * 0.3053 + 0.6822) + 0.0125);
}

/// "rgb:1e1e/1e1e/2e2e", as XParseColor has it. Dark is what white stands out from more than black does (WCAG 2, contrast ratio).
std::optional<Background> background_of(std::string_view colour) {
  if (colour.starts_with("rgba:")) {
    colour.remove_prefix(5);
  } else if (colour.starts_with("rgb:")) {
    colour.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  constexpr std::array<double, 3> weights = {0.2126, 0.7152, 0.0722};
  double luminance = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::size_t end = colour.find('/');
    if (i < 2 && end == std::string_view::npos) return std::nullopt;
    const auto part = part_of_colour(colour.substr(0, end));
    if (!part) return std::nullopt;
    luminance += weights[i] * light_of(*part);
    colour.remove_prefix(end == std::string_view::npos ? colour.size() : end + 1);
  }
  return Background{.dark = 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05};
}

/// OSC and DCS, up to ST (or BEL).
Sequence take_string(std::string_view bytes, std::vector<Input>& out) {
  const std::size_t end = std::min(bytes.size(), sequence_limit);
  for (std::size_t at = 2; at < end; ++at) {
    const auto c = static_cast<unsigned char>(bytes[at]);
    if (c >= 0x20 && c != 0x7F) continue;
    const bool st = c == 0x1B && at + 1 < bytes.size() && bytes[at + 1] == '\\';
    if (c == 0x1B && at + 1 == bytes.size()) return {};
    // What else is no text breaks it off: a key, or another sequence.
    if (!st && c != '\a') return {.bytes = at};
    const std::string_view text = bytes.substr(2, at - 2);
    if (bytes[1] == ']' && text.starts_with("11;")) {
      if (const auto background = background_of(text.substr(3))) out.emplace_back(*background);
    }
    return {.bytes = at + (st ? 2 : 1)};
  }
  return {.bytes = bytes.size() >= sequence_limit ? sequence_limit : 0};
}

}  // namespace

bool begins_sequence(std::string_view bytes) {
  const char second = bytes[1];
  if (second == '[' || second == 'O') return true;
  if (second != ']' && second != 'P') return false;
  // The answers that there are begin with a digit, or (DCS) with one of these. Whatever else follows was typed.
  if (bytes.size() == 2) return true;
  return (bytes[2] >= '0' && bytes[2] <= '9') ||
         (second == 'P' && std::string_view(">!$+").find(bytes[2]) != std::string_view::npos);
}

Sequence take_sequence(std::string_view bytes, std::vector<Input>& out) {
  switch (bytes[1]) {
    case '[':
      return take_csi(bytes, out);
    case 'O':
      return take_ss3(bytes, out);
    default:
      return take_string(bytes, out);
  }
}

}  // namespace standpipe::terminal
