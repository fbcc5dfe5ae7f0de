#include <unistd.h>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal_text.hpp"
#include "protocol/http.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// What `status` tells.
struct Standing {
  Profile me;
  Sanctions sanctions;
  std::int64_t unseen = 0;
  std::int64_t waiting = 0;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (me, sanctions, unseen, waiting))

/// POSTs a body and gives the answer's text. Throws Failure.
std::string post_json(const Context& context, const std::string& path, const std::string& body, const std::string& token) {
  const HttpAnswer answer = http(context.endpoint, "POST", path, body, token, context.patience);
  const std::string url = context.endpoint.url();
  if (answer.status == 0)
    throw Failure{Exit::unreachable,
                  "No answer from " + url + " (" + answer.body + "). Check the address and the line, or try again later."};
  if (answer.status < 300) return answer.body;
  const auto json = parse(answer.body);
  const auto refusal = json.has_value() ? read<HttpErrorBody>(json.value()) : boost::system::result<HttpErrorBody, ReadError>({});
  if (refusal.has_error() || refusal.value().error.code.empty())
    throw Failure{Exit::refused, "The answer of " + url + " has status " + std::to_string(answer.status) +
                                     " and no reason. Check that a Standpipe server has this address."};
  const HttpError& e = refusal.value().error;
  CallError error{e.code, e.message, {}};
  error.data.field = e.field;
  error.data.retry_after_ms = e.retry_after_ms;
  error.data.until = e.until;
  error.data.reason = e.reason;
  const bool log_in_ended = answer.status == 401 && !token.empty();
  throw Failure{log_in_ended ? Exit::not_logged_in : Exit::refused, said(error), e.code};
}

template <class Result, class Body>
Result post_body(const Context& context, const std::string& path, const Body& body, const std::string& token) {
  std::string text;
  write_params(text, body);
  const auto json = parse(post_json(context, path, text, token));
  if (json.has_error()) return {};
  auto result = read<Result>(json.value());
  return result.has_value() ? std::move(result).value() : Result{};
}

std::string device_name() {
  char host[256] = "terminal";
  ::gethostname(host, sizeof host - 1);
  return "standpipe on " + std::string(host);
}

void keep_login(const Context& context, const LoginResult& result, const std::string& email) {
  const Home home(context.endpoint);
  home.save(Home::Login{result.token, email, result.name, result.member.value});
  Home::remember_server(context.endpoint.url());
}

/// So that rooms are known by name from now on, also without a line.
void fetch_copy(const Context& context) {
  try {
    OneShot(context).go_online();
  } catch (const Failure&) {  // NOLINT: the next command fetches it
  }
}

Home::Login require_login(const Context& context) {
  auto login = Home(context.endpoint).login();
  if (!login)
    throw Failure{Exit::not_logged_in,
                  "You are not logged in at " + context.endpoint.url() + ". Do: standpipe login --email YOU@UTILITY"};
  return *std::move(login);
}

void add_apply(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("apply", "Apply to join the community; the password is asked for, or read from standard input");
  auto body = std::make_shared<ApplyBody>();
  auto invitation = std::make_shared<std::string>();
  command->add_option("--name", body->name, "Your name")->required();
  command->add_option("--email", body->email, "Your e-mail address at work")->required();
  command->add_option("--utility", body->utility, "The utility that you work for")->required();
  command->add_option("--country", body->country, "Two letters, like KE")->required();
  command->add_option("--job", body->job, "What you do there")->required();
  command->add_option("--language", body->languages, "Languages, like en or fr; repeat for several")->required();
  command->add_option("--room", body->rooms, "CoPs of interest, by slug; repeat for several");
  command->add_option("--why", body->why, "A sentence on why you want to join");
  command->add_option("--invitation", *invitation, "The code of an invitation");
  command->callback([&program, body, invitation] {
    program.action = [&program, body, invitation] {
      body->password = read_password("Choose a password (10 characters or more)");
      if (!invitation->empty()) body->invitation = *invitation;
      const auto result = post_body<ApplyResult>(program.context(), "/api/apply", *body, "");
      print(program, result, [&] {
        if (result.member)
          return say("Welcome: you are member @" + std::to_string(result.member.value) + ". Do: standpipe login --email " +
                     body->email);
        say("Your application a" + std::to_string(result.application.value) +
            " waits for a moderator. How it stands you see when you log in: standpipe login --email " + body->email);
      });
    };
  });
}

void add_setup(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("setup", "Become the first administrator, with the code that the server printed at its first start");
  auto body = std::make_shared<SetupBody>();
  command->add_option("--code", body->code, "The one-time set-up code")->required();
  command->add_option("--name", body->name, "Your name")->required();
  command->add_option("--email", body->email, "Your e-mail address")->required();
  command->callback([&program, body] {
    program.action = [&program, body] {
      body->password = read_password("Choose a password (10 characters or more)");
      post_body<ApplyResult>(program.context(), "/api/setup", *body, "");
      say_done(program, "You are the administrator. Do: standpipe login --email " + body->email);
    };
  });
}

