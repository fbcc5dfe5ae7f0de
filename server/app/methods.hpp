#pragma once

#include <string_view>

#include "protocol/results.hpp"
#include "protocol/rpc.hpp"
#include "server/app/call.hpp"

namespace standpipe::app {

/// An entry of the table of methods, which is made from protocol::Methods.
struct Method {
  std::string_view name;
  protocol::MethodKind kind = protocol::MethodKind::query;
  /// Reads the params and sets the call going; refuses it where they are wrong. On the caller's I/O thread.
  void (*start)(Runtime& runtime, const Call& call, const protocol::rpc::Request& request) = nullptr;
};

/// Nothing where there is no such method.
const Method* find_method(std::string_view name);

/// The three kinds of entries, each with its own way of being carried out (commands.cpp, queries.cpp, session_methods.cpp).
template <class M>
void start_command(Runtime& runtime, const Call& call, const protocol::rpc::Request& request);
template <class M>
void start_query(Runtime& runtime, const Call& call, const protocol::rpc::Request& request);
template <class M>
void start_session_method(Runtime& runtime, const Call& call, const protocol::rpc::Request& request);

}  // namespace standpipe::app
