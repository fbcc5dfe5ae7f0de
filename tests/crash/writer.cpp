#include "tests/crash/writer.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <boost/json/serialize.hpp>

#include "protocol/codec.hpp"

namespace standpipe::crash {

using namespace std::chrono_literals;
using Kind = Finding::Kind;
using What = Acknowledged::What;

namespace {

constexpr std::size_t window = 8;  ///< on their way at once, so that commits are grouped
constexpr std::size_t remembered = 64;
constexpr std::size_t sampled = 6;
constexpr auto patience = 10s;

/// The server says these before it has done anything, or when it has undone it.
bool may_come_again(std::string_view code) {
  return code == "busy" || code == "going_away" || code == "commit_failed";
}

}  // namespace

Writer::Writer(Person person, std::vector<protocol::RoomId> rooms, Board& board, Ledger& ledger, std::uint64_t seed,
               Mirror* mirror)
    : person_(std::move(person)), script_(person_.id, std::move(rooms), board, seed), ledger_(ledger), mirror_(mirror) {}

void Writer::work(int port, const std::atomic<bool>& over) {
  std::string why = "the line ended";
  try {
    write(port, over);
  } catch (const std::exception& error) {
    why = error.what();
  }
  for (auto& [id, order] : in_flight_) in_doubt_.push_back(std::move(order));
  in_flight_.clear();
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!over && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  if (!over) find(Kind::trouble, "a writer had to stop while the server ran: " + why);
}

void Writer::write(int port, const std::atomic<bool>& over) {
  test::Peer peer(port, person_.token);
  say_hello(peer, mirror_);
  repeat_in_doubt(peer);
  while (!over) {
    while (in_flight_.size() + in_doubt_.size() < window) send(peer, script_.next());
    const auto text = peer.receive(20ms);
    if (text) {
      take(*text, mirror_);
    } else {
      std::this_thread::sleep_for(1ms);  // nothing has come, or nothing comes any more
    }
  }
  // What the server had answered before it died is acknowledged.
  while (const auto text = peer.receive(patience)) take(*text, mirror_);
}

void Writer::settle(int port) {
  try {
    test::Peer peer(port, person_.token);
    say_hello(peer, nullptr);
    repeat_in_doubt(peer);
    for (std::size_t i = 0; i < std::min(sampled, recent_.size()); ++i) {
      const auto& sample = recent_[i * (recent_.size() - 1) / sampled];
      repeats_[next_id_] = sample;
      send(peer, sample.order);
      in_flight_.erase(next_id_ - 1);
    }
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!in_flight_.empty() || !repeats_.empty()) {
      if (!in_doubt_.empty()) repeat_in_doubt(peer);
      const auto text = peer.receive(patience);
      if (!text || std::chrono::steady_clock::now() > end) throw std::runtime_error("no answer");
      take(*text, nullptr);
    }
  } catch (const std::exception& error) {
    find(Kind::trouble, std::string("what is in doubt cannot be settled: ") + error.what());
  }
}

void Writer::say_hello(test::Peer& peer, Mirror* mirror) {
  const auto hello = peer.ask<protocol::Hello>(mirror ? mirror->resume() : protocol::Hello::Params{});
  if (mirror) add(findings_, mirror->resumed(hello));
}

void Writer::send(test::Peer& peer, const Order& order) {
  const auto id = next_id_++;
  in_flight_[id] = order;
  peer.send(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + std::string(order.method) + R"(","params":)" +
            order.params + "}");
}

void Writer::repeat_in_doubt(test::Peer& peer) {
  for (auto& order : std::exchange(in_doubt_, {})) {
    ++repeated_;
    send(peer, order);
  }
}

void Writer::take(const std::string& text, Mirror* mirror) {
  if (text.starts_with(R"({"jsonrpc":"2.0","method":)")) {
    if (mirror) take_notification(text, *mirror);
    return;
  }
  auto answer = protocol::parse(text).value().as_object();
  const auto id = answer.at("id").as_int64();
  const auto* result = answer.if_contains("result");
  if (const auto repeat = repeats_.find(id); repeat != repeats_.end()) {
    const auto now = boost::json::serialize(result ? *result : answer.at("error"));
    if (now != repeat->second.result) {
      find(Kind::doubled, "key " + repeat->second.order.expected.key + " got " + repeat->second.result + " and then " + now);
    }
    repeats_.erase(repeat);
    return;
  }
  auto sent = in_flight_.extract(id);
  if (sent.empty()) return;
  if (result) {
    accept(std::move(sent.mapped()), *result);
  } else {
    refuse(std::move(sent.mapped()), answer.at("error"));
  }
}

void Writer::take_notification(const std::string& text, Mirror& mirror) {
  const auto message = protocol::parse(text).value().as_object();
  const auto& method = message.at("method").as_string();
  if (method == "event") mirror.apply(protocol::read<protocol::Change>(message.at("params")).value());
  if (method == "resync") mirror.deafen();
}

void Writer::accept(Order order, const boost::json::value& result) {
  auto acknowledged = order.expected;
  if (acknowledged.what == What::post || acknowledged.what == What::edit) {
    acknowledged.take(protocol::read<protocol::Posted>(result).value());
  }
  ledger_.append(to_line(acknowledged));
  ++acknowledged_;
  script_.done(acknowledged);
  recent_.push_back({std::move(order), boost::json::serialize(result)});
  if (recent_.size() > remembered) recent_.pop_front();
}

void Writer::refuse(Order order, const boost::json::value& error) {
  const std::string code(error.at("data").at("code").as_string());
  if (may_come_again(code)) {
    in_doubt_.push_back(std::move(order));
    return;
  }
  // A writer builds only on what was acknowledged, so these say that it is no longer there.
  const bool lost = code == "not_found" || code == "conflict" || code == "argument_bad";
  find(lost ? Kind::lost : Kind::trouble, std::string(order.method) + " was refused with " + code + ": " + order.params);
}

}  // namespace standpipe::crash
