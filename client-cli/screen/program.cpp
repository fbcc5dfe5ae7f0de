#include "client-cli/screen/program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client-cli/home.hpp"
#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/kept.hpp"
#include "client-cli/screen/outside_editor.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/update.hpp"
#include "client-cli/screen/view.hpp"
#include "client-cli/terminal/keys.hpp"
#include "client-cli/terminal/painter.hpp"
#include "client-cli/terminal/tty.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using client::Connection;
using client::Exit;
using client::Failure;
using client::Home;
using client::Mirror;
using client::Outbox;
using client::tr;

namespace {

constexpr auto escape_time = 50ms;
constexpr auto between_frames = 10ms;
constexpr auto draft_time = 1s;   ///< after it what was typed is on disk
constexpr auto copy_time = 60s;   ///< between two savings of the copy
constexpr auto farewell = 500ms;  ///< for the close of the line

protocol::Time now() {
  return protocol::Time{
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
    const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (int part = 0; part < 4; ++part)
      out += i + static_cast<std::size_t>(part) > bytes.size() ? '=' : digits[group >> (18 - 6 * part) & 63U];
  }
  return out;
}

terminal::Display display_of(const Settings& settings) {
  auto display = terminal::display_of_environment();
  if (settings.colours == "256") display.depth = terminal::Depth::many;
  if (settings.colours == "16") display.depth = terminal::Depth::sixteen;
  if (settings.colours == "none") display.depth = terminal::Depth::none;
  if (settings.ground != "auto") display.dark = settings.ground == "dark";
  return display;
}

/// Carries out what the model wants, and tells it what happens. One thread.
class Program {
 public:
  Program(const client::Context& context, Settings settings, const Home& home, const Home::Login& login)
      : home_(home),
        email_(login.email),
        mirror_(home.mirror()),
        outbox_(home.outbox()),
        model_(mirror_),
        display_(display_of(settings)),
        input_(io_, ::dup(STDIN_FILENO)),
        output_(io_, ::dup(STDOUT_FILENO)),
        signals_(io_, SIGINT, SIGTERM, SIGHUP),
        other_signals_(io_, SIGWINCH, SIGCONT, SIGCHLD),
        tick_(io_),
        escape_(io_),
        frame_(io_),
        save_(io_),
        connection_(io_, options_of(context, login, settings), mirror_, outbox_, handlers()) {
    model_.settings = std::move(settings);
  }

  void run() {
    begin();
    while (!ended_) io_.run_one();
    tty_.leave();
    connection_.stop();
    save_all();
    io_.run_for(farewell);
    if (exit_ != Exit::ok) throw Failure{exit_, last_words_};
    const auto waiting = outbox_.waiting().size();
    if (waiting > 0)
      std::fputs(
          (client::trn("{1} waiting. Do: standpipe sync", "{1} waiting. Do: standpipe sync", static_cast<std::int64_t>(waiting)) +
           "\n")
              .c_str(),
          stdout);
  }

 private:
  static Connection::Options options_of(const client::Context& context, const Home::Login& login, const Settings& settings) {
    Connection::Options options;
    options.endpoint = context.endpoint;
    options.token = login.token;
    options.lite = context.lite || settings.lite;
    return options;
  }

  Connection::Handlers handlers() {
    Connection::Handlers h;
    h.on_online = [this](const protocol::HelloResult& hello) {
      then([&] {
        on_online(model_, hello);
        if (start_ && mirror_.is_in(start_->room)) open_start();
        start_.reset();
      });
    };
    h.on_state = [this](Connection::State state, const std::string& why, std::chrono::milliseconds) {
      then([&] { on_offline(model_, why, state == Connection::State::ended); });
    };
    h.on_change = [this](const std::string&, const protocol::Change& change) {
      copy_changed_ = true;
      then([&] { on_change(model_, change); });
    };
    h.on_sent = [this](const client::Queued& queued, const client::CallAnswer& answer) {
      then([&] {
        on_sent(model_, queued, answer);
        on_waiting(model_, outbox_.waiting());
      });
    };
    h.on_postponed = [this](const client::Queued& queued, const client::CallError& error, std::chrono::milliseconds) {
      then([&] { on_postponed(model_, queued, error); });
    };
    h.on_notice = [this](const std::string& method, const boost::json::value& params) {
      then([&] { on_notice(model_, method, params); });
    };
    return h;
  }

  void begin() {
    tick(model_, now());
    model_.last_key = model_.now;
    on_waiting(model_, outbox_.waiting());
    const Place place = take_kept(model_, kept_ = home_.screen());
    start_ = place;
    tty_.enter(model_.settings.mouse);
    resize(model_, tty_.size());
    if (mirror_.is_in(place.room)) open_start();
    if (!model_.room_selected) {
      const auto rooms = listed_rooms(model_);
      if (!rooms.empty()) model_.room_selected = rooms.front().id;
    }
    if (model_.settings.ground == "auto" && display_.depth != terminal::Depth::none) out_ += terminal::ask_background;
    draw_now();
    read_keys();
    await_signals();
    await_other_signals();
    await_tick();
    await_save();
    connection_.start();
    carry_out();
  }

