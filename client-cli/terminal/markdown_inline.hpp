#pragma once

#include <md4c.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client-cli/terminal/look.hpp"

namespace standpipe::terminal {

/// A span of this text among those of a paragraph is a line break.
inline constexpr std::string_view line_break = "\n";

/// The text of one paragraph, heading or cell as it comes from the parser, as spans of their looks. Takes what is safe to print,
/// and keeps it so. Spans may be nested as deep as they like.
class Inlines {
 public:
  /// One address that is defined once can be meant by thousands of links: of all that are written out and of all that spans have,
  /// there is only as much as suits a text of so many bytes.
  explicit Inlines(std::size_t text_bytes)
      : most_written_((1U << 14) + 4 * text_bytes), most_linked_((1U << 22) + 16 * text_bytes) {}

  void set_heading(bool on) { heading_ = on; }
  void enter(MD_SPANTYPE type, const void* detail);
  void leave(MD_SPANTYPE type);
  void text(MD_TEXTTYPE type, std::string_view text);

  bool empty() const { return spans_.empty(); }
  std::vector<Span> take();

 private:
  Look look() const;
  void add(std::string_view text);
  void add_break();
  void open_link(const MD_ATTRIBUTE& address);
  void close_link();

  std::vector<Span> spans_;
  std::size_t own_from_ = 0;  ///< spans before that are of another link, and stay as they are
  std::size_t most_written_;
  std::size_t most_linked_;
  bool heading_ = false;
  int emphasis_ = 0;
  int strong_ = 0;
  int struck_ = 0;
  int code_ = 0;
  int links_ = 0;  ///< of links within links (images may be that) the outermost counts
  std::string address_;
  bool is_too_much_ = false;
};

}  // namespace standpipe::terminal
