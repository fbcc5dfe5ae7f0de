#include "client-cli/screen/blocks.hpp"

#include <algorithm>
#include <ctime>

#include "client-cli/screen/waiting.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/clusters.hpp"
#include "client-cli/terminal/markdown.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/terminal/wrap.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using client::trn;
using terminal::Line;
using terminal::Look;
using terminal::Role;
using terminal::Span;

namespace {

/// A run of messages of one author within this time has one head.
constexpr std::int64_t together_ms = 5 * 60 * 1000;

std::tm local(Time at) {
  const auto seconds = static_cast<std::time_t>(at.value / 1000);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

Line rule(const std::string& text, int width, Look look) {
  const int room = std::max(0, width - terminal::columns_of(text) - 4);
  std::string dashes;
  for (int i = 0; i < room; ++i) dashes += "─";
  return {{"── ", look}, {text, look}, {" " + dashes, look}};
}

const Message* before(const Reading& reading, Index index) {
  const auto at = reading.messages.find(index);
  if (at == reading.messages.begin() || at == reading.messages.end()) return nullptr;
  const auto previous = std::prev(at);
  return previous->first.next() == index ? &previous->second : nullptr;
}

bool needs_head(const Reading& reading, const Message& m) {
  const Message* previous = before(reading, m.index);
  return previous == nullptr || previous->by != m.by || m.at.value - previous->at.value > together_ms ||
         m.index == reading.first_unread || m.reply_to || !same_day(m.at, previous->at) || previous->removed;
}

Line head_of(const Model& model, const Message& m) {
  const bool own = m.by == model.mirror.me().id;
  Line line = {{name_of(model, m.by), Look{own ? Role::own_name : Role::name, true}}, {"  " + clock(m.at), {Role::faint}}};
  line.push_back({" m" + std::to_string(m.id.value), {Role::faint}});
  if (m.pinned) line.push_back({"  " + tr("pinned"), {Role::hint}});
  const auto thread = model.mirror.threads().find(m.thread);
  if (m.thread && thread != model.mirror.threads().end() && thread->second.answer == m.id)
    line.push_back({"  " + tr("the answer"), Look{Role::good, true}});
  return line;
}

Line replied(const Model& model, const Reading& reading, const Message& m) {
  const auto in_view = std::ranges::find_if(reading.messages, [&](const auto& entry) { return entry.second.id == m.reply_to; });
  std::string text = "m" + std::to_string(m.reply_to.value);
  if (in_view != reading.messages.end()) {
    const Message& to = in_view->second;
    text = name_of(model, to.by) + ": " + (to.removed ? tr("removed") : printable_line(to.text));
  }
  return {{"↳ " + fill(tr("to {1}"), {text}), {Role::quote}}};
}

Line reactions_of(const Model& model, const Message& m) {
  Line line;
  for (const Reaction& r : m.reactions) {
    const bool own = std::ranges::find(r.by, model.mirror.me().id) != r.by.end();
    line.push_back(
        {printable_line(r.emoji) + " " + std::to_string(r.by.size()) + "  ", Look{own ? Role::own_name : Role::faint}});
  }
  return line;
}

std::string removal_of(const Message& m) {
  if (m.removed->by == m.by && m.removed->reason.empty()) return tr("removed by its author");
  if (m.removed->reason.empty()) return tr("removed by a moderator");
  return fill(tr("removed by a moderator: {1}"), {printable_line(m.removed->reason)});
}

void add_body(std::vector<Line>& out, const Model& model, const Message& m, int width) {
  if (m.removed) {
    for (auto& line : terminal::wrap({{removal_of(m), {Role::warning}}}, width)) out.push_back(std::move(line));
    return;
  }
  auto body = terminal::markdown(m.text, width);
  const bool mentioned = std::ranges::find(m.mentions, model.mirror.me().id) != m.mentions.end();
  if (mentioned) {
    const std::string own = "@" + name_of(model, model.mirror.me().id);
    for (auto& line : body) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        const auto at = line[i].text.find(own);
        if (at == std::string::npos || line[i].look.role == Role::mention) continue;
        Span rest{line[i].text.substr(at + own.size()), line[i].look, line[i].link};
        Span me{own, Look{Role::mention, true}};
        line[i].text.resize(at);
        line.insert(line.begin() + static_cast<std::ptrdiff_t>(i) + 1, {std::move(me), std::move(rest)});
        ++i;
      }
    }
  }
  if (m.edited_at && !body.empty()) body.back().push_back({" " + tr("(edited)"), {Role::faint}});
  for (auto& line : body) {
    if (terminal::columns_of(line) <= width) {
      out.push_back(std::move(line));
    } else {
      for (auto& part : terminal::wrap(line, width)) out.push_back(std::move(part));
    }
  }
  if (m.reactions.empty()) return;
  for (auto& line : terminal::wrap(reactions_of(model, m), width)) out.push_back(std::move(line));
}

