#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/unread.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/waiting.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/limits.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;

namespace {

constexpr std::size_t searched_for_own = 100;

bool is_nothing(const Draft& draft) {
  return draft.text.empty() && !draft.reply_to;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view beginning) {
  if (text.size() < beginning.size()) return false;
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(text[i]) != lower(beginning[i])) return false;
  }
  return true;
}

/// What may stand for the word; the first that is found is the most likely one.
std::vector<std::string> completions(const Model& model, std::string_view word) {
  std::vector<std::string> found;
  if (word.starts_with('@')) {
    // Who has written here lately comes first.
    if (const auto* reading = model.reading()) {
      for (auto at = reading->messages.rbegin(); at != reading->messages.rend(); ++at) {
        const auto name = "@" + printable_line(model.mirror.person_name(at->second.by));
        if (name.size() > 1 && at->second.by != model.mirror.me().id && starts_with_ignoring_case(name, word) &&
            std::ranges::find(found, name) == found.end())
          found.push_back(name);
      }
    }
    for (const auto& [id, person] : model.mirror.people()) {
      const auto name = "@" + printable_line(person.name);
      if (name.size() > 1 && starts_with_ignoring_case(name, word) && std::ranges::find(found, name) == found.end())
        found.push_back(name);
    }
  } else if (word.starts_with('#')) {
    for (const Room& room : listed_rooms(model)) {
      if (room.kind != RoomKind::direct && starts_with_ignoring_case("#" + room.slug, word)) found.push_back("#" + room.slug);
    }
  } else if (word.starts_with('/')) {
    for (const auto& name : command_names(model)) {
      if (starts_with_ignoring_case("/" + name, word)) found.push_back("/" + name);
    }
  } else if (word.size() >= 1 && word.starts_with('t')) {
    for (auto at = model.mirror.threads().rbegin(); at != model.mirror.threads().rend(); ++at) {
      const std::string name = "t" + std::to_string(at->first.value);
      if (at->second.room == model.room() && name.starts_with(word)) found.push_back(name);
    }
  }
  if (found.size() > 50) found.resize(50);
  return found;
}

/// A text as it is to be typed, that it is no command.
std::string as_typed(const std::string& text) {
  return text.starts_with('/') ? "/" + text : text;
}

void clear_draft(Model& model) {
  if (model.draft.edits) {
    model.edit_drafts.erase(model.draft.edits);
  } else if (const auto* reading = model.reading()) {
    model.drafts.erase(reading->place);
  }
  model.draft = {};
  model.composer.reset();
}

void send_edit(Model& model, const std::string& text) {
  MessageEdit::Params edit;
  edit.message = model.draft.edits;
  edit.base_rev = model.draft.base_rev;
  edit.text = text;
  edit.mentions = mentions_in(model, text);
  if (edit.mentions->empty()) edit.mentions.reset();
  model.keep<MessageEdit>(edit);
}

void send_post(Model& model, const Place& place, const std::string& text) {
  MessagePost::Params post;
  post.room = place.room;
  if (place.thread) post.thread = place.thread;
  post.text = text;
  if (model.draft.reply_to) post.reply_to = model.draft.reply_to;
  const auto mentions = mentions_in(model, text);
  if (!mentions.empty()) post.mentions = mentions;
  model.keep<MessagePost>(post);
}

}  // namespace

void keep_draft(Model& model) {
  const auto* reading = model.reading();
  if (reading == nullptr) return;
  model.draft.text = model.composer.text();
  if (model.draft.edits) {
    model.edit_drafts[model.draft.edits] = model.draft;
  } else if (is_nothing(model.draft)) {
    model.drafts.erase(reading->place);
  } else {
    model.drafts[reading->place] = model.draft;
  }
}

void take_draft(Model& model) {
  model.draft = {};
  const auto* reading = model.reading();
  if (reading != nullptr) {
    if (const auto kept = model.drafts.find(reading->place); kept != model.drafts.end()) model.draft = kept->second;
  }
  model.composer.reset(model.draft.text);
  model.completion.reset();
}

void begin_writing(Model& model) {
  const auto* reading = model.reading();
  if (reading == nullptr) return;
  if (!model.mirror.is_in(reading->place.room))
    return model.complain(
        fill(tr("You are not in this room. Join it with {1}, then choose Join."), {model.settings.keys.key_of(Action::palette)}));
  model.focus = Focus::composer;
}

void begin_reply(Model& model, const Message& to, bool with_quote) {
  begin_writing(model);
  if (model.focus != Focus::composer) return;
  if (model.draft.edits) {
    keep_draft(model);
    take_draft(model);
  }
  model.draft.reply_to = to.id;
  if (!with_quote || to.removed) return;
  std::string quoted;
  std::string_view rest = to.text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    quoted.append("> ").append(rest.substr(0, end)).append("\n");
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!model.composer.empty()) {  // below what is written already
    model.composer.end_of_text();
    quoted.insert(0, model.composer.text().ends_with('\n') ? "\n" : "\n\n");
  }
  if (!model.composer.insert(quoted + "\n")) model.complain(tr("The quote is too long for what is left of this message."));
}

