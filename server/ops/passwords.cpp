#include "server/ops/passwords.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <set>

#include "protocol/formats.hpp"
#include "protocol/limits.hpp"
#include "server/ops/secrets.hpp"

namespace standpipe::ops {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19456} * 1024;
constexpr std::size_t least_different_characters = 4;

/// Those of ten characters and more that lead every published list of leaked passwords.
constexpr std::array<std::string_view, 24> common = {
    "1234567890",   "12345678910", "0123456789",   "0987654321",  "1q2w3e4r5t",  "1qaz2wsx3edc",  "123456789a",  "a123456789",
    "password12",   "password123", "password1234", "password!1",  "passw0rd123", "qwertyuiop",    "qwerty1234",  "qwerty12345",
    "qwerty123456", "iloveyou12",  "welcome123",   "welcome1234", "changeme123", "administrator", "letmein1234", "standpipe1"};

bool is_of(std::string_view password, std::string_view personal) {
  return !personal.empty() && password == protocol::to_lower_ascii(personal);
}

}  // namespace

std::string hash_password(std::string_view password) {
  prepare_cryptography();
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  if (crypto_pwhash_str(encoded.data(), password.data(), password.size(), passes, memory_bytes) != 0) throw std::bad_alloc();
  return encoded.data();
}

bool verify_password(const std::string& hash, std::string_view password) {
  prepare_cryptography();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::optional<protocol::Refusal> objection_to_password(std::string_view password, std::string_view name, std::string_view email) {
  namespace limits = protocol::limits;
  const auto folded = protocol::to_lower_ascii(password);
  const bool sized = password.size() >= limits::password_bytes_min && password.size() <= limits::password_bytes;
  const bool varied = std::set<char>(folded.begin(), folded.end()).size() >= least_different_characters;
  const bool usual = std::ranges::find(common, folded) != common.end();
  const bool personal = is_of(folded, name) || is_of(folded, email) || is_of(folded, email.substr(0, email.find('@')));
  if (sized && varied && !usual && !personal) return std::nullopt;
  return protocol::Refusal(protocol::ErrorCode::password_weak).field("password");
}

}  // namespace standpipe::ops
