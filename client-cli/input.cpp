#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <iterator>

#include "client-cli/commands.hpp"
#include "client-cli/dates.hpp"
#include "client-cli/output.hpp"
#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/limits.hpp"
#include "protocol/text.hpp"

namespace standpipe::client {

Context Program::context() const {
  std::string url = server;
  if (url.empty()) url = Home::last_server().value_or("http://localhost:8080");
  const auto endpoint = parse_endpoint(url);
  if (!endpoint) throw Failure{Exit::usage, "'" + url + "' is not a server's address like https://cop.example.org"};
  Context context;
  context.endpoint = *endpoint;
  context.json = json;
  context.lite = lite;
  context.patience = std::chrono::seconds(patience_s);
  return context;
}

void say(const std::string& line, std::size_t hang) {
  write_out(wrapped(line, output_width(), hang) + "\n");
}

void say_json(const std::string& json) {
  write_out(printable_json(json) + "\n");
}

void say_done(const Program& program, const std::string& words) {
  program.json ? say_json("{}") : say(words);
}

std::string text_or_stdin(const std::vector<std::string>& words) {
  std::string text;
  if (words.empty() || (words.size() == 1 && words.front() == "-")) {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (!protocol::is_utf8(text)) throw Failure{Exit::usage, "The text is not valid UTF-8. Convert it, and send it again."};
  if (text.empty()) throw Failure{Exit::usage, "There is no text. Give it as words, or on standard input."};
  return text;
}

std::string read_answer(const std::string& prompt) {
  std::cerr << prompt << ": " << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) throw Failure{Exit::usage, "There was no answer."};
  return std::string(protocol::trim(answer));
}

std::string read_password(const std::string& prompt) {
  termios before{};
  const bool terminal = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::cerr << prompt << ": " << std::flush;
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string password;
  std::getline(std::cin, password);
  if (password.ends_with('\r')) password.pop_back();  // of a file from Windows
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << "\n";
  }
  if (password.empty()) throw Failure{Exit::usage, "No password was given. Type it, or give it as a line on standard input."};
  return password;
}

std::int64_t minutes_of(const std::string& text) {
  const auto minutes = length_in(text);
  if (!minutes) throw Failure{Exit::usage, "'" + text + "' is no length of time. Give one like 30m, 12h, 7d, 2w or forever."};
  if (*minutes > protocol::limits::sanction_minutes)
    throw Failure{Exit::usage, "'" + text + "' is too long. Give at most 1825d, which are five years, or forever."};
  return *minutes;
}

}  // namespace standpipe::client
