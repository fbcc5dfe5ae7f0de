#include "server/net/http_answer.hpp"

#include <utility>

#include "server/net/connection.hpp"
#include "server/net/http_response.hpp"
#include "server/net/io_thread.hpp"

namespace standpipe::net {

HttpAnswer::~HttpAnswer() {
  if (!given_) give(refusal({500, "no answer"}));
}

void HttpAnswer::give(app::HttpResponse response) {
  if (given_.exchange(true)) return;
  const std::shared_ptr<IoThread> thread = thread_.lock();
  if (!thread) return;
  // A posted function has to be copyable, and a response may be long.
  auto shared = std::make_shared<app::HttpResponse>(std::move(response));
  thread->post([connection = connection_, serial = serial_, shared = std::move(shared)] {
    if (const auto open = connection.lock()) open->answer(serial, std::move(*shared));
  });
}

}  // namespace standpipe::net
