#include "client-cli/commands_by_letters.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/limits.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

void add_desk(CLI::App& app, Program& program) {
  add_by_letters(app, program, "applications", "Applications that wait, oldest first", "sp",
                 [&program](OneShot& c, const Words& w) {
                   ApplicationList::Params ask;
                   if (!w.status.empty()) ask.status = enum_of<ApplicationStatus>(w.status, "status");
                   if (w.page) ask.after = ApplicationId{w.page};
                   const auto list = c.ask<ApplicationList>(ask);
                   print(program, list, [&] {
                     const Names names = names_of({}, c.mirror());
                     for (const auto& a : list.applications) say(show_application(a, names), 14);
                     say_end(list.applications, "No applications.", list.more);
                   });
                 });
  add_by_letters(app, program, "reports", "Open reports, oldest first", "osp", [&program](OneShot& c, const Words& w) {
    ReportList::Params ask;
    ask.room = room_or_none(c, w);
    if (!w.status.empty()) ask.status = enum_of<ReportStatus>(w.status, "status");
    if (w.page) ask.after = ReportId{w.page};
    const auto list = c.ask<ReportList>(ask);
    print(program, list, [&] {
      const Names names = names_of(list.people, c.mirror());
      for (const auto& r : list.reports) {
        say(show_report(r, names));
        for (const auto& m : list.messages)
          if (m.id == r.message) say("    " + show_message(m, names), 8);
      }
      say_end(list.reports, "No reports.", list.more);
    });
  });
  add_by_letters(app, program, "pending", "First posts that wait for approval, oldest first", "o",
                 [&program](OneShot& c, const Words& w) {
                   const auto list = c.ask<PendingList>({room_or_none(c, w)});
                   print(program, list, [&] {
                     const Names names = names_of(list.people, c.mirror());
                     for (const auto& p : list.pending) say(show_pending(p, names));
                     say_end(list.pending, "No posts wait.", false);
                   });
                 });
}

void add_logs(CLI::App& app, Program& program) {
  add_by_letters(app, program, "sanctions", "Sanctions in force, newest first", "oMlp", [&program](OneShot& c, const Words& w) {
    SanctionList::Params ask;
    if (!w.room.empty()) ask.room = c.room(w.room).id;
    if (!w.member.empty()) ask.member = c.member(w.member);
    if (!w.all) ask.active = true;
    if (w.page) ask.before = SanctionId{w.page};
    const auto list = c.ask<SanctionList>(ask);
    print(program, list, [&] {
      const Names names = names_of(list.people, c.mirror());
      for (const auto& s : list.sanctions) say(show_sanction(s, names));
      say_end(list.sanctions, "No sanctions.", list.more);
    });
  });
  add_by_letters(app, program, "audit", "The audit log, newest first", "oMp", [&program](OneShot& c, const Words& w) {
    AuditList::Params ask;
    if (!w.room.empty()) ask.room = c.room(w.room).id;
    if (!w.member.empty()) ask.member = c.member(w.member);
    if (w.page) ask.before = AuditId{w.page};
    const auto log = c.ask<AuditList>(ask);
    print(program, log, [&] {
      const Names names = names_of(log.people, c.mirror());
      for (const auto& e : log.entries) say(show_audit(e, names));
      say_end(log.entries, "Nothing yet.", log.more);
    });
  });
}

