#include "client-cli/dates.hpp"
#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"

/// What the secretariat does.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::tr;

namespace {

void create_room(Model& model, const Target&) {
  Form form;
  form.name = "create-room";
  form.title = tr("Open a room");
  form.button = tr("Open it");
  Terms kinds = {{"cop", room_kind_words(RoomKind::cop)},
                 {"group", room_kind_words(RoomKind::group)},
                 {"announcement", room_kind_words(RoomKind::announcement)}};
  Field ends = date_field("ends", tr("Ends on"), false);
  ends.only_if = "kind=group";
  form.fields = {choice_field("kind", tr("Kind"), kinds), line_field("name", tr("Name")),
                 line_field("slug", tr("Short name"), true, tr("a-z, 0-9 and -, 2 to 40")),
                 line_field("description", tr("Description"), false), ends};
  form.submit = [](Model& m, const Values& v) -> std::string {
    RoomCreate::Params room;
    room.kind = describe::value_of<RoomKind>(v.at("kind")).value_or(RoomKind::cop);
    room.name = v.at("name");
    room.slug = v.at("slug");
    if (!v.at("description").empty()) room.description = v.at("description");
    if (!v.at("ends").empty()) {
      room.ends_at = client::date_in(v.at("ends"), m.now, client::Year::coming);
      if (*room.ends_at <= m.now) return tr("That day is past. Write one that is to come.");
    }
    return do_now<RoomCreate>(m, room, tr("The room is open. Appoint its moderators."));
  };
  ask(model, std::move(form));
}

void rename_room(Model& model, const Target& t) {
  const auto room = model.mirror.find_room(t.room);
  if (!room) return;
  Form form;
  form.name = "rename-room-" + std::to_string(t.room.value);
  form.title = fill(tr("Rename {1}"), {name_of(model, t.room)});
  form.button = tr("Rename");
  form.fields = {line_field("name", tr("Name")), line_field("slug", tr("Short name"))};
  form.submit = [now = *room](Model& m, const Values& v) -> std::string {
    RoomUpdate::Params update;
    update.room = now.id;
    if (v.at("name") != now.name) update.name = v.at("name");
    if (v.at("slug") != now.slug) update.slug = v.at("slug");
    return do_now<RoomUpdate>(m, update, tr("The room is changed."));
  };
  ask(model, std::move(form), {{"name", room->name}, {"slug", room->slug}});
}

void archive(Model& model, const Target& t) {
  const auto room = model.mirror.find_room(t.room);
  const bool on = !room || !room->archived;
  Form form;
  form.name = "archive";
  form.title = fill(on ? tr("Archive {1}") : tr("Open {1} again"), {name_of(model, t.room)});
  form.fields = {reason_field(false)};
  form.warning =
      on ? tr("Nobody can write there any more; everything can still be read.") : tr("Its members can write there again.");
  form.submit = [id = t.room, on](Model& m, const Values& v) -> std::string {
    RoomArchive::Params params{id, on, std::nullopt};
    if (!v.at("reason").empty()) params.reason = v.at("reason");
    return do_now<RoomArchive>(m, params, on ? tr("The room is archived.") : tr("The room is open again."));
  };
  ask(model, std::move(form));
}

void appoint(Model& model, const Target& t) {
  Form form;
  form.name = "appoint";
  form.title = tr("Appoint a moderator");
  form.fields = {member_field(), room_field()};
  form.warning = tr("The member can approve, mute, ban and remove in that room.");
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<RoomAppoint>(m, {*room_in(m, v.at("room")), *member_in(m, v.at("member"))}, tr("Appointed."));
  };
  ask(model, std::move(form), about(model, t));
}

void dismiss(Model& model, const Target& t) {
  Form form;
  form.name = "dismiss";
  form.title = tr("Take the moderator's role back");
  form.fields = {member_field(), room_field(), reason_field(false)};
  form.warning = tr("The member stays in the room.");
  form.submit = [](Model& m, const Values& v) -> std::string {
    RoomDismiss::Params params{*room_in(m, v.at("room")), *member_in(m, v.at("member")), std::nullopt};
    if (!v.at("reason").empty()) params.reason = v.at("reason");
    return do_now<RoomDismiss>(m, params, tr("The moderator's role is taken back."));
  };
  ask(model, std::move(form), about(model, t));
}

Form utility_form(std::string name, std::string title) {
  Form form;
  form.name = std::move(name);
  form.title = std::move(title);
  form.fields = {
      line_field("name", tr("Name")), line_field("country", tr("Country"), true, tr("two letters, like KE")),
      line_field("domains", tr("E-mail domains"), false, tr("set apart by commas; they mark an applicant as likely genuine"))};
  return form;
}

