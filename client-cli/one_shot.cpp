#include "client-cli/one_shot.hpp"

#include <algorithm>
#include <charconv>

#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

std::string said(const CallError& error) {
  std::string text = error.message;
  if (!error.data.field.empty()) text += " (" + error.data.field + ")";
  return text + " [" + error.code + "]";
}

Home::Login login_of(const Home& home) {
  const auto login = home.login();
  if (!login) throw Failure{Exit::not_logged_in, "You are not logged in here. Do: standpipe login --email YOU@UTILITY"};
  return *login;
}

}  // namespace

OneShot::OneShot(const Context& context)
    : context_(context), home_(context.endpoint), mirror_(home_.mirror()), outbox_(home_.outbox()) {
  Connection::Options options;
  options.endpoint = context.endpoint;
  options.token = login_of(home_).token;
  options.lite = true;
  Connection::Handlers handlers;
  handlers.on_online = [this](const HelloResult&) { online_ = true; };
  handlers.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) {
    last_trouble_ = why;
    if (state == Connection::State::ended) refused_for_good_ = true;
  };
  handlers.on_sent = [this](const Queued& queued, const CallAnswer& answer) {
    answers_[queued.key] = answer;
    if (report_) report_(queued, answer);
  };
  connection_ = std::make_unique<Connection>(io_, std::move(options), mirror_, outbox_, std::move(handlers));
}

OneShot::~OneShot() {
  connection_->stop();
  io_.run_for(std::chrono::milliseconds(500));
  try {
    if (online_) home_.save(mirror_);
  } catch (const std::exception&) {  // it is only a copy
  }
}

bool OneShot::run_until(const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + context_.patience;
  while (!done()) {
    if (refused_for_good_ || std::chrono::steady_clock::now() >= end) return false;
    io_.run_one_until(end);
    if (io_.stopped()) io_.restart();
  }
  return true;
}

void OneShot::go_online() {
  if (online_) return;
  connection_->start();
  if (run_until([this] { return online_; })) return;
  if (refused_for_good_)
    throw Failure{Exit::not_logged_in, "The server ended the log-in: " + last_trouble_ + " Do: standpipe login"};
  throw Failure{Exit::unreachable, "No connection to " + context_.endpoint.url() +
                                       (last_trouble_.empty() ? "" : " (" + last_trouble_ + ")") + ". Try again later."};
}

std::string OneShot::call(std::string_view method, const std::string& params) {
  go_online();
  std::optional<CallAnswer> answer;
  connection_->call(method, params, [&](const CallAnswer& a) { answer = a; });
  if (!run_until([&] { return answer.has_value(); }))
    throw Failure{Exit::unreachable, "The server did not answer in time. Try again later."};
  if (answer->error)
    throw Failure{answer->error->code == "connection_lost" ? Exit::unreachable : Exit::refused, said(*answer->error)};
  return answer->result;
}

std::string OneShot::command(std::string_view method, const std::string& params, bool may_wait) {
  if (!may_wait) go_online();
  const std::string key = connection_->queue(method, params);
  bool reached = true;
  try {
    go_online();
    reached = run_until([&] { return answers_.contains(key); });
  } catch (const Failure& failure) {
    if (failure.exit != Exit::unreachable) throw;
    reached = false;
  }
  if (!reached && may_wait) {
    throw Failure{Exit::unreachable, "No answer from " + context_.endpoint.url() + ". It is kept and will be sent: " +
                                         std::to_string(outbox_.waiting().size()) + " waiting. Do: standpipe sync"};
  }
  if (!reached) {
    outbox_.done(key);
    throw Failure{Exit::unreachable, "No answer in time. It may have happened or not: look before you do it again."};
  }
  const CallAnswer& answer = answers_[key];
  if (answer.error) throw Failure{Exit::refused, said(*answer.error)};
  return answer.result;
}

std::size_t OneShot::send_waiting(const std::function<void(const Queued&, const CallAnswer&)>& report) {
  report_ = report;
  const auto before = answers_.size();
  go_online();
  connection_->flush_outbox();
  run_until([this] { return outbox_.waiting().empty(); });
  report_ = nullptr;
  return answers_.size() - before;
}

Room OneShot::room(const std::string& name) {
  go_online();
  if (const auto found = mirror_.room_by_slug(name)) return *found;
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error == std::errc{} && end == name.data() + name.size()) {
    const auto found = mirror_.rooms().find(RoomId{id});
    if (found != mirror_.rooms().end()) return found->second;
  }
  throw Failure{Exit::usage, "There is no room '" + name + "' that you can see. Do: standpipe rooms"};
}

MemberId OneShot::member(const std::string& name) {
  const std::string bare = name.starts_with('@') ? name.substr(1) : name;
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(bare.data(), bare.data() + bare.size(), id);
  if (error == std::errc{} && end == bare.data() + bare.size()) return MemberId{id};
  MemberSearch::Params search;
  search.query = bare;
  search.limit = 10;
  auto found = ask<MemberSearch>(search).members;
  const auto exact = std::find_if(found.begin(), found.end(), [&](const Profile& p) { return p.name == bare; });
  if (exact != found.end()) return exact->id;
  if (found.size() == 1) return found.front().id;
  std::string text = found.empty() ? "There is no member '" + bare + "'." : "Several members fit '" + bare + "':";
  for (const Profile& p : found) text += "\n  @" + std::to_string(p.id.value) + "  " + p.name + ", " + p.utility_name;
  throw Failure{Exit::usage, text};
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
