#include "client-cli/one_shot.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// How often a line may fail before a command gives up: after about three seconds where nothing listens.
constexpr int tries = 4;

}  // namespace

Home::Login login_of(const Home& home, const Context& context) {
  auto login = home.login();
  if (!login)
    throw Failure{Exit::not_logged_in,
                  "You are not logged in at " + context.endpoint.url() + ". Do: standpipe login --email YOU@UTILITY"};
  return *std::move(login);
}

std::string said(const CallError& error) {
  std::string text = printable_line(tr(error.message.c_str()));
  if (!error.data.reason.empty()) text += " " + fill(tr("Reason: {1}"), {printable_line(error.data.reason)});
  if (error.data.until) {
    text += " " + fill(tr("Until: {1}."), {show_time(error.data.until)});
  } else if (error.code == "muted" || error.code == "banned" || error.code == "suspended") {
    text += " " + tr("Until: for good.");
  }
  if (error.data.retry_after_ms > 0)
    text += " " + fill(tr("Wait {1} s."), {std::to_string((error.data.retry_after_ms + 999) / 1000)});
  if (!error.data.field.empty()) text += " (" + printable_line(error.data.field) + ")";
  return text + " [" + printable_line(error.code) + "]";
}

OneShot::OneShot(const Context& context)
    : context_(context), home_(context.endpoint), mirror_(home_.mirror()), outbox_(home_.outbox()) {
  Connection::Options options;
  options.endpoint = context.endpoint;
  const auto login = login_of(home_, context_);
  email_ = login.email;
  options.token = login.token;
  options.lite = true;
  Connection::Handlers handlers;
  handlers.on_online = [this](const HelloResult&) { online_ = true; };
  handlers.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) {
    last_trouble_ = why;
    ++lost_;
    if (state == Connection::State::ended) ended_ = true;
  };
  handlers.on_sent = [this](const Queued& queued, const CallAnswer& answer) {
    answers_[queued.key] = answer;
    if (report_) report_(queued, answer);
  };
  handlers.on_postponed = [this](const Queued& queued, const CallError& error, std::chrono::milliseconds wait) {
    postponed_[queued.key] = {error, Clock::now() + wait};
  };
  connection_ = std::make_unique<Connection>(io_, std::move(options), mirror_, outbox_, std::move(handlers));
}

OneShot::~OneShot() {
  connection_->stop();
  io_.poll();  // the good-bye goes out; what matters has been answered, so nobody waits for the server's
  try {
    if (online_) home_.save(mirror_);
  } catch (const std::exception&) {  // it is only a copy
  }
}

bool OneShot::run_until(Clock::time_point end, const std::function<bool()>& done) {
  while (!done()) {
    if (ended_ || Clock::now() >= end) return false;
    io_.run_one_until(end);
    if (io_.stopped()) io_.restart();
  }
  return true;
}

bool OneShot::await_online(Clock::time_point end) {
  if (!started_) {
    started_ = true;
    connection_->start();
  }
  lost_ = 0;
  const auto online = [this] { return connection_->state() == Connection::State::online; };
  run_until(end, [&] { return online() || gave_up_ || lost_ >= tries; });
  gave_up_ = gave_up_ || !online();
  return online();
}

void OneShot::fail_offline(const std::string& kept) {
  const std::string more = kept.empty() ? std::string() : " " + kept;
  const std::string why = printable_line(last_trouble_);
  if (ended_ && connection_->end_code() == 4403) throw Failure{Exit::refused, "The server let you go: " + why + more};
  if (ended_)
    throw Failure{Exit::not_logged_in, "Your log-in has ended (" + why + "). Do: standpipe login --email " + email_ + more};
  throw Failure{Exit::unreachable, "No answer from " + context_.endpoint.url() + (why.empty() ? "" : " (" + why + ")") + "." +
                                       (kept.empty() ? " Check the address and the line, or try again later." : more)};
}

void OneShot::go_online() {
  if (!await_online(deadline())) fail_offline();
}

std::optional<CallAnswer> OneShot::ask_once(std::string_view method, const std::string& params, Clock::time_point end) {
  const auto answer = std::make_shared<std::optional<CallAnswer>>();
  connection_->call(method, params, [answer](const CallAnswer& a) { *answer = a; });
  run_until(end, [&] { return answer->has_value(); });
  return *answer;
}

std::string OneShot::call(std::string_view method, const std::string& params) {
  const auto end = deadline();
  for (;;) {
    if (!await_online(end)) fail_offline();
    const auto answer = ask_once(method, params, end);
    if (!answer) fail_offline();
    if (!answer->error) return answer->result;
    if (answer->error->code == "connection_lost" && !ended_ && Clock::now() < end) {
      run_until(end, [this] { return connection_->state() != Connection::State::online; });
      continue;  // the same question again, or the same command with its key
    }
    throw Failure{Exit::refused, said(*answer->error), answer->error->code};
  }
}

