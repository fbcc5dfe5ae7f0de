#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// The words that the moderating commands take; each command uses some of them.
struct Words {
  std::string member, room, reason, time = "forever", id, utility, status;
  bool off = false;
  bool upheld = false;
  std::int64_t number = 0;
};
using WordsPtr = std::shared_ptr<Words>;
using Run = std::function<void(OneShot&, const Words&)>;

/// One command: its words are declared by the letters of `takes`, in order: m member, r room, i id, n number, t time; R a
/// required reason.
void add(CLI::App& app, Program& program, const char* name, const char* help, std::string_view takes, Run run) {
  auto* command = app.add_subcommand(name, help);
  auto words = std::make_shared<Words>();
  for (const char word : takes) {
    switch (word) {
      case 'm':
        command->add_option("member", words->member, "@number or name")->required();
        break;
      case 'r':
        command->add_option("room", words->room, "A room's slug")->required();
        break;
      case 'o':
        command->add_option("--room", words->room, "Only in this room; everywhere if absent");
        break;
      case 'i':
        command->add_option("id", words->id, "The number that the list shows")->required();
        break;
      case 'n':
        command->add_option("number", words->number, "How many")->required();
        break;
      case 't':
        command->add_option("--for", words->time, "30m, 12h, 7d or forever")->required();
        break;
      case 'R':
        command->add_option("--reason", words->reason, "Why; the member concerned will see it")->required();
        break;
      case 'q':
        command->add_option("--reason", words->reason, "Why");
        break;
      case 'O':
        command->add_flag("--off", words->off, "Undo it");
        break;
      case 's':
        command->add_option("--status", words->status, "Which ones");
        break;
      case 'u':
        command->add_flag("--upheld", words->upheld, "The report was right; else it is dismissed");
        break;
      case 'U':
        command->add_option("--utility", words->utility, "The number of the known utility that employs them");
        break;
      default:
        break;
    }
  }
  command->callback([&program, words, run = std::move(run)] {
    program.action = [&program, words, run] {
      OneShot client(program.context());
      run(client, *words);
    };
  });
}

RoomId room_or_none(OneShot& client, const Words& w) {
  return w.room.empty() ? RoomId{} : client.room(w.room).id;
}

std::optional<std::string> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void add_lists(CLI::App& app, Program& program) {
  add(app, program, "applications", "Applications that wait, oldest first", "s", [&program](OneShot& c, const Words& w) {
    ApplicationList::Params ask;
    ApplicationStatus status{};
    if (!w.status.empty()) {
      if (!boost::describe::enum_from_string(w.status.c_str(), status))
        throw Failure{Exit::usage, "--status is pending, approved or declined"};
      ask.status = status;
    }
    const auto list = c.ask<ApplicationList>(ask);
    print(program, list, [&] {
      for (const auto& a : list.applications) say(show_application(a));
    });
  });
  add(app, program, "reports", "Open reports, oldest first", "o", [&program](OneShot& c, const Words& w) {
    ReportList::Params ask;
    ask.room = room_or_none(c, w);
    const auto list = c.ask<ReportList>(ask);
    print(program, list, [&] {
      const Names names = names_of(list.people);
      for (const auto& r : list.reports) {
        say(show_report(r, names));
        for (const auto& m : list.messages)
          if (m.id == r.message) say("    " + show_message(m, names));
      }
    });
  });
  add(app, program, "pending", "First posts that wait for approval, oldest first", "o", [&program](OneShot& c, const Words& w) {
    const auto list = c.ask<PendingList>({room_or_none(c, w)});
    print(program, list, [&] {
      const Names names = names_of(list.people);
      for (const auto& p : list.pending) say(show_pending(p, names));
    });
  });
  add(app, program, "sanctions", "Sanctions in force, newest first", "o", [&program](OneShot& c, const Words& w) {
    SanctionList::Params ask;
    if (!w.room.empty()) ask.room = c.room(w.room).id;
    ask.active = true;
    const auto list = c.ask<SanctionList>(ask);
    print(program, list, [&] {
      const Names names = names_of(list.people);
      for (const auto& s : list.sanctions) say(show_sanction(s, names));
    });
  });
  add(app, program, "audit", "The audit log, newest first", "o", [&program](OneShot& c, const Words& w) {
    AuditList::Params ask;
    if (!w.room.empty()) ask.room = c.room(w.room).id;
    const auto log = c.ask<AuditList>(ask);
    print(program, log, [&] {
      const Names names = names_of(log.people);
      for (const auto& e : log.entries) say(show_audit(e, names));
    });
  });
}

