/// A program to kill: two threads, each replacing one file by rename again and again, as uploads and backups do, and
/// entering "FILE NUMBER" in the ledger once that version counts as durable.
///
///   publish_writer safe|file-unsynced|directory-unsynced DIRECTORY LEDGER FIRST_NUMBER
///
/// The last two modes leave out the sync of the new file, and of the directory after the rename. Goes on until it is
/// killed.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>

#include "tests/crash/ledger.hpp"
#include "tests/crash/message_row.hpp"

namespace {

void check(bool good, const std::string& what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) { check(fd_ >= 0, path); }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(const std::string& bytes) {
    check(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "write");
  }
  void sync() { check(::fsync(fd_) == 0, "fsync"); }

 private:
  int fd_;
};

void publish(const std::string& mode, const std::string& directory, const std::string& name, standpipe::crash::Ledger& ledger,
             std::uint64_t number) {
  const std::string path = directory + '/' + name;
  for (;; ++number) {
    {
      Descriptor file(path + ".new", O_WRONLY | O_CREAT | O_TRUNC);
      file.write(std::to_string(number) + '\n');
      for (std::uint64_t part = 0; part < 8; ++part) file.write(standpipe::crash::body_of(number + part));
      if (mode != "file-unsynced") file.sync();
    }
    check(::rename((path + ".new").c_str(), path.c_str()) == 0, "rename");
    if (mode != "directory-unsynced") Descriptor(directory, O_RDONLY | O_DIRECTORY).sync();
    ledger.append(name + ' ' + std::to_string(number));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: publish_writer safe|file-unsynced|directory-unsynced DIRECTORY LEDGER FIRST_NUMBER\n";
    return 1;
  }
  try {
    standpipe::crash::Ledger ledger(argv[3]);
    const std::uint64_t first = std::stoull(argv[4]);
    std::thread other([&] { publish(argv[1], argv[2], "left", ledger, first); });
    publish(argv[1], argv[2], "right", ledger, first);
  } catch (const std::exception& error) {
    std::cerr << "publish_writer: " << error.what() << '\n';
    return 1;
  }
}
