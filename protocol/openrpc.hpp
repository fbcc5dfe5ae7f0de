#pragma once

#include <string>

namespace standpipe::protocol {

/// The OpenRPC 1.2.6 document (https://spec.open-rpc.org) of all methods, made from their types: what the server gives at
/// /openrpc.json, and docs/openrpc.json, which a test compares. Pretty-printed; the same bytes each time. It goes beyond
/// OpenRPC in: `x-kind` and `x-role` of a method, `x-notifications` (what the server sends of itself), `x-http` (the
/// endpoints with JSON bodies), and `x-http` of an error (the status where an HTTP reply says so).
std::string openrpc_document();

}  // namespace standpipe::protocol
