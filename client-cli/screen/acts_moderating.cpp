#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/terminal/safe_text.hpp"

/// What moderators do, each with a reason where somebody else is concerned, and with a question before what cannot be undone.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::N_;
using client::tr;

namespace {

/// Warn, mute, ban and suspend ask the same things.
Form sanction_form(const char* name, std::string title, bool with_room, bool with_time, std::string warning) {
  Form form;
  form.name = name;
  form.title = std::move(title);
  form.fields = {member_field()};
  if (with_room) form.fields.push_back(room_field());
  if (with_time) form.fields.push_back(minutes_field());
  form.fields.push_back(reason_field());
  form.warning = std::move(warning);
  return form;
}

Field room_or_everywhere(const Model& model) {
  Field field = room_field(!is_administrator(model));
  if (is_administrator(model)) field.hint = tr("empty: everywhere");
  return field;
}

RoomId room_or_none(const Model& model, const Values& values) {
  return values.at("room").empty() ? RoomId{} : *room_in(model, values.at("room"));
}

void warn(Model& model, const Target& target) {
  Form form =
      sanction_form("warn", tr("Warn a member"), true, false, tr("The member is told, with the reason. It stays in the record."));
  form.fields[1] = room_or_everywhere(model);
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberWarn>(m, {*member_in(m, v.at("member")), room_or_none(m, v), v.at("reason")},
                              tr("The member is warned."));
  };
  ask(model, std::move(form), about(model, target));
}

void mute(Model& model, const Target& target) {
  Form form = sanction_form("mute", tr("Mute a member"), true, true, tr("The member can read and not write for that time."));
  form.fields[1] = room_or_everywhere(model);
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberMute>(m, {*member_in(m, v.at("member")), room_or_none(m, v), v.at("reason"), *minutes_in(v.at("for"))},
                              tr("The member is muted."));
  };
  ask(model, std::move(form), about(model, target));
}

void ban(Model& model, const Target& target) {
  Form form =
      sanction_form("ban", tr("Ban a member from a room"), true, true, tr("The member is put out of the room for that time."));
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberBan>(m,
                             {*member_in(m, v.at("member")), *room_in(m, v.at("room")), v.at("reason"), *minutes_in(v.at("for"))},
                             tr("The member is banned."));
  };
  ask(model, std::move(form), about(model, target));
}

void suspend(Model& model, const Target& target) {
  Form form = sanction_form("suspend", tr("Suspend a member from the community"), false, true,
                            tr("All log-ins of the member end, and there is no other for that time."));
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<MemberSuspend>(m, {*member_in(m, v.at("member")), v.at("reason"), *minutes_in(v.at("for"))},
                                 tr("The member is suspended."));
  };
  ask(model, std::move(form), about(model, target));
}

/// Something with a reason about what is selected.
void ask_reason(Model& model, const char* name, std::string title, std::string warning,
                std::function<std::string(Model&, const std::string&)> then) {
  Form form;
  form.name = name;
  form.title = std::move(title);
  form.fields = {reason_field()};
  form.warning = std::move(warning);
  form.submit = [then = std::move(then)](Model& m, const Values& v) { return then(m, v.at("reason")); };
  ask(model, std::move(form));
}

/// Something without a reason, that is asked for once more.
void ask_sure(Model& model, const char* name, std::string title, std::string warning, std::function<std::string(Model&)> then) {
  Form form;
  form.name = name;
  form.title = std::move(title);
  form.warning = std::move(warning);
  form.submit = [then = std::move(then)](Model& m, const Values&) { return then(m); };
  ask(model, std::move(form));
}

void lift(Model& model, const Target& t) {
  ask_reason(model, "lift", tr("Lift the sanction"), {}, [id = t.sanction](Model& m, const std::string& reason) {
    return do_now<SanctionLift>(m, {id, reason}, tr("The sanction is lifted."));
  });
}

void approve_application(Model& model, const Target& t) {
  ask_sure(model, "approve", tr("Approve the application?"),
           tr("The applicant becomes a member, in the rooms that the application names."), [id = t.application](Model& m) {
             return do_now<ApplicationApprove>(m, {id, std::nullopt}, tr("Approved."));
           });
}

