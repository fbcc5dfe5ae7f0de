#pragma once

#include "client-cli/screen/fields.hpp"
#include "client-cli/screen/model.hpp"
#include "client-cli/screen/suggestions.hpp"

/// Questions that are answered before something is done.
namespace standpipe::screen {

/// Member and room of what is selected, as those fields have them; not oneself, and no room that one does not moderate.
Values about(const Model& model, const Target& target);

/// Opens a form. What was left in it before comes back; `preset` is what is known already.
void ask(Model& model, Form form, const Values& preset = {});
/// Closes it; what is in it is kept.
void leave_form(Model& model);
bool is_shown(const Form& form, const Field& field);
Values values_of(const Form& form);
/// What is to come back when the form was left: all of it, where somebody typed anything. A preset is no such thing, nor is a
/// choice alone. What a field was preset to is there as well ("was:name"), so that it only comes back where it belongs.
std::optional<Values> draft_of(const Form& form);
/// The next field that is shown, or the button (fields.size()).
void move_focus(Form& form, int step);
/// Does it, or asks once more, or says what is missing.
void submit(Model& model);

/// Who asked the server: a form, which may be gone when the answer comes; or none (0).
struct Asker {
  std::int64_t form = 0;
  std::string name;
  std::string title;
  Values draft;
};
/// Of the form that is open, which waits for its answer from now on.
Asker begin_asking(Model& model);
/// The answer of what a form did: closes it and says so, or shows the refusal in it. Where that form is gone, it is a notice.
void form_answered(Model& model, const Asker& asker, const client::CallAnswer& answer, const std::string& done);

/// Why what happens at once cannot happen now; nothing where it can.
std::string no_line(const Model& model);

/// Sends a form's command now. For the end of a submit.
template <class M>
std::string do_now(Model& model, const typename M::Params& params, std::string done) {
  if (!is_online(model)) return no_line(model);
  model.act<M>(params, [asker = begin_asking(model), done = std::move(done)](Model& m, const client::CallAnswer& answer) {
    form_answered(m, asker, answer, done);
  });
  return {};
}

}  // namespace standpipe::screen
