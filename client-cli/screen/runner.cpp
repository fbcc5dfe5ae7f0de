#include "client-cli/screen/runner.hpp"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <boost/asio/post.hpp>

#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/kept.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using client::Connection;
using client::tr;

namespace {

constexpr auto draft_time = 250ms;  ///< after it what was typed outlives the program
constexpr auto pause_time = 2s;     ///< in the typing: after it the disk is waited for
constexpr auto copy_time = 60s;     ///< between two savings of the copy

protocol::Time now() {
  return protocol::Time{
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

Connection::Options options_of(const client::Context& context, const client::Home::Login& login, const Settings& settings) {
  Connection::Options options;
  options.endpoint = context.endpoint;
  options.token = login.token;
  options.lite = context.lite || settings.lite;
  return options;
}

}  // namespace

Runner::Runner(asio::io_context& io, const client::Context& context, Settings settings, const client::Home& home,
               const client::Home::Login& login, Front front)
    : io_(io),
      home_(home),
      email_(login.email),
      front_(std::move(front)),
      mirror_(home.mirror()),
      outbox_(home.outbox()),
      disk_outbox_(home.outbox()),
      model_(mirror_),
      children_(io, SIGCHLD),
      tick_(io),
      save_(io),
      marking_(io),
      connection_(io, options_of(context, login, settings), mirror_, outbox_, handlers()) {
  model_.settings = std::move(settings);
}

Connection::Handlers Runner::handlers() {
  Connection::Handlers h;
  h.on_online = [this](const protocol::HelloResult& hello) {
    then([&] {
      on_online(model_, hello);
      if (start_ && mirror_.is_in(start_->room)) open_start();
      start_.reset();
    });
    // What reading all that was missed took goes back to the system, once nothing of it is in use.
    asio::post(io_, [] { ::malloc_trim(0); });
  };
  h.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) {
    then([&] { on_offline(model_, why, state == Connection::State::ended); });
  };
  h.on_change = [this](const std::string&, const protocol::Change& change) {
    copy_changed_ = true;
    then([&] { on_change(model_, change); });
  };
  h.on_gap = [this](const std::string& stream) {
    copy_changed_ = true;
    then([&] { on_gap(model_, stream); });
  };
  h.on_sent = [this](const client::Queued& queued, const client::CallAnswer& answer) {
    then([&] {
      on_sent(model_, queued, answer);
      on_waiting(model_, outbox_.waiting());
    });
    if (answer.error) save_soon();
  };
  h.on_postponed = [this](const client::Queued& queued, const client::CallError& error, std::chrono::milliseconds) {
    then([&] { on_postponed(model_, queued, error); });
  };
  h.on_notice = [this](const std::string& method, const boost::json::value& params) {
    then([&] { on_notice(model_, method, params); });
  };
  return h;
}

void Runner::take_up(terminal::Size size) {
  tick();
  model_.last_key = model_.now;
  on_waiting(model_, outbox_.waiting());
  kept_ = home_.screen();
  start_ = take_kept(model_, kept_);
  resize(model_, size);
  if (mirror_.is_in(start_->room)) open_start();
  if (model_.room_selected) return;
  const auto rooms = listed_rooms(model_);
  if (!rooms.empty()) model_.room_selected = rooms.front().id;
}

void Runner::open_start() {
  open_place(model_, *start_);
  start_.reset();
}

void Runner::start() {
  await_children();
  await_tick();
  connection_.start();
  carry_out();
}

void Runner::stop() {
  children_.cancel();
  tick_.cancel();
  save_.cancel();
  marking_.cancel();
  connection_.stop();
  save_kept();
  disk_.join();
  io_.restart();
  io_.poll();  // what could not be kept comes back to be saved as a draft
  try {
    if (const std::string text = kept_text(model_); text != kept_) home_.save_screen(text);
    home_.save(mirror_);
  } catch (const std::exception&) {  // it is only a copy
  }
}

void Runner::tick() {
  screen::tick(model_, now());
}

void Runner::carry_out() {
  // An effect may be answered at once, and the answer want something else.
  while (!model_.effects.empty()) {
    auto effects = std::move(model_.effects);
    model_.effects.clear();
    for (auto& effect : effects) std::visit([this](auto& e) { carry_out(e); }, effect);
  }
  model_.link.bytes = connection_.bytes_in() + connection_.bytes_out();
}

void Runner::carry_out(const Call& call) {
  ++asked_;
  connection_.call(call.method, call.params, [this, on_answer = call.on_answer](const client::CallAnswer& answer) {
    --asked_;
    then([&] { on_answer(model_, answer); });
  });
}

void Runner::carry_out(const Act& act) {
  std::string params = act.params;
  params.pop_back();
  params += (params == "{" ? "\"key\":\"" : ",\"key\":\"") + client::new_key() + "\"}";
  carry_out(Call{act.method, params, act.on_answer});
}

void Runner::on_disk(std::function<void()> write, std::function<void(const std::string& trouble)> then_here) {
  asio::post(disk_, [this, write = std::move(write), then_here = std::move(then_here)]() mutable {
    std::string trouble;
    try {
      write();
    } catch (const std::exception& problem) {
      trouble = problem.what();
    }
    asio::post(io_, [then_here = std::move(then_here), trouble = std::move(trouble)] { then_here(trouble); });
  });
}

void Runner::carry_out(const Keep& keep) {
  ++keeping_;
  on_disk(
      [this, keep, at = model_.now.value] {
        Connection::check(keep.params);
        disk_outbox_.add(keep.method, keep.params, at);
      },
      [this, keep](const std::string& trouble) {
        --keeping_;
        then([&] {
          if (trouble.empty()) {
            connection_.flush_outbox();
          } else {
            give_back(model_, {keep.method, keep.params, trouble});
            model_.complain(client::fill(tr("Not kept: {1}"), {trouble}));
            save_kept(true);
          }
          on_waiting(model_, outbox_.waiting());
        });
      });
  save_kept(true);  // right behind it: what waits in the outbox is no draft any more, should the program be killed
}

void Runner::carry_out(const DropWaiting& drop) {
  outbox_.done(drop.key);
  on_waiting(model_, outbox_.waiting());
}

void Runner::carry_out(Plain plain) {
  if (plain == Plain::try_now) return connection_.try_now();
  if (plain == Plain::quit) keep_draft(model_);
  if (plain == Plain::suspend) save_kept();
  front_.plain(plain);
}

/// What was read is told a moment later, when more of it may be read.
void Runner::send_marks_later() {
  if (model_.marks.empty() || marks_wait_ || model_.sending_marks || !is_online(model_)) return;
  marks_wait_ = true;
  marking_.expires_after(1s);
  marking_.async_wait([this](error_code error) {
    marks_wait_ = false;
    if (!error) then([&] { send_marks(model_); });
  });
}

void Runner::await_tick() {
  tick_.expires_after(1s);
  tick_.async_wait([this](error_code error) {
    if (error) return;
    const bool notice = model_.notice.has_value(), typing = !model_.typing.empty();
    tick();
    if (notice != model_.notice.has_value() || typing != !model_.typing.empty()) front_.changed();
    if (copy_changed_ && std::chrono::steady_clock::now() - copy_saved_ > copy_time) save_copy_aside();
    await_tick();
  });
}

void Runner::save_soon() {
  if (saves_soon_) return;
  saves_soon_ = true;
  save_.expires_after(draft_time);
  save_.async_wait([this](error_code error) {
    if (error) return;
    saves_soon_ = false;
    if (saves_now_) return save_soon();  // the disk is slow
    save_kept(true);
    save_.expires_after(pause_time);
    save_.async_wait([this](error_code typed_on) {
      if (!typed_on) save_kept();
    });
  });
}

void Runner::await_children() {
  children_.async_wait([this](error_code error, int) {
    if (error) return;
    if (saving_ > 0 && ::waitpid(saving_, nullptr, WNOHANG) == saving_) saving_ = -1;
    await_children();
  });
}

void Runner::save_kept(bool quickly) {
  std::string text = kept_text(model_);
  if (text == kept_ && (quickly || kept_for_good_)) return;
  kept_ = text;
  kept_for_good_ = !quickly;
  saves_now_ = true;
  on_disk([this, text = std::move(text), quickly] { home_.save_screen(text, quickly); },
          [this](const std::string& trouble) {
            saves_now_ = false;
            if (trouble.empty()) return;
            kept_.clear();
            then([&] { model_.complain(client::fill(tr("What you write cannot be kept on disk: {1}"), {trouble})); });
          });
}

/// A child process writes the copy as it is now: so nobody waits for the disk, and a change in the midst of it changes nothing.
void Runner::save_copy_aside() {
  if (saving_ > 0) return;
  copy_changed_ = false;
  copy_saved_ = std::chrono::steady_clock::now();
  io_.notify_fork(asio::execution_context::fork_prepare);
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      home_.save(mirror_);
    } catch (const std::exception&) {  // it is only a copy
    }
    ::_exit(0);
  }
  io_.notify_fork(asio::execution_context::fork_parent);
  saving_ = child;
}

}  // namespace standpipe::screen
