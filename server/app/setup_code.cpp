#include "server/app/setup_code.hpp"

#include <fstream>
#include <stdexcept>

#include "protocol/codec.hpp"

namespace standpipe::app {

namespace {

/// The file holds the hash as 64 hexadecimal digits in quotes, as the codec writes it.
std::optional<ops::SecretHash> read_hash(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  if (!in || !std::getline(in, text)) return std::nullopt;
  const auto parsed = protocol::parse(text);
  if (!parsed) return std::nullopt;
  const auto hash = protocol::read<ops::SecretHash>(*parsed);
  if (!hash) return std::nullopt;
  return *hash;
}

void write_hash(const std::filesystem::path& file, const ops::SecretHash& hash) {
  std::ofstream out(file, std::ios::trunc);
  out << protocol::to_json(hash) << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write the set-up code's hash to " + file.string());
}

}  // namespace

std::optional<std::string> SetupCode::prepare() {
  std::lock_guard lock(mutex_);
  hash_ = read_hash(file_);
  if (hash_) return std::nullopt;
  auto code = ops::new_code();
  hash_ = ops::hash_secret(code);
  write_hash(file_, *hash_);
  return code;
}

bool SetupCode::wanted() const {
  std::lock_guard lock(mutex_);
  return hash_.has_value();
}

bool SetupCode::matches(std::string_view typed) const {
  std::lock_guard lock(mutex_);
  return hash_ && ops::hash_secret(ops::canonical_code(typed)) == *hash_;
}

void SetupCode::retire() {
  std::lock_guard lock(mutex_);
  hash_.reset();
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

}  // namespace standpipe::app
