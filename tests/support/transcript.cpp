#include "tests/support/transcript.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <boost/json/parse.hpp>

namespace standpipe::test {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto longest_wait = 10s;
constexpr auto quiet = 300ms;

using Path = std::vector<std::string>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Cuts the first word off.
std::string word(std::string_view& text) {
  text = trimmed(text);
  const auto end = std::min(text.find(' '), text.size());
  const std::string first(text.substr(0, end));
  text = trimmed(text.substr(end));
  return first;
}

int number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error("\"" + text + "\" is no number");
  return value;
}

/// Events of one stream keep their order; answers and other notifications have one lane together. `text_at` gives the string at a
/// path, if there is one; a compact event begins with its stream.
template <class TextAt>
std::string lane_of(const TextAt& text_at) {
  auto stream = text_at({"0"});
  if (!stream && text_at({"method"}) == "event") stream = text_at({"params", "stream"});
  return stream ? "event " + *stream : std::string();
}

std::optional<std::string> text_in(const json::value& value, const Path& path) {
  std::string pointer;
  for (const auto& step : path) pointer += "/" + step;
  json::error_code error;
  const auto* found = value.find_pointer(pointer, error);
  if (!found || !found->is_string()) return std::nullopt;
  return std::string(found->get_string());
}

json::value parsed(const std::string& text) {
  json::error_code error;
  auto value = json::parse(text, error);
  if (error) throw std::runtime_error("this came, which is no JSON: " + text);
  return value;
}

bool is_presence(const std::string& frame) {
  return text_in(parsed(frame), {"method"}) == "presence";
}

}  // namespace

TranscriptRunner::TranscriptRunner(int port, Bindings known) : port_(port), bindings_(std::move(known)) {}

std::vector<TranscriptRunner::Line> TranscriptRunner::lines_of(std::string_view document) {
  std::vector<Line> lines;
  bool inside = false;
  for (std::size_t count = 1; !document.empty(); ++count) {
    const auto end = std::min(document.find('\n'), document.size());
    const auto text = document.substr(0, end);
    document.remove_prefix(std::min(end + 1, document.size()));
    if (text.starts_with("```")) {
      inside = !inside && text == "```transcript";
    } else if (inside && text.starts_with(' ') && !lines.empty()) {
      lines.back().text.append(" ").append(trimmed(text));
    } else if (inside && !trimmed(text).empty() && !text.starts_with('#')) {
      lines.push_back({count, std::string(trimmed(text))});
    }
  }
  return lines;
}

void TranscriptRunner::run(std::string_view document) {
  const auto lines = lines_of(document);
  for (std::size_t at = 0; at < lines.size();) {
    const auto first = at;
    try {
      run_line(lines, at);
    } catch (const std::exception& problem) {
      const std::string text = problem.what();
      if (text.starts_with("line ")) throw;
      throw std::runtime_error("line " + std::to_string(lines[first].number) + ": " + text);
    }
    lines_run_ += at - first;
  }
  if (reply_) throw std::runtime_error("the last request has no line with its answer");
  for (const auto& [name, connection] : connections_) nothing_more(name);
}

void TranscriptRunner::run_line(const std::vector<Line>& lines, std::size_t& at) {
  const auto& text = lines[at].text;
  const auto name_end = std::ranges::find_if_not(text, is_name_character) - text.begin();
  const auto name = text.substr(0, static_cast<std::size_t>(name_end));
  const auto rest = std::string_view(text).substr(name.size());
  if (!name.empty() && rest.starts_with('<')) return expect(name, lines, at);
  ++at;
  if (text.starts_with("= ")) return answer(std::string_view(text).substr(2));
  if (!name.empty() && connection_line(name, rest)) return;
  if (text.starts_with("GET ") || text.starts_with("POST ")) return request(text);
  throw std::runtime_error("this is no line of a transcript: " + text);
}

void TranscriptRunner::request(const std::string& text) {
  if (reply_) throw std::runtime_error("the request before has no line with its answer");
  std::string_view rest = text;
  const auto method = word(rest);
  const auto path = word(rest);
  std::vector<std::pair<std::string, std::string>> headers;
  while (rest.starts_with('[')) {
    const auto end = rest.find(']');
    const auto colon = rest.find(": ");
    if (colon >= end || end == std::string_view::npos) throw std::runtime_error("a header is written [Name: value]");
    // A header has no quotes: what a name stands for goes in as it is.
    const auto quoted = fill_in("\"" + std::string(rest.substr(colon + 2, end - colon - 2)) + "\"", bindings_);
    headers.emplace_back(rest.substr(1, colon - 1), quoted.substr(1, quoted.size() - 2));
    rest = trimmed(rest.substr(end + 1));
  }
  reply_ = http(port_, method, path, fill_in(rest, bindings_), headers);
}

