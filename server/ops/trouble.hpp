#pragma once

#include <boost/assert/source_location.hpp>

#include <string>

namespace standpipe::ops {

/// Why an operator's command could not be done, and what to do next.
struct Trouble {
  std::string text;
};
/// What value() of a result that holds trouble throws.
[[noreturn]] void throw_exception_from_error(const Trouble& trouble, const boost::source_location& at);

}  // namespace standpipe::ops
