#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "client-cli/home.hpp"
#include "client-cli/one_shot.hpp"
#include "client-cli/screen/model.hpp"
#include "client-cli/screen/update.hpp"

namespace standpipe::screen {

/// Between the model and the world, whatever the terminal is like: the line, the disk and the clock. Carries out what the model
/// wants, and tells it what happens. One thread: that of the io_context; what has to be on disk for good is written by another
/// one, in order, so that nobody who types waits for the disk.
class Runner {
 public:
  /// The terminal's part.
  struct Front {
    std::function<void()> changed;  ///< the model is another one
    std::function<void(const EditOutside&)> edit;
    std::function<void(const CopyText&)> copy;
    std::function<void(Plain)> plain;  ///< what is no matter of the line
  };

  Runner(boost::asio::io_context& io, const client::Context& context, Settings settings, const client::Home& home,
         const client::Home::Login& login, Front front);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  Model& model() { return model_; }
  const client::Connection& connection() const { return connection_; }
  const std::string& email() const { return email_; }

  /// Takes back what was kept, and opens the place that was open. `size`: of the screen; nothing where there is none.
  void take_up(terminal::Size size);
  /// Begins to connect, and all that goes on by itself.
  void start();
  /// The line is closed, and everything is on disk.
  void stop();

  /// Something happens: the model takes it, what it wants is done, the terminal follows.
  template <class F>
  void then(F&& change) {
    tick();
    change();
    carry_out();
    front_.changed();
    send_marks_later();
  }
  void carry_out();
  /// Something was typed, or came back: it is on disk a quarter of a second later, and on the platter when there is a pause.
  void save_soon();
  void save_kept(bool quickly = false);
  /// How many commands wait in the outbox, or are on their way into it.
  std::size_t waiting() { return outbox_.waiting().size() + keeping_; }
  /// Nothing that was asked is without an answer.
  bool is_idle() const { return asked_ == 0; }

 private:
  client::Connection::Handlers handlers();
  void tick();
  void open_start();
  void carry_out(const Call& call);
  void carry_out(const Act& act);
  void carry_out(const Keep& keep);
  void carry_out(const DropWaiting& drop);
  void carry_out(const EditOutside& edit) { front_.edit(edit); }
  void carry_out(const CopyText& copy) { front_.copy(copy); }
  void carry_out(Plain plain);
  void send_marks_later();
  void await_tick();
  void await_children();
  void save_copy_aside();
  /// Does it on the disk's thread, then the rest here, with what went wrong ("": nothing).
  void on_disk(std::function<void()> write, std::function<void(const std::string& trouble)> then_here);

  boost::asio::io_context& io_;
  const client::Home& home_;
  std::string email_;
  Front front_;
  client::Mirror mirror_;
  client::Outbox outbox_;
  client::Outbox disk_outbox_;  ///< the same file, for the disk's thread
  Model model_;
  boost::asio::signal_set children_;
  boost::asio::steady_timer tick_;
  boost::asio::steady_timer save_;
  boost::asio::steady_timer marking_;
  client::Connection connection_;
  std::optional<Place> start_;
  std::string kept_;
  std::chrono::steady_clock::time_point copy_saved_ = std::chrono::steady_clock::now();
  pid_t saving_ = -1;
  std::size_t asked_ = 0;
  std::size_t keeping_ = 0;  ///< so many commands are on their way into the outbox
  bool saves_soon_ = false;
  bool saves_now_ = false;     ///< the disk's thread is at it
  bool kept_for_good_ = true;  ///< and not only for when the program is killed
  bool copy_changed_ = false;
  bool marks_wait_ = false;
  boost::asio::thread_pool disk_{1};
};

}  // namespace standpipe::screen
