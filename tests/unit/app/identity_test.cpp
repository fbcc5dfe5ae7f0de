#include <doctest/doctest.h>

#include "server/app/identity.hpp"

using namespace standpipe::app;

TEST_CASE("metrics are for the addresses listed, and for nobody through a proxy that is not known") {
  Settings settings;
  HttpRequest request{.peer = "127.0.0.1"};
  CHECK(may_read_metrics(settings, request));
  request.by_unknown_proxy = true;
  CHECK_FALSE(may_read_metrics(settings, request));
  request.by_unknown_proxy = false;
  request.peer = "203.0.113.7";
  CHECK_FALSE(may_read_metrics(settings, request));
  settings.metrics_from = {"203.0.113.7"};
  CHECK(may_read_metrics(settings, request));
  settings.metrics_from.clear();
  CHECK_FALSE(may_read_metrics(settings, request));
}

TEST_CASE("a proxy that was forgotten in the configuration is one on this machine") {
  HttpRequest request{.peer = "127.0.0.1", .by_unknown_proxy = true};
  CHECK(is_by_forgotten_proxy(request));
  request.peer = "::1";
  CHECK(is_by_forgotten_proxy(request));
  request.peer = "203.0.113.7";  // whoever claims it
  CHECK_FALSE(is_by_forgotten_proxy(request));
  request = {.peer = "127.0.0.1"};
  CHECK_FALSE(is_by_forgotten_proxy(request));
}