  void open_start() {
    open_place(model_, *start_);
    start_.reset();
  }

  /// Something happens: the model takes it, what it wants is done, the screen follows.
  template <class F>
  void then(F&& change) {
    tick(model_, now());
    change();
    carry_out();
    draw_soon();
  }

  void carry_out() {
    // An effect may be answered at once, and the answer want something else.
    while (!model_.effects.empty()) {
      auto effects = std::move(model_.effects);
      model_.effects.clear();
      for (auto& effect : effects) std::visit([this](auto& e) { carry_out(e); }, effect);
    }
    model_.link.bytes = connection_.bytes_in() + connection_.bytes_out();
    send_marks_later();
  }

  client::CallAnswer no_line() const {
    return {{}, client::CallError{"connection_lost", tr("There is no connection to the server now; try again."), {}}};
  }

  void carry_out(const Call& call) {
    connection_.call(call.method, call.params, [this, on_answer = call.on_answer](const client::CallAnswer& answer) {
      then([&] { on_answer(model_, answer); });
    });
  }

  void carry_out(const Act& act) {
    std::string params = act.params;
    params.pop_back();
    params += (params == "{" ? "\"key\":\"" : ",\"key\":\"") + client::new_key() + "\"}";
    carry_out(Call{act.method, params, act.on_answer});
  }

  void carry_out(const Keep& keep) {
    try {
      connection_.queue(keep.method, keep.params);
    } catch (const std::exception& problem) {
      give_back(model_, {keep.method, keep.params, problem.what()});
      model_.complain(client::fill(tr("Not kept: {1}"), {problem.what()}));
    }
    on_waiting(model_, outbox_.waiting());
  }

  void carry_out(const DropWaiting& drop) {
    outbox_.done(drop.key);
    on_waiting(model_, outbox_.waiting());
  }

  void carry_out(const EditOutside& edit) {
    if (outside_) return;
    outside_ = OutsideEditor::start(edit.text, [this] { tty_.leave(); });
    if (outside_) return;
    tty_.enter(model_.settings.mouse);
    shown_.reset();
    model_.complain(tr("No editor could be started. Say which one in EDITOR."));
  }

  void carry_out(const CopyText& copy) { out_ += "\x1b]52;c;" + base64(copy.text) + "\x1b\\"; }

  void carry_out(Plain plain) {
    switch (plain) {
      case Plain::quit:
        keep_draft(model_);
        ended_ = true;
        return;
      case Plain::suspend:
        save_kept();
        tty_.leave();
        ::raise(SIGTSTP);
        return back_on_screen();
      case Plain::redraw:
        shown_.reset();
        return;
      case Plain::try_now:
        return connection_.try_now();
      case Plain::bell:
        out_ += '\a';
        return;
    }
  }

  void back_on_screen() {
    tty_.enter(model_.settings.mouse);
    shown_.reset();
    resize(model_, tty_.size());
    draw_soon();
  }

  /// What was read is told a moment later, when more of it may be read.
  void send_marks_later() {
    if (model_.marks.empty() || marks_wait_ || model_.sending_marks || !is_online(model_)) return;
    marks_wait_ = true;
    marking_.expires_after(1s);
    marking_.async_wait([this](error_code error) {
      marks_wait_ = false;
      if (!error) then([&] { send_marks(model_); });
    });
  }

