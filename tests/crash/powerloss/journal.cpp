#include "tests/crash/powerloss/journal.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace standpipe::powerloss {
namespace {

std::filesystem::path side_directory(const std::filesystem::path& tracked) {
  std::filesystem::path side = tracked.lexically_normal();
  if (!side.has_filename()) side = side.parent_path();
  return side += ".powerloss";
}

}  // namespace

std::filesystem::path platter_path(const std::filesystem::path& tracked) {
  return side_directory(tracked) / "platter";
}
std::filesystem::path journal_path(const std::filesystem::path& tracked) {
  return side_directory(tracked) / "journal";
}

std::optional<Record> JournalReader::next() {
  const std::string_view rest = journal_.substr(position_);
  RecordHeader header;
  if (rest.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, rest.data(), sizeof header);
  const std::string_view payload = rest.substr(sizeof header);
  if (payload.size() < header.name_size || payload.size() - header.name_size < header.data_size) return std::nullopt;

  Record record{position_,
                header.op,
                header.file,
                header.offset,
                payload.substr(0, header.name_size),
                payload.substr(header.name_size, header.data_size)};
  position_ += sizeof header + header.name_size + header.data_size;
  return record;
}

std::string encode(RecordHeader header, std::string_view name, std::string_view data) {
  header.name_size = static_cast<std::uint32_t>(name.size());
  header.data_size = data.size();
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += name;
  bytes += data;
  return bytes;
}

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto fail = [&] { throw std::system_error(errno, std::generic_category(), "cannot read " + path.string()); };
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail();
  struct stat status;
  bool good = ::fstat(fd, &status) == 0;
  if (good && status.st_size > 0) {
    size_ = static_cast<std::size_t>(status.st_size);
    start_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
    good = start_ != MAP_FAILED;
  }
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!good) fail();
}

MappedFile::~MappedFile() {
  if (size_ > 0) ::munmap(start_, size_);
}

}  // namespace standpipe::powerloss
