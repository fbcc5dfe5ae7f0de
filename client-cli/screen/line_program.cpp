#include "client-cli/screen/line_program.hpp"

#include <unistd.h>

#include <chrono>
#include <deque>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client-cli/screen/composing.hpp"
#include "client-cli/screen/line_input.hpp"
#include "client-cli/screen/line_view.hpp"
#include "client-cli/screen/runner.hpp"
#include "client-cli/terminal/layout.hpp"
#include "client-cli/typed_lines.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using client::Exit;
using client::Failure;
using client::Home;
using client::tr;
using client::TypedLines;

namespace {

constexpr auto farewell = 500ms;    ///< for the close of the line
constexpr auto look_again = 20ms;   ///< whether what waits for something has it
constexpr auto one_line_time = 5s;  ///< of a pipe: so long the next line waits for what the one before asked

/// The model line by line. One thread.
///
/// The terminal edits the line (its cooked mode), and not this program: a screen reader then follows the echo of each key, and
/// nothing that was printed is ever drawn anew, which it would read again. The price is that what comes while somebody types is
/// printed into the line; what was typed is not lost by that, Ctrl-R shows it again. Who answers a question or writes several
/// lines hears of nothing else meanwhile.
class LineProgram {
 public:
  LineProgram(const client::Context& context, const Settings& settings, const Home& home, const Home::Login& login)
      : context_(context),
        is_terminal_(::isatty(STDIN_FILENO) != 0),
        typed_(io_, {[this](const std::string& line) { on_line(line); }, [this] { input_ended(); }},
               TypedLines::Editing::by_terminal),
        signals_(io_, SIGINT, SIGTERM, SIGHUP),
        waiting_(io_),
        finishing_(io_),
        runner_(io_, context, settings, home, login, front()),
        model_(runner_.model()) {}

  void run() {
    signals_.async_wait([this](error_code error, int) {
      if (!error) end(Exit::ok);
    });
    print({tr("Standpipe, line by line. /help says what can be done, /quit ends it.")});
    runner_.take_up({.columns = 0, .rows = 0});  // what is told is read, not what a screen would show
    if (model_.views.empty()) {
      if (!model_.mirror.rooms().empty()) tell_rooms(model_, told_);
      told_.out.push_back(tr("No conversation is open, so what you type is posted nowhere. /go opens one."));
    }
    if (is_terminal_) start_reading();
    runner_.start();
    tell_soon();
    try {
      while (!ended_) io_.run_one();
      const auto left = static_cast<std::int64_t>(runner_.waiting());
      if (left > 0) print({client::trn("{1} waiting. Do: standpipe sync", "{1} waiting. Do: standpipe sync", left)});
    } catch (const Failure& failure) {  // of its output
      exit_ = failure.exit;
      last_words_ = failure.message;
    }
    typed_.stop();
    keep_draft(model_);
    runner_.stop();
    io_.run_for(farewell);
    if (exit_ != Exit::ok) throw Failure{exit_, last_words_};
  }

 private:
  Runner::Front front() {
    Runner::Front front;
    front.changed = [this] { tell_soon(); };
    front.edit = [](const EditOutside&) {};
    front.copy = [this](const CopyText& copy) {
      model_.say(client::fill(tr("Its link is {1}; /go {1} opens it."), {copy.text}));
    };
    front.plain = [this](Plain plain) {
      if (plain == Plain::quit) finish_by(is_online(model_) ? std::chrono::steady_clock::now() + context_.patience : now_);
    };
    return front;
  }

  void print(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    if (!lines.empty()) typed_.print(text);
  }

  /// A moment later: what happens at once (a hello brings many changes) is told as a whole.
  void tell_soon() {
    if (telling_ || ended_) return;
    telling_ = true;
    asio::post(io_, [this] { tell_now(); });
  }

