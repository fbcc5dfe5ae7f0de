#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "client-cli/endpoint.hpp"
#include "client-cli/mirror.hpp"

namespace standpipe::client {

/// What the client keeps on disk for one server: the log-in, the outbox, the copy of the streams, and what was being written.
/// Under $STANDPIPE_HOME, else $XDG_DATA_HOME/standpipe, else ~/.local/share/standpipe; a folder for each server, in it an outbox
/// and a copy for each member who has logged in here; files for the user's eyes only. A Home is that of who is logged in when it
/// is made, also where somebody else logs in meanwhile.
class Home {
 public:
  explicit Home(const Endpoint& endpoint);

  struct Login {
    std::string token;
    std::string email;
    std::string name;
    std::int64_t member = 0;
  };
  std::optional<Login> login() const;
  /// Clears away, too, what nobody will read again: the rest of a file that was never whole, a copy in a format of before, the
  /// copy of another member who has not been here for `days_kept`.
  void save(const Login& login);
  /// Removes the log-in, the copy and what was being written; the outbox stays, since it may hold what was never sent.
  void forget() const;
  static constexpr int days_kept = 90;

  /// An unreadable copy counts as empty: it is only a copy. None is left behind after a log-out.
  std::filesystem::path outbox() const { return own_file("outbox", ".jsonl"); }
  Mirror mirror() const;
  void save(const Mirror& mirror) const;
  /// What the member was at in the full screen: drafts and the like. "" where nothing was kept.
  std::string screen() const;
  /// `quickly`: it outlives the program at once, and the machine's power when the system gets to it.
  void save_screen(const std::string& text, bool quickly = false) const;
  /// How many texts there are in it: drafts, half-filled forms, what was refused.
  std::size_t unsent_texts() const;

  /// The server of the last log-in, for when none is named.
  static std::optional<std::string> last_server();
  static void remember_server(const std::string& url);

 private:
  std::filesystem::path own_file(const std::string& name, const std::string& ending) const;
  void tidy() const;

  std::filesystem::path folder_;
  std::int64_t member_ = 0;
};

}  // namespace standpipe::client
