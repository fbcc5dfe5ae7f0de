#include "client-cli/screen/line_input.hpp"
#include "client-cli/screen/pages.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;

namespace {

/// Who has not typed anything for so long does not hear what is told.
constexpr std::int64_t away_ms = 60 * 1000;
constexpr int page = 20;

/// That it is not posted, and how it would be.
void hold(Model& model, Told& told, const std::string& text, const std::string& why) {
  told.held = text;
  const Reading* place = nullptr;
  for (const View& view : model.views) {
    if (const auto* reading = std::get_if<Reading>(&view)) place = reading;
  }
  told.out.push_back(why + " " +
                     (place != nullptr ? fill(tr("/post posts it in {1}."), {place_words(model, place->place)})
                                       : tr("Open a room with /go, then /post posts it.")));
}

void take_composed(Model& model, Told& told, const std::string& line) {
  const auto words = trim(line);
  if (words == "/cancel") {
    told.composing.reset();
    return told.out.push_back(tr("Nothing was posted."));
  }
  if (words != ".") {
    *told.composing += line + "\n";
    return;
  }
  const std::string text(trim(*told.composing));
  told.composing.reset();
  if (text.empty()) return told.out.push_back(tr("Nothing was posted."));
  // Only a line that is typed alone is a command.
  const bool looks_like_command = text.starts_with('/') && (text.starts_with("//") || text.find('\n') == std::string::npos);
  post(model, told, (looks_like_command ? "/" : "") + text);
}

/// What somebody types who means the program: a key of the full screen, or a command without its stroke.
bool is_like_command(const std::string& words) {
  if (words.size() == 1) return true;
  if (words == "exit" || words == "help" || words == "quit" || words == "rooms" || words == "more") return true;
  return std::ranges::any_of(commands(), [&](const Command& c) { return words == c.name; }) ||
         std::ranges::any_of(bindings(), [&](const Binding& b) { return words == b.name; });
}

/// An empty line: on with what is there.
void read_on(Model& model, Told& told) {
  if (std::holds_alternative<Picker>(model.overlay)) return;
  if (model.panel() != nullptr) return take_command(model, told, "more");
  if (model.link.state == Link::State::offline) {
    model.effects.emplace_back(Plain::try_now);
    if (model.reading() == nullptr || told.live) return told.out.push_back(tr("Connecting…"));
  }
  if (model.reading() == nullptr) return take_command(model, told, "rooms");
  if (told.live) return told.out.push_back(tr("Nothing new here."));
  told.budget = page;
  told.said_more = false;
  told.asked_after = Index{};
}

}  // namespace

std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

void choose(Model& model, Told& told, std::size_t number) {
  if (number < 1 || number > told.list.size())
    return told.out.push_back(fill(tr("The list has no number {1}."), {std::to_string(number)}));
  const Entry entry = told.list[number - 1];
  if (std::holds_alternative<Picker>(model.overlay)) {
    model.overlay = std::monostate{};
    told.list.clear();
    return entry.choose(model);
  }
  if (entry.is_room) {
    told.place.reset();
    model.room_selected = entry.target.room;
    model.focus = Focus::rooms;
    return act(model, Action::open);
  }
  if (!pick(model, told, number)) return told.out.push_back(tr("This is no longer there."));
  if (entry.choose) return entry.choose(model);
  open_acts(model);
}

bool pick(Model& model, Told& told, std::size_t number) {
  Panel* panel = model.panel();
  told.item_chosen = false;
  if (panel == nullptr || told.panel != panel->serial || number < 1 || number > told.list.size()) return false;
  const Target meant = told.list[number - 1].target;
  const auto fits = [&](const Item& item) { return same(item.target, meant); };
  auto found = panel->items.begin() + static_cast<std::ptrdiff_t>(std::min(number - 1, panel->items.size()));
  if (found == panel->items.end() || !fits(*found)) found = std::ranges::find_if(panel->items, fits);
  told.item_chosen = found != panel->items.end();
  if (told.item_chosen) panel->selected = static_cast<std::size_t>(found - panel->items.begin());
  return told.item_chosen;
}

