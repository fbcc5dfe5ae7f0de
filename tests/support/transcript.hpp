#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/json_pattern.hpp"
#include "tests/support/peer.hpp"

namespace standpipe::test {

/// Runs the transcripts of a Markdown document: all its fenced blocks that begin with ```transcript, one after the other, as one
/// story on one server. A line is one of these; an indented line goes on with the line before it; `#` begins a remark.
///
///     POST /api/login {"email": …}               an HTTP request; headers stand in brackets before the body:
///     GET /readyz [Accept: text/plain]           [Authorization: Bearer $token]
///     = 200 {"token": $token, …}                 its answer: the status, and the body where it is told
///     amina connects $token                      opens a WebSocket with a bearer token (without one: leave it out)
///     amina> {"jsonrpc": "2.0", …}               sends a message, as it is
///     amina< {"jsonrpc": "2.0", …}               the next message that comes
///     amina closed 4401                          the server has closed, with that code
///     amina leaves                               drops the line
///
/// What is sent has names filled in (fill_in), what comes is compared with a JsonPattern. Nothing may come that is not listed,
/// in the order of the lines; only events of different streams, in lines that follow each other, may come in another order.
/// "presence" is passed over unless a line has it, for it comes by the clock.
class TranscriptRunner {
 public:
  /// `known` are names that the story has from elsewhere.
  TranscriptRunner(int port, Bindings known);

  /// Throws std::runtime_error that begins with the number of the line in the document where the server does something else,
  /// or where the line makes no sense.
  void run(std::string_view document);

  std::size_t lines_run() const { return lines_run_; }

 private:
  struct Line {
    std::size_t number = 0;
    std::string text;
  };
  struct Expected {
    std::size_t number = 0;
    std::string lane;
    JsonPattern pattern;
  };

  static std::vector<Line> lines_of(std::string_view document);
  void run_line(const std::vector<Line>& lines, std::size_t& at);
  void request(const std::string& text);
  void answer(std::string_view text);
  bool connection_line(const std::string& name, std::string_view rest);
  void expect(const std::string& name, const std::vector<Line>& lines, std::size_t& at);
  void take(std::vector<Expected>& expected, const std::string& frame);
  void closed(const std::string& name, std::string_view code);
  void nothing_more(const std::string& name);
  Peer& peer(const std::string& name);

  int port_;
  Bindings bindings_;
  std::map<std::string, std::unique_ptr<Peer>> connections_;
  std::optional<HttpReply> reply_;
  std::size_t lines_run_ = 0;
};

}  // namespace standpipe::test
