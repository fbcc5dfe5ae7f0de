#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/pickers.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/waiting.hpp"

/// Commands that write, or do something with what was written.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::tr;

namespace {

void with_message(Model& model, MessageId id, void (*then)(Model&, const Message&)) {
  const auto known = message_of(model, id);
  if (!known) return open_message(model, id);
  const Reading* reading = model.reading();
  if (reading == nullptr || reading->place != Place{known->room, known->thread}) open_message(model, id);
  then(model, *known);
}

std::vector<Field> outcome_fields() {
  auto rung = choice_field("rung", tr("Rung reached"), rungs());
  auto indicator = line_field("indicator", tr("Indicator"), false, tr("what was measured, with its unit"));
  auto before = line_field("before", tr("Before"), false);
  auto after = line_field("after", tr("After"), false);
  std::vector<Field> fields = {rung, indicator, before, after};
  for (Field& field : fields) field.only_if = "kind=best_practice";
  return fields;
}

std::optional<Outcome> outcome_in(const Values& values) {
  if (values.at("kind") != "best_practice") return std::nullopt;
  Outcome outcome;
  outcome.rung = describe::value_of<Rung>(values.at("rung")).value_or(Rung::capacity_built);
  outcome.indicator = values.at("indicator");
  outcome.before = values.at("before");
  outcome.after = values.at("after");
  return outcome;
}

void start_thread(Model& model, const Target& target) {
  Form form;
  form.name = "new-thread-" + std::to_string(target.room.value);
  form.title = fill(tr("Start a thread in {1}"), {name_of(model, target.room)});
  form.button = tr("Start it");
  form.fields = {choice_field("kind", tr("Kind"), thread_kinds()), line_field("title", tr("Title"))};
  for (Field& field : outcome_fields()) form.fields.push_back(std::move(field));
  form.fields.push_back(line_field("lang", tr("Language"), false, tr("like fr; empty: the first of your profile")));
  form.fields.push_back(text_field("text", tr("Text")));
  form.submit = [room = target.room](Model& m, const Values& values) -> std::string {
    ThreadCreate::Params thread;
    thread.room = room;
    thread.kind = describe::value_of<ThreadKind>(values.at("kind")).value_or(ThreadKind::discussion);
    thread.title = values.at("title");
    thread.text = values.at("text");
    thread.outcome = outcome_in(values);
    if (!values.at("lang").empty()) thread.lang = values.at("lang");
    if (auto mentions = mentions_in(m, thread.text); !mentions.empty()) thread.mentions = std::move(mentions);
    m.keep<ThreadCreate>(thread);
    m.awaits_thread = is_online(m);
    m.say(is_online(m) ? tr("The thread is being started.") : tr("The thread is kept, and started when there is a line."));
    return {};
  };
  ask(model, std::move(form));
}

void start_thread_update(Model& model, const Target& target) {
  const auto known = model.mirror.threads().find(target.thread);
  if (known == model.mirror.threads().end()) return model.complain(tr("This thread is not known yet. Open it first."));
  const Thread& thread = known->second;
  Form form;
  form.name = "update-thread-" + std::to_string(target.thread.value);
  form.title = tr("Change the thread");
  form.button = tr("Save");
  Terms statuses = thread_statuses();
  std::erase_if(statuses, [](const auto& term) { return term.first == "answered"; });
  if (thread.status == ThreadStatus::answered) statuses.insert(statuses.begin(), {"", tr("answered")});
  form.fields = {choice_field("kind", tr("Kind"), thread_kinds()), line_field("title", tr("Title")),
                 choice_field("status", tr("Status"), statuses), line_field("lang", tr("Language"), false)};
  form.fields[2].required = false;
  for (Field& field : outcome_fields()) form.fields.push_back(std::move(field));
  Values now = {{"kind", std::string(describe::name_of(thread.kind))},
                {"title", thread.title},
                {"status", thread.status == ThreadStatus::answered ? "" : std::string(describe::name_of(thread.status))},
                {"lang", thread.lang}};
  if (thread.outcome) {
    now["rung"] = std::string(describe::name_of(thread.outcome->rung));
    now["indicator"] = thread.outcome->indicator;
    now["before"] = thread.outcome->before;
    now["after"] = thread.outcome->after;
  }
  form.submit = [thread](Model& m, const Values& values) -> std::string {
    ThreadUpdate::Params update;
    update.thread = thread.id;
    const auto kind = describe::value_of<ThreadKind>(values.at("kind"));
    const auto status = describe::value_of<ThreadStatus>(values.at("status"));
    if (kind && *kind != thread.kind) update.kind = kind;
    if (status && *status != thread.status) update.status = status;
    if (values.at("title") != thread.title) update.title = values.at("title");
    if (values.at("lang") != thread.lang) update.lang = values.at("lang");
    const auto outcome = outcome_in(values);
    if (outcome && outcome != thread.outcome) update.outcome = outcome;
    return do_now<ThreadUpdate>(m, update, tr("The thread is changed."));
  };
  ask(model, std::move(form), now);
}

void start_remove(Model& model, const Target& target) {
  const auto known = message_of(model, target.message);
  const bool own = known && known->by == model.mirror.me().id;
  Form form;
  form.name = "remove-message-" + std::to_string(target.message.value);
  form.title = own ? tr("Remove my message") : fill(tr("Remove the message of {1}"), {name_of(model, target.member)});
  form.warning = tr("The text will be gone for good; a stub stays.");
  if (!own) form.fields = {reason_field()};
  form.submit = [id = target.message, own](Model& m, const Values& values) -> std::string {
    MessageRemove::Params remove;
    remove.message = id;
    if (!own) remove.reason = values.at("reason");
    if (!own) return do_now<MessageRemove>(m, remove, tr("The message is removed."));
    m.keep<MessageRemove>(remove);
    return {};
  };
  ask(model, std::move(form));
}

void start_report(Model& model, const Target& target) {
  Form form;
  form.name = "report-" + std::to_string(target.message.value);
  form.title = fill(tr("Report the message of {1} to the moderators"), {name_of(model, target.member)});
  form.button = tr("Report");
  form.fields = {line_field("reason", tr("Reason"), true, tr("what is wrong with it"))};
  form.submit = [id = target.message](Model& m, const Values& values) -> std::string {
    m.keep<MessageReport>({id, values.at("reason")});
    m.say(tr("The moderators will see it. You are told what came of it."));
    return {};
  };
  ask(model, std::move(form));
}

void mark_answer(Model& model, const Target& target) {
  const auto thread = model.mirror.threads().find(target.thread);
  if (thread == model.mirror.threads().end()) return model.complain(tr("This thread is not known yet. Open it first."));
  if (!is_online(model)) return model.complain(no_line(model));
  const bool taken_back = thread->second.answer == target.message;
  ThreadAnswer::Params answer;
  answer.thread = target.thread;
  answer.message = taken_back ? MessageId{} : target.message;
  model.act<ThreadAnswer>(answer, [taken_back](Model& m, const client::CallAnswer& a) {
    form_answered(m, {}, a, taken_back ? tr("It is no longer the answer.") : tr("Marked as the answer."));
  });
}

void give_up(Model& model, const Target& target) {
  if (target.waiting.starts_with("refused ")) {
    const auto which = number_in(target.waiting.substr(8));
    if (which && *which < static_cast<std::int64_t>(model.refused.size())) model.refused.erase(model.refused.begin() + *which);
  } else {
    model.effects.emplace_back(DropWaiting{target.waiting});
  }
  if (auto* panel = model.panel(); panel != nullptr && panel->refresh) panel->refresh(model, *panel);
}

template <class M>
std::optional<typename M::Params> refused_params(const Refused& refused) {
  if (refused.method != M::name) return std::nullopt;
  const auto json = parse(refused.params);
  if (json.has_error()) return std::nullopt;
  auto params = read<typename M::Params>(json.value());
  return params.has_error() ? std::nullopt : std::optional(std::move(params).value());
}

void write_again(Model& model, const Target& target) {
  if (!target.waiting.starts_with("refused ")) return;
  const auto which = static_cast<std::size_t>(number_in(target.waiting.substr(8)).value_or(0));
  if (which >= model.refused.size()) return;
  const Refused refused = model.refused[which];
  const std::string text = text_in(refused.params);
  if (const auto edit = refused_params<MessageEdit>(refused)) {
    const auto own = message_of(model, edit->message);
    if (!own) return open_message(model, edit->message);
    open_place(model, {own->room, own->thread}, own->index);
    begin_edit(model, *own);
    if (model.draft.edits != own->id) return;
    model.composer.set(text);
  } else if (const auto post = refused_params<MessagePost>(refused)) {
    open_place(model, {post->room, post->thread.value_or(ThreadId{})});
    if (!model.composer.insert(text)) return;
    model.focus = Focus::composer;
  } else if (const auto thread = refused_params<ThreadCreate>(refused)) {
    open_place(model, {thread->room, ThreadId{}});
    if (!model.composer.insert(thread->title + "\n\n" + text)) return;
    model.focus = Focus::composer;
  } else {
    return model.complain(tr("Only a text can be taken back into the composer."));
  }
  model.refused.erase(model.refused.begin() + static_cast<std::ptrdiff_t>(which));
}

}  // namespace