void post(Model& model, Told& told, const std::string& text) {
  const Reading* reading = model.reading();
  if (reading == nullptr) return hold(model, told, text, tr("Not posted: no conversation is open."));
  if (!model.mirror.is_in(reading->place.room))
    return hold(model, told, text, tr("Not posted: you are not in this room; /join joins it."));
  const Place place = reading->place;
  told.list.clear();
  if (model.draft.edits) {
    model.composer.reset(text);
    return send(model);
  }
  const std::string before = model.composer.text();
  const MessageId reply_to = model.draft.reply_to;
  model.composer.reset(told.quoting ? before + text : text);
  send(model);
  if (model.notice && model.notice->bad && !model.composer.empty()) {  // it is nothing that can be posted
    model.composer.reset(before);
    model.draft.reply_to = reply_to;
    return;
  }
  if (!std::exchange(told.quoting, false) && model.reading() != nullptr && model.reading()->place == place)
    model.composer.reset(before);
}

void take_line(Model& model, Told& told, const std::string& typed) {
  model.last_key = model.now;
  mark_told(model, told);
  prepare(model, told);
  const std::string line = printable_line(typed);
  if (std::holds_alternative<Form>(model.overlay)) return take_answer(model, told, line);
  if (told.composing) return take_composed(model, told, line);
  const std::string words(trim(line));
  if (words.empty()) return read_on(model, told);
  if (words.starts_with('/') && !words.starts_with("//")) {
    take_command(model, told, words.substr(1));
    if (!model.views.empty()) model.focus = Focus::main;
    return;
  }
  if (const auto number = whole_number(words)) {
    if (!told.list.empty()) return choose(model, told, *number);
    return hold(model, told, words, tr("No list is open that a number could choose from, and it is not posted."));
  }
  if (auto* picker = std::get_if<Picker>(&model.overlay)) {
    picker->filter.set(words);
    return refresh_picker(model);
  }
  if (model.panel() != nullptr) return hold(model, told, line, tr("Not posted: a list is open."));
  if (is_like_command(words)) return hold(model, told, line, tr("Not posted: /help lists the commands, /quit ends."));
  post(model, told, line);
}

void prepare(Model& model, Told& told) {
  if (auto* form = std::get_if<Form>(&model.overlay); form != nullptr && told.form != form->serial) begin_form(*form);
  if (Panel* panel = model.panel()) {
    // What nobody has chosen is not what a command is about.
    if (told.panel != panel->serial || !told.item_chosen)
      panel->selected = told.panel == panel->serial && told.list.empty() ? 0 : std::numeric_limits<std::size_t>::max();
    if (panel->items.size() == 1) panel->selected = 0;
    if (told.panel == panel->serial && told.wanted > panel->items.size() && panel->trouble.empty()) load_panel(model, *panel);
  }
  const std::string& written = model.composer.text();
  if (model.draft.reply_to && written.starts_with("> ") && written.ends_with("\n\n")) told.quoting = true;
  Reading* reading = model.reading();
  if (reading == nullptr || reading->messages.empty()) return;
  reading->follow = false;  // what comes is told in order, nothing is left out because the newest is to be seen
  if (!told.begun || told.place != reading->place || reading->asking) return;
  const Index oldest = reading->messages.begin()->first, newest = reading->messages.rbegin()->first;
  if (told.older > 0 && told.start <= oldest && told.asked_before != oldest && !reading->asking_before) {
    told.asked_before = oldest;
    load_older(model, *reading);
  }
  if (newest < model.mirror.last_index(reading->place)) reading->at_end = false;
  if (!told.live && told.next < oldest) {
    told.out.push_back(client::trn("{1} message is passed over; /more reads what is before.",
                                   "{1} messages are passed over; /more reads what is before.", oldest.value - told.next.value));
    tell_again(told, oldest);
  }
  if (!told.live && told.budget > 0 && told.next > newest && told.asked_after != newest && !reading->asking_after) {
    told.asked_after = newest;
    load_newer(model, *reading);
  }
}

void mark_told(Model& model, const Told& told) {
  const Reading* reading = model.reading();
  if (reading == nullptr || told.place != reading->place || !told.begun || told.next <= Index{1}) return;
  if (!model.mirror.is_in(reading->place.room) || model.now.value - model.last_key.value > away_ms) return;
  const Index told_to{told.next.value - 1};
  Index read = model.mirror.read_up_to(reading->place);
  for (const auto* marks : {&model.marks, &model.own_marks}) {
    if (const auto own = marks->find(reading->place); own != marks->end()) read = std::max(read, own->second);
  }
  if (told_to <= read) return;
  model.marks[reading->place] = told_to;
  model.own_marks[reading->place] = told_to;
}

}  // namespace standpipe::screen