void create_utility(Model& model, const Target&) {
  Form form = utility_form("create-utility", tr("Add a utility"));
  form.button = tr("Add");
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<UtilityCreate>(m, {v.at("name"), v.at("country"), words_in(v.at("domains"))}, tr("The utility is added."));
  };
  ask(model, std::move(form));
}

void update_utility(Model& model, const Target& t) {
  Form form = utility_form("update-utility-" + std::to_string(t.utility.value), tr("Change the utility; what is empty stays"));
  form.button = tr("Save");
  for (Field& field : form.fields) field.required = false;
  form.submit = [id = t.utility](Model& m, const Values& v) -> std::string {
    UtilityUpdate::Params update;
    update.utility = id;
    if (!v.at("name").empty()) update.name = v.at("name");
    if (!v.at("country").empty()) update.country = v.at("country");
    if (!v.at("domains").empty()) update.domains = words_in(v.at("domains"));
    return do_now<UtilityUpdate>(m, update, tr("The utility is changed."));
  };
  ask(model, std::move(form));
}

void set_role(Model& model, const Target& t) {
  Form form;
  form.name = "set-role";
  form.title = tr("Make a member an administrator, or an administrator a member");
  form.fields = {member_field(),
                 choice_field("role", tr("Role"),
                              {{"administrator", role_words(Role::administrator)}, {"member", role_words(Role::member)}}),
                 reason_field(false)};
  form.warning = tr("An administrator can do everything.");
  form.submit = [](Model& m, const Values& v) -> std::string {
    MemberSetRole::Params params{*member_in(m, v.at("member")), v.at("role") == "member" ? Role::member : Role::administrator,
                                 std::nullopt};
    if (!v.at("reason").empty()) params.reason = v.at("reason");
    return do_now<MemberSetRole>(m, params, fill(tr("The role is now: {1}."), {role_words(params.role)}));
  };
  ask(model, std::move(form), about(model, t));
}

void deactivate(Model& model, const Target& t) {
  Form form;
  form.name = "deactivate";
  form.title = tr("Deactivate an account, or activate it again");
  form.fields = {member_field(), choice_field("on", tr("Account"), {{"yes", tr("deactivate")}, {"no", tr("activate again")}}),
                 reason_field()};
  form.warning = tr("A deactivated member cannot log in.");
  form.submit = [](Model& m, const Values& v) -> std::string {
    const bool off = v.at("on") == "yes";
    return do_now<MemberDeactivate>(m, {*member_in(m, v.at("member")), off, v.at("reason")},
                                    off ? tr("The account is deactivated.") : tr("The account is active again."));
  };
  ask(model, std::move(form), about(model, t));
}

void erase(Model& model, const Target& t) {
  Form form;
  form.name = "erase";
  form.title = tr("Erase a person");
  form.fields = {member_field(), flag_field("texts", tr("The texts, too")), reason_field()};
  form.warning = tr("The account and its data are gone for good; the author becomes “former member”.");
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberErase>(m, {*member_in(m, v.at("member")), v.at("texts") == "yes", v.at("reason")},
                               tr("The person is erased."));
  };
  ask(model, std::move(form), about(model, t));
}

}  // namespace

void add_administering_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto administrator = Role::administrator;
  all.insert(
      all.end(),
      {{"create-room", N_("Open a CoP, group or announcement room"), nothing, administrator, create_room},
       {"rename-room", N_("Rename the room"), Command::Needs::room, administrator, rename_room},
       {"archive", N_("Archive the room, or open it again"), Command::Needs::room, administrator, archive},
       {"appoint", N_("Appoint a moderator"), nothing, administrator, appoint, Command::about_member},
       {"dismiss", N_("Take the moderator's role back"), nothing, administrator, dismiss, Command::about_member},
       {"utilities", N_("Utilities"), nothing, administrator, [](Model& m, const Target&) { open_utilities(m); }},
       {"create-utility", N_("Add a utility"), nothing, administrator, create_utility},
       {"update-utility", N_("Change the utility"), utility, administrator, update_utility},
       {"set-role", N_("Make an administrator, or a member again"), nothing, administrator, set_role, Command::about_member},
       {"deactivate", N_("Deactivate an account, or activate it again"), nothing, administrator, deactivate,
        Command::about_member},
       {"erase", N_("Erase a person"), nothing, administrator, erase, Command::about_member},
       {"all-sanctions", N_("All sanctions"), nothing, administrator, [](Model& m, const Target&) { open_sanctions(m, {}); }},
       {"whole-audit", N_("The whole audit log"), nothing, administrator, [](Model& m, const Target&) { open_audit(m, {}); }},
       {"server-state", N_("The server's state"), nothing, administrator,
        [](Model& m, const Target&) { open_server_state(m); }}});
}

}  // namespace standpipe::screen