void TranscriptRunner::answer(std::string_view text) {
  if (!reply_) throw std::runtime_error("there is no request that this answers");
  const auto reply = *std::exchange(reply_, std::nullopt);
  const auto status = number(word(text));
  if (status != static_cast<int>(reply.status)) {
    throw std::runtime_error("the status is " + std::to_string(reply.status) + " with the body " + reply.body);
  }
  if (text.empty()) return;
  if (!text.starts_with('{') && !text.starts_with('[')) {
    if (reply.body != std::string(text) + "\n") throw std::runtime_error("the body is " + reply.body);
    return;
  }
  if (const auto why = JsonPattern::parse(text).mismatch(parsed(reply.body), bindings_)) {
    throw std::runtime_error(*why + "\nthe body is " + reply.body);
  }
}

Peer& TranscriptRunner::peer(const std::string& name) {
  const auto found = connections_.find(name);
  if (found == connections_.end()) throw std::runtime_error(name + " is not connected");
  return *found->second;
}

bool TranscriptRunner::connection_line(const std::string& name, std::string_view rest) {
  if (rest.starts_with("> ")) {
    peer(name).send(fill_in(trimmed(rest.substr(1)), bindings_));
    return true;
  }
  const auto what = word(rest);
  if (what == "connects") {
    if (connections_.contains(name)) throw std::runtime_error(name + " is connected already");
    const auto token = rest.empty() ? std::string() : std::string(json::parse(fill_in(rest, bindings_)).as_string());
    connections_[name] = std::make_unique<Peer>(port_, token);
    return true;
  }
  if (what == "closed") {
    closed(name, rest);
    return true;
  }
  if (what == "leaves") {
    nothing_more(name);
    connections_.erase(name);
    return true;
  }
  return false;
}

/// All lines that follow each other for this connection, together.
void TranscriptRunner::expect(const std::string& name, const std::vector<Line>& lines, std::size_t& at) {
  std::vector<Expected> expected;
  const auto begin = name + "<";
  for (; at < lines.size() && lines[at].text.starts_with(begin); ++at) {
    Expected one{lines[at].number, {}, JsonPattern::parse(std::string_view(lines[at].text).substr(begin.size()))};
    one.lane = lane_of([&](const Path& path) { return one.pattern.text_at(path, bindings_); });
    expected.push_back(std::move(one));
  }
  while (!expected.empty()) {
    const auto frame = peer(name).receive(longest_wait);
    if (!frame) throw std::runtime_error("line " + std::to_string(expected.front().number) + ": nothing comes");
    take(expected, *frame);
  }
}

void TranscriptRunner::take(std::vector<Expected>& expected, const std::string& frame) {
  const auto value = parsed(frame);
  const auto lane = lane_of([&](const Path& path) { return text_in(value, path); });
  auto at = expected.begin();
  if (!lane.empty()) {
    // It may overtake events of other streams, and nothing else.
    at = std::ranges::find_if(expected, [&](const Expected& one) { return one.lane.empty() || one.lane == lane; });
    if (at == expected.end()) at = expected.begin();
  }
  const auto why = at->pattern.mismatch(value, bindings_);
  if (!why) {
    expected.erase(at);
  } else if (!is_presence(frame)) {
    throw std::runtime_error("line " + std::to_string(at->number) + ": " + *why + "\nwhat came is " + frame);
  }
}

void TranscriptRunner::closed(const std::string& name, std::string_view code) {
  while (const auto frame = peer(name).receive(longest_wait)) {
    if (!is_presence(*frame)) throw std::runtime_error("before the close came " + *frame);
  }
  const auto got = peer(name).closed();
  if (got != number(std::string(code))) throw std::runtime_error("it was closed with " + std::to_string(got));
  connections_.erase(name);
}

void TranscriptRunner::nothing_more(const std::string& name) {
  while (const auto frame = peer(name).receive(quiet)) {
    if (!is_presence(*frame)) throw std::runtime_error("the transcript does not have what came to " + name + ": " + *frame);
  }
}

}  // namespace standpipe::test
