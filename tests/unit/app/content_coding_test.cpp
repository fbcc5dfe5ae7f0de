#include "server/app/content_coding.hpp"

#include <doctest/doctest.h>

#include "server/app/service.hpp"

using namespace standpipe::app;

namespace {

constexpr Offered both{true, true};
constexpr Offered gzip_only{false, true};
constexpr Offered neither{};

/// The chosen coding's name, "none" where nothing suits.
std::string chosen(const std::optional<std::string>& accepted, Offered offered = both) {
  const auto coding = choose_coding(accepted, offered);
  return coding ? std::string(to_name(*coding)) : "none";
}

}  // namespace

TEST_CASE("of codings that are equally welcome brotli is chosen, then gzip, then none") {
  CHECK(chosen("gzip, deflate, br") == "br");
  CHECK(chosen("gzip, deflate, br, zstd") == "br");
  CHECK(chosen("gzip, br", gzip_only) == "gzip");
  CHECK(chosen("gzip, br", neither) == "identity");
  CHECK(chosen("*") == "br");
  CHECK(chosen("*", gzip_only) == "gzip");
  CHECK(chosen("*", neither) == "identity");
  CHECK(chosen("identity, gzip;q=1.0") == "gzip");
}

TEST_CASE("nothing is packed for whoever does not ask for it") {
  CHECK(chosen(std::nullopt) == "identity");
  CHECK(chosen("") == "identity");
  CHECK(chosen("deflate, zstd") == "identity");
  CHECK(chosen("brotli, gzipped") == "identity");
}

TEST_CASE("the greater weight is chosen") {
  CHECK(chosen("br;q=0.5, gzip;q=0.8") == "gzip");
  CHECK(chosen("br;q=0.123, gzip;q=0.122") == "br");
  CHECK(chosen("gzip;q=0.5, identity") == "identity");
  CHECK(chosen("gzip;q=0.001") == "gzip");  // identity, which is not named, is what there is otherwise
  CHECK(chosen("gzip;q=0.5, *;q=0.7") == "br");
  CHECK(chosen("br;q=0.5, *;q=0.7", gzip_only) == "gzip");
}

TEST_CASE("a weight of zero excludes") {
  CHECK(chosen("br;q=0, gzip") == "gzip");
  CHECK(chosen("br;q=0.000, gzip;q=0") == "identity");
  CHECK(chosen("br;q=0, *") == "gzip");
  CHECK(chosen("*;q=0, gzip") == "gzip");
  CHECK(chosen("*;q=0, identity;q=0.2") == "identity");
  CHECK(chosen("identity;q=0") == "none");
  CHECK(chosen("identity;q=0, gzip", neither) == "none");
  CHECK(chosen("*;q=0") == "none");
  CHECK(chosen("identity;q=0, *", gzip_only) == "gzip");
}

TEST_CASE("names and weights are read in any case, with blanks around them, and by their old name") {
  CHECK(chosen("GZIP") == "gzip");
  CHECK(chosen(" Br ; Q=0.9 ,\tgzip ; q=0.8") == "br");
  CHECK(chosen("x-gzip") == "gzip");
  CHECK(chosen(",, ,gzip,") == "gzip");
}

TEST_CASE("what is malformed in the list says nothing") {
  for (const auto* member : {"br;q=2", "br;q=1.001", "br;q=-1", "br;q=", "br;q=.5", "br;q=0.1234", "br;q=0.5x", "br;q=1e0",
                             "br;level=1", "br;", "br br", "br;q=1;q=1"}) {
    CAPTURE(member);
    CHECK(chosen(member) == "identity");
    CHECK(chosen(std::string(member) + ", gzip") == "gzip");
  }
}

TEST_CASE("a list over several fields of one name is one list") {
  HttpRequest request;
  CHECK_FALSE(request.list("accept-encoding").has_value());
  request.headers = {{"accept-encoding", "gzip"}, {"accept", "*/*"}, {"accept-encoding", "br;q=0.5"}};
  CHECK(request.list("accept-encoding") == "gzip, br;q=0.5");
  request.headers = {{"accept-encoding", ""}};
  CHECK(request.list("accept-encoding") == "");
}
