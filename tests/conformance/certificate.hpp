#pragma once

#include <filesystem>
#include <string>

namespace standpipe::conformance {

/// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

/// Writes a fresh key and a self-signed certificate for localhost, good for an hour. Throws std::runtime_error.
void make_certificate(const CertificateFiles& files, long serial);

/// The certificate of this run, with the serial number 1.
const CertificateFiles& test_certificate();

}  // namespace standpipe::conformance