void decline_application(Model& model, const Target& t) {
  ask_reason(model, "decline", tr("Decline the application"), tr("The applicant sees the reason at log-in."),
             [id = t.application](Model& m, const std::string& reason) {
               return do_now<ApplicationDecline>(m, {id, reason}, tr("Declined."));
             });
}

void resolve(Model& model, const Target& t, bool upheld) {
  Form form;
  form.name = upheld ? "uphold" : "dismiss";
  form.title = upheld ? tr("Uphold the report") : tr("Dismiss the report");
  form.fields = {line_field("note", tr("Note"), true, tr("who reported it is told"))};
  form.warning = tr("The report is closed.");
  form.submit = [id = t.report, upheld](Model& m, const Values& v) -> std::string {
    return do_now<ReportResolve>(m, {id, upheld, v.at("note")}, tr("The report is closed."));
  };
  ask(model, std::move(form));
}

void let_in(Model& model, const Target& t) {
  ask_sure(model, "let-in", tr("Let this post into the room?"), tr("Everybody in the room will see it."),
           [id = t.pending](Model& m) { return do_now<PendingApprove>(m, {id}, tr("The post is in the room.")); });
}

void turn_down(Model& model, const Target& t) {
  ask_reason(model, "turn-down", tr("Turn this post down"), tr("Its author sees the reason."),
             [id = t.pending](Model& m, const std::string& reason) {
               return do_now<PendingReject>(m, {id, reason}, tr("The post is turned down."));
             });
}

const Thread* thread_of(const Model& model, ThreadId id) {
  const auto known = model.mirror.threads().find(id);
  return known == model.mirror.threads().end() ? nullptr : &known->second;
}

void lock_thread(Model& model, const Target& t) {
  const Thread* thread = thread_of(model, t.thread);
  const bool on = thread == nullptr || !thread->locked;
  ask_reason(model, "lock", on ? tr("Lock the thread") : tr("Unlock the thread"),
             on ? tr("Only moderators can reply then.") : std::string(),
             [id = t.thread, on](Model& m, const std::string& reason) {
               return do_now<ThreadLock>(m, {id, on, reason},
                                         on ? tr("The thread is locked.") : tr("The thread is open for replies again."));
             });
}

void pin_thread(Model& model, const Target& t) {
  const Thread* thread = thread_of(model, t.thread);
  const bool on = thread == nullptr || !thread->pinned;
  ask_sure(model, "pin-thread", on ? tr("Pin the thread to the top of the room?") : tr("Unpin the thread?"),
           tr("Everybody in the room sees it."), [id = t.thread, on](Model& m) {
             return do_now<ThreadPin>(m, {id, on}, tr("Done."));
           });
}

void pin_message(Model& model, const Target& t) {
  const auto known = model.mirror.message(t.message);
  const bool on = !known || !known->pinned;
  ask_sure(model, "pin-message", on ? tr("Pin the message in its room?") : tr("Unpin the message?"),
           tr("Everybody in the room sees it."), [id = t.message, on](Model& m) {
             return do_now<MessagePin>(m, {id, on}, tr("Done."));
           });
}

void move_thread(Model& model, const Target& t) {
  Form form;
  form.name = "move-thread";
  form.title = tr("Move the thread to another room");
  form.fields = {room_field(), reason_field()};
  form.warning = tr("All its messages go with it. Who is not in the other room sees it no more.");
  form.submit = [id = t.thread](Model& m, const Values& v) -> std::string {
    return do_now<ThreadMove>(m, {id, *room_in(m, v.at("room")), v.at("reason")}, tr("The thread is moved."));
  };
  ask(model, std::move(form), {{"room", ""}});
}

