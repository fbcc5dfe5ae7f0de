#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "server/app/service.hpp"

namespace standpipe::net {

class Connection;
class IoThread;

/// The way back of one answer to its connection, from any thread and at any time, also after the connection or the server
/// has gone. The first answer counts. If the application forgets to answer, the last copy of the responder answers 500.
class HttpAnswer {
 public:
  HttpAnswer(std::weak_ptr<IoThread> thread, std::weak_ptr<Connection> connection, std::uint64_t serial)
      : thread_(std::move(thread)), connection_(std::move(connection)), serial_(serial) {}
  HttpAnswer(const HttpAnswer&) = delete;
  HttpAnswer& operator=(const HttpAnswer&) = delete;
  ~HttpAnswer();

  void give(app::HttpResponse response);

 private:
  std::weak_ptr<IoThread> thread_;
  std::weak_ptr<Connection> connection_;
  std::uint64_t serial_;
  std::atomic<bool> given_{false};
};

}  // namespace standpipe::net
