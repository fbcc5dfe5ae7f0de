#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace standpipe::ops {

enum class LogLevel { debug, info, warning, error, off };

/// One key=value of a line.
struct LogField {
  using Value = std::variant<std::string_view, std::int64_t>;
  std::string_view key;
  Value value;

  template <class T>
  LogField(std::string_view k, const T& v) : key(k), value(to_value(v)) {}

 private:
  template <class T>
  static Value to_value(const T& v) {
    if constexpr (std::is_integral_v<T>) {
      return static_cast<std::int64_t>(v);
    } else {
      return std::string_view(v);
    }
  }
};

/// The server's log: one line an event on standard error, `time level event key=value …`, for people and for grep. Values with
/// anything but letters, digits and harmless signs are quoted and escaped, so that nothing from outside can forge a line.
///
/// Where standard error takes no more for a second (a pipe that nobody reads), lines are dropped until it does, and the next line
/// says how many: a log never holds up the server or its stop.
///
/// MUST NOT be given texts of members, passwords, tokens, codes or e-mail addresses. Thread-safe.
class Log {
 public:
  using Fields = std::initializer_list<LogField>;

  explicit Log(LogLevel level);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool debug_on() const { return level_ == LogLevel::debug; }
  void debug(std::string_view event, Fields fields = {}) const;
  void info(std::string_view event, Fields fields = {}) const;
  void warning(std::string_view event, Fields fields = {}) const;
  void error(std::string_view event, Fields fields = {}) const;

 private:
  struct Impl;
  LogLevel level_;
  std::unique_ptr<Impl> impl_;
};

/// Writes to standard error, unless it takes nothing within that time. Returns whether it was written.
bool write_to_stderr(std::string_view text, std::chrono::milliseconds at_most);

/// The line without time and level; exposed for tests.
std::string format_log_line(std::string_view event, Log::Fields fields);

}  // namespace standpipe::ops