  void tell_now() {
    telling_ = false;
    if (ended_) return;
    told_.width = client::output_width();
    prepare(model_, told_);
    print(tell(model_, told_));
    // A notice is said once, not shown for a while.
    model_.notice.reset();
    prepare(model_, told_);
    mark_told(model_, told_);
    if (!model_.effects.empty()) runner_.then([] {});
    if (model_.link.state == Link::State::ended) return log_in_ended();
    // What is piped in may be meant for the answers to come; so it waits until it is known whether there is a line.
    if (model_.link.state != Link::State::connecting) start_reading();
  }

  void log_in_ended() {
    const bool put_out = runner_.connection().end_code() == 4403;
    last_words_ = put_out ? client::fill(tr("The server let you go: {1}"), {model_.link.why})
                          : client::fill(tr("Do: standpipe login --email {1}"), {runner_.email()});
    end(put_out ? Exit::refused : Exit::not_logged_in);
  }

  void start_reading() {
    if (std::exchange(reading_, true)) return;
    line_until_ = std::chrono::steady_clock::now() + one_line_time;
    typed_.start();
  }

  void on_line(const std::string& line) {
    lines_.push_back(line);
    take_lines();
  }

  /// Lines of a pipe are taken one after the other, each when what the one before asked for is there; those of a person at once.
  void take_lines() {
    while (!lines_.empty() && !ended_ && !quitting_) {
      if (!is_terminal_ && !is_settled() && std::chrono::steady_clock::now() < line_until_) return take_lines_later();
      const std::string line = std::move(lines_.front());
      lines_.pop_front();
      line_until_ = std::chrono::steady_clock::now() + one_line_time;
      runner_.save_soon();
      runner_.then([&] { take_line(model_, told_, line); });
    }
  }

  void take_lines_later() {
    if (awaiting_) return;
    awaiting_ = true;
    waiting_.expires_after(look_again);
    waiting_.async_wait([this](error_code error) {
      awaiting_ = false;
      if (!error) take_lines();
    });
  }

  bool is_settled() const { return runner_.is_idle() && !telling_; }

  void input_ended() {
    input_ended_ = true;
    finish_by(std::chrono::steady_clock::now() + context_.patience);
  }

  /// What was written gets its answers first, for a while.
  void finish_by(std::chrono::steady_clock::time_point until) {
    if (ended_) return;
    quitting_ = quitting_ || !input_ended_;
    const bool all_sent = runner_.waiting() == 0;
    const bool has_lines = !lines_.empty() && !quitting_;
    const bool all_marked = model_.marks.empty() || !is_online(model_);
    if (all_sent && all_marked && !has_lines && is_settled()) return end(Exit::ok);
    if (std::chrono::steady_clock::now() >= until) return end(!all_sent && input_ended_ ? Exit::unreachable : Exit::ok);
    finishing_.expires_after(look_again);
    finishing_.async_wait([this, until](error_code error) {
      if (!error) finish_by(until);
    });
  }

  void end(Exit exit) {
    if (ended_) return;
    exit_ = exit;
    ended_ = true;
  }

  const client::Context context_;
  const bool is_terminal_;
  const std::chrono::steady_clock::time_point now_ = std::chrono::steady_clock::now();
  Told told_;
  asio::io_context io_;
  TypedLines typed_;
  asio::signal_set signals_;
  asio::steady_timer waiting_;
  asio::steady_timer finishing_;
  Runner runner_;
  Model& model_;
  std::deque<std::string> lines_;
  std::chrono::steady_clock::time_point line_until_;
  std::string last_words_;
  Exit exit_ = Exit::ok;
  bool telling_ = false;
  bool awaiting_ = false;
  bool reading_ = false;
  bool input_ended_ = false;
  bool quitting_ = false;
  bool ended_ = false;
};

}  // namespace

void run_lines(const client::Context& context, const Settings& settings) {
  const Home home(context.endpoint);
  LineProgram program(context, settings, home, client::login_of(home, context));
  program.run();
}

}  // namespace standpipe::screen
