#include "client-cli/terminal/keys.hpp"

#include <algorithm>

#include "client-cli/terminal/key_names.hpp"
#include "client-cli/terminal/sequences.hpp"
#include "protocol/text.hpp"

namespace standpipe::terminal {

namespace {

constexpr std::string_view paste_end = "\x1b[201~";
constexpr std::size_t paste_limit = std::size_t{1} << 20U;

/// What was pasted, of what came.
std::string clean_paste(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto c = protocol::next_code_point(bytes);
    if (!c) {
      bytes.remove_prefix(1);
      out += "\xEF\xBF\xBD";
    } else if (*c == '\r') {
      if (!bytes.starts_with('\n')) out += '\n';
    } else if (*c == '\n' || *c == '\t' || (*c >= 0x20 && !(*c >= 0x7F && *c < 0xA0))) {
      protocol::append_code_point(out, *c);
    }
  }
  return out;
}

/// How much of the end of a text may be the beginning of another one.
std::size_t overlap(std::string_view text, std::string_view with) {
  for (std::size_t size = std::min(text.size(), with.size() - 1); size > 0; --size) {
    if (with.starts_with(text.substr(text.size() - size))) return size;
  }
  return 0;
}

/// How long the character is that a byte begins; 0 where it begins none.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

/// A character that was typed, or none where it is not valid.
std::size_t take_character(std::string_view bytes, unsigned modifiers, std::vector<Input>& out) {
  const std::size_t length = length_of(static_cast<unsigned char>(bytes.front()));
  if (bytes.size() < length && std::all_of(bytes.begin() + 1, bytes.end(), is_continuation)) return 0;
  std::string_view rest = bytes;
  const auto c = protocol::next_code_point(rest);
  if (!c) return 1;
  if (std::string name = key_of_character(*c, modifiers); !name.empty()) out.emplace_back(Key{std::move(name)});
  return bytes.size() - rest.size();
}

void add_alt(std::vector<Input>& inputs, std::size_t from) {
  for (std::size_t i = from; i < inputs.size(); ++i) {
    if (auto* key = std::get_if<Key>(&inputs[i])) key->name = with_alt(key->name);
  }
}

/// Whether these bytes, which begin with an escape, can be nothing but a part of a report from the terminal: no key of a user
/// begins so, and to give them as keys would be wrong however long the rest takes.
bool is_report(std::string_view bytes) {
  if (bytes.size() < 3) return false;
  return bytes[1] == ']' || bytes[1] == 'P' || (bytes[1] == '[' && bytes[2] >= '<' && bytes[2] <= '?');
}

}  // namespace

/// How many bytes of the paste were taken; 0 where more must come.
std::size_t KeyDecoder::take_paste(std::string_view bytes, std::vector<Input>& out) {
  const std::size_t end = bytes.find(paste_end);
  const std::size_t content = end != std::string_view::npos ? end : bytes.size() - overlap(bytes, paste_end);
  paste_ += bytes.substr(0, std::min(content, paste_limit - paste_.size()));
  if (end == std::string_view::npos) return content;
  // Where the limit cut a character, it is left out.
  if (paste_.size() == paste_limit) {
    std::size_t last = paste_.size();
    while (last > paste_.size() - 3 && is_continuation(paste_[last - 1])) --last;
    if (length_of(static_cast<unsigned char>(paste_[last - 1])) > paste_.size() - last + 1) paste_.resize(last - 1);
  }
  out.emplace_back(Paste{clean_paste(paste_)});
  paste_ = {};
  pasting_ = false;
  return end + paste_end.size();
}

/// How many bytes the first input takes; 0 where more must come to tell.
std::size_t KeyDecoder::take(std::string_view bytes, std::vector<Input>& out) {
  if (pasting_) return take_paste(bytes, out);
  if (bytes.front() != '\x1b') return take_character(bytes, 0, out);
  if (bytes.size() == 1) return 0;
  if (bytes[1] == '\x1b') {
    // rxvt's Alt with a key that is a sequence; else the first one was a key.
    if (bytes.size() == 2) return 0;
    if (bytes[2] != '[' && bytes[2] != 'O') {
      out.emplace_back(Key{"escape"});
      return 1;
    }
    const std::size_t before = out.size();
    const Sequence sequence = take_sequence(bytes.substr(1), out);
    add_alt(out, before);
    pasting_ = sequence.begins_paste;
    return sequence.bytes == 0 ? 0 : sequence.bytes + 1;
  }
  if (begins_sequence(bytes)) {
    const Sequence sequence = take_sequence(bytes, out);
    pasting_ = sequence.begins_paste;
    return sequence.bytes;
  }
  if (length_of(static_cast<unsigned char>(bytes[1])) == 0) {
    out.emplace_back(Key{"escape"});
    return 1;
  }
  const std::size_t taken = take_character(bytes.substr(1), alt, out);
  return taken == 0 ? 0 : taken + 1;
}

void KeyDecoder::take_all(std::vector<Input>& out) {
  std::string_view rest = waiting_;
  while (!rest.empty()) {
    const std::size_t taken = take(rest, out);
    if (taken == 0) break;
    rest.remove_prefix(taken);
  }
  waiting_.erase(0, waiting_.size() - rest.size());
}

std::vector<Input> KeyDecoder::feed(std::string_view bytes) {
  std::vector<Input> out;
  waiting_ += bytes;
  take_all(out);
  return out;
}

bool KeyDecoder::is_undecided() const {
  return !pasting_ && waiting_.starts_with('\x1b') && !is_report(waiting_);
}

std::vector<Input> KeyDecoder::settle() {
  std::vector<Input> out;
  while (is_undecided()) {
    const bool alone = waiting_.size() == 1 || waiting_[1] == '\x1b' || is_continuation(waiting_[1]) ||
                       length_of(static_cast<unsigned char>(waiting_[1])) > 1;
    const std::size_t size = alone ? 1 : 2;
    out.emplace_back(Key{alone ? "escape" : with_alt(std::string(1, waiting_[1]))});
    waiting_.erase(0, size);
    if (!waiting_.starts_with('\x1b')) take_all(out);
  }
  return out;
}

}  // namespace standpipe::terminal