void add_writing_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto member_role = Role::member;
  all.insert(
      all.end(),
      {{"reply", N_("Reply"), message, member_role,
        [](Model& m, const Target& t) {
          with_message(m, t.message, [](Model& to, const Message& what) { begin_reply(to, what, false); });
        }},
       {"quote", N_("Reply with a quote"), message, member_role,
        [](Model& m, const Target& t) {
          with_message(m, t.message, [](Model& to, const Message& what) { begin_reply(to, what, true); });
        }},
       {"edit", N_("Edit my message"), own_message, member_role,
        [](Model& m, const Target& t) {
          with_message(m, t.message, [](Model& to, const Message& what) { begin_edit(to, what); });
        }},
       {"remove", N_("Remove a message"), removable_message, member_role, start_remove},
       {"react", N_("React"), message, member_role, [](Model& m, const Target& t) { open_reactions(m, t.message); }},
       {"answer", N_("Mark as the answer"), reply_to_question, member_role, mark_answer, Command::at_once},
       {"report", N_("Report to the moderators"), others_message, member_role, start_report},
       {"copy-link", N_("Copy the link"), message, member_role,
        [](Model& m, const Target& t) {
          const std::string link = "m" + std::to_string(t.message.value);
          m.effects.emplace_back(CopyText{link});
          m.say(fill(tr("{1} is copied. “Go to” opens it for whoever may see it."), {link}));
        }},
       {"new-thread", N_("Start a thread"), shared_room, member_role, start_thread},
       {"update-thread", N_("Change the thread: title, kind, status, outcome"), own_thread, member_role, start_thread_update},
       {"give-up", N_("Give up what waits or was refused"), waiting, member_role, give_up},
       {"write-again", N_("Take the refused text back into the composer"), waiting, member_role, write_again}});
}

}  // namespace standpipe::screen
