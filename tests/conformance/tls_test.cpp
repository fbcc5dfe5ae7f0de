// TLS below HTTP and WebSocket: what is spoken, and how it ends when the peer speaks something else, or nothing.
#include <doctest/doctest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "tests/conformance/certificate.hpp"
#include "tests/conformance/http_case.hpp"
#include "tests/conformance/test_server.hpp"
#include "tests/conformance/ws_case.hpp"

using namespace standpipe;
using namespace standpipe::conformance;
using namespace std::string_literals;
using std::chrono::milliseconds;

namespace {

using ContextPtr = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

ContextPtr client_context() {
  return {SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
}

const std::string plain_get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// What a client sends first.
std::string client_hello() {
  const ContextPtr context = client_context();
  const std::unique_ptr<SSL, void (*)(SSL*)> session(SSL_new(context.get()), SSL_free);
  BIO* const out = BIO_new(BIO_s_mem());
  SSL_set_bio(session.get(), BIO_new(BIO_s_mem()), out);
  SSL_connect(session.get());
  std::string bytes(BIO_ctrl_pending(out), '\0');
  BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

bool is_alert(const std::string& bytes) {
  return bytes.size() == 7 && bytes.starts_with("\x15\x03");
}

long serial_of(RawClient& client) {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(client.tls()), X509_free);
  return ASN1_INTEGER_get(X509_get0_serialNumber(certificate.get()));
}

}  // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken with ciphers that have forward secrecy, older versions are not") {
  const std::uint16_t port = common_server().port(true);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    CAPTURE(version);
    const ContextPtr context = client_context();
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    RawClient client(port, context.get());
    CHECK(SSL_version(client.tls()) == version);
    client.send(plain_get);
    CHECK(read_response(client).status == 200);
  }
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    CAPTURE(version);
    const ContextPtr context = client_context();
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    ERR_clear_error();
    CHECK_THROWS(RawClient(port, context.get()));
    CHECK(ERR_GET_REASON(ERR_peek_error()) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
  }
  const ContextPtr weak = client_context();
  SSL_CTX_set_max_proto_version(weak.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(weak.get(), "AES128-SHA:AES256-SHA256:AES128-GCM-SHA256");
  CHECK_THROWS(RawClient(port, weak.get()));
  ERR_clear_error();
}

TEST_CASE("a client that trusts the certificate can verify it") {
  const ContextPtr context = client_context();
  REQUIRE(SSL_CTX_load_verify_file(context.get(), test_certificate().certificate.c_str()) == 1);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  RawClient client(common_server().port(true), context.get());
  CHECK(SSL_get_verify_result(client.tls()) == X509_V_OK);
}

TEST_CASE("HTTP/1.1 is chosen where the client offers it") {
  const auto chosen = [](const std::string& offer) {
    const ContextPtr context = client_context();
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(offer.data()),
                            static_cast<unsigned>(offer.size()));
    RawClient client(common_server().port(true), context.get());
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client.tls(), &name, &size);
    client.send(plain_get);
    CHECK(read_response(client).status == 200);
    return std::string(name, name + size);
  };
  CHECK(chosen("\x02h2\x08http/1.1") == "http/1.1");
  CHECK(chosen("\x08http/1.1") == "http/1.1");
  CHECK(chosen("\x02h2").empty());
}

TEST_CASE("HTTP and WebSocket over TLS, in records of any size") {
  const std::string large(262144, 'x');
  for (const std::size_t piece : {0, 1000, 16384}) {
    CAPTURE(piece);
    RawClient client(common_server().port(true), true);
    client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 262144\r\n\r\n" + large, piece);
    const RawResponse response = read_response(client);
    CHECK(response.status == 200);
    CHECK(response.body.ends_with("\n\n" + large));
    CHECK(upgrade(client).starts_with("HTTP/1.1 101 "));
    client.send(text(large) + binary(large) + close_frame(1000), piece);
    CHECK(notes_of(client.read_all()) == std::vector<std::string>{note("text", large), note("binary", large), "close:1000"});
    CHECK(client.at_end());
  }
}

TEST_CASE("plain HTTP on a TLS port is told so, and ends without a reset") {
  for (const std::string& request :
       {plain_get, upgrade_request(),
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'x')}) {
    for (const std::size_t piece : {0, 1}) {
      CAPTURE(request.substr(0, 10));
      CAPTURE(piece);
      RawClient client(common_server().port(true));
      client.send(std::string_view(request).substr(0, piece == 1 ? 100 : std::string::npos), piece);
      const RawResponse response = read_response(client);
      CHECK(response.status == 400);
      CHECK(response.body == "this port needs TLS: use https:// or wss://\n");
      CHECK(response.field("connection") == "close");
      CHECK(response.field("strict-transport-security").empty());
      CHECK(client.read_all().empty());
      CHECK(client.at_end());
    }
  }
}

TEST_CASE("bytes on a TLS port that are no TLS end without a reset") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"noise", std::string(1000, '\xa5')},
      {"zeros", std::string(1000, '\0')},
      {"a record of an unknown type", "\x2a\x03\x01\x00\x05hello"s},
      {"a record that is too long", "\x16\x03\x01\xff\xff"s + std::string(1000, 'x')},
      {"application data before the handshake", "\x17\x03\x03\x00\x05hello"s},
      {"a hello of nonsense", "\x16\x03\x01\x00\x08\x01\x00\x00\x04\x03\x03zz"s},
      {"SSH", "SSH-2.0-OpenSSH_9.2\r\n"},
  };
  for (const auto& [name, bytes] : cases) {
    CAPTURE(name);
    RawClient client(common_server().port(true));
    client.send(bytes);
    const std::string answer = client.read_all();
    CHECK((answer.empty() || is_alert(answer)));
    CHECK(client.at_end());
  }
}

