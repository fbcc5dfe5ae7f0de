#include "tests/client/cli.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <boost/json/parse.hpp>

namespace standpipe::test {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

std::string words_of(const std::vector<std::string>& words) {
  std::string text = "standpipe";
  for (const auto& word : words) text += " " + word;
  return text;
}

std::string set_up_code(const ServerProcess& server) {
  const std::string mark = "set-up code: ";
  const auto from = server.greeting().find(mark) + mark.size();
  return server.greeting().substr(from, server.greeting().find('\n', from) - from);
}

std::string e_mail(const std::string& name) {
  return name + "@maji.example";
}

}  // namespace

std::map<std::string, std::string> Cli::environment() const {
  return {{"STANDPIPE_HOME", home_.string()}, {"STANDPIPE_SERVER", server_}, {"COLUMNS", ""}};
}

ProgramResult Cli::run(const std::vector<std::string>& words, const std::string& input) const {
  std::vector<std::string> arguments = {"--signal=KILL", "30", program("standpipe").string()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  return run_program("/usr/bin/timeout", arguments, input, environment());
}

std::string Cli::out(const std::vector<std::string>& words, const std::string& input) const {
  const auto result = run(words, input);
  if (result.exit != 0)
    throw std::runtime_error(words_of(words) + " exits with " + std::to_string(result.exit) + ": " + result.err);
  return result.out;
}

json::value Cli::json(std::vector<std::string> words, const std::string& input) const {
  words.insert(words.begin(), "--json");
  return json::parse(out(words, input));
}

ChatProcess::ChatProcess(const Cli& cli, const std::string& room, const std::vector<std::string>& options)
    : ChatProcess(cli, [&] {
        std::vector<std::string> words = {"chat", room};
        words.insert(words.end(), options.begin(), options.end());
        return words;
      }()) {}

ChatProcess::ChatProcess(const Cli& cli, std::vector<std::string> words) {
  static int count = 0;
  file_ = cli.home().parent_path() / ("chat-" + std::to_string(++count));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  words.insert(words.begin(), program("standpipe").string());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto environment = cli.environment();
  const int out = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[0], STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(out);
  ::close(ends[0]);
  input_ = ends[1];
}

ChatProcess::~ChatProcess() {
  kill();
}

void ChatProcess::say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(input_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) throw std::runtime_error("chat is gone");
}

std::string ChatProcess::printed() const {
  std::ifstream in(file_, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool ChatProcess::prints(const std::string& text, std::size_t count) const {
  return eventually([&] { return times(printed(), text) >= count; });
}

int ChatProcess::finish() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
  int status = 0;
  if (!eventually([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; })) return -1;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ChatProcess::kill() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

Community::Community()
    : server({.data = folder.path() / "data", .environment = {{"STANDPIPE_LIMITS_RATES", "false"}}}),
      admin(folder.path() / "admin", server.url()),
      mo(folder.path() / "mo", server.url()),
      amina(folder.path() / "amina", server.url()) {
  admin.out({"setup", "--code", set_up_code(server), "--name", "Ingrid", "--email", e_mail("admin")}, password);
  admin.out({"login", "--email", e_mail("admin")}, password);
  mo = newcomer("Mo");
  amina = newcomer("Amina");
  admin.out({"admin", "appoint", "water-distribution", "Mo"});
}

Cli Community::newcomer(const std::string& name) {
  const Cli cli(folder.path() / ("home-" + name), server.url());
  const auto applied = cli.json({"apply", "--name", name, "--email", e_mail(name), "--utility", "Maji Water", "--country", "KE",
                                 "--job", "Engineer", "--language", "en", "--room", "water-distribution"},
                                password);
  admin.out({"moderate", "approve", std::to_string(applied.at("application").as_int64())});
  cli.out({"login", "--email", e_mail(name)}, password);
  return cli;
}

Community& community() {
  static Community shared;
  return shared;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string member_number(const Cli& cli) {
  return "@" + std::to_string(cli.json({"profile"}).at("id").as_int64());
}

bool eventually(const std::function<bool()>& test) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (!test()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

}  // namespace standpipe::test
