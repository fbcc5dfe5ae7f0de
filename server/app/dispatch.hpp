#pragma once

#include <string_view>

#include "server/app/call.hpp"

namespace standpipe::app {

/// Where a text comes from.
struct Origin {
  Caller caller;
  MemberSession* session = nullptr;  ///< nullptr over HTTP
  std::size_t room = 0;              ///< how many more requests may be under way; each one beyond is refused
};

/// What a text was.
struct Taken {
  std::size_t requests = 0;   ///< now under way or answered; all are answered when `done` is called
  std::size_t malformed = 0;  ///< how many of them were no requests
};

/// Carries out a text of JSON-RPC, a request or a batch: takes it apart, keeps the caller to their limits, starts each request.
/// `done` gets the whole reply once all are answered, which may be during this call, on the caller's I/O thread if the caller is
/// a session; the text is empty where nothing is to be replied.
Taken dispatch(Runtime& runtime, std::string_view text, const Origin& origin, Exchange::Done done);

}  // namespace standpipe::app