void add_decisions(CLI::App& app, Program& program) {
  add_by_letters(app, program, "approve", "Approve an application", "iU", [&program](OneShot& c, const Words& w) {
    ApplicationApprove::Params params;
    params.application = ApplicationId{number_of(w.id, 'a')};
    if (!w.utility.empty()) params.utility = UtilityId{number_of(w.utility, 'u')};
    const auto approved = advised("argument_bad", w.utility.empty() ? "" : "\nDo: standpipe admin utilities",
                                  [&] { return c.act<ApplicationApprove>(params); });
    print(program, approved, [&] { say("Approved: member @" + std::to_string(approved.member.value) + "."); });
  });
  add_by_letters(app, program, "decline", "Decline an application", "iRD", [](OneShot& c, const Words& w) {
    c.act<ApplicationDecline>({ApplicationId{number_of(w.id, 'a')}, w.reason});
  });
  add_by_letters(app, program, "accept", "Let a first post into its room", "i", [&program](OneShot& c, const Words& w) {
    const auto posted = c.act<PendingApprove>({PendingId{number_of(w.id, 'p')}});
    print(program, posted, [&] { say("m" + std::to_string(posted.message.value)); });
  });
  add_by_letters(app, program, "reject", "Turn a first post down", "iRD", [](OneShot& c, const Words& w) {
    c.act<PendingReject>({PendingId{number_of(w.id, 'p')}, w.reason});
  });
  add_by_letters(app, program, "resolve", "Close a report", "iRuD", [](OneShot& c, const Words& w) {
    c.act<ReportResolve>({ReportId{number_of(w.id, 'r')}, w.upheld, w.reason});
  });
}

/// Gives a sanction that may be of one room or of all.
template <class M>
void sanction(OneShot& client, const Program& program, const Words& words, const typename M::Params& params) {
  const std::string advice = words.room.empty() ? " A moderator of a room names it with --room." : "";
  say_sanctioned(client, program, advised("not_allowed", advice, [&] { return client.act<M>(params); }));
}

void add_sanctions(CLI::App& app, Program& program) {
  add_by_letters(app, program, "warn", "Warn a member", "moR", [&program](OneShot& c, const Words& w) {
    sanction<MemberWarn>(c, program, w, {c.member(w.member), room_or_none(c, w), w.reason});
  });
  add_by_letters(app, program, "mute", "End a member's posting for a time", "motR", [&program](OneShot& c, const Words& w) {
    sanction<MemberMute>(c, program, w, {c.member(w.member), room_or_none(c, w), w.reason, minutes_of(w.time)});
  });
  add_by_letters(app, program, "ban", "Put a member out of a room", "mrtR", [&program](OneShot& c, const Words& w) {
    say_sanctioned(c, program, c.act<MemberBan>({c.member(w.member), c.room(w.room).id, w.reason, minutes_of(w.time)}));
  });
  add_by_letters(app, program, "lift", "End a sanction before its time", "iRD", [](OneShot& c, const Words& w) {
    c.act<SanctionLift>({SanctionId{number_of(w.id, 's')}, w.reason});
  });
}

void add_room_work(CLI::App& app, Program& program) {
  add_by_letters(app, program, "move", "Move a thread to another room", "irRD", [](OneShot& c, const Words& w) {
    c.act<ThreadMove>({ThreadId{number_of(w.id, 't')}, c.room(w.room).id, w.reason});
  });
  add_by_letters(app, program, "lock", "Lock a thread, or unlock it with --off", "iOqD", [](OneShot& c, const Words& w) {
    c.act<ThreadLock>({ThreadId{number_of(w.id, 't')}, !w.off, some(w.reason)});
  });
  add_by_letters(app, program, "pin", "Pin a thread (t12) or a message (m34), or unpin it with --off", "iOD",
                 [](OneShot& c, const Words& w) {
                   if (w.id.starts_with('m')) {
                     c.act<MessagePin>({MessageId{number_of(w.id, 'm')}, !w.off});
                   } else {
                     c.act<ThreadPin>({ThreadId{number_of(w.id, 't')}, !w.off});
                   }
                 });
  add_by_letters(app, program, "close", "Close a thread, or open it again with --off", "iOD", [](OneShot& c, const Words& w) {
    ThreadUpdate::Params params;
    params.thread = ThreadId{number_of(w.id, 't')};
    params.status = w.off ? ThreadStatus::open : ThreadStatus::closed;
    c.act<ThreadUpdate>(params);
  });
  add_by_letters(app, program, "slow-mode", "Seconds between two posts of one member in a room; 0 ends it", "rnD",
                 [](OneShot& c, const Words& w) {
                   RoomUpdate::Params params;
                   params.room = c.room(w.room).id;
                   params.slow_mode_s = w.number;
                   c.act<RoomUpdate>(params);
                 });
  add_by_letters(app, program, "first-posts", "Look at newcomers' first posts in a room; --off ends it", "rOD",
                 [](OneShot& c, const Words& w) {
                   RoomUpdate::Params params;
                   params.room = c.room(w.room).id;
                   params.approve_first_post = !w.off;
                   c.act<RoomUpdate>(params);
                 });
  add_by_letters(app, program, "add-member", "Add a member to a room", "rmD", [](OneShot& c, const Words& w) {
    c.act<RoomAddMember>({c.room(w.room).id, c.member(w.member)});
  });
  add_by_letters(app, program, "remove-member", "Remove a member from a room", "rmRD", [](OneShot& c, const Words& w) {
    c.act<RoomRemoveMember>({c.room(w.room).id, c.member(w.member), w.reason});
  });
  add_by_letters(app, program, "remove-message", "Remove a message", "iRD", [](OneShot& c, const Words& w) {
    c.act<MessageRemove>({MessageId{number_of(w.id, 'm')}, w.reason});
  });
}

