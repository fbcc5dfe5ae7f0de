#include "client-cli/typed_lines.hpp"

#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "client-cli/output.hpp"
#include "client-cli/terminal/layout.hpp"

namespace standpipe::client {

namespace {

constexpr std::string_view clear_line = "\r\033[K";

}  // namespace

TypedLines::TypedLines(boost::asio::io_context& io, Handlers handlers, Editing editing)
    : input_(io), handlers_(std::move(handlers)), editing_(editing) {}

TypedLines::~TypedLines() {
  stop();
}

void TypedLines::start() {
  if (input_.is_open()) return;
  if (editing_ == Editing::here && ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO) &&
      ::tcgetattr(STDIN_FILENO, &before_) == 0) {
    terminal_ = true;
    resume();
  }
  boost::system::error_code error;
  input_.assign(::dup(STDIN_FILENO), error);
  if (!error) return read();
  boost::asio::post(input_.get_executor(), [this] { read_file(); });  // a file never makes one wait
}

void TypedLines::read_file() {
  for (;;) {
    const auto size = ::read(STDIN_FILENO, buffer_.data(), buffer_.size());
    if (size <= 0) break;
    take({buffer_.data(), static_cast<std::size_t>(size)});
  }
  end();
}

void TypedLines::end() {
  if (!rest_.empty()) handlers_.on_line(rest_);  // a last line without a newline
  rest_.clear();
  handlers_.on_end();
}

void TypedLines::stop() {
  boost::system::error_code ignored;
  if (input_.is_open()) input_.close(ignored);
  if (!terminal_) return;
  terminal_ = false;
  [[maybe_unused]] const auto size = ::write(STDOUT_FILENO, clear_line.data(), clear_line.size());
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
}

void TypedLines::resume() {
  if (!terminal_) return;
  termios modes = before_;
  modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
  draw();
}

void TypedLines::print(const std::string& text) {
  write_out(std::string(terminal_ ? clear_line : "") + wrapped(text, output_width(), 4) + "\n" + typing());
}

void TypedLines::draw() {
  write_out(typing());
}

std::string TypedLines::typing() const {
  return terminal_ ? std::string(clear_line) + editor_.shown(output_width()) : std::string();
}

void TypedLines::read() {
  input_.async_read_some(boost::asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t size) {
    if (error == boost::asio::error::operation_aborted) return;
    take({buffer_.data(), size});
    if (!input_.is_open()) return;
    if (!error && !editor_.at_end()) return read();
    end();
  });
}

void TypedLines::take(std::string_view bytes) {
  if (terminal_) {
    const auto lines = editor_.feed(bytes);
    for (const auto& line : lines) handlers_.on_line(line);
    return draw();
  }
  rest_ += bytes;
  for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n')) {
    const std::string line = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    handlers_.on_line(line);
  }
}

}  // namespace standpipe::client
