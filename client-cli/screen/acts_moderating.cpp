#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/desk_work.hpp"
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

std::string applicant(const Target& t) {
  return t.name.empty() ? "a" + std::to_string(t.application.value) : client::printable_line(t.name);
}

void approve_application(Model& model, const Target& t) {
  ask_sure(model, "approve", fill(tr("Approve the application of {1}?"), {applicant(t)}),
           tr("The applicant becomes a member, in the rooms that the application names."), [t](Model& m) {
             return do_now<ApplicationApprove>(m, {t.application, std::nullopt},
                                               fill(tr("{1} is a member now."), {applicant(t)}) + " " + next_work(m, t));
           });
}

void decline_application(Model& model, const Target& t) {
  ask_reason(model, "decline-" + std::to_string(t.application.value), fill(tr("Decline the application of {1}"), {applicant(t)}),
             tr("The applicant sees the reason at log-in."), {}, [t](Model& m, const std::string& reason) {
               return do_now<ApplicationDecline>(
                   m, {t.application, reason},
                   fill(tr("The application of {1} is declined."), {applicant(t)}) + " " + next_work(m, t));
             });
}

void resolve(Model& model, const Target& t, bool upheld) {
  Form form;
  form.name = (upheld ? "uphold-" : "dismiss-report-") + std::to_string(t.report.value);
  form.title = upheld ? tr("Uphold the report") : tr("Dismiss the report");
  form.fields = {line_field("note", tr("Note"), true, tr("who reported it is told"))};
  form.warning = tr("The report is closed by this.");
  form.submit = [t, upheld](Model& m, const Values& v) -> std::string {
    return do_now<ReportResolve>(m, {t.report, upheld, v.at("note")}, tr("The report is closed.") + " " + next_work(m, t));
  };
  ask(model, std::move(form));
}

void let_in(Model& model, const Target& t) {
  ask_sure(model, "let-in", tr("Let this post into the room?"), tr("Everybody in the room will see it."), [t](Model& m) {
    return do_now<PendingApprove>(m, {t.pending}, tr("The post is in the room.") + " " + next_work(m, t));
  });
}

void turn_down(Model& model, const Target& t) {
  ask_reason(model, "turn-down-" + std::to_string(t.pending.value), tr("Turn this post down"), tr("Its author sees the reason."),
             {}, [t](Model& m, const std::string& reason) {
               return do_now<PendingReject>(m, {t.pending, reason}, tr("The post is turned down.") + " " + next_work(m, t));
             });
}

const Thread* thread_of(const Model& model, ThreadId id) {
  const auto known = model.mirror.threads().find(id);
  return known == model.mirror.threads().end() ? nullptr : &known->second;
}

void lock_thread(Model& model, const Target& t) {
  const Thread* thread = thread_of(model, t.thread);
  const bool on = thread == nullptr || !thread->locked;
  ask_reason(model, "lock-" + std::to_string(t.thread.value), on ? tr("Lock the thread") : tr("Unlock the thread"),
             on ? tr("Only moderators can reply then.") : std::string(), tr("Unlock it"),
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
             return do_now<ThreadPin>(m, {id, on}, on ? tr("The thread is pinned.") : tr("The thread is no longer pinned."));
           });
}

void pin_message(Model& model, const Target& t) {
  const auto known = model.mirror.message(t.message);
  const bool on = !known || !known->pinned;
  ask_sure(model, "pin-message", on ? tr("Pin the message in its room?") : tr("Unpin the message?"),
           tr("Everybody in the room sees it."), [id = t.message, on](Model& m) {
             return do_now<MessagePin>(m, {id, on}, on ? tr("The message is pinned.") : tr("The message is no longer pinned."));
           });
}

void move_thread(Model& model, const Target& t) {
  Form form;
  form.name = "move-thread-" + std::to_string(t.thread.value);
  form.title = tr("Move the thread to another room");
  form.fields = {room_field(), reason_field()};
  form.fields[0].choices = rooms_to_move_to(model, t.room);
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
  form.name = "room-settings-" + std::to_string(t.room.value);
  form.title = fill(tr("Settings of {1}"), {name_of(model, t.room)});
  form.button = tr("Save");
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

}  // namespace

void add_moderating_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto moderator = Role::moderator;
  all.insert(
      all.end(),
      {{"applications", N_("Applications"), nothing, moderator, [](Model& m, const Target&) { open_applications(m); }},
       {"approve", N_("Approve the application"), application, moderator, approve_application, Command::at_once},
       {"decline", N_("Decline the application"), application, moderator, decline_application},
       {"reports", N_("Reports"), nothing, moderator, [](Model& m, const Target&) { open_reports(m); }},
       {"uphold", N_("Uphold the report"), Command::Needs::report, moderator,
        [](Model& m, const Target& t) { resolve(m, t, true); }},
       {"dismiss-report", N_("Dismiss the report"), Command::Needs::report, moderator,
        [](Model& m, const Target& t) { resolve(m, t, false); }},
       {"first-posts", N_("First posts that wait"), nothing, moderator, [](Model& m, const Target&) { open_pending(m); }},
       {"let-in", N_("Let the post into the room"), pending, moderator, let_in, Command::at_once},
       {"turn-down", N_("Turn the post down"), pending, moderator, turn_down},
       {"audit", N_("Audit log of the room"), Command::Needs::room, moderator,
        [](Model& m, const Target& t) {
          AuditList::Params which;
          which.room = t.room;
          open_audit(m, which);
        }},
       {"lock", N_("Lock or unlock the thread"), thread, moderator, lock_thread},
       {"pin-thread", N_("Pin or unpin the thread"), thread, moderator, pin_thread, Command::at_once},
       {"pin-message", N_("Pin or unpin the message"), message, moderator, pin_message, Command::at_once},
       {"move-thread", N_("Move the thread to another room"), movable_thread, moderator, move_thread},
       {"room-settings", N_("Settings of the room: slow mode, first posts"), Command::Needs::room, moderator, room_settings}});
}

}  // namespace standpipe::screen
