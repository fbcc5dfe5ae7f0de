#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/client/cli.hpp"

using namespace standpipe::test;  // NOLINT

namespace {

/// The first byte sequence that a terminal could take as a command, or "".
std::string control_in(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return "byte " + std::to_string(byte);
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return "C1";
  }
  for (const char* bidi : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    if (has(text, bidi)) return "bidi";
  }
  return {};
}

/// A server that answers every request with the same bytes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer) : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    for (;;) {
      const int peer = ::accept(socket_, nullptr, nullptr);
      if (peer < 0) return;
      std::array<char, 4096> buffer{};
      [[maybe_unused]] auto n = ::read(peer, buffer.data(), buffer.size());
      const std::string text =
          "HTTP/1.1 403 No\r\nContent-Length: " + std::to_string(answer_.size()) + "\r\nConnection: close\r\n\r\n" + answer_;
      n = ::write(peer, text.data(), text.size());
      ::close(peer);
    }
  }
  std::string answer_;
  int socket_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace

TEST_CASE("nothing that others wrote controls the terminal") {
  auto& c = community();
  const std::vector<std::string> texts = {
      "red \x1B[31m text", "title \x1B]0;owned\x07", "C1 \u009B31m",          "back\b\bspace",
      "bell \x07",         "bidi \u202Egnp.exe",     "isolate \u2066x\u2069", "tag \U000E0041",
      "line\u2028line",    "carriage\rreturn",       "not \xFF\xFE utf-8",    "nul \xE2\x80\x8B zero width"};
  for (const auto& text : texts) {
    const auto posted = c.amina.run({"post", "water-distribution", text});
    CHECK((posted.exit == 0 || posted.exit == 1 || posted.exit == 2));
    CHECK(control_in(posted.err) == "");
    c.amina.run({"post", "water-distribution", "--title", "title " + text, text});
    c.amina.run({"profile", "--name", "Amina " + text, "--job", text, "--offers", text});
  }
  c.amina.run({"direct", "Mo", "hello \u202Egnp.exe"});
  for (const auto& words : {std::vector<std::string>{"read", "water-distribution", "--newest"},
                            {"threads", "water-distribution"},
                            {"members", "water-distribution"},
                            {"members", "--search", "Amina"},
                            {"profile", member_number(c.amina)},
                            {"rooms"},
                            {"search", "bidi"},
                            {"notifications"},
                            {"who", "water-distribution"}}) {
    const auto people = c.mo.run(words);
    CHECK(people.exit == 0);
    CHECK(control_in(people.out) == "");
    auto as_json = words;
    as_json.insert(as_json.begin(), "--json");
    CHECK(control_in(c.mo.run(as_json).out) == "");
  }
  CHECK(control_in(c.mo.run({"chat", "water-distribution", "-n", "100"}).out) == "");
  CHECK(control_in(c.mo.run({"chat", "water-distribution", "-n", "100", "--json"}).out) == "");
  CHECK(control_in(c.mo.run({"moderate", "warn", "Amina x", "--room", "water-distribution", "--reason", "x"}).err) == "");
  c.amina.run({"profile", "--name", "Amina"});
}

TEST_CASE("a server that lies cannot control the terminal either") {
  auto& c = community();
  for (
      const std::string body :
      {R"({"error":{"code":"x\u001b[2J","message":"\u001b]0;owned\u0007 \u009b31m \u202e","reason":"\u001b[1m","field":"\u0007"}})",
       "\x1B[2J no JSON", ""}) {
    const OneAnswer liar(body);
    const Cli cli(c.folder.path() / "liar", liar.url());
    const auto result = cli.run({"login", "--email", "amina@maji.example"}, password);
    CHECK(result.exit == 2);
    CHECK(control_in(result.err) == "");
  }
}
