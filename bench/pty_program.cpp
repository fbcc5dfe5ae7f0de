#include "bench/pty_program.hpp"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <stdexcept>

namespace standpipe::bench {

using namespace std::chrono_literals;

namespace {

constexpr terminal::Size size{.columns = 120, .rows = 40};
constexpr auto patience = 20s;

/// The length of the sequence or code point that the bytes begin with; 0: it is not whole.
std::size_t length_of_first(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  if (lead != 0x1B) {
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return length <= bytes.size() ? length : 0;
  }
  if (bytes.size() < 2) return 0;
  if (bytes[1] == '[') return bytes.find_first_not_of("0123456789;?", 2) + 1;
  if (bytes[1] != ']') return 2;
  const auto end = bytes.find("\x1b\\", 2);
  return end == std::string_view::npos ? 0 : end + 2;
}

/// Of what TinyTerminal does not know: questions to the terminal, its title, the end of such.
bool is_for_terminal(std::string_view sequence) {
  return sequence.starts_with("\x1b]") ? !sequence.starts_with("\x1b]8;;")
                                       : sequence.front() == '\x1b' && !sequence.starts_with("\x1b[");
}

long number_after(const std::string& line, std::string_view name) {
  return line.starts_with(name) ? std::atol(line.c_str() + name.size()) : 0;
}

}  // namespace

PtyProgram::PtyProgram(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment)
    : terminal_(size) {
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  winsize window{};
  window.ws_col = static_cast<unsigned short>(size.columns);
  window.ws_row = static_cast<unsigned short>(size.rows);
  termios raw{};
  ::cfmakeraw(&raw);
  pid_ = ::forkpty(&master_, nullptr, &raw, &window);
  if (pid_ < 0) throw std::runtime_error("no pseudo-terminal");
  if (pid_ > 0) return;
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

PtyProgram::~PtyProgram() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(master_);
}

void PtyProgram::type(std::string_view bytes) const {
  if (::write(master_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("the program is gone");
}

bool PtyProgram::take(std::chrono::milliseconds time) {
  pollfd readable{master_, POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(time.count())) <= 0) return true;
  std::array<char, 65536> buffer;
  const auto n = ::read(master_, buffer.data(), buffer.size());
  if (n <= 0) return n < 0 && errno == EINTR;
  written_ = true;
  bytes_.append(buffer.data(), static_cast<std::size_t>(n));
  show();
  return true;
}

void PtyProgram::show() {
  std::string_view rest = bytes_;
  std::string shown;
  while (!rest.empty()) {
    const auto length = length_of_first(rest);
    if (length == 0) break;
    if (!is_for_terminal(rest.substr(0, length))) shown += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  terminal_.write(shown);
  bytes_ = std::string(rest);
}

double PtyProgram::ms_until(Clock::time_point since, const std::function<bool()>& test) {
  const auto end = Clock::now() + patience;
  while (!test()) {
    if (Clock::now() > end) throw std::runtime_error("not shown in time:\n" + screen());
    if (!take(1s)) throw std::runtime_error("the program has ended:\n" + screen());
  }
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

double PtyProgram::ms_until_shown(Clock::time_point since, std::string_view text) {
  return ms_until(since, [&] { return shows(text); });
}

double PtyProgram::ms_until_end(Clock::time_point since) {
  const auto end = Clock::now() + patience;
  while (take(1s)) {
    if (Clock::now() > end) throw std::runtime_error("the program does not end");
  }
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

void PtyProgram::watch(std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    if (!take(std::chrono::ceil<std::chrono::milliseconds>(end - now))) throw std::runtime_error("the program has ended");
  }
}

std::string PtyProgram::row(int row) const {
  std::string text;
  for (int column = 0; column < size.columns; ++column) text += terminal_.at(row, column).text;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool PtyProgram::shows(std::string_view text) const {
  for (int r = 0; r < size.rows; ++r) {
    if (row(r).find(text) != std::string::npos) return true;
  }
  return false;
}

std::string PtyProgram::screen() const {
  std::string text;
  for (int r = 0; r < size.rows; ++r) text += row(r) + "\n";
  return text;
}

Memory PtyProgram::memory() const {
  const std::string folder = "/proc/" + std::to_string(pid_);
  Memory out;
  std::ifstream status(folder + "/status");
  for (std::string line; std::getline(status, line);) {
    out.resident += number_after(line, "VmRSS:");
    out.most += number_after(line, "VmHWM:");
  }
  const auto program = std::filesystem::read_symlink(folder + "/exe").string();
  std::ifstream maps(folder + "/smaps");
  long* kind = &out.other;
  for (std::string line; std::getline(maps, line);) {
    const auto first = line.substr(0, line.find(' '));
    if (!first.ends_with(':')) {
      kind = line.find(".so") != std::string::npos ? &out.libraries : line.ends_with(program) ? &out.program : &out.other;
    }
    *kind += number_after(line, "Rss:");
    out.proportional += number_after(line, "Pss:");
  }
  return out;
}

double PtyProgram::cpu_ms() const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
    throw std::runtime_error("no processor time");
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

}  // namespace standpipe::bench