void add_invitations(CLI::App& app, Program& program) {
  struct Invite {
    std::int64_t uses = 1, days = 14;
    std::string note;
    std::vector<std::string> rooms;
  };
  auto invite = std::make_shared<Invite>();
  auto* command = app.add_subcommand("invite", "Make an invitation; who accepts it is a member at once");
  command->add_option("--uses", invite->uses, "How many may accept it")
      ->check(CLI::Range(std::int64_t{1}, limits::invitation_uses));
  command->add_option("--days", invite->days, "Until it expires")->check(CLI::Range(std::int64_t{1}, limits::invitation_days));
  command->add_option("--note", invite->note, "For your own list");
  command->add_option("--room", invite->rooms, "A room that they join; repeat for several")->allow_extra_args(false);
  command->callback([&program, invite] {
    program.action = [&program, invite] {
      OneShot client(program.context());
      InvitationCreate::Params params;
      params.uses = invite->uses;
      params.days = invite->days;
      params.note = some(invite->note);
      if (!invite->rooms.empty()) {
        params.rooms.emplace();
        for (const auto& room : invite->rooms) params.rooms->push_back(client.room(room).id);
      }
      const auto made = client.act<InvitationCreate>(params);
      print(program, made, [&] {
        say(made.invitation.code + "  (i" + std::to_string(made.invitation.id.value) + ", until " +
            show_time(made.invitation.expires_at) + "; use it with: standpipe apply --invitation)");
      });
    };
  });
  add_by_letters(app, program, "invitations", "Invitations, newest first", "", [&program](OneShot& c, const Words&) {
    const auto list = c.ask<InvitationList>({});
    print(program, list, [&] {
      for (const auto& i : list.invitations) {
        say("i" + std::to_string(i.id.value) + "  " + std::to_string(i.uses_left) + " left, until " + show_time(i.expires_at) +
            (i.revoked ? "  [revoked]" : "") + "  " + printable_line(i.note));
      }
      say_end(list.invitations, "No invitations. Do: standpipe moderate invite", false);
    });
  });
  add_by_letters(app, program, "revoke", "Revoke an invitation", "iD",
                 [](OneShot& c, const Words& w) { c.act<InvitationRevoke>({InvitationId{number_of(w.id, 'i')}}); });
}

}  // namespace

void add_moderating_commands(CLI::App& app, Program& program) {
  auto* moderate = app.add_subcommand("moderate", "For moderators: applications, reports, sanctions, threads, the room");
  moderate->require_subcommand(1);
  add_desk(*moderate, program);
  add_logs(*moderate, program);
  add_decisions(*moderate, program);
  add_sanctions(*moderate, program);
  add_room_work(*moderate, program);
  add_invitations(*moderate, program);
}

}  // namespace standpipe::client
