#include "bench/load/talk.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "bench/load/scattered.hpp"
#include "protocol/codec.hpp"
#include "protocol/parse.hpp"
#include "protocol/results.hpp"

namespace standpipe::bench {

namespace {

constexpr std::string_view answer_start = R"({"jsonrpc":"2.0","id":)";
constexpr std::string_view event_start = R"({"jsonrpc":"2.0","method":"event","params":{"stream":"room:)";
constexpr std::string_view rev_start = R"(","rev":)";
constexpr std::string_view compact_start = R"(["room:)";
constexpr std::string_view compact_rev_start = R"(",)";
constexpr std::string_view text_start = R"("text":"p)";
constexpr std::string_view hello_id = "hello";
constexpr std::size_t serial_digits = 10;
constexpr std::uint32_t unknown = UINT32_MAX;
constexpr std::uint32_t no_post = UINT32_MAX - 1;
/// How many hellos are under way at once.
constexpr std::size_t hellos_at_once = 64;

/// The number at the front of the text, which is taken off.
std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// Words that an engineer might write, from a place of their own for each post, so that compression has real work.
std::string text_of(std::uint32_t serial, std::size_t bytes) {
  static constexpr std::array<std::string_view, 20> words = {
      "pressure", "zone",   "meter", "night",   "flow",    "leak",   "valve",    "pump",    "tariff",    "billing",
      "chlorine", "sludge", "pipe",  "network", "utility", "sensor", "training", "partner", "reservoir", "intake"};
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "p%010u", serial);
  std::string text = number.data();
  for (std::uint32_t dice = serial * 2654435761U + 1; text.size() < bytes; dice = dice * 1664525U + 1013904223U) {
    text += ' ';
    text += words[(dice >> 16) % words.size()];
  }
  text.resize(bytes);
  return text;
}

/// A UUID of a time and a number, as those of clients are (RFC 9562 version 7).
std::string key_of(std::int64_t ms, std::uint64_t number) {
  const auto rest = scattered(number);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-7%03x-8%03x-%012llx", static_cast<unsigned>(ms >> 16),
                static_cast<unsigned>(ms & 0xFFFF), static_cast<unsigned>(rest >> 52),
                static_cast<unsigned>(scattered(~number) >> 52), static_cast<unsigned long long>(rest & 0xFFFF'FFFF'FFFF));
  return text.data();
}

}  // namespace

Talk::Talk(Crowd& crowd, std::size_t text_bytes, bool compact)
    : crowd_(crowd),
      on_text_([this](std::size_t peer, std::string_view text, std::int64_t now) { on_text(peer, text, now); }),
      text_bytes_(std::max(text_bytes, serial_digits + 1)),
      compact_(compact),
      run_(static_cast<std::uint64_t>(now_ns()) & 0xFFFF'FFFF'FFFF) {}

void Talk::gather(std::int64_t first, std::size_t count, std::int64_t step, int rooms) {
  const std::size_t before = greeted_;
  std::size_t begun = 0;
  crowd_.turn_until("connecting", 120, on_text_, [&] {
    for (; begun < count && begun - (greeted_ - before) < hellos_at_once; ++begun) {
      const auto member = first + static_cast<std::int64_t>(begun) * step;
      auto& peer = crowd_[crowd_.add(member)];
      const auto room = rooms > 0 ? R"(,"room":)" + std::to_string((member - 1) % rooms + 1) : "";
      const std::string compact = compact_ ? R"(,"compact":true)" : "";
      peer.greet_with(R"({"jsonrpc":"2.0","id":"hello","method":"hello","params":{"lang":"en")" + compact + room + "}}");
    }
    return greeted_ - before == count;
  });
}

void Talk::post(std::size_t author, int room, std::int64_t due) {
  const auto serial = static_cast<std::uint32_t>(posts_.size());
  auto& peer = crowd_[author];
  posts_.push_back({due, peer.member(), author, rooms_[static_cast<std::size_t>(room)].connections, measuring_, {}});
  const auto key = key_of(wall_ms(), run_ + serial);
  std::string request = R"({"jsonrpc":"2.0","id":)" + std::to_string(serial) + R"(,"method":"message.post","params":{"room":)" +
                        std::to_string(room) + R"(,"text":")" + text_of(serial, text_bytes_) + R"(","key":")" + key + R"("}})";
  peer.send(request);
}

void Talk::begin_to_measure() {
  measuring_ = true;
}

