#include "tests/crash/server_campaign.hpp"

#include <signal.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "protocol/http.hpp"
#include "tests/crash/powerloss/journal.hpp"
#include "tests/crash/snapshot.hpp"

namespace fs = std::filesystem;

namespace standpipe::crash {

using namespace std::chrono_literals;
using Kind = Finding::Kind;

namespace {

constexpr std::size_t writers = 8;
constexpr std::size_t rooms_written_in = 4;
constexpr auto longest_start = 60ms;
constexpr auto longest_work = 300ms;
constexpr auto longest_stop = 60ms;
constexpr auto patience = 10s;
constexpr const char* password = "the tap at the corner";

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// What stands after `mark` in its line; nothing where that line is not whole.
std::optional<std::string> after(const std::string& text, std::string_view mark) {
  const auto at = text.find(mark);
  const auto end = at == std::string::npos ? at : text.find('\n', at);
  if (end == std::string::npos) return std::nullopt;
  return text.substr(at + mark.size(), end - at - mark.size());
}

boost::json::value post(int port, const std::string& path, const std::string& body, const std::string& token = {}) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  const auto reply = test::http(port, "POST", path, body, headers);
  if (reply.status != 200) throw std::runtime_error("POST " + path + ": " + std::to_string(reply.status) + " " + reply.body);
  return reply.json();
}

Person log_in(int port, const std::string& email) {
  const auto reply = post(port, "/api/login", protocol::to_json(protocol::LoginBody{email, password, {}, {}}));
  const auto result = protocol::read<protocol::LoginResult>(reply).value();
  return {result.member, result.token};
}

void in_parallel(std::vector<std::unique_ptr<Writer>>& all, const std::function<void(Writer&)>& act) {
  std::vector<std::thread> threads;
  for (auto& writer : all) threads.emplace_back([&act, one = writer.get()] { act(*one); });
  for (auto& thread : threads) thread.join();
}

}  // namespace

/// A server under the shim.
class ServerCampaign::Server {
 public:
  Server(const Plan& plan, const Campaign& campaign) : log_(campaign.beside("server.log")) {
    Environment environment;
    if (plan.lying_disk) environment.emplace_back(powerloss::kLyingDiskVariable, "1");
    fs::remove(log_);
    const std::vector<std::string> arguments{"--config", campaign.beside("standpipe.toml"), "--data", campaign.data(), "--port",
                                             "0"};
    process_ = campaign.start(plan.server, arguments, environment, log_);
  }

  ChildProcess& process() { return *process_; }
  std::string log() const { return content_of(log_); }

  /// The port, as soon as it listens; nothing if `over` is set before, or it takes too long.
  std::optional<int> port(const std::atomic<bool>& over) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!over && std::chrono::steady_clock::now() < end) {
      if (const auto url = after(log(), "listening on http://")) return std::stoi(url->substr(url->rfind(':') + 1));
      std::this_thread::sleep_for(2ms);
    }
    return std::nullopt;
  }

  /// In good order; whether it was.
  bool stop() {
    process_->ask_to_stop();
    const auto end = std::chrono::steady_clock::now() + patience;
    while (process_->running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(2ms);
    process_->kill();
    return process_->wait() == 0;
  }

 private:
  fs::path log_;
  std::unique_ptr<ChildProcess> process_;
};

ServerCampaign::ServerCampaign(Plan plan)
    : plan_(std::move(plan)), campaign_(plan_.tools, "server"), ledger_(campaign_.ledger()), random_(plan_.seed) {
  std::ofstream(campaign_.beside("standpipe.toml"))
      << "[limits]\nrates = false\negress_kib = 65536\n[log]\nlevel = \"warning\"\n";
  Server server(plan_, campaign_);
  const auto port = server.port(false);
  const auto code = after(server.log(), "set-up code: ");
  if (!port || !code) throw std::runtime_error("the server does not start: " + server.log());
  add_writers(*port, *code);
  const auto nothing = take_snapshot(*port, people_);
  mirror_.resumed(nothing.hello);
  mirror_.compare(nothing.messages);
  if (!server.stop()) throw std::runtime_error("the server does not stop in good order: " + server.log());
  campaign_.keep_page_cache();
}

