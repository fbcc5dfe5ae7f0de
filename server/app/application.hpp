#pragma once

#include <atomic>
#include <filesystem>

#include "server/app/accounts.hpp"
#include "server/app/http_api.hpp"
#include "server/app/runtime.hpp"
#include "server/app/service.hpp"
#include "server/app/ticker.hpp"

namespace standpipe::app {

/// The application as the network layer sees it, and the sequencer: takes requests and connections, hands each commit's batch to
/// the hubs of all I/O threads.
///
/// It is destroyed after the network, the sequencer and the reader pool have stopped: what they still run refers to it.
class Application final : public Service {
 public:
  /// `setup_code_file` lies in the data directory. `metrics` is what /metrics shows; the application adds its own to it.
  Application(const Foundations& on, Settings settings, Clock clock, std::filesystem::path setup_code_file,
              ops::Metrics& metrics);

  /// A one-time code to be shown to the operator, where there is no administrator and none was made before. Before start.
  std::optional<std::string> prepare_setup();

  void start() { ticker_.start(); }

  /// New connections are refused from now on.
  void going_away();

  /// Answers what waits for a password worker, and stops the application's own threads. The sequencer still takes commands.
  void stop();

  /// What a commit brought about, to all I/O threads: the sequencer's sink. On the writer thread.
  void deliver(const hub::BatchPtr& batch);

  void on_http(HttpRequest request, HttpResponder respond) override;
  std::variant<std::monostate, HttpResponse> check_upgrade(const HttpRequest& request) override;
  std::variant<std::unique_ptr<Session>, CloseAtOnce> open(const HttpRequest& request, hub::Outlet& outlet,
                                                           std::size_t io_thread) override;

  Runtime& runtime() { return runtime_; }

 private:
  /// On an I/O thread, turn by turn until all have got what there is for them. Where that goes to many, the writer is held
  /// meanwhile.
  void send_events(std::size_t io_thread, bool held);

  Runtime runtime_;
  SetupCode setup_code_;
  Accounts accounts_;
  HttpApi http_;
  Ticker ticker_;
  std::atomic<bool> going_away_{false};
};

}  // namespace standpipe::app
