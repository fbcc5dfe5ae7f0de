#include <unistd.h>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal_text.hpp"
#include "protocol/http.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

struct ErrorBody {
  std::string code;
  std::string message;
  std::string field;
};
BOOST_DESCRIBE_STRUCT(ErrorBody, (), (code, message, field))
struct ErrorEnvelope {
  ErrorBody error;
};
BOOST_DESCRIBE_STRUCT(ErrorEnvelope, (), (error))

/// POSTs a body and gives the answer's text. Throws Failure.
std::string post_json(const Context& context, const std::string& path, const std::string& body, const std::string& token) {
  const HttpAnswer answer = http(context.endpoint, "POST", path, body, token);
  if (answer.status == 0)
    throw Failure{Exit::unreachable, "No connection to " + context.endpoint.url() + " (" + answer.body + "). Try again later."};
  if (answer.status < 300) return answer.body;
  std::string message = "The server answered with status " + std::to_string(answer.status) + ".";
  if (const auto json = parse(answer.body)) {
    if (const auto envelope = read<ErrorEnvelope>(json.value())) {
      const auto& e = envelope.value().error;
      message = printable_line(e.message) + (e.field.empty() ? "" : " (" + e.field + ")") + " [" + e.code + "]";
    }
  }
  throw Failure{Exit::refused, message};
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
  Home(context.endpoint).save({result.token, email, result.name});
  Home::remember_server(context.endpoint.url());
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
            " waits for a moderator. Log in to see how it stands.");
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
      if (!program.json) say("You are the administrator. Do: standpipe login --email " + body->email);
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
      LoginResult shown = result;
      shown.token.clear();  // it is kept in a file; a terminal's scroll-back is no place for it
      print(program, shown, [&] {
        say("Logged in as " + printable_line(result.name) + " (@" + std::to_string(result.member.value) + ") at " +
            context.endpoint.url());
      });
    };
  });

  auto* logout = app.add_subcommand("logout", "Log out on this device");
  logout->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      const Home home(context.endpoint);
      const auto known = home.login();
      if (!known) throw Failure{Exit::not_logged_in, "You are not logged in at " + context.endpoint.url() + "."};
      const HttpAnswer answer = http(context.endpoint, "POST", "/api/logout", "{}", known->token);
      home.forget();
      if (answer.status == 0)
        throw Failure{Exit::unreachable, "This device has forgotten the log-in, but the server could not be told (" +
                                             answer.body + "). End it with `standpipe sessions` from elsewhere."};
      if (!program.json) say("Logged out.");
    };
  });

  auto* password = app.add_subcommand("password", "Change your password; ends your other log-ins");
  password->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      const auto known = Home(context.endpoint).login();
      if (!known) throw Failure{Exit::not_logged_in, "You are not logged in. Do: standpipe login"};
      PasswordBody body;
      body.old_password = read_password("Present password");
      body.new_password = read_password("New password (10 characters or more)");
      post_body<Done>(context, "/api/password", body, known->token);
      if (!program.json) say("Your password is changed; your other log-ins have ended.");
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
      if (page.members.empty()) throw Failure{Exit::refused, "There is no such member."};
      print(program, page.members.front(), [&] { say(show_profile(page.members.front())); });
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
  leave->callback([&program] {
    program.action = [&program] {
      OneShot client(program.context());
      client.act<AccountLeave>({});
      client.home().forget();
      say("You have left the community.");
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
}

}  // namespace standpipe::client
