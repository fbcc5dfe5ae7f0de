#include "client-cli/screen/line_view.hpp"

#include <algorithm>

#include "client-cli/screen/blocks.hpp"
#include "client-cli/screen/panel_list.hpp"
#include "client-cli/terminal/markdown.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

/// What was written, line by line.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;

using Lines = std::vector<std::string>;

std::string spoken(const terminal::Line& line) {
  std::string all;
  for (const auto& span : line) all += span.text;
  std::string text = printable_line(all);
  const auto replace = [&](std::string_view what) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
      const bool ends = at > 0 && std::string_view(".,:;?!").find(text[at - 1]) != std::string_view::npos;
      text.replace(at, what.size(), ends ? " " : ", ");
    }
  };
  text = std::string(trim(text));
  replace(" · ");
  for (auto at = text.find("   "); at != std::string::npos; at = text.find("   ")) text.erase(at, 1);
  replace("  ");
  return text;
}

std::string place_words(const Model& model, const Place& place) {
  if (!place.thread) return name_of(model, place.room);
  const auto thread = model.mirror.threads().find(place.thread);
  const std::string title =
      thread == model.mirror.threads().end() ? "t" + std::to_string(place.thread.value) : printable_line(thread->second.title);
  return fill(tr("Thread “{1}” in {2}"), {title, name_of(model, place.room)});
}

std::vector<std::string> message_lines(const Model& model, const Message& m, std::size_t width) {
  const MemberId me = model.mirror.me().id;
  std::string head = (m.by == me ? tr("You") : name_of(model, m.by)) + ", " + clock(m.at);
  if (m.reply_to) {
    const auto to = model.mirror.message(m.reply_to);
    head += ", " + (to && to->by == me
                        ? tr("in reply to you")
                        : fill(tr("in reply to {1}"), {to ? name_of(model, to->by) : "m" + std::to_string(m.reply_to.value)}));
  }
  if (std::ranges::find(m.mentions, me) != m.mentions.end()) head += ", " + tr("mentions you");
  const auto thread = model.mirror.threads().find(m.thread);
  const bool in_thread = m.thread && thread != model.mirror.threads().end();
  if (in_thread && thread->second.answer == m.id) head += ", " + tr("the answer");
  if (m.pinned) head += ", " + tr("pinned");
  if (m.edited_at && !m.removed) head += ", " + tr("edited");
  head += ":";
  std::string end;
  for (const Reaction& r : m.reactions)
    end += (end.empty() ? " " + tr("Reactions:") + " " : ", ") + printable_line(r.emoji) + " " + std::to_string(r.by.size());
  if (!end.empty()) end += ".";
  end += " m" + std::to_string(m.id.value);
  if (m.removed) {
    const std::string why = printable_line(m.removed->reason);
    return {head + " " + (m.removed->by == m.by ? tr("removed by its author") : tr("removed by a moderator")) +
            (why.empty() ? "" : ": " + why) + end};
  }
  // One paragraph goes on after the name; what has a form of its own (a list, code, a table) begins on the next line.
  constexpr int unbroken = 20'000;  // more than a message can have
  const int columns = width == 0 ? 1000 : static_cast<int>(width);
  auto text = [&] {
    Lines lines;
    const bool short_one = m.text.find('\n') == std::string::npos;
    for (const auto& line : terminal::markdown(m.text, short_one ? unbroken : columns, true)) {
      std::string all;
      for (const auto& span : line) all += span.text;
      while (all.ends_with(' ')) all.pop_back();
      const bool rule = all.size() > 3 && all.find_first_not_of("-| ") == std::string::npos;
      if (rule) all = all.find('|') == std::string::npos ? "---" : "";  // nobody wants to hear eighty dashes
      lines.push_back(std::move(all));
    }
    return lines;
  }();
  if (in_thread && m.index == Index{1} && thread->second.outcome) {
    const std::string outcome = client::show_outcome(*thread->second.outcome);
    for (const auto& line : lines_of(std::string(trim(outcome)))) text.push_back(spoken(line));
  }
  if (text.empty()) return {head + end};
  if (text.size() == 1) return {head + " " + text.front() + end};
  Lines out = {head};
  for (auto& line : text) {
    if (!line.empty()) out.push_back(std::move(line));
  }
  out.push_back(std::string(trim(end)));
  return out;
}

}  // namespace standpipe::screen
