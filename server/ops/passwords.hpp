#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/errors.hpp"

namespace standpipe::ops {

/// The Argon2id hash (RFC 9106; 19456 KiB, 2 passes, 1 lane) of a password in its encoded form, with a fresh salt. Takes
/// about 40 ms and 19 MiB: never on an I/O thread. Throws std::bad_alloc where that memory cannot be had.
std::string hash_password(std::string_view password);

/// Whether the encoded hash is that of the password; as slow. An empty or foreign hash is nobody's.
bool verify_password(const std::string& hash, std::string_view password);

/// `password_weak` for a password that is too short, too long, made of too few different characters, among the most
/// common ones, or the person's own name or e-mail address.
std::optional<protocol::Refusal> objection_to_password(std::string_view password, std::string_view name, std::string_view email);

}  // namespace standpipe::ops
