// A yardstick: what it costs to send the bytes of an event to everybody in a room, and nothing else. No log-in, no permission, no
// disk, no limits; one thread, epoll, and the same technique as the server: all frames that have arrived are taken in one turn,
// what a turn has for a room becomes one buffer, and every member gets it by one send at the end of the turn.
//   standpipe-bare-broadcast          prints "listening on 127.0.0.1:PORT"
// It speaks as much of the protocol as standpipe-load needs: hello and message.post, whose events and answers have the server's
// form.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bench/load/process.hpp"
#include "protocol/ws/frame_header.hpp"
#include "protocol/ws/handshake.hpp"
#include "protocol/ws/mask.hpp"
#include "protocol/ws/writer.hpp"

namespace ws = standpipe::protocol::ws;

namespace {

constexpr std::size_t rooms_of_all = 9;
constexpr std::size_t enough_for_a_send = 60'000;

struct Room;

struct Connection {
  int socket = -1;
  bool open = false;    ///< upgraded
  std::string in;       ///< an incomplete frame
  std::string out;      ///< what the socket did not take; it goes first
  std::string answers;  ///< of this turn
};

struct Room {
  std::int64_t rev = 1;
  std::int64_t number = 0;
  std::vector<Connection*> members;
  std::string pending;  ///< the events of this turn
};

class Broadcast {
 public:
  Broadcast() : epoll_(epoll_create1(0)), buffer_(64 * 1024) {}

