#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace standpipe::protocol::ws {
class Inflater;
}

namespace standpipe::bench {

/// Where the server is, and how to speak to it.
struct Target {
  std::uint16_t port = 0;  ///< on 127.0.0.1
  bool compress = false;   ///< offer permessage-deflate
  SSL_CTX* tls = nullptr;  ///< nullptr: plain
};

/// One non-blocking WebSocket of a member, which holds next to nothing while idle. Sockets are read into a buffer that all share.
class Peer {
 public:
  enum class State : std::uint8_t { connecting, upgrading, open, gone };

  /// Begins to connect. `token` is the member's.
  Peer(const Target& target, std::int64_t member, const std::string& token);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  int socket() const { return socket_; }
  State state() const { return state_; }
  std::int64_t member() const { return member_; }
  /// Bytes of WebSocket frames that have come, headers included.
  std::uint64_t bytes_in() const { return bytes_in_; }
  /// Why it is gone.
  const std::string& problem() const { return problem_; }

  /// What to send as soon as the WebSocket is open.
  void greet_with(std::string text) { greeting_ = std::move(text); }

  /// Sends a text message on an open WebSocket. What the socket does not take at once waits until it is writable.
  void send(std::string_view text);
  bool wants_write() const { return !out_.empty() || state_ == State::connecting; }
  void on_writable();

  /// Reads what has come, and gives every text message to `on_text(text)`. `buffer` is what all peers share.
  template <class OnText>
  void on_readable(std::span<char> buffer, OnText&& on_text) {
    for (bool more = true; more && (state_ == State::upgrading || state_ == State::open);) {
      std::size_t size = take(buffer, more);
      if (size == 0) return;
      const char* at = buffer.data();
      if (state_ == State::upgrading) {
        const auto used = upgrade({at, size});
        at += used, size -= used;
      }
      while (state_ == State::open) {
        const auto frame = next_frame(at, size);
        if (frame.size == 0) break;
        bytes_in_ += frame.size;
        at += frame.size, size -= frame.size;
        if (frame.is_text) on_text(frame.payload);
      }
      keep({at, size});
    }
  }

 private:
  struct Frame {
    std::size_t size = 0;  ///< 0: not all of it is here
    bool is_text = false;
    std::string_view payload;
  };

  /// What was kept and what has come, at the buffer's start: how much; whether there may be more.
  std::size_t take(std::span<char> buffer, bool& more);
  std::size_t upgrade(std::string_view bytes);
  Frame next_frame(const char* bytes, std::size_t size);
  void keep(std::string_view rest);
  void write(std::string_view bytes);
  long send_some(std::string_view bytes);
  void end(std::string problem);

  std::int64_t member_;
  int socket_ = -1;
  State state_ = State::connecting;
  bool secured_ = false;  ///< the TLS handshake is over
  std::uint64_t bytes_in_ = 0;
  SSL* tls_ = nullptr;
  std::string in_;   ///< an incomplete frame
  std::string out_;  ///< what the socket did not take
  std::string greeting_;
  std::string problem_;
};

}  // namespace standpipe::bench