void add_decisions(CLI::App& app, Program& program) {
  add(app, program, "approve", "Approve an application", "iU", [&program](OneShot& c, const Words& w) {
    ApplicationApprove::Params params;
    params.application = ApplicationId{number_of(w.id, 'a')};
    if (!w.utility.empty()) params.utility = UtilityId{number_of(w.utility, 'u')};
    const auto approved = c.act<ApplicationApprove>(params);
    print(program, approved, [&] { say("Approved: member @" + std::to_string(approved.member.value) + "."); });
  });
  add(app, program, "decline", "Decline an application", "iR", [](OneShot& c, const Words& w) {
    c.act<ApplicationDecline>({ApplicationId{number_of(w.id, 'a')}, w.reason});
  });
  add(app, program, "accept", "Let a first post into its room", "i", [&program](OneShot& c, const Words& w) {
    const auto posted = c.act<PendingApprove>({PendingId{number_of(w.id, 'p')}});
    print(program, posted, [&] { say("m" + std::to_string(posted.message.value)); });
  });
  add(app, program, "reject", "Turn a first post down", "iR", [](OneShot& c, const Words& w) {
    c.act<PendingReject>({PendingId{number_of(w.id, 'p')}, w.reason});
  });
  add(app, program, "resolve", "Close a report", "iRu", [](OneShot& c, const Words& w) {
    c.act<ReportResolve>({ReportId{number_of(w.id, 'r')}, w.upheld, w.reason});
  });
}

void say_sanctioned(const Program& program, const Sanctioned& done) {
  print(program, done, [&] {
    say("s" + std::to_string(done.sanction.value) + (done.until ? ", until " + show_time(done.until) : std::string()));
  });
}

void add_sanctions(CLI::App& app, Program& program) {
  add(app, program, "warn", "Warn a member", "moR", [&program](OneShot& c, const Words& w) {
    say_sanctioned(program, c.act<MemberWarn>({c.member(w.member), room_or_none(c, w), w.reason}));
  });
  add(app, program, "mute", "End a member's posting for a time", "motR", [&program](OneShot& c, const Words& w) {
    say_sanctioned(program, c.act<MemberMute>({c.member(w.member), room_or_none(c, w), w.reason, minutes_of(w.time)}));
  });
  add(app, program, "ban", "Put a member out of a room", "mrtR", [&program](OneShot& c, const Words& w) {
    say_sanctioned(program, c.act<MemberBan>({c.member(w.member), c.room(w.room).id, w.reason, minutes_of(w.time)}));
  });
  add(app, program, "suspend", "Suspend a member from the community", "mtR", [&program](OneShot& c, const Words& w) {
    say_sanctioned(program, c.act<MemberSuspend>({c.member(w.member), w.reason, minutes_of(w.time)}));
  });
  add(app, program, "lift", "End a sanction before its time", "iR", [](OneShot& c, const Words& w) {
    c.act<SanctionLift>({SanctionId{number_of(w.id, 's')}, w.reason});
  });
}

