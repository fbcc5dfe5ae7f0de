// Takes posts along their way, for a profiler that counts instructions; scripts/bench runs it under callgrind and divides.
//   standpipe-instructions DATA POSTS     DATA as standpipe-make-community's "one 1" is imported; changed by it
#include <cstdio>
#include <cstdlib>

#include "bench/micro/post_path.hpp"

using standpipe::bench::PostPath;

namespace {

constexpr int posts_in_a_commit = 10;
constexpr int posts_in_a_chunk = 200;  // of the search index

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: standpipe-instructions DATA POSTS\n");
    return 2;
  }
  PostPath path(argv[1]);
  for (int left = std::atoi(argv[2]); left > 0;) {
    path.begin();
    for (int i = 0; i < posts_in_a_commit; ++i) {
      const auto decision = path.decide(path.parse(path.request()));
      path.write(decision);
      path.encode(decision);
    }
    path.commit();
    left -= posts_in_a_commit;
    if (left % posts_in_a_chunk == 0) path.index();
  }
}
