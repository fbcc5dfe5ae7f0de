#include <cstdio>

#include "protocol/openrpc.hpp"

/// Prints the OpenRPC document: `standpipe_openrpc > docs/openrpc.json`.
int main() {
  const std::string document = standpipe::protocol::openrpc_document();
  return std::fwrite(document.data(), 1, document.size(), stdout) == document.size() ? 0 : 1;
}
