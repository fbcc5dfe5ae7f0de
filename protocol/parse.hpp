#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <string_view>

#include "protocol/codec_read.hpp"

namespace standpipe::protocol {

/// Parses one JSON text (RFC 8259), strictly, so that no two readers can take it for different things. Refused with
/// bad_json are also: invalid UTF-8 and lone surrogates, a key that occurs twice in an object, nesting deeper than
/// limits::json_depth, integers beyond int64, numbers beyond double, anything after the value, comments.
/// The caller limits the length. Pure; safe on any thread. The value's memory is from `storage`.
boost::system::result<boost::json::value, ReadError> parse(std::string_view text, boost::json::storage_ptr storage = {});

}  // namespace standpipe::protocol
