#include "client-cli/screen/program.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/outside_editor.hpp"
#include "client-cli/screen/runner.hpp"
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
using client::Home;
using client::tr;

namespace {

constexpr auto escape_time = 50ms;
constexpr auto between_frames = 10ms;
constexpr auto farewell = 500ms;  ///< for the close of the line

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

/// The model on a full screen: its keys, its picture. One thread.
class Program {
 public:
  Program(const client::Context& context, const Settings& settings, const Home& home, const Home::Login& login)
      : display_(display_of(settings)),
        input_(io_, ::dup(STDIN_FILENO)),
        output_(io_, ::dup(STDOUT_FILENO)),
        signals_(io_, SIGINT, SIGTERM, SIGHUP),
        other_signals_(io_, SIGWINCH, SIGCONT, SIGCHLD),
        escape_(io_),
        frame_(io_),
        runner_(io_, context, settings, home, login, front()),
        model_(runner_.model()) {}

  void run() {
    begin();
    while (!ended_) io_.run_one();
    tty_.leave();
    runner_.stop();
    io_.run_for(farewell);
    const auto waiting = static_cast<std::int64_t>(runner_.waiting());
    if (waiting == 0) return;
    const auto words = client::trn("{1} waiting. Do: standpipe sync", "{1} waiting. Do: standpipe sync", waiting);
    std::fputs((words + "\n").c_str(), stdout);
  }

 private:
  Runner::Front front() {
    Runner::Front front;
    front.changed = [this] { draw_soon(); };
    front.edit = [this](const EditOutside& edit) { edit_outside(edit); };
    front.copy = [this](const CopyText& copy) { out_ += "\x1b]52;c;" + base64(copy.text) + "\x1b\\"; };
    front.plain = [this](Plain plain) { carry_out(plain); };
    return front;
  }

  void begin() {
    tty_.enter(model_.settings.mouse);
    runner_.take_up(tty_.size());
    if (model_.settings.ground == "auto" && display_.depth != terminal::Depth::none) out_ += terminal::ask_background;
    draw_now();
    read_keys();
    await_signals();
    await_other_signals();
    runner_.start();
  }

  void edit_outside(const EditOutside& edit) {
    if (outside_) return;
    outside_ = OutsideEditor::start(edit.text, [this] { tty_.leave(); });
    if (outside_) return;
    tty_.enter(model_.settings.mouse);
    shown_.reset();
    model_.complain(tr("No editor could be started. Say which one in EDITOR."));
  }

  void carry_out(Plain plain) {
    switch (plain) {
      case Plain::quit:
        ended_ = true;
        return;
      case Plain::suspend:
        tty_.leave();
        ::raise(SIGTSTP);
        return back_on_screen();
      case Plain::redraw:
        shown_.reset();
        return;
      case Plain::bell:
        out_ += '\a';
        return;
      case Plain::try_now:
        return;
    }
  }

  void back_on_screen() {
    tty_.enter(model_.settings.mouse);
    shown_.reset();
    resize(model_, tty_.size());
    draw_soon();
  }

  void read_keys() {
    input_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code error) {
      if (error || ended_) return;
      if (outside_) return;  // the editor reads now
      std::array<char, 4096> bytes;
      const auto got = ::read(input_.native_handle(), bytes.data(), bytes.size());
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return end();
      if (got > 0) runner_.then([&] { take(decoder_.feed({bytes.data(), static_cast<std::size_t>(got)})); });
      if (decoder_.is_undecided()) await_escape();
      if (!ended_ && !outside_) read_keys();
    });
  }

  void await_escape() {
    escape_.expires_after(escape_time);
    escape_.async_wait([this](error_code error) {
      if (!error && decoder_.is_undecided()) runner_.then([&] { take(decoder_.settle()); });
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
      runner_.carry_out();
      if (ended_) return;
    }
    runner_.save_soon();
    typed_ = true;
  }

  void await_signals() {
    signals_.async_wait([this](error_code error, int) {
      if (!error) end();
    });
  }

  void await_other_signals() {
    other_signals_.async_wait([this](error_code error, int signal) {
      if (error || ended_) return;
      if (signal == SIGWINCH) runner_.then([&] { resize(model_, tty_.size()); });
      if (signal == SIGCONT && !outside_) back_on_screen();
      if (signal == SIGCHLD) on_child();
      await_other_signals();
    });
  }

  void on_child() {
    if (!outside_ || !outside_->is_over()) return;
    const auto text = outside_->text();
    const std::string trouble = outside_->trouble();
    outside_.reset();
    back_on_screen();
    read_keys();
    runner_.then([&] {
      if (text) return edited(model_, *text);
      model_.complain(trouble);
    });
  }

  void draw_soon() {
    // A key has its answer at once; what comes by itself is drawn by the frame.
    const bool at_once = std::exchange(typed_, false);
    if (ended_ || outside_ || (drawing_ && !at_once)) return;
    drawing_ = true;
    const auto next = last_frame_ + between_frames;
    if (at_once || std::chrono::steady_clock::now() >= next) {
      frame_.cancel();
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
    terminal::Canvas picture = draw(model_);
    out_ += terminal::paint(shown_ ? &*shown_ : nullptr, picture, display_);
    shown_ = std::move(picture);
    write_out();
  }

  void write_out() {
    while (!out_.empty()) {
      const long sent = tty_.write(out_);
      if (sent < 0) return end();
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

  void end() {
    if (ended_) return;
    keep_draft(model_);
    ended_ = true;
  }

  terminal::Display display_;
  terminal::Tty tty_;
  terminal::KeyDecoder decoder_;
  asio::io_context io_;
  asio::posix::stream_descriptor input_;
  asio::posix::stream_descriptor output_;
  asio::signal_set signals_;
  asio::signal_set other_signals_;
  asio::steady_timer escape_;
  asio::steady_timer frame_;
  Runner runner_;
  Model& model_;
  std::optional<OutsideEditor> outside_;
  std::optional<terminal::Canvas> shown_;
  std::string out_;
  std::chrono::steady_clock::time_point last_frame_;
  bool typed_ = false;  ///< since the last frame was asked for
  bool drawing_ = false;
  bool writing_ = false;
  bool again_ = false;
  bool ended_ = false;
};

}  // namespace

void run_screen(const client::Context& context, const Settings& settings) {
  const Home home(context.endpoint);
  Program program(context, settings, home, client::login_of(home, context));
  program.run();
}

}  // namespace standpipe::screen