void room_settings(Model& model, const Target& t) {
  const auto room = model.mirror.find_room(t.room);
  if (!room) return;
  Form form;
  form.name = "room-settings";
  form.title = fill(tr("Settings of {1}"), {name_of(model, t.room)});
  Field slow = line_field("slow", tr("Slow mode"), true, tr("seconds between two posts of a member; 0: off"));
  slow.kind = Field::Kind::number;
  form.fields = {line_field("description", tr("Description"), false), slow,
                 flag_field("first", tr("Look at newcomers' first posts"))};
  form.submit = [now = *room](Model& m, const Values& v) -> std::string {
    RoomUpdate::Params update;
    update.room = now.id;
    if (v.at("description") != now.description) update.description = v.at("description");
    if (const auto slow_s = *number_in(v.at("slow")); slow_s != now.slow_mode_s) update.slow_mode_s = slow_s;
    if ((v.at("first") == "yes") != now.approve_first_post) update.approve_first_post = v.at("first") == "yes";
    return do_now<RoomUpdate>(m, update, tr("The room is changed."));
  };
  ask(model, std::move(form),
      {{"description", room->description},
       {"slow", std::to_string(room->slow_mode_s)},
       {"first", room->approve_first_post ? "yes" : "no"}});
}

void add_member(Model& model, const Target& t) {
  Form form;
  form.name = "add-member";
  form.title = tr("Add a member to a room");
  form.fields = {member_field(), room_field()};
  form.submit = [](Model& m, const Values& v) -> std::string {
    return do_now<RoomAddMember>(m, {*room_in(m, v.at("room")), *member_in(m, v.at("member"))}, tr("The member is in the room."));
  };
  ask(model, std::move(form), about(model, t));
}

void put_out(Model& model, const Target& t) {
  Form form = sanction_form("remove-member", tr("Remove a member from a room"), true, false,
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

void add_moderating_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto moderator = Role::moderator;
  all.insert(
      all.end(),
      {{"applications", N_("Applications"), nothing, moderator, [](Model& m, const Target&) { open_applications(m); }},
       {"approve", N_("Approve the application"), application, moderator, approve_application},
       {"decline", N_("Decline the application"), application, moderator, decline_application},
       {"reports", N_("Reports"), nothing, moderator, [](Model& m, const Target&) { open_reports(m); }},
       {"uphold", N_("Uphold the report"), Command::Needs::report, moderator,
        [](Model& m, const Target& t) { resolve(m, t, true); }},
       {"dismiss-report", N_("Dismiss the report"), Command::Needs::report, moderator,
        [](Model& m, const Target& t) { resolve(m, t, false); }},
       {"first-posts", N_("First posts that wait"), nothing, moderator, [](Model& m, const Target&) { open_pending(m); }},
       {"let-in", N_("Let the post into the room"), pending, moderator, let_in},
       {"turn-down", N_("Turn the post down"), pending, moderator, turn_down},
       {"warn", N_("Warn a member"), nothing, moderator, warn, true},
       {"mute", N_("Mute a member"), nothing, moderator, mute, true},
       {"ban", N_("Ban a member from a room"), nothing, moderator, ban, true},
       {"suspend-member", N_("Suspend a member from the community"), nothing, Role::administrator, suspend, true},
       {"sanctions", N_("Sanctions of the room"), Command::Needs::room, moderator,
        [](Model& m, const Target& t) {
          SanctionList::Params which;
          which.room = t.room;
          open_sanctions(m, which);
        }},
       {"lift", N_("Lift the sanction"), sanction, moderator, lift},
       {"audit", N_("Audit log of the room"), Command::Needs::room, moderator,
        [](Model& m, const Target& t) {
          AuditList::Params which;
          which.room = t.room;
          open_audit(m, which);
        }},
       {"lock", N_("Lock or unlock the thread"), thread, moderator, lock_thread},
       {"pin-thread", N_("Pin or unpin the thread"), thread, moderator, pin_thread},
       {"pin-message", N_("Pin or unpin the message"), message, moderator, pin_message},
       {"move-thread", N_("Move the thread to another room"), thread, moderator, move_thread},
       {"room-settings", N_("Settings of the room: slow mode, first posts"), Command::Needs::room, moderator, room_settings},
       {"add-member", N_("Add a member to a room"), nothing, moderator, add_member, true},
       {"remove-member", N_("Remove a member from a room"), nothing, moderator, put_out, true},
       {"invitations", N_("Invitations"), nothing, moderator, [](Model& m, const Target&) { open_invitations(m); }},
       {"invite", N_("Make an invitation"), nothing, moderator, invite},
       {"revoke", N_("Revoke the invitation"), invitation, moderator, revoke}});
}

}  // namespace standpipe::screen