TEST_CASE("TLS on a plain port is refused as the bad request that it is") {
  CHECK_THROWS(RawClient(common_server().port(false), true));
  ERR_clear_error();
  RawClient client(common_server().port(false));
  client.send(client_hello());
  CHECK(read_response(client).status == 400);
  CHECK(client.read_all().empty());
  CHECK(client.at_end());
}

TEST_CASE("handshakes that stop half-way time out") {
  TestServer server(impatient());
  const std::string hello = client_hello();
  const auto begun = std::chrono::steady_clock::now();
  std::string sent;
  SUBCASE("nothing at all") {}
  SUBCASE("a byte") {
    sent = hello.substr(0, 1);
  }
  SUBCASE("half a hello") {
    sent = hello.substr(0, hello.size() / 2);
  }
  SUBCASE("a hello, and then nothing") {
    sent = hello;
  }
  RawClient client(server.port(true));
  client.send(sent);
  const std::string answer = client.read_all();
  CHECK(answer.empty() == (sent.size() < hello.size()));
  CHECK(client.at_end());
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(server.server().counters().timeouts.value() == 1);
  const auto took = std::chrono::steady_clock::now() - begun;
  CHECK(took >= milliseconds(140));
  CHECK(took < milliseconds(3000));
}

TEST_CASE("a handshake that trickles times out") {
  TestServer server(impatient());
  RawClient client(server.port(true));
  const std::string hello = client_hello();
  for (std::size_t i = 0; i < 30; ++i) {
    client.send(hello.substr(i, 1));
    std::this_thread::sleep_for(milliseconds(15));
  }
  CHECK(server.server().counters().timeouts.value() == 1);
  CHECK(server.server().wait_closed(RawClient::patience));
}

TEST_CASE("clients that vanish inside the handshake leave nothing behind") {
  TestServer server;
  const std::string hello = client_hello();
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, hello.size()}) {
    RawClient client(server.port(true));
    client.send(hello.substr(0, size));
    std::this_thread::sleep_for(milliseconds(10));
  }
  CHECK(server.server().wait_closed(RawClient::patience));
}

TEST_CASE("a WebSocket over TLS that vanishes ends its session") {
  TestServer server;
  {
    RawClient client(server.port(true), true);
    upgrade(client);
    client.send(text("a"));
    CHECK(notes_of(client.read_exactly(3)) == std::vector<std::string>{"text:a"});
    CHECK(server.service().sessions() == 1);
  }
  CHECK(server.server().wait_closed(RawClient::patience));
  CHECK(server.service().sessions() == 0);
}

TEST_CASE("a broken record in an open session ends the connection, and nothing goes out plain") {
  TestServer server;
  RawClient client(server.port(true), true);
  client.receive_little();
  upgrade(client);
  client.send(text("!events 50 20000"));
  std::this_thread::sleep_for(milliseconds(50));
  // Past OpenSSL, into the socket, while most of the events still wait in the server.
  const std::string forged = "\x17\x03\x03\x00\x20"s + std::string(32, 'x');
  BIO_write(SSL_get_wbio(client.tls()), forged.data(), static_cast<int>(forged.size()));
  std::string raw;
  std::array<char, 65536> buffer;
  for (int got = 0; (got = BIO_read(SSL_get_rbio(client.tls()), buffer.data(), int{buffer.size()})) > 0;) {
    raw.append(buffer.data(), static_cast<std::size_t>(got));
  }
  CHECK(raw.size() > 50'000);
  CHECK(raw.find("xxxxxxxx") == std::string::npos);
  CHECK(server.server().wait_closed(milliseconds(1000)));
}

TEST_CASE("a renewed certificate is used for new connections, and a broken one is not") {
  const TemporaryFolder folder;
  const CertificateFiles files{folder.file("certificate.pem"), folder.file("key.pem")};
  make_certificate(files, 7);
  net::NetConfig config;
  config.tls_certificate_file = files.certificate;
  config.tls_key_file = files.key;
  TestServer server(config);
  RawClient old(server.port(true), true);
  CHECK(serial_of(old) == 7);

  make_certificate(files, 8);
  server.server().reload_tls();
  RawClient renewed(server.port(true), true);
  CHECK(serial_of(renewed) == 8);

  std::ofstream(files.certificate) << "no certificate\n";
  CHECK_THROWS_WITH_AS(server.server().reload_tls(), doctest::Contains(files.certificate.c_str()), std::runtime_error);
  RawClient still(server.port(true), true);
  CHECK(serial_of(still) == 8);

  for (RawClient* client : {&old, &renewed, &still}) {
    client->send(plain_get);
    CHECK(read_response(*client).status == 200);
  }
}

TEST_CASE("a server whose certificate and key are not a pair does not start") {
  const TemporaryFolder folder;
  const CertificateFiles other{folder.file("certificate.pem"), folder.file("key.pem")};
  make_certificate(other, 2);
  net::NetConfig config;
  config.tls_certificate_file = test_certificate().certificate;
  config.tls_key_file = other.key;
  CHECK_THROWS_AS(TestServer{config}, std::runtime_error);
  config.tls_key_file = folder.file("absent.pem");
  CHECK_THROWS_WITH_AS(TestServer{config}, doctest::Contains("absent.pem"), std::runtime_error);
}
