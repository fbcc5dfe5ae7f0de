#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"

/// Who may be in a room, and write there: sanctions, memberships, invitations.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::tr;

namespace {

/// Only where one may: a refusal would say no more than that there is no such room.
Field moderated_room_field(const Model& model, bool required = true) {
  Field field = room_field(required);
  if (!is_administrator(model)) field.choices = moderated_rooms(model);
  return field;
}

/// Warn, mute, ban and suspend ask the same things.
Form sanction_form(const Model& model, const char* name, std::string title, bool with_room, bool with_time, std::string warning) {
  Form form;
  form.name = name;
  form.title = std::move(title);
  form.fields = {member_field()};
  if (with_room) form.fields.push_back(moderated_room_field(model));
  if (with_time) form.fields.push_back(minutes_field());
  form.fields.push_back(reason_field());
  form.warning = std::move(warning);
  return form;
}

Field room_or_everywhere(const Model& model) {
  Field field = moderated_room_field(model, !is_administrator(model));
  if (is_administrator(model)) field.hint = tr("empty: everywhere");
  return field;
}

RoomId room_or_none(const Model& model, const Values& values) {
  return values.at("room").empty() ? RoomId{} : *room_in(model, values.at("room"));
}

void warn(Model& model, const Target& target) {
  Form form = sanction_form(model, "warn", tr("Warn a member"), true, false,
                            tr("The member is told, with the reason. It stays in the record."));
  form.fields[1] = room_or_everywhere(model);
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberWarn>(m, {*member_in(m, v.at("member")), room_or_none(m, v), v.at("reason")},
                              tr("The member is warned."));
  };
  ask(model, std::move(form), about(model, target));
}

void mute(Model& model, const Target& target) {
  Form form =
      sanction_form(model, "mute", tr("Mute a member"), true, true, tr("The member can read and not write for that time."));
  form.fields[1] = room_or_everywhere(model);
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberMute>(m, {*member_in(m, v.at("member")), room_or_none(m, v), v.at("reason"), *minutes_in(v.at("for"))},
                              tr("The member is muted."));
  };
  ask(model, std::move(form), about(model, target));
}

void ban(Model& model, const Target& target) {
  Form form = sanction_form(model, "ban", tr("Ban a member from a room"), true, true,
                            tr("The member is put out of the room for that time."));
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberBan>(m,
                             {*member_in(m, v.at("member")), *room_in(m, v.at("room")), v.at("reason"), *minutes_in(v.at("for"))},
                             tr("The member is banned."));
  };
  ask(model, std::move(form), about(model, target));
}

void suspend(Model& model, const Target& target) {
  Form form = sanction_form(model, "suspend", tr("Suspend a member from the community"), false, true,
                            tr("All log-ins of the member end, and there is no other for that time."));
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberSuspend>(m, {*member_in(m, v.at("member")), v.at("reason"), *minutes_in(v.at("for"))},
                                 tr("The member is suspended."));
  };
  ask(model, std::move(form), about(model, target));
}

void lift(Model& model, const Target& t) {
  ask_reason(model, "lift-" + std::to_string(t.sanction.value), tr("Lift the sanction"), {}, tr("Lift it"),
             [id = t.sanction](Model& m, const std::string& reason) {
               return do_now<SanctionLift>(m, {id, reason}, tr("The sanction is lifted."));
             });
}

void add_member(Model& model, const Target& t) {
  Form form;
  form.name = "add-member";
  form.title = tr("Add a member to a room");
  form.button = tr("Add");
  form.fields = {member_field(), moderated_room_field(model)};
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<RoomAddMember>(m, {*room_in(m, v.at("room")), *member_in(m, v.at("member"))}, tr("The member is in the room."));
  };
  ask(model, std::move(form), about(model, t));
}

void put_out(Model& model, const Target& t) {
  Form form = sanction_form(model, "remove-member", tr("Remove a member from a room"), true, false,
                            tr("The member may join a CoP again. A ban is what keeps somebody out."));
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<RoomRemoveMember>(m, {*room_in(m, v.at("room")), *member_in(m, v.at("member")), v.at("reason")},
                                    tr("The member is removed."));
  };
  ask(model, std::move(form), about(model, t));
}

void invite(Model& model, const Target&) {
  Form form;
  form.name = "invite";
  form.title = tr("Make an invitation");
  form.button = tr("Make it");
  Field uses = line_field("uses", tr("For how many people"));
  Field days = line_field("days", tr("Days until it expires"), true, tr("1 to 90"));
  uses.kind = days.kind = Field::Kind::number;
  form.fields = {uses, days, line_field("note", tr("Note"), false, tr("whom it is for")), room_field(false)};
  form.submit = [](Model& m, const Values& v) -> std::string {
    InvitationCreate::Params make;
    make.uses = *number_in(v.at("uses"));
    make.days = *number_in(v.at("days"));
    if (!v.at("note").empty()) make.note = v.at("note");
    if (!v.at("room").empty()) make.rooms = {*room_in(m, v.at("room"))};
    if (!is_online(m)) return no_line(m);
    m.act<InvitationCreate>(make, [asker = begin_asking(m)](Model& m2, const client::CallAnswer& answer) {
      const auto made = result_of<InvitationCreate>(answer);
      form_answered(m2, asker, answer, tr("The invitation is made."));
      if (!made) return;
      Form shown;  // stays until it is closed
      shown.name = "invitation-code";
      shown.title = tr("The invitation");
      shown.warning = fill(tr("The code is {1}. It is shown only now: write it down."), {made->invitation.code});
      shown.submit = [](Model&, const Values&) { return std::string(); };
      ask(m2, std::move(shown));
    });
    return {};
  };
  ask(model, std::move(form), {{"uses", "1"}, {"days", "14"}, {"room", ""}});
}

void revoke(Model& model, const Target& t) {
  ask_sure(model, "revoke", tr("Revoke the invitation?"), tr("Nobody can use it any more."),
           [id = t.invitation](Model& m) { return do_now<InvitationRevoke>(m, {id}, tr("The invitation is revoked.")); });
}

}  // namespace

void add_sanctioning_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto moderator = Role::moderator;
  all.insert(all.end(),
             {{"warn", N_("Warn a member"), nothing, moderator, warn, Command::about_member},
              {"mute", N_("Mute a member"), nothing, moderator, mute, Command::about_member},
              {"ban", N_("Ban a member from a room"), nothing, moderator, ban, Command::about_member},
              {"suspend-member", N_("Suspend a member from the community"), nothing, Role::administrator, suspend,
               Command::about_member},
              {"sanctions", N_("Sanctions of the room"), Command::Needs::room, moderator,
               [](Model& m, const Target& t) {
                 SanctionList::Params which;
                 which.room = t.room;
                 open_sanctions(m, which);
               }},
              {"lift", N_("Lift the sanction"), sanction, moderator, lift},
              {"add-member", N_("Add a member to a room"), nothing, moderator, add_member, Command::about_member},
              {"remove-member", N_("Remove a member from a room"), nothing, moderator, put_out, Command::about_member},
              {"invitations", N_("Invitations"), nothing, moderator, [](Model& m, const Target&) { open_invitations(m); }},
              {"invite", N_("Make an invitation"), nothing, moderator, invite},
              {"revoke", N_("Revoke the invitation"), invitation, moderator, revoke, Command::at_once}});
}

}  // namespace standpipe::screen