  void run() {
    listen();
    std::array<epoll_event, 512> events;
    for (;;) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr == nullptr) {
          accept();
          continue;
        }
        auto& connection = *static_cast<Connection*>(event.data.ptr);
        if (event.events & EPOLLOUT) drain(connection);
        if (event.events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) read(connection);
      }
      for (auto* room : dirty_) flush(*room);
      dirty_.clear();
      for (auto* connection : answered_) {
        if (!connection->answers.empty()) write(*connection, {});
      }
      answered_.clear();
      for (auto* connection : ended_) end(*connection);
      ended_.clear();
    }
  }

 private:
  void listen() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 4096) != 0) std::exit(1);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &wanted);
    std::printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
  }

  void accept() {
    for (int socket; (socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto connection = std::make_unique<Connection>();
      connection->socket = socket;
      epoll_event wanted{};
      wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
      wanted.data.ptr = connection.get();
      epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &wanted);
      connections_[connection.get()] = std::move(connection);
    }
  }

  void end(Connection& connection) {
    for (auto& [number, room] : rooms_) std::erase(room.members, &connection);
    ::close(connection.socket);
    connections_.erase(&connection);
  }

  void read(Connection& connection) {
    std::memcpy(buffer_.data(), connection.in.data(), connection.in.size());
    std::size_t size = connection.in.size();
    const auto got = ::recv(connection.socket, buffer_.data() + size, buffer_.size() - size, 0);
    if (got <= 0) {
      if (got == 0 || errno != EAGAIN) ended_.push_back(&connection);
      return;
    }
    size += static_cast<std::size_t>(got);
    std::span<char> bytes(buffer_.data(), size);
    if (!connection.open) bytes = bytes.subspan(upgrade(connection, {bytes.data(), bytes.size()}));
    while (connection.open) {
      ws::FrameHeader header;
      const auto found = ws::decode_header(bytes, ws::Role::server, false, header);
      if (found.status != ws::HeaderResult::Status::complete || bytes.size() < found.size + header.length) break;
      const auto payload = bytes.subspan(found.size, header.length);
      ws::apply_mask(payload, header.key);
      if (header.opcode == ws::Opcode::text) on_text(connection, {payload.data(), payload.size()});
      bytes = bytes.subspan(found.size + header.length);
    }
    connection.in.assign(bytes.data(), bytes.size());
  }

  std::size_t upgrade(Connection& connection, std::string_view head) {
    constexpr std::string_view field = "Sec-WebSocket-Key: ";
    const auto end_of_head = head.find("\r\n\r\n");
    const auto at = head.find(field);
    if (end_of_head == std::string_view::npos || at == std::string_view::npos) return 0;
    const auto key = head.substr(at + field.size(), 24);
    connection.open = true;
    const auto answer =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: " +
        std::string(ws::subprotocol) + "\r\nSec-WebSocket-Accept: " + ws::accept_value(key) + "\r\n\r\n";
    connection.answers += answer;
    answered_.push_back(&connection);
    return end_of_head + 4;
  }

  static std::string_view value_after(std::string_view text, std::string_view name, char end) {
    const auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    const auto rest = text.substr(at + name.size());
    return rest.substr(0, rest.find(end));
  }
  static std::int64_t number_after(std::string_view text, std::string_view name) {
    std::int64_t number = 0;
    const auto digits = value_after(text, name, '}');
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  void on_text(Connection& connection, std::string_view text) {
    if (text.find("\"hello\",\"params\"") != std::string_view::npos) return hello(connection, text);
    if (text.find("\"message.post\"") != std::string_view::npos) post(connection, text);
  }

  void answer(Connection& connection, std::string_view text) {
    if (connection.answers.empty()) answered_.push_back(&connection);
    ws::append_frame(connection.answers, ws::Opcode::text, text);
  }

  void hello(Connection& connection, std::string_view text) {
    const auto only = number_after(text, "\"room\":");
    std::string heads;
    for (std::int64_t room = only ? only : 1; room <= (only ? only : static_cast<std::int64_t>(rooms_of_all)); ++room) {
      rooms_[room].members.push_back(&connection);
      heads += (heads.empty() ? "" : ",") + (R"({"room":)" + std::to_string(room)) + R"(,"rev":)" +
               std::to_string(rooms_[room].rev) + "}";
    }
    answer(connection, R"({"jsonrpc":"2.0","id":"hello","result":{"heads":[)" + heads + "]}}");
  }

  void post(Connection& connection, std::string_view request) {
    const auto number = number_after(request, "\"room\":");
    const auto id = number_after(request, "\"id\":");
    const auto text = value_after(request, "\"text\":\"", '"');
    auto& room = rooms_[number];
    ++room.rev, ++room.number;
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    char head[400];
    auto size = std::snprintf(
        head, sizeof head,
        R"({"jsonrpc":"2.0","id":%lld,"result":{"message":%lld,"room":%lld,"number":%lld,"index":%lld,"rev":%lld}})",
        static_cast<long long>(id), static_cast<long long>(room.number), static_cast<long long>(number),
        static_cast<long long>(room.number), static_cast<long long>(room.number), static_cast<long long>(room.rev));
    answer(connection, {head, static_cast<std::size_t>(size)});
    size = std::snprintf(
        head, sizeof head,
        R"({"jsonrpc":"2.0","method":"event","params":{"stream":"room:%lld","rev":%lld,"message":{"id":%lld,"room":%lld,"number":%lld,"index":%lld,"by":%lld,"at":%lld,"lang":"en","text":")",
        static_cast<long long>(number), static_cast<long long>(room.rev), static_cast<long long>(room.number),
        static_cast<long long>(number), static_cast<long long>(room.number), static_cast<long long>(room.number), 1LL,
        static_cast<long long>(now));
    event_.assign(head, static_cast<std::size_t>(size));
    event_ += text;
    event_ += R"(","rev":)";
    event_ += std::to_string(room.rev);
    event_ += "}}}";
    if (room.pending.empty()) dirty_.push_back(&room);
    ws::append_frame(room.pending, ws::Opcode::text, event_);
    if (room.pending.size() > enough_for_a_send) flush(room);
  }

  void flush(Room& room) {
    if (room.pending.empty()) return;
    for (auto* member : room.members) write(*member, room.pending);
    room.pending.clear();
  }

  /// The answers of the turn, and the events behind them.
  void write(Connection& connection, std::string_view events) {
    if (!connection.out.empty()) {
      connection.out += connection.answers;
      connection.out += events;
      connection.answers.clear();
      return;
    }
    ssize_t sent = 0;
    if (connection.answers.empty()) {
      sent = ::send(connection.socket, events.data(), events.size(), MSG_NOSIGNAL);
    } else {
      iovec pieces[2] = {{connection.answers.data(), connection.answers.size()},
                         {const_cast<char*>(events.data()), events.size()}};
      sent = ::writev(connection.socket, pieces, events.empty() ? 1 : 2);
    }
    if (sent < 0 && errno != EAGAIN) return;
    const auto taken = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
    if (taken < connection.answers.size() + events.size()) {
      const auto all = connection.answers + std::string(events);
      connection.out = all.substr(taken);
    }
    connection.answers.clear();
  }

  void drain(Connection& connection) {
    while (!connection.out.empty()) {
      const auto sent = ::send(connection.socket, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      connection.out.erase(0, static_cast<std::size_t>(sent));
    }
    std::string().swap(connection.out);
  }

  int epoll_;
  int listener_ = -1;
  std::vector<char> buffer_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::unordered_map<std::int64_t, Room> rooms_;
  std::vector<Room*> dirty_;
  std::vector<Connection*> answered_, ended_;
  std::string event_;
};

}  // namespace

int main() {
  standpipe::bench::raise_open_files();
  Broadcast().run();
}
