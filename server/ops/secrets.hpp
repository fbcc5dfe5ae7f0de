#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// Random values that let somebody in, and the hashes that are kept of them. Thread-safe.
namespace standpipe::ops {

/// SHA-256: enough for a value of 128 random bits and more, which cannot be guessed from its hash. Not for passwords.
using SecretHash = std::array<std::uint8_t, 32>;

/// Makes the library ready; throws std::runtime_error where the machine has no source of random numbers. Idempotent.
void prepare_cryptography();

/// 32 random bytes in base64url (RFC 4648 section 5, without padding): 43 characters.
std::string new_token();

/// For people to type: 20 random letters and digits that are not mistaken for each other, in groups of four; 99 bits.
std::string new_code();

/// A version 4 UUID (RFC 9562) in lower case, as commands have for a key.
std::string new_uuid();

SecretHash hash_secret(std::string_view secret);

/// A code as it was made, however it was typed: upper case, without spaces and other separators between the groups.
std::string canonical_code(std::string_view typed);

}  // namespace standpipe::ops
