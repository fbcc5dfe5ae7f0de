#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/openrpc.hpp"
#include "protocol/reference.hpp"

namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& name, const std::string& text) {
  std::ofstream file(name, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + name);
}

int print(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}

}  // namespace

/// Keeps the documents in step with the types: `standpipe_openrpc > docs/openrpc.json` prints the OpenRPC document,
/// `standpipe_openrpc --markdown PROTOCOL.md` makes the tables in that file anew.
int main(int argc, char** argv) {
  try {
    if (argc == 1) return print(standpipe::protocol::openrpc_document());
    if (argc == 3 && argv[1] == std::string_view("--markdown")) {
      write_file(argv[2], standpipe::protocol::refresh_reference(read_file(argv[2])));
      return 0;
    }
    std::fputs("usage: standpipe_openrpc > docs/openrpc.json\n       standpipe_openrpc --markdown PROTOCOL.md\n", stderr);
    return 2;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "standpipe_openrpc: %s\n", problem.what());
    return 1;
  }
}
