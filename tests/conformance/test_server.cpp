#include "tests/conformance/test_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace standpipe::conformance {

namespace {

/// A folder that goes when the program ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "standpipe-conformance-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

template <class Write>
void write_file(const std::string& path, Write&& write) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
  if (!file || write(file.get()) != 1) throw std::runtime_error("cannot write " + path);
}

/// A self-signed certificate for localhost, good for an hour.
void make_certificate(const CertificateFiles& files) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509* const x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -60);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, key.get());
  X509_NAME* const name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x, name);
  X509_sign(x, key.get(), EVP_sha256());
  write_file(files.certificate, [&](std::FILE* file) { return PEM_write_X509(file, x); });
  write_file(files.key,
             [&](std::FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

net::NetConfig with_addresses(net::NetConfig config) {
  config.listen = {{"127.0.0.1", 0, false}, {"127.0.0.1", 0, true}};
  config.tls_certificate_file = test_certificate().certificate;
  config.tls_key_file = test_certificate().key;
  return config;
}

}  // namespace

const CertificateFiles& test_certificate() {
  static const TemporaryFolder folder;
  static const CertificateFiles files = [] {
    CertificateFiles made{folder.file("certificate.pem"), folder.file("key.pem")};
    make_certificate(made);
    return made;
  }();
  return files;
}

TestServer::TestServer(net::NetConfig config) : server_(with_addresses(std::move(config)), service_) {
  server_.start();
}

TestServer::~TestServer() {
  server_.stop_accepting();
  server_.close_all(1001, "the test is over");
  server_.wait_closed(std::chrono::seconds(1));
  server_.join();
}

TestServer& common_server() {
  static TestServer server([] {
    net::NetConfig config;
    config.threads = 2;
    config.on_binary = echo_binary;
    config.max_connections_per_peer = 10'000;
    return config;
  }());
  return server;
}

}  // namespace standpipe::conformance
