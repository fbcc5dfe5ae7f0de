#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "protocol/http.hpp"
#include "server/app/identity.hpp"
#include "server/app/setup_code.hpp"
#include "server/app/throttle.hpp"
#include "server/app/workers.hpp"

namespace standpipe::app {

/// The HTTP endpoints by which people come in: they take a body, hash a password on a worker, submit a command, and answer
/// after its commit. All are called on I/O threads and answer later, from other threads.
///
/// A log-in that fails is answered the same, in text and in time, whether the address is unknown or the password wrong: where
/// there is no hash to check, another one is checked. What else stands in the way (an application that waits or was
/// declined, a suspension) is told to who has the right password only.
class Accounts {
 public:
  Accounts(Runtime& runtime, SetupCode& setup_code);

  /// What one may apply for. Needs no log-in, and tells nothing but the open communities of practice.
  void cops(const HttpRequest& request, HttpResponder respond) const;
  void apply(const HttpRequest& request, HttpResponder respond);
  void log_in(const HttpRequest& request, HttpResponder respond);
  void log_out(const HttpRequest& request, HttpResponder respond);
  void change_password(const HttpRequest& request, HttpResponder respond);
  void set_up(const HttpRequest& request, HttpResponder respond);

  std::size_t waiting() const { return workers_.waiting(); }
  void stop() { workers_.stop(); }

 private:
  struct LogIn;
  struct Candidate;

  Candidate find_candidate(const std::string& email) const;
  std::int64_t begin_log_in(const LogIn& log_in);
  void check_log_in(const LogIn& log_in);
  void open_session(const LogIn& log_in, const Candidate& candidate);
  void change_checked(const Identity& identity, const protocol::PasswordBody& body, const HttpResponder& respond);

  /// Runs slow work on a worker; answers for it where it cannot be done.
  void hash_later(const HttpResponder& respond, std::function<void()> work);
  using Answered = std::function<void(const std::string& json)>;
  void submit(domain::Command command, const HttpResponder& respond, Answered answered);

  Runtime& runtime_;
  SetupCode& setup_code_;
  const std::string nobodys_hash_;
  AccountTries account_tries_;
  Throttle address_tries_;
  AddressLimits applications_;
  std::atomic<std::size_t> next_thread_{0};
  Workers workers_;
};

}  // namespace standpipe::app