void begin_edit(Model& model, const Message& own) {
  if (own.by != model.mirror.me().id) return model.complain(tr("Only its author can edit a message."));
  if (own.removed) return model.complain(tr("This message was removed."));
  keep_draft(model);
  begin_writing(model);
  if (model.focus != Focus::composer) return;
  const auto left = model.edit_drafts.find(own.id);
  model.draft = {as_typed(own.text), {}, own.id, own.rev};
  if (left != model.edit_drafts.end()) {
    model.draft.text = left->second.text;
    // Where another device has edited it meanwhile, the server says so.
    if (own.edited_at) model.draft.base_rev = left->second.base_rev;
  }
  model.composer.reset(model.draft.text);
}

bool begin_edit_of_last(Model& model) {
  Reading* reading = model.reading();
  if (reading == nullptr) return false;
  const auto is_own = [&](const Message& m) { return m.by == model.mirror.me().id && !m.removed; };
  std::optional<Message> last;
  for (const auto& [index, m] : reading->messages) {
    if (is_own(m)) last = m;
  }
  for (const Message& m : model.mirror.newest(reading->place, searched_for_own)) {
    if (is_own(m) && (!last || last->index < m.index)) last = m;
  }
  if (!last) return false;
  if (reading->messages.contains(last->index)) reading->selected = last->index;
  begin_edit(model, *last);
  return true;
}

std::vector<MemberId> mentions_in(const Model& model, std::string_view text) {
  const auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; };
  std::set<std::string_view> names;
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at > 0 && in_word(text[at - 1])) continue;  // an e-mail address
    // The longest name that fits: "@Ana" is not who is meant by "@Anabel" or "@Ana Ruiz".
    const std::string_view rest = text.substr(at + 1);
    std::string_view meant;
    for (const auto& [id, person] : model.mirror.people()) {
      const std::string_view name = person.name;
      if (name.size() > meant.size() && rest.starts_with(name) && (rest.size() == name.size() || !in_word(rest[name.size()])))
        meant = name;
    }
    if (!meant.empty()) names.insert(meant);
  }
  std::vector<MemberId> found;
  for (const std::string_view name : names) {
    const auto who = model.mirror.person_by_name(name);
    if (who && found.size() < limits::mentions) found.push_back(*who);
  }
  std::ranges::sort(found);
  return found;
}

void send(Model& model) {
  const auto* reading = model.reading();
  if (reading == nullptr) return;
  std::string text(trim(model.composer.text()));
  if (text.empty()) {
    if (!is_online(model)) model.effects.emplace_back(Plain::try_now);
    model.focus = Focus::main;
    return;
  }
  if (text.starts_with('/') && !text.starts_with("//") && text.find('\n') == std::string::npos) {
    // Out of the way first: the command may open another place, or write something itself.
    model.composer.reset();
    if (!run_command(model, text.substr(1))) {
      model.composer.reset(text);
      model.complain(fill(tr("There is no command {1}. To post a line that begins with /, write // for it."),
                          {text.substr(0, text.find(' '))}));
    }
    return;
  }
  if (text.starts_with("//")) text.erase(0, 1);
  if (is_blank(text)) return model.complain(tr("There is nothing to be seen in this text."));
  if (text.size() > limits::text_bytes) return model.complain(too_long(text.size()));
  if (model.draft.edits) {
    send_edit(model, text);
  } else {
    send_post(model, reading->place, text);
  }
  const bool edited = static_cast<bool>(model.draft.edits);
  clear_draft(model);
  if (edited) {
    take_draft(model);
    model.focus = Focus::main;
  } else {
    model.reading()->first_unread = Index{};
    to_newest(model);
  }
}

void complete(Model& model) {
  auto& editor = model.composer;
  if (model.completion && !model.completion->found.empty() &&
      std::string_view(editor.text())
          .substr(0, editor.cursor())
          .ends_with(model.completion->found[model.completion->taken] + " ")) {
    auto& c = *model.completion;
    c.taken = (c.taken + 1) % c.found.size();
    return editor.complete(c.from, c.found[c.taken] + " ");
  }
  const std::string_view before = std::string_view(editor.text()).substr(0, editor.cursor());
  // A name has spaces: the word begins at the last "@" of the line, if that can be a name.
  std::size_t from = before.find_last_of(" \n");
  from = from == std::string_view::npos ? 0 : from + 1;
  const auto at = before.rfind('@');
  std::vector<std::string> found;
  if (at != std::string_view::npos && before.find('\n', at) == std::string_view::npos) {
    found = completions(model, before.substr(at));
    if (!found.empty()) from = at;
  }
  if (found.empty()) found = completions(model, before.substr(from));
  if (found.empty()) {
    model.completion.reset();
    if (before.empty()) model.focus = model.show_rooms ? Focus::rooms : Focus::main;
    return;
  }
  model.completion = Model::Completion{from, found, 0};
  editor.complete(from, found.front() + " ");
}

void give_back(Model& model, const Refused& refused) {
  const auto* reading = model.reading();
  const std::string text = text_in(refused.params);
  if (refused.method == MessagePost::name && reading != nullptr && model.composer.empty() && !model.draft.edits) {
    const auto json = parse(refused.params);
    const auto post = json.has_value() ? read<MessagePost::Params>(json.value())
                                       : boost::system::result<MessagePost::Params, ReadError>(ReadError{});
    if (post.has_value() && post.value().room == reading->place.room &&
        post.value().thread.value_or(ThreadId{}) == reading->place.thread) {
      model.draft.reply_to = post.value().reply_to.value_or(MessageId{});
      model.composer.reset(as_typed(text));
      return;
    }
  }
  model.refused.push_back(refused);
}

}  // namespace standpipe::screen
