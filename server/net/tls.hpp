#pragma once

#include <memory>
#include <mutex>
#include <string>

// OpenSSL's handles, so that its headers stay out of ours.
struct ssl_st;
struct ssl_ctx_st;

namespace standpipe::net {

struct TlsSessionDeleter {
  void operator()(ssl_st* session) const;
};

/// The TLS state of one connection; null means plain TCP.
using TlsSession = std::unique_ptr<ssl_st, TlsSessionDeleter>;

/// The server's certificate and TLS settings: TLS 1.2 and 1.3, forward secrecy, authenticated ciphers, HTTP/1.1 by ALPN, no
/// renegotiation and no compression. Thread-safe.
class TlsContext {
 public:
  /// Loads the PEM files. Throws std::runtime_error naming the file and the reason.
  TlsContext(std::string certificate_file, std::string key_file);

  /// Loads the files again; new connections use them, open ones stay as they are. Throws like the constructor, and then
  /// keeps what it had.
  void reload();

  /// The state for a new connection on the socket, waiting for the client's hello. Null if OpenSSL has no memory.
  TlsSession accept(int socket) const;

 private:
  std::shared_ptr<ssl_ctx_st> current() const;

  std::string certificate_file_;
  std::string key_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;  ///< guarded by mutex_; sessions count their own references to it
};

}  // namespace standpipe::net
