#pragma once

/// The one codec of the project: wire types (described structs) to and from JSON.
///
///   write, write_params, to_json   codec_write.hpp   type → text
///   parse                          parse.hpp         text → JSON value, strictly
///   read, read_params              codec_read.hpp    JSON value → type, leniently; errors name the field
#include "protocol/codec_read.hpp"
#include "protocol/codec_write.hpp"
#include "protocol/parse.hpp"
