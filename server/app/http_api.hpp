#pragma once

#include "server/app/accounts.hpp"
#include "server/ops/metrics.hpp"

namespace standpipe::app {

/// Every HTTP path but /ws: a table of paths and methods, the pages that need no account, and the files of the web client.
/// Unknown paths and methods are answered 404 and 405, with JSON.
class HttpApi {
 public:
  HttpApi(Runtime& runtime, Accounts& accounts, const ops::Metrics& metrics)
      : runtime_(runtime), accounts_(accounts), metrics_(metrics) {}

  void handle(const HttpRequest& request, HttpResponder respond);

  /// From now on /readyz says no, so that a balancer sends nobody here.
  void going_away() { going_away_.store(true, std::memory_order_relaxed); }

 private:
  using Handler = void (HttpApi::*)(const HttpRequest&, HttpResponder);
  struct Route;
  static const Route routes[];

  /// The web client, or the landing page where there is none.
  void home(const HttpRequest& request, HttpResponder respond);
  void landing(const HttpRequest& request, HttpResponder respond);
  void healthz(const HttpRequest& request, HttpResponder respond);
  void readyz(const HttpRequest& request, HttpResponder respond);
  void metrics(const HttpRequest& request, HttpResponder respond);
  void openrpc(const HttpRequest& request, HttpResponder respond);
  void cops(const HttpRequest& request, HttpResponder respond) { accounts_.cops(request, std::move(respond)); }
  void apply(const HttpRequest& request, HttpResponder respond) { accounts_.apply(request, std::move(respond)); }
  void log_in(const HttpRequest& request, HttpResponder respond) { accounts_.log_in(request, std::move(respond)); }
  void log_out(const HttpRequest& request, HttpResponder respond) { accounts_.log_out(request, std::move(respond)); }
  void password(const HttpRequest& request, HttpResponder respond) { accounts_.change_password(request, std::move(respond)); }
  void set_up(const HttpRequest& request, HttpResponder respond) { accounts_.set_up(request, std::move(respond)); }
  /// JSON-RPC for programs that only ask and post: no hello, no events.
  void rpc(const HttpRequest& request, HttpResponder respond);

  Runtime& runtime_;
  Accounts& accounts_;
  const ops::Metrics& metrics_;
  std::atomic<bool> going_away_{false};
  std::atomic<bool> proxy_warned_{false};
  std::atomic<std::size_t> next_thread_{0};
};

}  // namespace standpipe::app