/// The opening message of a best practice says what came of it.
void add_outcome(std::vector<Line>& out, const Model& model, const Message& m, int width) {
  const auto thread = model.mirror.threads().find(m.thread);
  if (m.index != Index{1} || thread == model.mirror.threads().end() || !thread->second.outcome) return;
  const std::string text(protocol::trim(client::show_outcome(*thread->second.outcome)));
  for (auto& line : terminal::wrap({{text, {Role::good}}}, width, 2)) out.push_back(std::move(line));
}

}  // namespace

std::string clock(Time at) {
  if (!at) return "-";
  const auto parts = local(at);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M", &parts)};
}

std::string day(Time at) {
  static constexpr const char* days[] = {client::N_("Sun"), client::N_("Mon"), client::N_("Tue"), client::N_("Wed"),
                                         client::N_("Thu"), client::N_("Fri"), client::N_("Sat")};
  static constexpr const char* months[] = {client::N_("Jan"), client::N_("Feb"), client::N_("Mar"), client::N_("Apr"),
                                           client::N_("May"), client::N_("Jun"), client::N_("Jul"), client::N_("Aug"),
                                           client::N_("Sep"), client::N_("Oct"), client::N_("Nov"), client::N_("Dec")};
  const auto parts = local(at);
  return tr(days[parts.tm_wday]) + " " + std::to_string(parts.tm_mday) + " " + tr(months[parts.tm_mon]) + " " +
         std::to_string(parts.tm_year + 1900);
}

bool same_day(Time a, Time b) {
  const auto x = local(a), y = local(b);
  return x.tm_yday == y.tm_yday && x.tm_year == y.tm_year;
}

std::vector<Line> block(const Model& model, const Reading& reading, Index index, int width) {
  const auto found = reading.messages.find(index);
  if (found == reading.messages.end()) return {};
  const Message& m = found->second;
  const Message* previous = before(reading, index);
  std::vector<Line> out;
  if (previous == nullptr || !same_day(previous->at, m.at)) out.push_back(rule(day(m.at), width - 1, {Role::faint}));
  if (index == reading.first_unread) out.push_back(rule(tr("new from here"), width - 1, Look{Role::unread, true}));
  const int inner = std::max(8, width - 3);
  if (m.reply_to) out.push_back(terminal::shortened(replied(model, reading, m), inner));
  if (needs_head(reading, m)) out.push_back(terminal::shortened(head_of(model, m), inner));
  const auto body_from = out.size();
  add_body(out, model, m, inner);
  add_outcome(out, model, m, inner);
  for (std::size_t i = body_from; i < out.size(); ++i) out[i].insert(out[i].begin(), Span{" "});
  if (out.empty()) out.emplace_back();  // so that everything can be selected
  return out;
}

std::vector<Line> tail(const Model& model, const Reading& reading, int width) {
  std::vector<Line> out;
  if (!reading.at_end && !reading.messages.empty()) return out;
  for (const WaitingPost& post : waiting_posts(model, reading.place)) {
    const std::string state = post.why.empty() ? (is_online(model) ? tr("sending") : tr("kept, not sent yet"))
                                               : fill(tr("waits: {1}"), {printable_line(post.why)});
    out.push_back(terminal::shortened(
        Line{{name_of(model, model.mirror.me().id), Look{Role::own_name, true}}, {"  " + state, {Role::warning}}}, width - 2));
    auto body = terminal::markdown(post.text, std::max(8, width - 3));
    for (auto& line : body) {
      line.insert(line.begin(), Span{" "});
      out.push_back(std::move(line));
    }
  }
  const auto typing = model.typing.find(reading.place);
  if (typing != model.typing.end() && typing->second.second > model.now)
    out.push_back({{fill(tr("{1} is writing"), {name_of(model, typing->second.first)}), Look{Role::faint, false, true}}});
  return out;
}

std::vector<Piece> visible(const Model& model, const Reading& reading, int rows, int width) {
  std::vector<Piece> pieces;
  int left = rows;
  auto at = reading.bottom ? reading.messages.find(reading.bottom) : reading.messages.end();
  if (at == reading.messages.end()) {
    const auto end = static_cast<int>(tail(model, reading, width).size());
    if (end > 0) pieces.push_back({Index{}, std::max(0, end - left), std::min(left, end)});
    left -= std::min(left, end);
    if (at == reading.messages.begin()) return pieces;
    --at;
  }
  int hidden = reading.bottom ? reading.hidden : 0;
  for (; left > 0; --at) {
    const int height = static_cast<int>(block(model, reading, at->first, width).size()) - hidden;
    hidden = 0;
    const int rows_of_it = std::min(left, height);
    if (rows_of_it > 0) pieces.push_back({at->first, height - rows_of_it, rows_of_it});
    left -= std::max(0, rows_of_it);
    if (at == reading.messages.begin()) break;
  }
  std::ranges::reverse(pieces);
  return pieces;
}

}  // namespace standpipe::screen
