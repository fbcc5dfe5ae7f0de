#include "client-cli/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "client-cli/failure.hpp"

namespace standpipe::client {

void write_out(std::string_view text) {
  while (!text.empty()) {
    const auto size = ::write(STDOUT_FILENO, text.data(), text.size());
    if (size >= 0) {
      text.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno == EAGAIN) {  // a terminal that is slow, and that asio reads from too
      pollfd room{STDOUT_FILENO, POLLOUT, 0};
      ::poll(&room, 1, -1);
    } else if (const int error = errno; error != EINTR) {
      throw Failure{Exit::usage, "Standard output cannot be written: " + std::generic_category().message(error) +
                                     ". Make room or name another place. A change that was asked for has been made; what was "
                                     "not printed is not marked as read."};
    }
  }
}

}  // namespace standpipe::client