std::string OneShot::act_now(std::string_view method, const std::string& params) {
  std::string text = params.substr(0, params.find_last_of('}'));
  text += (text == "{" ? "\"key\":\"" : ",\"key\":\"") + new_key() + "\"}";
  go_online();
  const auto end = deadline();
  for (;;) {
    const auto answer = await_online(end) ? ask_once(method, text, end) : std::nullopt;
    if (!answer) fail_offline("It may have happened or not: look before you do it again.");
    if (!answer->error) return answer->result;
    if (!worth_another_try(*answer->error)) throw Failure{Exit::refused, said(*answer->error), answer->error->code};
    const auto wait = std::chrono::milliseconds(std::max<std::int64_t>(answer->error->data.retry_after_ms, 200));
    if (Clock::now() + wait >= end) throw Failure{Exit::unreachable, said(*answer->error), answer->error->code};
    run_until(Clock::now() + wait, [] { return false; });
  }
}

std::string OneShot::keep_and_send(std::string_view method, const std::string& params) {
  std::string key;
  try {
    key = connection_->queue(method, params);
  } catch (const std::invalid_argument& problem) {
    throw Failure{Exit::usage, problem.what()};
  }
  const auto end = deadline();
  const auto is_waiting = [&] {
    const auto waiting = outbox_.waiting();
    return std::any_of(waiting.begin(), waiting.end(), [&](const Queued& q) { return q.key == key; });
  };
  if (!await_online(end)) fail_offline(kept_words());
  const auto not_in_time = [&] {
    const auto found = postponed_.find(key);
    return found != postponed_.end() && found->second.until > end;
  };
  lost_ = 0;
  run_until(end, [&] { return answers_.contains(key) || not_in_time() || lost_ >= tries || !is_waiting(); });
  if (const auto answer = answers_.find(key); answer != answers_.end()) {
    if (answer->second.error) throw Failure{Exit::refused, said(*answer->second.error), answer->second.error->code};
    return answer->second.result;
  }
  // Another standpipe of the same member has sent it: the server gives the first answer again.
  if (!is_waiting()) return call(method, params.substr(0, params.size() - 1) + ",\"key\":\"" + key + "\"}");
  if (postponed_.empty() || connection_->state() != Connection::State::online) fail_offline(kept_words());
  const auto own = postponed_.find(key);  // else one that was written before it is what it waits for
  const CallError& why = (own == postponed_.end() ? postponed_.begin() : own)->second.why;
  throw Failure{Exit::unreachable, "The server does not take it now: " + said(why) + " " + kept_words(), why.code};
}

std::string OneShot::kept_words() {
  return "It is kept and will be sent: " + std::to_string(outbox_.waiting().size()) + " waiting. Do: standpipe sync";
}

std::size_t OneShot::send_waiting(const std::function<void(const Queued&, const CallAnswer&)>& report) {
  report_ = report;
  const auto before = answers_.size();
  go_online();
  connection_->flush_outbox();
  // As long as they go out: the patience is for each, not for all.
  for (std::size_t left = outbox_.waiting().size(); left > 0;) {
    run_until(deadline(), [&] { return outbox_.waiting().size() < left; });
    const auto now_left = outbox_.waiting().size();
    if (now_left >= left) break;
    left = now_left;
  }
  report_ = nullptr;
  return answers_.size() - before;
}

Room OneShot::room(const std::string& name) {
  go_online();
  if (const auto found = mirror_.find_room(name)) return *found;
  // A group that an administrator is not in, or that the copy has not heard of yet.
  if (const auto found = room_named(name, ask<RoomList>({}).rooms)) return *found;
  throw Failure{Exit::usage, "There is no room '" + name + "' that you can see. Do: standpipe rooms"};
}

std::vector<Profile> OneShot::members_named(const std::string& name) {
  MemberSearch::Params search;
  search.query = name;
  search.limit = 10;
  try {
    return ask<MemberSearch>(search).members;
  } catch (const Failure& failure) {
    const auto known = mirror_.person_by_name(name);
    if (failure.exit != Exit::unreachable) throw;
    if (!known)
      throw Failure{failure.exit, failure.message + " Without a line '" + name +
                                      "' is not known here: give the full name, or the number like @12."};
    Profile profile;
    profile.id = *known;
    profile.name = name;
    return {profile};
  }
}

MemberId OneShot::member(const std::string& name) {
  const std::string bare = name.starts_with('@') ? name.substr(1) : name;
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(bare.data(), bare.data() + bare.size(), id);
  if (error == std::errc{} && end == bare.data() + bare.size()) return MemberId{id};
  const auto found = members_named(bare);
  const auto exact = std::find_if(found.begin(), found.end(), [&](const Profile& p) { return p.name == bare; });
  if (exact != found.end()) return exact->id;
  if (found.size() == 1) return found.front().id;
  std::string text = found.empty() ? "There is no member '" + bare + "'. Do: standpipe members --search WORD"
                                   : "Several members fit '" + bare + "'. Give the number:";
  for (const Profile& p : found) text += "\n  @" + std::to_string(p.id.value) + "  " + p.name + ", " + p.utility_name;
  throw Failure{Exit::usage, text};
}

std::string not_in(const Room& room) {
  const bool by_others = room.kind == RoomKind::group;
  return "You are not in " + room.name + ". " +
         (by_others ? "A group is entered by being added: ask one of its moderators. Do: standpipe room "
                    : "Do: standpipe join ") +
         room.slug;
}

std::int64_t number_of(const std::string& text, char letter) {
  std::string_view digits = text;
  if (!digits.empty() && (digits.front() == letter || digits.front() == '#')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) {
    throw Failure{Exit::usage, "'" + text + "' is not a number like " + std::string(1, letter) + "12"};
  }
  return value;
}

}  // namespace standpipe::client
