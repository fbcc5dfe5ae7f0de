#include "client-cli/commands_by_letters.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

void add_rooms_admin(CLI::App& app, Program& program) {
  struct NewRoom {
    std::string kind = "cop", slug, name, description;
    std::vector<std::string> moderators;
  };
  auto fresh = std::make_shared<NewRoom>();
  auto* create = app.add_subcommand("room-create", "Open a CoP, a project group or an announcement room");
  create->add_option("slug", fresh->slug, "Its short name")->required();
  create->add_option("name", fresh->name, "Its name")->required();
  create->add_option("--kind", fresh->kind, "What it is")->check(CLI::IsMember({"cop", "group", "announcement"}));
  create->add_option("--description", fresh->description, "What it is about");
  create->add_option("--moderator", fresh->moderators, "@number or name; repeat for several")->allow_extra_args(false);
  create->callback([&program, fresh] {
    program.action = [&program, fresh] {
      OneShot client(program.context());
      RoomCreate::Params params;
      params.kind = enum_of<RoomKind>(fresh->kind, "kind");
      params.slug = fresh->slug;
      params.name = fresh->name;
      params.description = some(fresh->description);
      if (!fresh->moderators.empty()) {
        params.moderators.emplace();
        for (const auto& name : fresh->moderators) params.moderators->push_back(client.member(name));
      }
      const auto made = client.act<RoomCreate>(params);
      print(program, made, [&] { say("Opened " + fresh->slug + " (room " + std::to_string(made.room.value) + ")."); });
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
      say_done(program, "Done.");
    };
  });
  add_by_letters(app, program, "archive", "Archive a room, or open it again with --off", "rOqD", [](OneShot& c, const Words& w) {
    c.act<RoomArchive>({c.room(w.room).id, !w.off, some(w.reason)});
  });
  add_by_letters(app, program, "appoint", "Make a member a moderator of a room", "rmD", [](OneShot& c, const Words& w) {
    c.act<RoomAppoint>({c.room(w.room).id, c.member(w.member)});
  });
  add_by_letters(app, program, "dismiss", "Take the moderator's role of a room back", "rmqD", [](OneShot& c, const Words& w) {
    c.act<RoomDismiss>({c.room(w.room).id, c.member(w.member), some(w.reason)});
  });
}

/// Who is to be deactivated, or activated again.
MemberId member_to_switch(OneShot& client, const Words& words) {
  if (!words.off) return client.member(words.member);
  return advised("", ". Deactivated members are not found by name: give their number (standpipe moderate audit shows it).",
                 [&] { return MemberId{number_of(words.member, '@')}; });
}

void add_people_admin(CLI::App& app, Program& program) {
  add_by_letters(app, program, "suspend", "Suspend a member from the community for a time", "mtR",
                 [&program](OneShot& c, const Words& w) {
                   say_sanctioned(c, program, c.act<MemberSuspend>({c.member(w.member), w.reason, minutes_of(w.time)}));
                 });
  add_by_letters(app, program, "set-administrator", "Make a member an administrator, or with --off a member again", "mOqD",
                 [](OneShot& c, const Words& w) {
                   c.act<MemberSetRole>({c.member(w.member), w.off ? Role::member : Role::administrator, some(w.reason)});
                 });
  add_by_letters(app, program, "deactivate", "Deactivate an account, or activate it again with --off", "mORD",
                 [](OneShot& c, const Words& w) {
                   c.act<MemberDeactivate>({member_to_switch(c, w), !w.off, w.reason});
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
      say_done(program, "Done.");
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
  utility->add_option("--domain", fresh->domains, "An e-mail domain of its staff; repeat for several")->allow_extra_args(false);
  utility->callback([&program, fresh] {
    program.action = [&program, fresh] {
      OneShot client(program.context());
      const auto made = client.act<UtilityCreate>({fresh->name, fresh->country, fresh->domains});
      print(program, made, [&] { say("u" + std::to_string(made.utility.value)); });
    };
  });
  add_by_letters(app, program, "utilities", "The utilities", "p", [&program](OneShot& c, const Words& w) {
    UtilityList::Params ask;
    if (w.page) ask.after = UtilityId{w.page};
    const auto list = c.ask<UtilityList>(ask);
    print(program, list, [&] {
      for (const auto& u : list.utilities)
        say("u" + std::to_string(u.id.value) + "  " + printable_line(u.name) + " (" + printable_line(u.country) + ")");
      say_end(list.utilities, "No utilities. Do: standpipe admin utility-create", list.more);
    });
  });
  add_by_letters(app, program, "state", "How the server is doing", "", [&program](OneShot& c, const Words&) {
    const ServerInfo info = c.ask<ServerState>({});
    print(program, info, [&] {
      say("standpiped " + printable_line(info.version) + ", since " + show_time(info.started_at));
      say(std::to_string(info.members) + " members, " + std::to_string(info.messages) + " messages, " +
          std::to_string(info.connections) + " connections, " + std::to_string(info.database_bytes / 1024) + " KiB on disk");
      say(std::to_string(info.applications_waiting) + " applications wait, " + std::to_string(info.reports_open) +
          " reports are open");
      const Names names = names_of({}, c.mirror());
      for (const RoomId room : info.short_of_moderators) say("Fewer than two moderators: " + show_where(room, names));
    });
  });
}

}  // namespace

void add_admin_commands(CLI::App& app, Program& program) {
  auto* admin = app.add_subcommand("admin", "For administrators: rooms, moderators, utilities, accounts, the server");
  admin->require_subcommand(1);
  add_rooms_admin(*admin, program);
  add_people_admin(*admin, program);
}

}  // namespace standpipe::client
