// What single steps take, by Google Benchmark: the codec, deciding, writing, reading a page.
//   standpipe-micro DATA [Google Benchmark's flags]     DATA as standpipe-make-community's "one 1" is imported; changed by it
#include <benchmark/benchmark.h>

#include <optional>

#include "bench/micro/post_path.hpp"
#include "protocol/codec.hpp"
#include "protocol/methods.hpp"
#include "protocol/ws/deflate.hpp"
#include "server/query/directory.hpp"
#include "server/query/encoded_cache.hpp"
#include "server/query/query.hpp"
#include "server/store/reader.hpp"

using namespace standpipe;  // NOLINT: a program of its own

namespace {

std::filesystem::path data;
std::optional<bench::PostPath> path;

void parse_a_post(benchmark::State& state) {
  const auto request = path->request();
  for (auto _ : state) benchmark::DoNotOptimize(path->parse(request));
}
BENCHMARK(parse_a_post);

void decide_a_post(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    const auto command = path->parse(path->request());
    state.ResumeTiming();
    benchmark::DoNotOptimize(path->decide(command));
  }
}
BENCHMARK(decide_a_post);

void encode_its_events(benchmark::State& state) {
  const auto decision = path->decide(path->parse(path->request()));
  for (auto _ : state) benchmark::DoNotOptimize(path->encode(decision));
}
BENCHMARK(encode_its_events);

void compress_its_event(benchmark::State& state) {
  const auto deliveries = path->encode(path->decide(path->parse(path->request())));
  protocol::ws::Deflater deflater;
  std::string out;
  for (auto _ : state) benchmark::DoNotOptimize(deflater.deflate(deliveries.front().event.classic->payload(), out));
}
BENCHMARK(compress_its_event);

/// Posts in one durable transaction, so many at once.
void write_and_commit(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<domain::Decision> decisions;
    for (int i = 0; i < state.range(0); ++i) decisions.push_back(path->decide(path->parse(path->request())));
    state.ResumeTiming();
    path->begin();
    for (const auto& decision : decisions) path->write(decision);
    path->commit();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(write_and_commit)->Arg(1)->Arg(10)->Arg(100)->UseRealTime();

/// The newest messages of the room, as a client that opens it gets them.
void read_a_page(benchmark::State& state) {
  const auto reader = std::move(store::Reader::open({.path = (data / "standpipe.db").string()}).value());
  const domain::Published published(path->state());
  query::Directory directory;
  query::EncodedCache encoded;
  query::Context context{*reader, published, directory, encoded};
  const query::Viewer viewer{domain::MemberId{1}, {}, domain::Time{1'800'000'000'000}};
  const protocol::MessageHistory::Params params{.room = domain::RoomId{1}};
  for (auto _ : state) benchmark::DoNotOptimize(protocol::to_json(query::answer(params, viewer, context).value()));
}
BENCHMARK(read_a_page);

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: standpipe-micro DATA [flags]\n");
    return 2;
  }
  data = argv[1];
  path.emplace(data);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
