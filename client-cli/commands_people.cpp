#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// What `status` tells.
struct Standing {
  Profile me;
  Sanctions sanctions;
  std::optional<std::int64_t> rooms, unread, unseen, waiting;  ///< so that a zero is written too
};
BOOST_DESCRIBE_STRUCT(Standing, (), (me, sanctions, rooms, unread, unseen, waiting))

void add_profile(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("profile", "Show a member's profile, or change your own");
  struct Words {
    std::string who, name, job, country, utility, offers, seeks;
    std::vector<std::string> languages, expertise;
  };
  auto words = std::make_shared<Words>();
  command->add_option("member", words->who, "@number or name; yourself if absent");
  auto* name = command->add_option("--name", words->name, "Change your name");
  auto* job = command->add_option("--job", words->job, "Change your job");
  auto* utility = command->add_option("--utility", words->utility, "Change your utility's name");
  auto* country = command->add_option("--country", words->country, "Change your country (two letters)");
  auto* offers = command->add_option("--offers", words->offers, "What you offer to others");
  auto* seeks = command->add_option("--seeks", words->seeks, "What you look for");
  auto* languages =
      command->add_option("--language", words->languages, "Your languages, the first one preferred; repeat for several")
          ->allow_extra_args(false);
  auto* expertise =
      command->add_option("--expertise", words->expertise, "Tags of what you know; repeat for several")->allow_extra_args(false);
  command->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      ProfileUpdate::Params change;
      bool any = false;
      const auto set = [&any](const CLI::Option* option, auto& field, const auto& value) {
        if (option->count() == 0) return;
        field = value;
        any = true;
      };
      set(name, change.name, words->name);
      set(job, change.job, words->job);
      set(utility, change.utility_name, words->utility);
      set(country, change.country, words->country);
      set(offers, change.offers, words->offers);
      set(seeks, change.seeks, words->seeks);
      set(languages, change.languages, words->languages);
      set(expertise, change.expertise, words->expertise);
      if (any && !words->who.empty()) throw Failure{Exit::usage, "Only your own profile can be changed: leave the member out."};
      if (any) client.act<ProfileUpdate>(change);
      client.go_online();
      MemberGet::Params get;
      get.members = {words->who.empty() ? client.mirror().me().id : client.member(words->who)};
      const auto page = client.ask<MemberGet>(get);
      if (page.members.empty()) throw Failure{Exit::refused, "There is no such member. Do: standpipe members --search NAME"};
      print(program, page.members.front(), [&] { say(show_profile(page.members.front()), 14); });
    };
  });
}

void add_members(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("members", "The members of a room, or a search among all members");
  struct Words {
    std::string room, search, country, expertise, language;
    bool offers = false, seeks = false;
    std::int64_t after = 0, limit = 50;
  };
  auto words = std::make_shared<Words>();
  command->add_option("room", words->room, "A room's slug; all members if absent");
  const std::vector<const CLI::Option*> filters = {
      command->add_option("--search", words->search, "Words of name, job, utility, expertise, offers or seeks"),
      command->add_option("--country", words->country, "Two letters"),
      command->add_option("--expertise", words->expertise, "A tag"),
      command->add_option("--language", words->language, "A language tag"),
      command->add_flag("--offers", words->offers, "Only who offers something"),
      command->add_flag("--seeks", words->seeks, "Only who seeks something"),
  };
  command->add_option("--after", words->after, "The next page: after this member's number");
  command->add_option("--limit", words->limit, "How many")->check(CLI::Range(MemberSearch::page.least, MemberSearch::page.most));
  command->callback([=, &program] {
    program.action = [=, &program] {
      for (const auto* filter : filters) {
        if (!words->room.empty() && filter->count() > 0)
          throw Failure{Exit::usage, filter->get_name() + " searches among all members: leave the room out."};
      }
      OneShot client(program.context());
      MemberPage page;
      if (!words->room.empty()) {
        RoomMembers::Params ask;
        ask.room = client.room(words->room).id;
        if (words->after) ask.after = MemberId{words->after};
        ask.limit = words->limit;
        page = client.ask<RoomMembers>(ask);
      } else {
        MemberSearch::Params ask;
        if (!words->search.empty()) ask.query = words->search;
        if (!words->country.empty()) ask.country = words->country;
        if (!words->expertise.empty()) ask.expertise = words->expertise;
        if (!words->language.empty()) ask.language = words->language;
        if (words->offers) ask.offers = true;
        if (words->seeks) ask.seeks = true;
        if (words->after) ask.after = MemberId{words->after};
        ask.limit = words->limit;
        page = client.ask<MemberSearch>(ask);
      }
      print(program, page, [&] {
        for (const Profile& p : page.members) {
          const bool moderator = std::find(page.moderators.begin(), page.moderators.end(), p.id) != page.moderators.end();
          say(show_member_line(p, moderator));
        }
        if (page.members.empty()) say("Nobody fits.");
        if (page.more) say("There are more: --after " + std::to_string(page.members.back().id.value));
      });
    };
  });
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void say_status(OneShot& client, const Context& context, const Standing& status) {
  say(printable_line(status.me.name) + " (@" + std::to_string(status.me.id.value) + ") at " + context.endpoint.url());
  say("In " + counted(*status.rooms, "room", "rooms") + ", " + std::to_string(*status.unread) + " unread, " +
      counted(*status.unseen, "notification", "notifications") + " not seen, " +
      counted(*status.waiting, "text waits", "texts wait") + " to be sent.");
  const Names names = names_of(status.sanctions.people, client.mirror());
  for (const Sanction& sanction : status.sanctions.sanctions) say(show_sanction(sanction, names));
}

void add_status(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("status", "Who you are here, what is unread or waits, and your sanctions in force");
  command->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      OneShot client(context);
      client.go_online();
      Standing status;
      SanctionList::Params mine;
      mine.member = client.mirror().me().id;
      mine.active = true;
      status.me = client.mirror().me();
      status.sanctions = client.ask<SanctionList>(mine);
      status.rooms = 0;
      status.unread = 0;
      for (const auto& [room, membership] : client.mirror().memberships()) {
        *status.rooms += membership.in ? 1 : 0;
        *status.unread += client.mirror().unread(room);
      }
      status.unseen = client.ask<NotificationList>({std::nullopt, 1}).unseen;
      status.waiting = static_cast<std::int64_t>(client.outbox().waiting().size());
      print(program, status, [&] { say_status(client, context, status); });
    };
  });
  auto* sanctions = app.add_subcommand("sanctions", "All sanctions that you have had, newest first");
  sanctions->callback([&program] {
    program.action = [&program] {
      OneShot client(program.context());
      client.go_online();
      SanctionList::Params mine;
      mine.member = client.mirror().me().id;
      const auto list = client.ask<SanctionList>(mine);
      print(program, list, [&] {
        if (list.sanctions.empty()) say("You have had none.");
        const Names names = names_of(list.people, client.mirror());
        for (const Sanction& sanction : list.sanctions) say(show_sanction(sanction, names));
      });
    };
  });
}

}  // namespace

void add_people_commands(CLI::App& app, Program& program) {
  add_profile(app, program);
  add_members(app, program);
  add_status(app, program);
}

}  // namespace standpipe::client
