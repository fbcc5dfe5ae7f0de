#pragma once

#include "client-cli/screen/model.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/words.hpp"

/// Questions that are answered before something is done.
namespace standpipe::screen {

Field line_field(std::string name, std::string label, bool required = true, std::string hint = {});
Field text_field(std::string name, std::string label, bool required = true);
Field choice_field(std::string name, std::string label, Terms choices);
Field member_field();
Field room_field(bool required = true);
Field minutes_field();
Field flag_field(std::string name, std::string label);
Field reason_field(bool required = true);

/// Member and room of what is selected, as those fields have them; not oneself, and no room that one does not moderate.
Values about(const Model& model, const Target& target);

/// Opens a form. What was left in it before comes back; `preset` is what is known already.
void ask(Model& model, Form form, const Values& preset = {});
/// Closes it; what is in it is kept.
void leave_form(Model& model);
bool is_shown(const Form& form, const Field& field);
Values values_of(const Form& form);
/// The next field that is shown, or the button (fields.size()).
void move_focus(Form& form, int step);
/// What is wrong with an answer, or nothing.
std::string trouble_with(const Model& model, const Field& field, const std::string& value);
/// Does it, or asks once more, or says what is missing.
void submit(Model& model);
/// Who or which room may be meant by what is in the field so far.
void suggest(Model& model);
void take_suggestion(Model& model);

/// What to say of a text that is longer than a message may be.
std::string too_long(std::size_t bytes);

/// Values as they are typed. Nothing where they are wrong.
std::optional<protocol::MemberId> member_in(const Model& model, const std::string& text);
std::optional<protocol::RoomId> room_in(const Model& model, const std::string& text);
std::optional<std::int64_t> minutes_in(const std::string& text);
std::optional<std::int64_t> number_in(const std::string& text);
/// "2026-11-24" or "2026-11-24 14:00", local time.
std::optional<protocol::Time> time_in(const std::string& text);
std::vector<std::string> words_in(const std::string& text);  ///< set apart by commas

/// The answer of what a form did: closes it and says so, or shows the refusal in it.
void form_answered(Model& model, const client::CallAnswer& answer, const std::string& done);

/// Why what happens at once cannot happen now; nothing where it can.
std::string no_line(const Model& model);

/// Sends a form's command now. For the end of a submit.
template <class M>
std::string do_now(Model& model, const typename M::Params& params, std::string done) {
  if (!is_online(model)) return no_line(model);
  if (auto* form = std::get_if<Form>(&model.overlay)) form->busy = true;
  model.act<M>(params, [done = std::move(done)](Model& m, const client::CallAnswer& answer) { form_answered(m, answer, done); });
  return {};
}

}  // namespace standpipe::screen