void ServerCampaign::add_writers(int port, const std::string& setup_code) {
  using namespace protocol;
  post(port, "/api/setup", to_json(SetupBody{setup_code, "Ingrid", "ingrid@secretariat.example", password}));
  test::Peer ingrid(port, log_in(port, "ingrid@secretariat.example").token);
  ingrid.ask<Hello>({});
  std::vector<RoomId> rooms;
  std::vector<std::string> slugs;
  for (const auto& room : ingrid.ask<RoomList>({}).rooms) {
    if (rooms.size() == rooms_written_in) break;
    rooms.push_back(room.id);
    slugs.push_back(room.slug);
  }
  const auto invited = ingrid.ask<InvitationCreate>({.uses = writers, .days = 1, .rooms = rooms});
  for (std::size_t i = 0; i < writers; ++i) {
    const auto email = "writer" + std::to_string(i) + "@utility.example";
    ApplyBody application{"Writer", email, password, "Maji", "KE", "Technician", {"en"}, slugs, "To write.", {}};
    application.invitation = invited.invitation.code;
    post(port, "/api/apply", to_json(application));
    people_.push_back(log_in(port, email));
    writers_.push_back(std::make_unique<Writer>(people_.back(), rooms, board_, ledger_, random_(), i == 0 ? &mirror_ : nullptr));
  }
}

Findings ServerCampaign::round() {
  ++tally_.rounds;
  Findings findings;
  try {
    write_until_outage(findings);
    lose();
    verify(findings);
    settle_and_check(findings);
  } catch (const std::exception& error) {
    findings.push_back({Kind::trouble, error.what()});
  }
  count();
  return findings;
}

void ServerCampaign::write_until_outage(Findings& findings) {
  Server server(plan_, campaign_);
  std::atomic<bool> over = false;
  std::thread writing([&] {
    const auto port = server.port(over);
    if (port) in_parallel(writers_, [&](Writer& writer) { writer.work(*port, over); });
  });
  const bool stopping = end_at_random(server.process());
  over = true;
  writing.join();
  if (!stopping && server.process().wait() != -SIGKILL) {
    findings.push_back({Kind::damaged, "the server ended by itself: " + server.log()});
  }
  for (auto& writer : writers_) add(findings, writer->take_findings());
}

bool ServerCampaign::end_at_random(ChildProcess& process) {
  const auto wait_up_to = [&](std::chrono::microseconds most) {
    std::this_thread::sleep_for(most * static_cast<double>(random_() % 1000) / 1000.0);
  };
  const auto moment = random_() % 8;
  if (moment == 0) {  // while it stops in good order
    wait_up_to(longest_work);
    process.ask_to_stop();
    wait_up_to(longest_stop);
    process.kill();
    return true;
  }
  if (moment == 1) {  // while it starts
    wait_up_to(longest_start);
    process.kill();
  } else {
    kill_at_random(process, campaign_.ledger(), random_, longest_work);
  }
  return false;
}

void ServerCampaign::lose() {
  if (plan_.outage == Outage::power) {
    campaign_.cut_power(random_());
  } else {
    campaign_.keep_page_cache();
  }
}

void ServerCampaign::verify(Findings& findings) {
  const auto says = campaign_.beside("verify.log");
  ChildProcess admin(plan_.server, {"admin", "verify", "--data", campaign_.copy_for_check()}, {}, says);
  if (admin.wait() != 0) findings.push_back({Kind::damaged, "standpiped admin verify: " + content_of(says)});
}

void ServerCampaign::settle_and_check(Findings& findings) {
  Server server(plan_, campaign_);
  const auto port = server.port(false);
  if (!port) {
    findings.push_back({Kind::damaged, "the server does not come back within ten seconds: " + server.log()});
    return;
  }
  {
    test::Peer peer(*port, people_.front().token);
    add(findings, mirror_.resumed(peer.ask<protocol::Hello>(mirror_.resume())));
  }
  in_parallel(writers_, [&](Writer& writer) { writer.settle(*port); });
  const auto snapshot = take_snapshot(*port, people_);
  std::vector<Acknowledged> ledger;
  for (const auto& line : read_ledger(campaign_.ledger())) ledger.push_back(from_line(line));
  add(findings, check(snapshot, ledger));
  for (auto& writer : writers_) add(findings, writer->take_findings());
  {
    test::Peer peer(*port, people_.front().token);
    add(findings, mirror_.resumed(peer.ask<protocol::Hello>(mirror_.resume())));
  }
  add(findings, mirror_.compare(snapshot.messages));
  if (random_() % 4 != 0) {  // so that the log grows over several rounds, and is brought into the database while they write
    server.process().kill();
    lose();
  } else if (!server.stop()) {
    findings.push_back({Kind::damaged, "the server does not stop in good order: " + server.log()});
  }
}

void ServerCampaign::count() {
  tally_.acknowledged = tally_.repeated = 0;
  for (const auto& writer : writers_) {
    tally_.acknowledged += writer->acknowledged();
    tally_.repeated += writer->repeated();
  }
  tally_.announced = mirror_.events();
}

}  // namespace standpipe::crash
