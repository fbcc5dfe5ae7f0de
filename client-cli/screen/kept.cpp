#include "client-cli/screen/kept.hpp"

#include "client-cli/screen/forms.hpp"
#include "protocol/codec.hpp"

namespace standpipe::screen {

using namespace protocol;

namespace {

struct KeptDraft {
  RoomId room;
  ThreadId thread;
  std::string text;
  MessageId reply_to;
  MessageId edits;
  Rev base_rev;
};
BOOST_DESCRIBE_STRUCT(KeptDraft, (), (room, thread, text, reply_to, edits, base_rev))

struct KeptForm {
  std::string name;
  std::map<std::string, std::string> values;
};
BOOST_DESCRIBE_STRUCT(KeptForm, (), (name, values))

struct KeptRefused {
  std::string method;
  std::string params;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(KeptRefused, (), (method, params, why))

struct Kept {
  RoomId room;  ///< what was open
  ThreadId thread;
  bool show_members = false;
  std::vector<KeptDraft> drafts;
  std::vector<KeptForm> forms;
  std::vector<ReadMark> marks;
  std::vector<KeptRefused> refused;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (room, thread, show_members, drafts, forms, marks, refused))

}  // namespace

std::string kept_text(const Model& model) {
  Kept kept;
  if (const Reading* reading = model.reading()) {
    kept.room = reading->place.room;
    kept.thread = reading->place.thread;
  }
  kept.show_members = model.show_members;
  auto drafts = model.drafts;
  auto edits = model.edit_drafts;
  if (const Reading* reading = model.reading()) {
    Draft now = model.draft;
    now.text = model.composer.text();
    if (now.edits) {
      edits[now.edits] = now;
    } else if (!now.text.empty() || now.reply_to) {
      drafts[reading->place] = now;
    } else {
      drafts.erase(reading->place);
    }
  }
  for (const auto& [place, d] : drafts) kept.drafts.push_back({place.room, place.thread, d.text, d.reply_to, {}, {}});
  for (const auto& [message, d] : edits) kept.drafts.push_back({{}, {}, d.text, {}, message, d.base_rev});
  auto forms = model.form_drafts;
  if (const auto* form = std::get_if<Form>(&model.overlay)) {
    if (auto draft = draft_of(*form)) forms[form->name] = std::move(*draft);
  }
  for (const auto& [name, values] : forms) kept.forms.push_back({name, values});
  for (const auto& [place, index] : model.marks) kept.marks.push_back({place.room, place.thread, index});
  for (const auto& r : model.refused) kept.refused.push_back({r.method, r.params, r.why});
  return to_json(kept);
}

Place take_kept(Model& model, std::string_view text) {
  const auto json = parse(text);
  if (json.has_error()) return {};
  const auto got = read<Kept>(json.value());
  if (got.has_error()) return {};
  const Kept& kept = got.value();
  for (const KeptDraft& d : kept.drafts) {
    if (d.edits) {
      model.edit_drafts[d.edits] = {d.text, {}, d.edits, d.base_rev};
    } else {
      model.drafts[{d.room, d.thread}] = {d.text, d.reply_to, {}, {}};
    }
  }
  for (const KeptForm& form : kept.forms) model.form_drafts[form.name] = form.values;
  for (const ReadMark& mark : kept.marks) model.marks[{mark.room, mark.thread}] = mark.index;
  for (const KeptRefused& r : kept.refused) model.refused.push_back({r.method, r.params, r.why});
  model.show_members = kept.show_members;
  return {kept.room, kept.thread};
}

}  // namespace standpipe::screen