std::uint64_t Talk::settle(int seconds) {
  const auto end = now_ns() + seconds * std::int64_t{1'000'000'000};
  while (whole_count_ + faults_.refused < posts_.size() && now_ns() < end) turn(std::min(end, now_ns() + 50'000'000));
  std::uint64_t missing = 0;
  for (const auto& post : posts_) missing += post.missing;
  return missing;
}

void Talk::on_text(std::size_t peer, std::string_view text, std::int64_t now) {
  if (text.starts_with(event_start)) return on_event(peer, text, event_start, rev_start, now);
  if (text.starts_with(compact_start)) return on_event(peer, text, compact_start, compact_rev_start, now);
  if (text.starts_with(answer_start)) return on_answer(peer, text, now);
}

void Talk::on_answer(std::size_t peer, std::string_view text, std::int64_t now) {
  auto rest = text.substr(answer_start.size());
  if (rest.starts_with('"')) return on_hello(peer, text);
  const auto serial = static_cast<std::size_t>(take_number(rest));
  if (serial >= posts_.size() || !rest.starts_with(R"(,"result")")) {
    ++faults_.refused;
    if (first_refusal_.empty()) first_refusal_ = text.substr(0, 300);
    return;
  }
  ++answered_;
  if (posts_[serial].measured) answer_.record(now - posts_[serial].due);
}

void Talk::on_event(std::size_t peer, std::string_view text, std::string_view room_after, std::string_view rev_after,
                    std::int64_t now) {
  auto rest = text.substr(room_after.size());
  const auto number = static_cast<std::size_t>(take_number(rest));
  if (!rest.starts_with(rev_after) || number >= heads_[peer].size()) return;
  rest.remove_prefix(rev_after.size());
  const auto rev = take_number(rest);
  auto& head = heads_[peer][number];
  if (rev <= head) {
    ++faults_.doubled;
    return;
  }
  faults_.lost += static_cast<std::uint64_t>(rev - head - 1);
  head = rev;
  const auto serial = post_of(rooms_[number], rev, rest);
  if (serial == no_post) return;
  auto& post = posts_[serial];
  if (crowd_[peer].member() != post.author) {  // theirs has the key, too
    if (post.event.empty()) {
      post.event = text;
    } else if (post.event != text) {
      ++faults_.different;
    }
  }
  if (post.measured) {
    delivery_.record(now - post.due);
    delivery_bytes_ += text.size();
  }
  if (--post.missing != 0) return;
  ++whole_count_;
  if (post.measured) whole_.record(now - post.due);
  std::string().swap(post.event);
  if (on_whole_) on_whole_(post.connection);
}

std::uint32_t Talk::post_of(Room& room, std::int64_t rev, std::string_view event) {
  if (rev <= room.head) return no_post;
  const auto place = static_cast<std::size_t>(rev - room.head - 1);
  if (place >= room.post_of_rev.size()) room.post_of_rev.resize(place + 1, unknown);
  auto& known = room.post_of_rev[place];
  if (known != unknown) return known;
  const auto at = event.find(text_start);
  if (at == std::string_view::npos) return known = no_post;
  auto digits = event.substr(at + text_start.size(), serial_digits);
  const auto serial = take_number(digits);
  known = static_cast<std::size_t>(serial) < posts_.size() ? static_cast<std::uint32_t>(serial) : no_post;
  return known;
}

void Talk::on_hello(std::size_t peer, std::string_view text) {
  const auto json = protocol::parse(text);
  const auto* result = json.has_value() && json->is_object() ? json->as_object().if_contains("result") : nullptr;
  const auto* heads = result && result->is_object() ? result->as_object().if_contains("heads") : nullptr;
  if (!heads || !heads->is_array()) {
    std::fprintf(stderr, "standpipe-load: no hello: %.300s\n", std::string(text).c_str());
    std::exit(1);
  }
  if (heads_.size() <= peer) heads_.resize(peer + 1);
  for (const auto& each : heads->as_array()) {
    const auto head = protocol::read<protocol::RoomHead>(each);
    if (head.has_error()) continue;
    const auto room = static_cast<std::size_t>(head->room.value);
    if (rooms_.size() <= room) rooms_.resize(room + 1);
    if (heads_[peer].size() <= room) heads_[peer].resize(room + 1);
    if (rooms_[room].connections++ == 0) rooms_[room].head = head->rev.value;
    heads_[peer][room] = head->rev.value;
  }
  ++greeted_;
}

}  // namespace standpipe::bench
