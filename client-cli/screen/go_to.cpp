#include <algorithm>

#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/text.hpp"

/// Going anywhere by a few letters: what the copy knows at once, and what the server finds a moment later.
namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;

namespace {

/// A number that was copied: a permalink.
bool is_number(const std::string& filter) {
  return filter.size() >= 2 && (filter[0] == 'm' || filter[0] == 't') &&
         filter.find_first_not_of("0123456789", 1) == std::string::npos;
}

std::vector<Choice> places(Model& model, const std::string& filter) {
  std::vector<Choice> found;
  for (const Room& room : listed_rooms(model)) {
    if (!matches(room.name + " " + room.slug, filter)) continue;
    found.push_back({name_of(model, room.id), printable_line(room.slug), [id = room.id](Model& m) { open_place(m, {id, {}}); }});
  }
  std::ranges::stable_sort(found, {},
                           [&](const Choice& c) { return begins(c.text, filter) || begins(c.detail, filter) ? 0 : 1; });
  if (filter.size() < 2) return found;
  if (is_number(filter)) {
    const std::int64_t number = std::atoll(filter.c_str() + 1);
    const bool is_message = filter[0] == 'm';
    found.insert(found.begin(), {filter, is_message ? tr("the message") : tr("the thread"), [number, is_message](Model& m) {
                                   is_message ? open_message(m, MessageId{number}) : open_thread(m, ThreadId{number});
                                 }});
  }
  for (const auto& [id, thread] : model.mirror.threads()) {
    if (found.size() > 200) break;
    if (matches(thread.title, filter))
      found.push_back({printable_line(thread.title), name_of(model, thread.room), [at = id](Model& m) { open_thread(m, at); }});
  }
  for (const auto& [id, person] : model.mirror.people()) {
    if (found.size() > 250) break;
    if (!person.name.empty() && matches(person.name, filter))
      found.push_back(
          {printable_line(person.name), printable_line(person.utility_name), [at = id](Model& m) { open_profile(m, at); }});
  }
  return found;
}

void look_up(Model& model, const std::string& filter);

/// One of the answers is here. Its choices are those that fit what is typed by now; and where that is something else than what
/// was asked for, it is asked for next: so there is never more than one question under way, however fast somebody types.
void arrived(Model& model, std::int64_t serial) {
  auto* picker = std::get_if<Picker>(&model.overlay);
  if (picker == nullptr || picker->serial != serial) return;
  --picker->pending;
  extend_picker(model);
  if (picker->pending == 0) look_up(model, std::string(trim(picker->filter.text())));
}

/// A thread's title is found with its opening message, which does not have it.
void ask_titles(Model& model, std::int64_t serial, const MessagePage& page) {
  for (const Message& m : page.messages) {
    if (!m.thread || m.index != Index{1} || !model.mirror.is_in(m.room) || model.mirror.threads().contains(m.thread)) continue;
    if (auto* picker = std::get_if<Picker>(&model.overlay); picker != nullptr && picker->serial == serial) ++picker->pending;
    model.call<ThreadGet>({m.thread}, [serial](Model& later, const client::CallAnswer& answer) {
      if (const auto got = result_of<ThreadGet>(answer)) later.mirror.apply(*got);
      arrived(later, serial);
    });
  }
}

void look_up(Model& model, const std::string& filter) {
  auto& picker = std::get<Picker>(model.overlay);
  if (picker.pending > 0 || picker.asked == filter || filter.size() < 2 || is_number(filter) || !is_online(model)) return;
  // Where every byte counts, only for what is not here.
  if (model.settings.lite && !picker.choices.empty()) return;
  constexpr std::int64_t most_people = 10, most_messages = 8;
  picker.asked = filter;
  picker.pending = 2;
  MemberSearch::Params who;
  who.query = filter;
  who.limit = most_people;
  model.call<MemberSearch>(who, [serial = picker.serial](Model& m, const client::CallAnswer& answer) {
    if (const auto page = result_of<MemberSearch>(answer)) m.mirror.apply(*page);
    arrived(m, serial);
  });
  Search::Params what;
  what.query = filter;
  what.limit = most_messages;
  model.call<Search>(what, [serial = picker.serial](Model& m, const client::CallAnswer& answer) {
    if (const auto page = result_of<Search>(answer)) ask_titles(m, serial, *page);
    arrived(m, serial);
  });
}

}  // namespace

void open_go_to(Model& model) {
  open_picker(model, tr("Go to a room, thread, person, or a number like m12"), places, look_up);
}

}  // namespace standpipe::screen
