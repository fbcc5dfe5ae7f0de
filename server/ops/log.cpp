#include "server/ops/log.hpp"

#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>

namespace standpipe::ops {

namespace {

constexpr std::size_t longest_value = 500;

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

bool is_plain(unsigned char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("-_.:/@+,%[]").find(static_cast<char>(c)) != std::string_view::npos;
}

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_text(std::string& out, std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) { return is_plain(static_cast<unsigned char>(c)); });
  if (plain) {
    out += text;
  } else {
    append_quoted(out, text.substr(0, longest_value));
  }
}

constexpr std::chrono::milliseconds patience{1000};

class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string text(line.data(), line.size());
    if (dropped_ > 0) text.insert(text.size() - 1, " lines_dropped_before=" + std::to_string(dropped_));
    const bool written = write_to_stderr(text, dropped_ > 0 ? std::chrono::milliseconds(0) : patience);
    dropped_ = written ? 0 : dropped_ + 1;
  }
  void flush_() override {}

  std::int64_t dropped_ = 0;
};

}  // namespace

bool write_to_stderr(std::string_view text, std::chrono::milliseconds at_most) {
  pollfd ready{STDERR_FILENO, POLLOUT, 0};
  while (!text.empty()) {
    // A pipe that is ready takes 4 KiB without waiting (PIPE_BUF).
    if (::poll(&ready, 1, static_cast<int>(at_most.count())) <= 0) return false;
    const auto written = ::write(STDERR_FILENO, text.data(), std::min<std::size_t>(text.size(), 4096));
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

struct Log::Impl {
  explicit Impl(LogLevel level) : logger("standpipe", std::make_shared<StderrSink>()) {
    logger.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger.set_level(to_spdlog(level));
    logger.flush_on(spdlog::level::info);
  }

  void write(spdlog::level::level_enum level, std::string_view event, Fields fields) {
    if (!logger.should_log(level)) return;
    const auto line = format_log_line(event, fields);
    logger.log(level, spdlog::string_view_t(line.data(), line.size()));
  }

  spdlog::logger logger;
};

Log::Log(LogLevel level) : level_(level), impl_(std::make_unique<Impl>(level)) {}
Log::~Log() = default;

void Log::debug(std::string_view event, Fields fields) const {
  impl_->write(spdlog::level::debug, event, fields);
}
void Log::info(std::string_view event, Fields fields) const {
  impl_->write(spdlog::level::info, event, fields);
}
void Log::warning(std::string_view event, Fields fields) const {
  impl_->write(spdlog::level::warn, event, fields);
}
void Log::error(std::string_view event, Fields fields) const {
  impl_->write(spdlog::level::err, event, fields);
}

std::string format_log_line(std::string_view event, Log::Fields fields) {
  std::string line;
  append_text(line, event);
  for (const auto& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      append_text(line, std::get<std::string_view>(field.value));
    }
  }
  return line;
}

}  // namespace standpipe::ops