void add_login(CLI::App& app, Program& program) {
  auto* login = app.add_subcommand("login", "Log in; the password is asked for, or read from standard input");
  auto email = std::make_shared<std::string>();
  login->add_option("--email", *email, "Your e-mail address")->required();
  login->callback([&program, email] {
    program.action = [&program, email] {
      LoginBody body;
      body.email = *email;
      body.password = read_password("Password");
      body.device = device_name();
      const Context context = program.context();
      const auto result = post_body<LoginResult>(context, "/api/login", body, "");
      if (result.token.empty())
        throw Failure{Exit::refused, "The server gave no token; is " + context.endpoint.url() + " a Standpipe server?"};
      keep_login(context, result, *email);
      fetch_copy(context);
      LoginResult shown = result;
      shown.token.clear();  // it is kept in a file; a terminal's scroll-back is no place for it
      print(program, shown, [&] {
        say("Logged in as " + printable_line(result.name) + " (@" + std::to_string(result.member.value) + ") at " +
            context.endpoint.url());
        if (const auto waiting = Outbox(Home(context.endpoint).outbox()).waiting().size(); waiting > 0)
          say("Waiting from before: " + std::to_string(waiting) + ". See: standpipe outbox. Send: standpipe sync");
      });
    };
  });

  auto* logout = app.add_subcommand("logout", "Log out on this device");
  logout->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      const Home home(context.endpoint);
      const auto known = require_login(context);
      const auto waiting = Outbox(home.outbox()).waiting().size();
      const HttpAnswer answer = http(context.endpoint, "POST", "/api/logout", "{}", known.token, context.patience);
      home.forget();
      if (answer.status == 0)
        throw Failure{Exit::unreachable, "This device has forgotten the log-in, but the server could not be told (" +
                                             answer.body + "). End it from another device: standpipe sessions"};
      say_done(program, waiting == 0 ? std::string("Logged out.")
                                     : "Logged out. " + std::to_string(waiting) +
                                           " of your texts wait here; they can be sent when you log in again.");
    };
  });

  auto* password = app.add_subcommand("password", "Change your password; ends your other log-ins");
  password->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      const auto known = require_login(context);
      PasswordBody body;
      body.old_password = read_password("Present password");
      body.new_password = read_password("New password (10 characters or more)");
      post_body<Done>(context, "/api/password", body, known.token);
      say_done(program, "Your password is changed; your other log-ins have ended.");
    };
  });
}

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
  auto* languages = command->add_option("--language", words->languages, "Your languages, the first one preferred");
  auto* expertise = command->add_option("--expertise", words->expertise, "Tags of what you know");
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
  command->add_option("--search", words->search, "Words of name, job, utility, expertise, offers or seeks");
  command->add_option("--country", words->country, "Two letters");
  command->add_option("--expertise", words->expertise, "A tag");
  command->add_option("--language", words->language, "A language tag");
  command->add_flag("--offers", words->offers, "Only who offers something");
  command->add_flag("--seeks", words->seeks, "Only who seeks something");
  command->add_option("--after", words->after, "The next page: after this member's number");
  command->add_option("--limit", words->limit, "How many, 1 to 200");
  command->callback([=, &program] {
    program.action = [=, &program] {
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

void add_sessions(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("sessions", "Your log-ins; --end N ends one, --end-others all but this");
  auto end = std::make_shared<std::int64_t>(0);
  auto others = std::make_shared<bool>(false);
  command->add_option("--end", *end, "End this log-in");
  command->add_flag("--end-others", *others, "End all log-ins but this one");
  command->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      if (*end || *others) client.act<SessionRevoke>({SessionId{*end}});
      const auto list = client.ask<SessionList>({});
      print(program, list, [&] {
        for (const SessionInfo& s : list.sessions) {
          say(std::string(s.current ? "* " : "  ") + std::to_string(s.id.value) + "  " + show_time(s.at) + "  " +
              printable_line(s.device));
        }
      });
    };
  });

  auto* leave = app.add_subcommand("leave-community", "Leave the community for good");
  auto sure = std::make_shared<bool>(false);
  leave->add_flag("--yes", *sure, "Yes, really")->required();
  leave->callback([&program, sure] {  // it is what keeps the flag
    program.action = [&program] {
      OneShot client(program.context());
      client.act<AccountLeave>({});
      client.home().forget();
      say_done(program, "You have left the community.");
    };
  });
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void say_status(OneShot& client, const Context& context, const Standing& status) {
  const Mirror& mirror = client.mirror();
  say(printable_line(mirror.me().name) + " (@" + std::to_string(mirror.me().id.value) + ") at " + context.endpoint.url());
  std::int64_t unread = 0, rooms = 0;
  for (const auto& [room, membership] : mirror.memberships()) {
    rooms += membership.in ? 1 : 0;
    unread += mirror.unread(room);
  }
  say("In " + counted(rooms, "room", "rooms") + ", " + std::to_string(unread) + " unread, " +
      counted(status.unseen, "notification", "notifications") + " not seen, " +
      counted(status.waiting, "text waits", "texts wait") + " to be sent.");
  const Names names = names_of(status.sanctions.people, mirror);
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

void add_account_commands(CLI::App& app, Program& program) {
  add_setup(app, program);
  add_apply(app, program);
  add_login(app, program);
  add_profile(app, program);
  add_members(app, program);
  add_sessions(app, program);
  add_status(app, program);
}

}  // namespace standpipe::client