void add_room_work(CLI::App& app, Program& program) {
  add(app, program, "move", "Move a thread to another room", "irR", [](OneShot& c, const Words& w) {
    c.act<ThreadMove>({ThreadId{number_of(w.id, 't')}, c.room(w.room).id, w.reason});
  });
  add(app, program, "lock", "Lock a thread, or unlock it with --off", "iOq", [](OneShot& c, const Words& w) {
    c.act<ThreadLock>({ThreadId{number_of(w.id, 't')}, !w.off, some(w.reason)});
  });
  add(app, program, "pin", "Pin a thread (t12) or a message (m34), or unpin it with --off", "iO", [](OneShot& c, const Words& w) {
    if (w.id.starts_with('m')) {
      c.act<MessagePin>({MessageId{number_of(w.id, 'm')}, !w.off});
    } else {
      c.act<ThreadPin>({ThreadId{number_of(w.id, 't')}, !w.off});
    }
  });
  add(app, program, "close", "Close a thread, or open it again with --off", "iO", [](OneShot& c, const Words& w) {
    ThreadUpdate::Params params;
    params.thread = ThreadId{number_of(w.id, 't')};
    params.status = w.off ? ThreadStatus::open : ThreadStatus::closed;
    c.act<ThreadUpdate>(params);
  });
  add(app, program, "slow-mode", "Seconds between two posts of one member in a room; 0 ends it", "rn",
      [](OneShot& c, const Words& w) {
        RoomUpdate::Params params;
        params.room = c.room(w.room).id;
        params.slow_mode_s = w.number;
        c.act<RoomUpdate>(params);
      });
  add(app, program, "first-posts", "Look at newcomers' first posts in a room; --off ends it", "rO",
      [](OneShot& c, const Words& w) {
        RoomUpdate::Params params;
        params.room = c.room(w.room).id;
        params.approve_first_post = !w.off;
        c.act<RoomUpdate>(params);
      });
  add(app, program, "add-member", "Add a member to a room", "rm", [](OneShot& c, const Words& w) {
    c.act<RoomAddMember>({c.room(w.room).id, c.member(w.member)});
  });
  add(app, program, "remove-member", "Remove a member from a room", "rmR", [](OneShot& c, const Words& w) {
    c.act<RoomRemoveMember>({c.room(w.room).id, c.member(w.member), w.reason});
  });
  add(app, program, "remove-message", "Remove a message", "iR", [](OneShot& c, const Words& w) {
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
  command->add_option("--uses", invite->uses, "How many may accept it");
  command->add_option("--days", invite->days, "Until it expires");
  command->add_option("--note", invite->note, "For your own list");
  command->add_option("--room", invite->rooms, "A room that they join; repeat for several");
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
      print(program, made, [&] { say(made.invitation.code + "  (until " + show_time(made.invitation.expires_at) + ")"); });
    };
  });
  add(app, program, "invitations", "Invitations, newest first", "", [&program](OneShot& c, const Words&) {
    const auto list = c.ask<InvitationList>({});
    print(program, list, [&] {
      for (const auto& i : list.invitations) {
        say("i" + std::to_string(i.id.value) + "  " + std::to_string(i.uses_left) + " left, until " + show_time(i.expires_at) +
            (i.revoked ? "  [revoked]" : "") + "  " + printable_line(i.note));
      }
    });
  });
  add(app, program, "revoke", "Revoke an invitation", "i",
      [](OneShot& c, const Words& w) { c.act<InvitationRevoke>({InvitationId{number_of(w.id, 'i')}}); });
}

void add_rooms_admin(CLI::App& app, Program& program) {
  struct NewRoom {
    std::string kind = "cop", slug, name, description;
    std::vector<std::string> moderators;
  };
  auto fresh = std::make_shared<NewRoom>();
  auto* create = app.add_subcommand("room-create", "Open a CoP, a project group or an announcement room");
  create->add_option("slug", fresh->slug, "Its short name")->required();
  create->add_option("name", fresh->name, "Its name")->required();
  create->add_option("--kind", fresh->kind, "cop, group or announcement");
  create->add_option("--description", fresh->description, "What it is about");
  create->add_option("--moderator", fresh->moderators, "@number or name; repeat for several");
  create->callback([&program, fresh] {
    program.action = [&program, fresh] {
      OneShot client(program.context());
      RoomCreate::Params params;
      if (!boost::describe::enum_from_string(fresh->kind.c_str(), params.kind))
        throw Failure{Exit::usage, "--kind is cop, group or announcement"};
      params.slug = fresh->slug;
      params.name = fresh->name;
      params.description = some(fresh->description);
      if (!fresh->moderators.empty()) {
        params.moderators.emplace();
        for (const auto& name : fresh->moderators) params.moderators->push_back(client.member(name));
      }
      const auto made = client.act<RoomCreate>(params);
      print(program, made, [&] { say("Room " + std::to_string(made.room.value) + "."); });
    };
  });

  auto change = std::make_shared<NewRoom>();
  auto room = std::make_shared<std::string>();
  auto* update = app.add_subcommand("room-update", "Rename or describe a room");
  update->add_option("room", *room, "Its slug")->required();
  update->add_option("--slug", change->slug, "A new short name");
  update->add_option("--name", change->name, "A new name");
  update->add_option("--description", change->description, "A new description");
  update->callback([&program, change, room] {
    program.action = [&program, change, room] {
      OneShot client(program.context());
      RoomUpdate::Params params;
      params.room = client.room(*room).id;
      params.slug = some(change->slug);
      params.name = some(change->name);
      params.description = some(change->description);
      client.act<RoomUpdate>(params);
    };
  });
  add(app, program, "archive", "Archive a room, or open it again with --off", "rOq", [](OneShot& c, const Words& w) {
    c.act<RoomArchive>({c.room(w.room).id, !w.off, some(w.reason)});
  });
  add(app, program, "appoint", "Make a member a moderator of a room", "rm", [](OneShot& c, const Words& w) {
    c.act<RoomAppoint>({c.room(w.room).id, c.member(w.member)});
  });
  add(app, program, "dismiss", "Take the moderator's role of a room back", "rmq", [](OneShot& c, const Words& w) {
    c.act<RoomDismiss>({c.room(w.room).id, c.member(w.member), some(w.reason)});
  });
}

