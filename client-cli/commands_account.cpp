#include <unistd.h>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/http.hpp"
#include "protocol/limits.hpp"
#include "protocol/methods.hpp"
#include "protocol/text.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

constexpr const char* where_communities_are = " The communities are listed by: standpipe cops";

/// The text of the answer to an HTTP request. Throws Failure.
std::string ask_http(const Context& context, const std::string& method, const std::string& path, const std::string& body,
                     const std::string& token) {
  const HttpAnswer answer = http(context.endpoint, method, path, body, token, context.patience);
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
  const std::string advice = e.field == "rooms" ? std::string("\nName one with --room.") + where_communities_are : "";
  throw Failure{log_in_ended ? Exit::not_logged_in : Exit::refused, said(error) + advice, e.code};
}

template <class Result>
Result result_of(const Context& context, const std::string& answer) {
  const auto json = parse(answer);
  auto result = json.has_value() ? read<Result>(json.value()) : boost::system::result<Result, ReadError>(ReadError{});
  if (result.has_value()) return std::move(result).value();
  throw Failure{Exit::refused,
                "The answer of " + context.endpoint.url() + " cannot be read. Check that a Standpipe server has this address."};
}

template <class Result, class Body>
Result post_body(const Context& context, const std::string& path, const Body& body, const std::string& token) {
  std::string text;
  write_params(text, body);
  return result_of<Result>(context, ask_http(context, "POST", path, text, token));
}

std::string device_name() {
  char host[256] = "terminal";
  ::gethostname(host, sizeof host - 1);
  const auto clean = clean_line("standpipe on " + std::string(host));  // a host's name may be anything
  return clean ? std::string(truncate(*clean, limits::field_bytes)) : "standpipe";
}

void keep_login(const Context& context, const LoginResult& result, const std::string& email) {
  Home home(context.endpoint);
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
  command->add_option("--language", body->languages, "Languages, like en or fr; repeat for several")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--room", body->rooms, "CoPs of interest, by slug; repeat for several; needed unless you have an invitation")
      ->allow_extra_args(false);
  command->add_option("--why", body->why, "A sentence on why you want to join");
  command->add_option("--invitation", *invitation, "The code of an invitation");
  command->callback([&program, body, invitation] {
    program.action = [&program, body, invitation] {
      if (body->rooms.empty() && invitation->empty())
        throw Failure{Exit::usage, std::string("Without an invitation, name a community with --room.") + where_communities_are};
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

void add_cops(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("cops", "The communities of practice that one can apply for; needs no log-in");
  command->callback([&program] {
    program.action = [&program] {
      const Context context = program.context();
      const auto list = result_of<CopList>(context, ask_http(context, "GET", "/api/cops", "", ""));
      print(program, list, [&] {
        std::size_t widest = 0;
        for (const CopCard& cop : list.rooms) widest = std::max(widest, cop.slug.size());
        for (const CopCard& cop : list.rooms)
          say(printable_line(cop.slug) + std::string(widest - cop.slug.size() + 2, ' ') + printable_line(cop.name));
        if (list.rooms.empty()) say("There is none yet.");
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

/// What is printed of it has no token: that is kept in a file, and a terminal's scroll-back is no place for it.
LoginResult log_in(const Context& context, const std::string& email) {
  LoginBody body;
  body.email = email;
  body.password = read_password(tr("Password"));
  body.device = device_name();
  auto result = post_body<LoginResult>(context, "/api/login", body, "");
  if (result.token.empty())
    throw Failure{Exit::refused, "The server gave no token; is " + context.endpoint.url() + " a Standpipe server?"};
  keep_login(context, result, email);
  fetch_copy(context);
  result.token.clear();
  return result;
}

void add_login(CLI::App& app, Program& program) {
  auto* login = app.add_subcommand("login", "Log in; the password is asked for, or read from standard input");
  auto email = std::make_shared<std::string>();
  login->add_option("--email", *email, "Your e-mail address")->required();
  login->callback([&program, email] {
    program.action = [&program, email] {
      const Context context = program.context();
      const auto result = log_in(context, *email);
      print(program, result, [&] {
        say("Logged in as " + printable_line(result.name) + " (@" + std::to_string(result.member.value) + ") at " +
            context.endpoint.url());
        if (const auto waiting = Outbox(Home(context.endpoint).outbox()).waiting().size(); waiting > 0)
          say("Waiting from before: " + std::to_string(waiting) + ". See: standpipe outbox. Send: standpipe sync");
      });
    };
  });

  auto* logout = app.add_subcommand("logout", "Log out on this device; deletes its copy of what you may read");
  auto drop = std::make_shared<bool>(false);
  logout->add_flag("--delete-drafts", *drop, "Also where there are drafts: they are deleted");
  logout->callback([&program, drop] {
    program.action = [&program, drop] {
      const Context context = program.context();
      const Home home(context.endpoint);
      const auto known = login_of(home, context);
      if (const auto drafts = home.unsent_texts(); drafts > 0 && !*drop)
        throw Failure{Exit::usage, "You are still logged in: " + std::to_string(drafts) +
                                       (drafts == 1 ? " text that is not sent is kept here, and"
                                                    : " texts that are not sent are kept here, and") +
                                       " logging out deletes drafts. See them: standpipe. To log out all the same: "
                                       "standpipe logout --delete-drafts"};
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
      const auto known = login_of(Home(context.endpoint), context);
      PasswordBody body;
      body.old_password = read_password("Present password");
      body.new_password = read_password("New password (10 characters or more)");
      post_body<Done>(context, "/api/password", body, known.token);
      say_done(program, "Your password is changed; your other log-ins have ended.");
    };
  });
}

void add_sessions(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("sessions", "Your log-ins; --end N ends one, --end-others all but this");
  auto end = std::make_shared<std::int64_t>(0);
  auto others = std::make_shared<bool>(false);
  auto* one = command->add_option("--end", *end, "End this log-in");
  command->add_flag("--end-others", *others, "End all log-ins but this one")->excludes(one);
  command->callback([=, &program] {
    program.action = [=, &program] {
      if (one->count() > 0 && *end < 1) throw Failure{Exit::usage, "--end takes a log-in's number. Do: standpipe sessions"};
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

}  // namespace

void log_in_by_asking(Program& program) {
  if (program.server.empty() && !Home::last_server())
    program.server = read_answer(tr("Server's address, like https://cop.example.org"));
  const Context context = program.context();
  if (Home(context.endpoint).login()) return;
  say(fill(tr("You are not logged in at {1}."), {context.endpoint.url()}));
  for (int tries = 3;; --tries) {
    const std::string email = read_answer(tr("E-mail"));
    if (email.empty()) throw Failure{Exit::not_logged_in, tr("To become a member, do: standpipe apply --help")};
    try {
      log_in(context, email);
      return;
    } catch (const Failure& failure) {
      if (failure.exit != Exit::refused || tries <= 1) throw;
      say(failure.message);
    }
  }
}

void add_account_commands(CLI::App& app, Program& program) {
  add_setup(app, program);
  add_cops(app, program);
  add_apply(app, program);
  add_login(app, program);
  add_sessions(app, program);
}

}  // namespace standpipe::client
