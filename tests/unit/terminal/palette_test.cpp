#include "client-cli/terminal/palette.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>

using namespace standpipe::terminal;

namespace {

struct Colour {
  int red, green, blue;
};

/// xterm's 256 colours: its first eight, a cube of 6 by 6 by 6, and 24 greys.
Colour colour_of(int number) {
  constexpr std::array<Colour, 8> own = {
      {{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229}}};
  if (number < 8) return own[static_cast<std::size_t>(number)];
  if (number >= 232) return {8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)};
  const auto level = [](int step) { return step == 0 ? 0 : 55 + 40 * step; };
  return {level((number - 16) / 36), level((number - 16) / 6 % 6), level((number - 16) % 6)};
}

double luminance(Colour colour) {
  const auto linear = [](int part) {
    const double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

/// WCAG 2.
double contrast(Colour a, Colour b) {
  const double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
  return one > other ? one / other : other / one;
}

Style style(Role role, const Display& display) {
  return style_of({.role = role}, display);
}

constexpr double enough = 4.5;

}  // namespace

TEST_CASE("each role can be read on the usual dark and light grounds") {
  for (const bool dark : {true, false}) {
    for (std::size_t i = 0; i < role_count; ++i) {
      const Style it = style(static_cast<Role>(i), {.dark = dark});
      INFO("role " << i << (dark ? " on dark" : " on light"));
      if (it.background >= 0) {
        CHECK(it.foreground >= 16);
        CHECK(it.background >= 16);
        CHECK(contrast(colour_of(it.foreground), colour_of(it.background)) >= enough);
      } else if (it.foreground >= 0) {
        CHECK(it.foreground >= 16);
        for (const Colour ground : dark ? std::array{Colour{0, 0, 0}, Colour{0x1E, 0x1E, 0x1E}}
                                        : std::array{Colour{255, 255, 255}, Colour{0xFD, 0xF6, 0xE3}}) {
          CHECK(contrast(colour_of(it.foreground), ground) >= enough);
        }
      }
    }
  }
}

TEST_CASE("of the eight colours one comes only with a ground of its own, so that the ground of the terminal does not matter") {
  for (const bool dark : {true, false}) {
    for (std::size_t i = 0; i < role_count; ++i) {
      const Style it = style(static_cast<Role>(i), {.depth = Depth::sixteen, .dark = dark});
      INFO("role " << i);
      CHECK((it.foreground >= 0) == (it.background >= 0));
      CHECK(it.foreground < 8);
      if (it.foreground >= 0) CHECK(contrast(colour_of(it.foreground), colour_of(it.background)) >= enough);
    }
  }
}

TEST_CASE("without colours there is no number of one, and attributes tell apart what must be seen") {
  const Display none{.depth = Depth::none};
  for (std::size_t i = 0; i < role_count; ++i) {
    for (const bool more : {false, true}) {
      const std::string parameters = sgr({static_cast<Role>(i), more, more, more, more}, none);
      std::string number;
      for (const char c : parameters + ';') {
        if (c != ';') {
          number += c;
          continue;
        }
        CHECK(number.size() == 1);
        number.clear();
      }
    }
  }
  for (const Depth depth : {Depth::none, Depth::sixteen, Depth::many}) {
    std::set<std::string> different;
    for (const Role role : {Role::text, Role::mention, Role::unread, Role::error, Role::selected, Role::bar, Role::bar_alert}) {
      different.insert(sgr({.role = role}, {.depth = depth}));
    }
    CHECK(different.size() == 7);
  }
}

TEST_CASE("parameters begin with a reset, and those of a change are only what is added") {
  CHECK(sgr({}, {}) == "0");
  CHECK(sgr({.role = Role::heading}, {}) == "0;1;38;5;117");
  CHECK(sgr({.role = Role::bar, .strike = true}, {.depth = Depth::sixteen}) == "0;9;37;44");
  const Style name{.foreground = 110}, bold_name{.attributes = Style::bold, .foreground = 110};
  CHECK(sgr_change({}, name) == "38;5;110");
  CHECK(sgr_change(name, bold_name) == "1");
  CHECK(sgr_change(bold_name, name) == "0;38;5;110");
  CHECK(sgr_change(name, {.foreground = 79}) == "38;5;79");
  CHECK(sgr_change(name, {}).empty());
}