void add_people_admin(CLI::App& app, Program& program) {
  add(app, program, "set-administrator", "Make a member an administrator, or with --off a member again", "mOq",
      [](OneShot& c, const Words& w) {
        c.act<MemberSetRole>({c.member(w.member), w.off ? Role::member : Role::administrator, some(w.reason)});
      });
  add(app, program, "deactivate", "Deactivate an account, or activate it again with --off", "mOR",
      [](OneShot& c, const Words& w) {
        c.act<MemberDeactivate>({c.member(w.member), !w.off, w.reason});
      });

  auto words = std::make_shared<Words>();
  auto texts = std::make_shared<bool>(false);
  auto* erase = app.add_subcommand("erase", "Erase a person; what they wrote stays as by a former member, unless --texts");
  erase->add_option("member", words->member, "@number or name")->required();
  erase->add_option("--reason", words->reason, "Why, for the audit log")->required();
  erase->add_flag("--texts", *texts, "Remove their texts too");
  erase->callback([&program, words, texts] {
    program.action = [&program, words, texts] {
      OneShot client(program.context());
      client.act<MemberErase>({client.member(words->member), *texts, words->reason});
    };
  });

  struct NewUtility {
    std::string name, country;
    std::vector<std::string> domains;
  };
  auto fresh = std::make_shared<NewUtility>();
  auto* utility = app.add_subcommand("utility-create", "Add a utility");
  utility->add_option("name", fresh->name, "Its name")->required();
  utility->add_option("country", fresh->country, "Two letters")->required();
  utility->add_option("--domain", fresh->domains, "An e-mail domain of its staff; repeat for several");
  utility->callback([&program, fresh] {
    program.action = [&program, fresh] {
      OneShot client(program.context());
      const auto made = client.act<UtilityCreate>({fresh->name, fresh->country, fresh->domains});
      print(program, made, [&] { say("u" + std::to_string(made.utility.value)); });
    };
  });
  add(app, program, "utilities", "The utilities", "", [&program](OneShot& c, const Words&) {
    const auto list = c.ask<UtilityList>({});
    print(program, list, [&] {
      for (const auto& u : list.utilities)
        say("u" + std::to_string(u.id.value) + "  " + printable_line(u.name) + " (" + printable_line(u.country) + ")");
    });
  });
  add(app, program, "state", "How the server is doing", "", [&program](OneShot& c, const Words&) {
    const ServerInfo info = c.ask<ServerState>({});
    print(program, info, [&] {
      say("standpiped " + printable_line(info.version) + ", since " + show_time(info.started_at));
      say(std::to_string(info.members) + " members, " + std::to_string(info.messages) + " messages, " +
          std::to_string(info.connections) + " connections, " + std::to_string(info.database_bytes / 1024) + " KiB on disk");
      say(std::to_string(info.applications_waiting) + " applications wait, " + std::to_string(info.reports_open) +
          " reports are open");
      for (const RoomId room : info.short_of_moderators) say("Fewer than two moderators: room " + std::to_string(room.value));
    });
  });
}

}  // namespace

void add_moderating_commands(CLI::App& app, Program& program) {
  auto* moderate = app.add_subcommand("moderate", "For moderators: applications, reports, sanctions, threads, the room");
  moderate->require_subcommand(1);
  add_lists(*moderate, program);
  add_decisions(*moderate, program);
  add_sanctions(*moderate, program);
  add_room_work(*moderate, program);
  add_invitations(*moderate, program);
}

void add_admin_commands(CLI::App& app, Program& program) {
  auto* admin = app.add_subcommand("admin", "For administrators: rooms, moderators, utilities, accounts, the server");
  admin->require_subcommand(1);
  add_rooms_admin(*admin, program);
  add_people_admin(*admin, program);
}

}  // namespace standpipe::client
