#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

namespace standpipe::client {

/// A command that waits to be sent. Its key makes that a second sending does nothing twice.
struct Queued {
  std::string key;
  std::string method;
  std::string params;   ///< JSON text of an object, without the key
  std::int64_t at = 0;  ///< ms since 1970, when it was written
};
BOOST_DESCRIBE_STRUCT(Queued, (), (key, method, params, at))

/// What was written and is not known to have arrived, on disk. What add() has returned from survives kill -9 and a power cut.
///
/// Format: a text file of JSON lines. {"file":name} comes first, a random name; {"add":{key,method,params,at}} when a command
/// is written, {"done":key} when it was answered (accepted or refused). A last line that is cut short is ignored: its add()
/// never returned; a done line that is lost costs a second sending. The file is emptied when everything in it is done, and gets
/// another name with the next command. Several processes may share it: each operation takes an exclusive lock on it, and reads
/// what the others have added, from the start where the name is another one.
class Outbox {
 public:
  /// Throws std::system_error where the file cannot be opened.
  explicit Outbox(std::filesystem::path file);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Durable when it returns. Throws std::system_error where the disk refuses (the text is then still the caller's to keep).
  Queued add(std::string_view method, std::string_view params, std::int64_t at);

  /// The answer to a command is known.
  void done(std::string_view key);

  /// What waits, in the order of writing.
  std::vector<Queued> waiting();

 private:
  class Lock;
  void read_on();
  std::string read(std::size_t from, std::size_t size) const;
  void append(std::string_view line);
  void compact();

  std::filesystem::path path_;
  int fd_ = -1;
  std::size_t read_to_ = 0;
  std::string first_line_;  ///< with the file's name; "" while it is empty
  std::vector<Queued> waiting_;
};

/// A UUID of now (RFC 9562 version 7), else from the system's random source: the server keeps those of a member side by side.
std::string new_key();

}  // namespace standpipe::client