  void read_keys() {
    input_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code error) {
      if (error || ended_) return;
      if (outside_) return;  // the editor reads now
      std::array<char, 4096> bytes;
      const auto got = ::read(input_.native_handle(), bytes.data(), bytes.size());
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return end(Exit::ok, {});
      if (got > 0) then([&] { take(decoder_.feed({bytes.data(), static_cast<std::size_t>(got)})); });
      if (decoder_.is_undecided()) await_escape();
      if (!ended_ && !outside_) read_keys();
    });
  }

  void await_escape() {
    escape_.expires_after(escape_time);
    escape_.async_wait([this](error_code error) {
      if (!error && decoder_.is_undecided()) then([&] { take(decoder_.settle()); });
    });
  }

  void take(const std::vector<terminal::Input>& inputs) {
    for (const auto& input : inputs) {
      if (const auto* key = std::get_if<terminal::Key>(&input)) press(model_, *key);
      if (const auto* pasted = std::get_if<terminal::Paste>(&input)) paste(model_, pasted->text);
      if (const auto* clicked = std::get_if<terminal::Click>(&input)) click(model_, *clicked);
      if (const auto* ground = std::get_if<terminal::Background>(&input); ground != nullptr && ground->dark != display_.dark) {
        display_.dark = ground->dark;
        shown_.reset();
      }
      carry_out();
      if (ended_) return;
    }
    typed_ = true;
  }

  void await_signals() {
    signals_.async_wait([this](error_code error, int) {
      if (!error) end(Exit::ok, {});
    });
  }

  void await_other_signals() {
    other_signals_.async_wait([this](error_code error, int signal) {
      if (error || ended_) return;
      if (signal == SIGWINCH) then([&] { resize(model_, tty_.size()); });
      if (signal == SIGCONT && !outside_) back_on_screen();
      if (signal == SIGCHLD) on_child();
      await_other_signals();
    });
  }

  void on_child() {
    if (saving_ > 0 && ::waitpid(saving_, nullptr, WNOHANG) == saving_) saving_ = -1;
    if (!outside_ || !outside_->is_over()) return;
    const auto text = outside_->text();
    outside_.reset();
    back_on_screen();
    read_keys();
    then([&] {
      if (text) return edited(model_, *text);
      model_.complain(tr("The editor ended with an error; the text is as it was."));
    });
  }

  void await_tick() {
    tick_.expires_after(1s);
    tick_.async_wait([this](error_code error) {
      if (error || ended_) return;
      const bool notice = model_.notice.has_value(), typing = !model_.typing.empty();
      tick(model_, now());
      if (notice != model_.notice.has_value() || typing != !model_.typing.empty()) draw_soon();
      await_tick();
    });
  }

  void await_save() {
    save_.expires_after(draft_time);
    save_.async_wait([this](error_code error) {
      if (error || ended_) return;
      if (typed_) save_kept();
      typed_ = false;
      if (copy_changed_ && std::chrono::steady_clock::now() - copy_saved_ > copy_time) save_copy_aside();
      await_save();
    });
  }

  void save_kept() {
    std::string text = kept_text(model_);
    if (text == kept_) return;
    try {
      home_.save_screen(text);
      kept_ = std::move(text);
    } catch (const std::exception& problem) {
      model_.complain(client::fill(tr("What you write cannot be kept on disk: {1}"), {problem.what()}));
    }
  }

  /// A child process writes the copy as it is now: so nobody waits for the disk, and a change in the midst of it changes nothing.
  void save_copy_aside() {
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

  void save_all() {
    save_kept();
    try {
      home_.save(mirror_);
    } catch (const std::exception&) {  // it is only a copy
    }
  }

  void draw_soon() {
    if (drawing_ || ended_ || outside_) return;
    drawing_ = true;
    const auto next = last_frame_ + between_frames;
    if (std::chrono::steady_clock::now() >= next) {
      asio::post(io_, [this] { draw_now(); });
    } else {
      frame_.expires_at(next);
      frame_.async_wait([this](error_code error) {
        if (!error) draw_now();
      });
    }
  }

  void draw_now() {
    drawing_ = false;
    if (ended_ || outside_) return;
    if (writing_) {  // the terminal is slow: the next frame has what changes meanwhile
      again_ = true;
      return;
    }
    last_frame_ = std::chrono::steady_clock::now();
    model_.link.bytes = connection_.bytes_in() + connection_.bytes_out();
    terminal::Canvas picture = draw(model_);
    out_ += terminal::paint(shown_ ? &*shown_ : nullptr, picture, display_);
    shown_ = std::move(picture);
    write_out();
  }

  void write_out() {
    while (!out_.empty()) {
      const long sent = tty_.write(out_);
      if (sent < 0) return end(Exit::ok, {});
      if (sent == 0) {
        writing_ = true;
        output_.async_wait(asio::posix::stream_descriptor::wait_write, [this](error_code error) {
          writing_ = false;
          if (!error && !ended_) write_out();
        });
        return;
      }
      out_.erase(0, static_cast<std::size_t>(sent));
    }
    if (again_) {
      again_ = false;
      draw_soon();
    }
  }

  void end(Exit exit, const std::string& words) {
    if (ended_) return;
    keep_draft(model_);
    exit_ = exit;
    last_words_ = words;
    ended_ = true;
  }

  const Home& home_;
  std::string email_;
  Mirror mirror_;
  Outbox outbox_;
  Model model_;
  terminal::Display display_;
  terminal::Tty tty_;
  terminal::KeyDecoder decoder_;
  asio::io_context io_;
  asio::posix::stream_descriptor input_;
  asio::posix::stream_descriptor output_;
  asio::signal_set signals_;
  asio::signal_set other_signals_;
  asio::steady_timer tick_;
  asio::steady_timer escape_;
  asio::steady_timer frame_;
  asio::steady_timer save_;
  asio::steady_timer marking_{io_};
  Connection connection_;
  std::optional<OutsideEditor> outside_;
  std::optional<terminal::Canvas> shown_;
  std::optional<Place> start_;
  std::string out_;
  std::string kept_;
  std::string last_words_;
  std::chrono::steady_clock::time_point last_frame_;
  std::chrono::steady_clock::time_point copy_saved_ = std::chrono::steady_clock::now();
  pid_t saving_ = -1;
  Exit exit_ = Exit::ok;
  bool drawing_ = false;
  bool writing_ = false;
  bool again_ = false;
  bool typed_ = false;
  bool copy_changed_ = false;
  bool marks_wait_ = false;
  bool ended_ = false;
};

}  // namespace

void run_screen(const client::Context& context, Settings settings) {
  const Home home(context.endpoint);
  Program program(context, std::move(settings), home, client::login_of(home, context));
  program.run();
}

}  // namespace standpipe::screen
