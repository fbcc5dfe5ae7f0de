#include "tests/support/tmux.hpp"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace standpipe::test {

using namespace std::chrono_literals;

namespace {

bool in_time(const std::function<bool()>& test) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (!test()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

/// tmux-256color is in ncurses-term or ncurses-base, depending on the system.
std::string terminal_name() {
  const bool known = run_program("/bin/sh", {"-c", "infocmp tmux-256color >/dev/null 2>&1"}).exit == 0;
  return known ? "tmux-256color" : "screen-256color";
}

}  // namespace

Tmux::Tmux(int columns, int rows) : columns_(columns), rows_(rows) {
  environment_ = {{"LC_ALL", "C.UTF-8"}, {"TMUX", ""}};
  std::ofstream settings(folder_.path() / "settings");
  settings << "set -g default-terminal " << terminal_name() << "\n"
           << "set -g status off\n"
              "set -s escape-time 0\n"
              "set -g history-limit 0\n"
              "set -g allow-rename off\n"
              "set -g remain-on-exit on\n"
              "set -g remain-on-exit-format ''\n";
}

Tmux::~Tmux() {
  try {
    if (pid_ > 0 && state("pane_dead") != "1") signal(SIGKILL);
    tmux({"kill-server"});
  } catch (const std::exception&) {  // it is gone already
  }
}

std::string Tmux::tmux(std::vector<std::string> words, const std::string& input) const {
  std::vector<std::string> all = {"-S", (folder_.path() / "socket").string(), "-f", (folder_.path() / "settings").string(), "-u"};
  all.insert(all.end(), words.begin(), words.end());
  const auto result = run_program("/usr/bin/tmux", all, input, environment_);
  if (result.exit != 0) throw std::runtime_error("tmux " + words.front() + ": " + result.err);
  return result.out;
}

void Tmux::start(const std::vector<std::string>& words, std::map<std::string, std::string> environment) {
  if (pid_ > 0) throw std::runtime_error("this terminal has a program already");
  environment.emplace("LC_ALL", "C.UTF-8");
  const std::string go = (folder_.path() / "go").string();
  std::vector<std::string> command = {"new-session", "-d", "-x", std::to_string(columns_), "-y", std::to_string(rows_)};
  for (const auto& [name, value] : environment) command.insert(command.end(), {"-e", name + "=" + value});
  // Not before all that it writes is kept.
  command.insert(command.end(), {"--", "/bin/sh", "-c", "until [ -e \"$0\" ]; do sleep 0.02; done; exec \"$@\"", go});
  command.insert(command.end(), words.begin(), words.end());
  tmux(std::move(command));
  tmux({"pipe-pane", "exec cat > '" + (folder_.path() / "raw").string() + "'"});
  pid_ = std::atoi(state("pane_pid").c_str());
  std::ofstream{go};
}

void Tmux::type(const std::string& text) {
  tmux({"send-keys", "-l", "--", text});
}

void Tmux::press(const std::vector<std::string>& keys) {
  std::vector<std::string> words = {"send-keys", "--"};
  words.insert(words.end(), keys.begin(), keys.end());
  tmux(std::move(words));
}

void Tmux::paste(const std::string& text) {
  tmux({"load-buffer", "-"}, text);
  tmux({"paste-buffer", "-p", "-d"});
}

void Tmux::resize(int columns, int rows) {
  columns_ = columns;
  rows_ = rows;
  tmux({"resize-window", "-x", std::to_string(columns), "-y", std::to_string(rows)});
}

std::string Tmux::screen() const {
  return tmux({"capture-pane", "-p"});
}

std::string Tmux::screen_with_looks() const {
  return tmux({"capture-pane", "-p", "-e"});
}

std::string Tmux::state(const std::string& variable) const {
  std::string text = tmux({"display-message", "-p", "#{" + variable + "}"});
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

bool Tmux::shows(const std::string& text) const {
  return in_time([&] { return screen().find(text) != std::string::npos; });
}

bool Tmux::hides(const std::string& text) const {
  return in_time([&] { return screen().find(text) == std::string::npos; });
}

std::string Tmux::raw() const {
  std::ifstream in(folder_.path() / "raw", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Tmux::signal(int number) const {
  ::kill(pid_, number);
}

void Tmux::kill() {
  signal(SIGKILL);
  if (exit_code() < 0) throw std::runtime_error("the program cannot be killed");
}

int Tmux::exit_code() const {
  // tmux may miss that a child has ended until it is told of another.
  const pid_t server = std::atoi(state("pid").c_str());
  std::string status, ended_by;
  const auto is_known = [&] {
    status = state("pane_dead_status");
    ended_by = state("pane_dead_signal");
    if (!status.empty() || !ended_by.empty()) return true;
    ::kill(server, SIGCHLD);
    return false;
  };
  if (!in_time([&] { return state("pane_dead") == "1" && is_known(); })) return -1;
  return ended_by.empty() ? std::atoi(status.c_str()) : 128 + std::atoi(ended_by.c_str());
}

}  // namespace standpipe::test
