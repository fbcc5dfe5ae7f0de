#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "tests/crash/powerloss/platter.hpp"

namespace standpipe::powerloss {

/// A directory's whole content.
struct Tree {
  std::set<std::string> directories;
  std::map<std::string, std::string> files;
};

/// What the power cut with this number leaves. The same platter and number give the same tree.
///
/// Of each file's unsynced changes an arbitrary part survives, in one of five ways, each as likely as the others:
/// nothing; everything; all up to some moment, with the write of that moment torn; each page of 4 KiB as it was at a
/// moment of its own; each sector of 512 bytes likewise. A sector is never torn. The size is that of a moment too;
/// bytes that the size covers and that never arrived are zero. A truncation that has not arrived hides what was later
/// written beyond it, because that would lie in blocks which nothing points to yet.
///
/// Of each directory's unsynced changes those up to some moment survive, each directory with a moment of its own.
Tree cut_power(const Platter& platter, std::uint64_t number);

}  // namespace standpipe::powerloss
