#include "server/ops/secrets.hpp"

#include <sodium.h>

#include <stdexcept>

#include "protocol/formats.hpp"

namespace standpipe::ops {

namespace {

/// Without 0, O, 1, I and L.
constexpr std::string_view code_letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t code_groups = 5;
constexpr std::size_t group_size = 4;

template <std::size_t size>
std::array<std::uint8_t, size> random_bytes() {
  prepare_cryptography();
  std::array<std::uint8_t, size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

void prepare_cryptography() {
  static const int ready = sodium_init();
  if (ready < 0) throw std::runtime_error("libsodium cannot start: the machine has no source of random numbers");
}

std::string new_token() {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  const auto bytes = random_bytes<32>();
  std::string token(sodium_base64_ENCODED_LEN(32, variant), '\0');
  sodium_bin2base64(token.data(), token.size(), bytes.data(), bytes.size(), variant);
  token.pop_back();  // the terminating zero
  return token;
}

std::string new_code() {
  prepare_cryptography();
  std::string code;
  for (std::size_t group = 0; group < code_groups; ++group) {
    if (group > 0) code += '-';
    for (std::size_t i = 0; i < group_size; ++i) {
      code += code_letters[randombytes_uniform(static_cast<std::uint32_t>(code_letters.size()))];
    }
  }
  return code;
}

std::string new_uuid() {
  auto bytes = random_bytes<16>();
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return protocol::uuid_text(bytes);
}

SecretHash hash_secret(std::string_view secret) {
  SecretHash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  return hash;
}

std::string canonical_code(std::string_view typed) {
  std::string code;
  std::size_t letters = 0;
  for (char c : typed) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (code_letters.find(c) == std::string_view::npos) continue;
    if (letters > 0 && letters % group_size == 0) code += '-';
    code += c;
    ++letters;
  }
  return code;
}

}  // namespace standpipe::ops
