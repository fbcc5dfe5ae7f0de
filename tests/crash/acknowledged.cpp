#include "tests/crash/acknowledged.hpp"

#include <array>
#include <sstream>
#include <stdexcept>

namespace standpipe::crash {
namespace {

constexpr std::array names{"post", "edit", "react", "mark"};
constexpr std::size_t key_size = 36;

}  // namespace

void Acknowledged::take(const protocol::Posted& posted) {
  room = posted.room;
  thread = posted.thread;
  message = posted.message;
  number = posted.number;
  index = posted.index;
  rev = posted.rev;
}

std::string to_line(const Acknowledged& a) {
  std::ostringstream line;
  line << names.at(static_cast<std::size_t>(a.what)) << ' ' << a.key;
  for (const auto value :
       {a.member.value, a.room.value, a.thread.value, a.message.value, a.number.value, a.index.value, a.rev.value}) {
    line << ' ' << value;
  }
  line << ' ' << (a.on ? "+" : "-") << a.emoji;
  return line.str();
}

Acknowledged from_line(const std::string& line) {
  std::istringstream fields(line);
  Acknowledged a;
  std::string what, emoji;
  fields >> what >> a.key >> a.member.value >> a.room.value >> a.thread.value >> a.message.value >> a.number.value >>
      a.index.value >> a.rev.value >> emoji;
  if (!fields) throw std::runtime_error("no line of the ledger: " + line);
  std::size_t kind = 0;
  while (kind < names.size() && what != names.at(kind)) ++kind;
  if (kind == names.size()) throw std::runtime_error("no line of the ledger: " + line);
  a.what = static_cast<Acknowledged::What>(kind);
  a.on = emoji.starts_with('+');
  a.emoji = emoji.substr(1);
  return a;
}

std::string text_of(std::string_view key) {
  std::string text(key);
  // The key's last digit says how long: some texts fill a page of the database, most do not.
  const std::size_t digit = std::string_view("0123456789abcdef").find(key.empty() ? '0' : key.back());
  for (std::size_t i = 0; i < digit; ++i) text += " " + std::string(key);
  return text;
}

std::string edited_text(std::string_view key, std::string_view edit_key) {
  return std::string(key) + " edited " + text_of(edit_key);
}

std::string key_in(std::string_view text) {
  return std::string(text.substr(0, key_size));
}

}  // namespace standpipe::crash
