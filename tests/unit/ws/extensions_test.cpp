#include "protocol/ws/extensions.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace standpipe::protocol::ws;

namespace {

/// The answer to a field, "none" without an extension, "malformed" if it cannot be read.
std::string answer(std::string_view field) {
  const auto offers = parse_extensions(field);
  if (!offers) return "malformed";
  const auto agreement = accept_deflate(*offers);
  return agreement ? deflate_answer(*agreement) : "none";
}

const std::string plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

}  // namespace

TEST_CASE("offers of permessage-deflate are answered") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "none"},
      {" , ,", "none"},
      {"permessage-deflate", plain},
      {"permessage-deflate; client_max_window_bits", plain},
      {"permessage-deflate;client_max_window_bits=8", plain},
      {"permessage-deflate; client_max_window_bits = \"10\" ; server_no_context_takeover", plain},
      {"permessage-deflate; server_no_context_takeover; client_no_context_takeover", plain},
      {"permessage-deflate; server_max_window_bits=15", plain + "; server_max_window_bits=15"},
      {"permessage-deflate; server_max_window_bits=\"9\"", plain + "; server_max_window_bits=9"},
      {"permessage-deflate; server_max_window_bits=8", plain + "; server_max_window_bits=8"},
      {"x-webkit-deflate-frame", "none"},
      {"permessage-bzip2, permessage-deflate", plain},
      {"PERMESSAGE-DEFLATE", "none"},
      // The first offer cannot be accepted, the second can.
      {"permessage-deflate; server_max_window_bits=10; x, permessage-deflate", plain},
      {"permessage-deflate; server_max_window_bits=10, permessage-deflate", plain + "; server_max_window_bits=10"},
  };
  for (const auto& [field, expected] : cases) {
    CAPTURE(field);
    CHECK(answer(field) == expected);
  }
}

TEST_CASE("offers with parameters that are unknown, repeated or out of range are passed over") {
  for (const char* const parameters :
       {"x", "x=1", "server_max_window_bits", "server_max_window_bits=7", "server_max_window_bits=16",
        "server_max_window_bits=08", "server_max_window_bits=+9", "server_max_window_bits=1", "server_max_window_bits=100",
        "server_max_window_bits=ten", "client_max_window_bits=7", "client_max_window_bits=16", "client_max_window_bits=x",
        "server_no_context_takeover=1", "client_no_context_takeover=true", "client_max_window_bits; client_max_window_bits",
        "server_no_context_takeover; server_no_context_takeover"}) {
    CAPTURE(parameters);
    CHECK(answer(std::string("permessage-deflate; ") + parameters) == "none");
  }
}

TEST_CASE("fields that do not conform to the grammar are malformed") {
  for (const char* const field :
       {";", "a;", "a;;b", "a b", "=", "a; =", "a; b=", "a; =b", "a; b=c d", "a; b=\"", "a; b=\"\"", "a; b=\"c d\"", "a; b=\"c",
        "permessage-deflate; server_max_window_bits=\"1,0\"", "a, b;", "\"permessage-deflate\"", "a(b)", "a; b==c"}) {
    CAPTURE(field);
    CHECK(answer(field) == "malformed");
  }
}
