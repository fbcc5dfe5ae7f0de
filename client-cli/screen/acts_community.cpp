#include "client-cli/one_shot.hpp"
#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"

/// Commands about oneself, one's rooms and other people.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::tr;

namespace {

void join(Model& model, const Target& target) {
  if (!is_online(model)) return model.complain(no_line(model));
  model.act<RoomJoin>({target.room}, [room = target.room](Model& m, const client::CallAnswer& answer) {
    if (const auto joined = result_of<RoomJoin>(answer)) {
      m.mirror.apply(joined->head);
      m.say(fill(tr("You are in {1} now."), {name_of(m, room)}));
      const Reading* open = m.reading();
      if (open != nullptr && open->place == Place{room, {}}) return to_newest(m);  // what was refused is asked for again
      return open_place(m, {room, {}});
    }
    m.complain(answer.error ? client::said(*answer.error)
                            : tr("The server's answer cannot be read; is this client too old for it?"));
  });
}

void leave(Model& model, const Target& target) {
  Form form;
  form.name = "leave";
  form.title = fill(tr("Leave {1}?"), {name_of(model, target.room)});
  form.warning = tr("You get nothing more of it. You can join again, unless it is a group.");
  form.submit = [room = target.room](Model& m, const Values&) -> std::string {
    return do_now<RoomLeave>(m, {room}, tr("You have left the room."));
  };
  ask(model, std::move(form));
}

void notify(Model& model, const Target& target) {
  Form form;
  form.name = "notify";
  form.title = fill(tr("What to be notified of in {1}"), {name_of(model, target.room)});
  form.button = tr("Save");
  form.fields = {choice_field("level", tr("Of"), notify_levels())};
  form.submit = [room = target.room](Model& m, const Values& values) -> std::string {
    const auto level = describe::value_of<NotifyLevel>(values.at("level")).value_or(NotifyLevel::all);
    return do_now<RoomNotify>(m, {room, level},
                              fill(tr("Of {1} you are notified of: {2}."), {name_of(m, room), level_words(level)}));
  };
  const auto now = model.mirror.memberships().find(target.room);
  Values preset;
  if (now != model.mirror.memberships().end()) preset["level"] = std::string(describe::name_of(now->second.notify));
  ask(model, std::move(form), preset);
}

void direct(Model& model, const Target& target) {
  if (const auto open = model.mirror.direct_with(target.member)) {
    open_place(model, {open->id, {}});
    return begin_writing(model);
  }
  if (!is_online(model)) return model.complain(no_line(model));
  model.act<DirectOpen>({target.member}, [](Model& m, const client::CallAnswer& answer) {
    if (const auto made = result_of<DirectOpen>(answer)) {
      open_place(m, {made->room, {}});
      m.focus = Focus::composer;  // that one is in it is only told after this
      return;
    }
    m.complain(answer.error ? client::said(*answer.error)
                            : tr("The server's answer cannot be read; is this client too old for it?"));
  });
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void edit_profile(Model& model, const Target&) {
  const Profile& me = model.mirror.me();
  Form form;
  form.name = "edit-profile";
  form.title = tr("My profile");
  form.button = tr("Save");
  form.fields = {line_field("name", tr("Name")),
                 line_field("job", tr("Job"), false),
                 line_field("country", tr("Country"), false, tr("two letters, like KE")),
                 line_field("languages", tr("Languages"), false, tr("like en, fr; the first is that of your posts")),
                 line_field("expertise", tr("Expertise"), false, tr("set apart by commas")),
                 line_field("offers", tr("I offer"), false),
                 line_field("seeks", tr("I seek"), false)};
  form.submit = [me](Model& m, const Values& values) -> std::string {
    ProfileUpdate::Params update;
    if (values.at("name") != me.name) update.name = values.at("name");
    if (values.at("job") != me.job) update.job = values.at("job");
    if (values.at("country") != me.country) update.country = values.at("country");
    if (words_in(values.at("languages")) != me.languages) update.languages = words_in(values.at("languages"));
    if (words_in(values.at("expertise")) != me.expertise) update.expertise = words_in(values.at("expertise"));
    if (values.at("offers") != me.offers) update.offers = values.at("offers");
    if (values.at("seeks") != me.seeks) update.seeks = values.at("seeks");
    return do_now<ProfileUpdate>(m, update, tr("Your profile is changed."));
  };
  ask(model, std::move(form),
      {{"name", me.name},
       {"job", me.job},
       {"country", me.country},
       {"languages", joined(me.languages)},
       {"expertise", joined(me.expertise)},
       {"offers", me.offers},
       {"seeks", me.seeks}});
}

void end_session(Model& model, const Target& target) {
  Form form;
  form.name = "end-session";
  form.title = tr("End this log-in?");
  form.warning = tr("The device that it belongs to has to log in again.");
  form.submit = [id = target.session](Model& m, const Values&) -> std::string {
    return do_now<SessionRevoke>(m, {id}, tr("The log-in is ended."));
  };
  ask(model, std::move(form));
}

void end_other_sessions(Model& model, const Target&) {
  Form form;
  form.name = "end-other-sessions";
  form.title = tr("End all my other log-ins?");
  form.warning = tr("Every other device has to log in again.");
  form.submit = [](Model& m, const Values&) -> std::string {
    return do_now<SessionRevoke>(m, {SessionId{}}, tr("The other log-ins are ended."));
  };
  ask(model, std::move(form));
}

void see_notifications(Model& model, const Target&) {
  NotificationId newest;
  for (const auto& [id, n] : model.mirror.notifications()) newest = std::max(newest, id);
  if (newest) model.keep<NotificationSeen>({newest});
  model.say(tr("All notifications are marked as seen."));
}

void read_room(Model& model, const Target& target) {
  model.keep<ReadAll>({target.room});
  model.say(fill(tr("Everything in {1} is marked as read."), {name_of(model, target.room)}));
}

void leave_community(Model& model, const Target&) {
  Form form;
  form.name = "leave-community";
  form.title = tr("Leave the whole community");
  form.fields = {line_field("sure", tr("Your e-mail address"), true, tr("to be sure that it is meant"))};
  form.fields.front().keeps = false;
  form.warning = tr("All log-ins and memberships end. What you wrote stays. You would have to apply again.");
  form.submit = [](Model& m, const Values& values) -> std::string {
    if (values.at("sure") != m.email) return tr("This is not the address that you are logged in with.");
    return do_now<AccountLeave>(m, {}, tr("You have left the community."));
  };
  ask(model, std::move(form), {{"sure", ""}});
}

}  // namespace

void add_community_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto member_role = Role::member;
  all.insert(all.end(),
             {{"join", N_("Join the room"), other_room, member_role, join, Command::at_once},
              {"leave", N_("Leave the room"), shared_room, member_role, leave, Command::at_once},
              {"notify", N_("What to be notified of in the room"), joined_room, member_role, notify},
              {"read-all", N_("Mark all in the room as read"), joined_room, member_role, read_room},
              {"direct", N_("Write to this member alone"), other_member, member_role, direct, Command::at_once},
              {"edit-profile", N_("My profile"), nothing, member_role, edit_profile},
              {"standing", N_("My sanctions and what waits for a moderator"), nothing, member_role,
               [](Model& m, const Target&) { open_my_standing(m); }},
              {"sessions", N_("My log-ins"), nothing, member_role, [](Model& m, const Target&) { open_sessions(m); }},
              {"end-session", N_("End this log-in"), session, member_role, end_session, Command::at_once},
              {"end-other-sessions", N_("End all my other log-ins"), nothing, member_role, end_other_sessions, Command::at_once},
              {"see-notifications", N_("Mark all notifications as seen"), nothing, member_role, see_notifications},
              {"leave-community", N_("Leave the whole community"), nothing, member_role, leave_community}});
}

}  // namespace standpipe::screen
