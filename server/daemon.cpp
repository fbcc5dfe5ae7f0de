#include "server/daemon.hpp"

#include <chrono>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "protocol/limits.hpp"
#include "server/app/application.hpp"
#include "server/net/server.hpp"
#include "server/ops/admin.hpp"
#include "server/ops/admin_acts.hpp"
#include "server/ops/admin_socket.hpp"
#include "server/ops/cops.hpp"
#include "server/ops/data_folder.hpp"
#include "server/ops/demo.hpp"
#include "server/server_metrics.hpp"

namespace standpipe {

using namespace std::chrono_literals;

namespace {

constexpr auto patience_with_peers = 4s;
constexpr std::string_view setup_code_file = "setup-code";

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The I/O threads of the network layer, as the application sees them.
class Threads final : public app::IoThreads {
 public:
  explicit Threads(std::size_t count) : count_(count) {}
  void connect(net::Server& server) { server_ = &server; }
  std::size_t count() const override { return count_; }
  void post(std::size_t io_thread, std::function<void()> work) override {
    if (server_) server_->post(io_thread, std::move(work));
  }

 private:
  const std::size_t count_;
  net::Server* server_ = nullptr;
};

std::size_t io_threads(const ops::Config& config) {
  if (config.io_threads > 0) return static_cast<std::size_t>(config.io_threads);
  return std::max(1U, std::thread::hardware_concurrency());
}

net::NetConfig net_config(const ops::Config& config, const ops::Log& log) {
  net::NetConfig net;
  const bool tls = !config.tls_certificate.empty();
  net.listen = {net::ListenAddress{config.address, static_cast<std::uint16_t>(config.port), tls}};
  net.threads = io_threads(config);
  net.tls_certificate_file = config.tls_certificate;
  net.tls_key_file = config.tls_key;
  net.trusted_proxies = config.trusted_proxies;
  net.max_connections = static_cast<std::size_t>(config.connections);
  net.max_connections_per_peer = static_cast<std::size_t>(config.connections_per_address);
  net.max_body_bytes = protocol::limits::http_body_bytes;
  net.max_message_bytes = protocol::limits::frame_bytes;
  net.egress_bytes = static_cast<std::size_t>(config.egress_kib) * 1024;
  net.heartbeat = std::chrono::seconds(config.heartbeat_s);
  net.compression = config.compression;
  net.log = [&log](std::string_view line) { log.warning("network", {{"says", line}}); };
  return net;
}

ops::Config with_its_folder(ops::Config config, const ops::Log& log) {
  if (const auto warning = ops::prepare_data_folder(config.data)) log.warning("data_directory", {{"says", *warning}});
  return config;
}

/// What to tell of it.
std::string load_demo_into(const ops::Config& config) {
  const auto loaded =
      ops::load_demo(ops::database_in(config.data), ops::load_cops(config.cops), config.demo, domain::Time{now_ms()});
  if (loaded.has_error()) throw std::runtime_error("--demo: " + loaded.error().text);
  return ops::log_ins(*loaded);
}

app::WebFiles web_client(const std::filesystem::path& folder, const ops::Log& log) {
  if (folder.empty()) return {};
  auto contents = app::read_web_folder(folder);
  if (!contents) {
    log.info("no_web_client",
             {{"folder", folder.string()},
              {"says", "there is no such folder, so the web client is not served: build it with ./scripts/web"}});
    return {};
  }
  return {folder, std::move(*contents)};
}

store::StoreOptions store_options(const ops::Config& config, const ops::Log& log) {
  store::StoreOptions options;
  options.path = ops::database_in(config.data).string();
  options.on_damage = [&log](const std::string& what) { log.error("damaged_row", {{"says", what}}); };
  return options;
}

std::unique_ptr<store::Store> open_store(const ops::Config& config, const ops::Log& log) {
  auto opened = store::Store::open(store_options(config, log));
  if (opened.has_value()) return std::move(opened.value());
  if (opened.error().kind == store::StoreError::Kind::busy) {
    throw std::runtime_error("Another standpiped uses the data directory " + config.data.string() +
                             ". Stop it first, or name another directory with --data.");
  }
  if (opened.error().kind == store::StoreError::Kind::full) {
    throw std::runtime_error("The disk is full: there is not even room to open the database in " + config.data.string() +
                             ". Make room, then start again. (" + opened.error().text + ")");
  }
  throw std::runtime_error("The database cannot be opened: " + opened.error().text);
}

}  // namespace

struct Daemon::Impl {
  Impl(ops::Config c, const ops::Log& l, bool demo)
      : config(with_its_folder(std::move(c), l)),
        log(l),
        web(web_client(config.web, l)),
        demo_notice(demo ? load_demo_into(config) : std::string()),
        store(open_store(config, log)),
        published(store->load().value()),
        core(*store, published, published.read([](const domain::State& state) { return state; }), now_ms),
        sequencer(
            core, [this](const hub::BatchPtr& batch) { application.deliver(batch); },
            [this](const std::string& what) {
              log.error("commit_failed", {{"says", what}});
            },
            sequencer_options()),
        pool({.path = ops::database_in(config.data).string()}, published,
             [this](const std::string& what) {
               log.error("query_trouble", {{"says", what}});
             },
             {.threads = static_cast<std::size_t>(config.readers)}),
        threads(io_threads(config)),
        application({published, sequencer, pool, threads, web, log}, config.app, app::system_clock(),
                    config.data / setup_code_file, metrics),
        server(net_config(config, log), application),
        admin(ops::admin_socket_in(config.data), [this](std::string_view line) { return administer(line); }) {
    if (core.state().rooms.empty()) ops::open_rooms(ops::load_cops(config.cops), config.cops, core, *store);
    threads.connect(server);
    add_server_metrics(metrics, server.counters(), sequencer, pool, ops::database_in(config.data));
  }

  sequencer::SequencerOptions sequencer_options() const {
    return {.queue = static_cast<std::size_t>(config.commands_waiting),
            .batch = static_cast<std::size_t>(config.commands_at_once)};
  }

  /// One command of `standpiped admin`, in the order of all.
  sequencer::CommandResult run(domain::Command command) {
    auto promise = std::make_shared<std::promise<sequencer::CommandResult>>();
    auto future = promise->get_future();
    const auto on_done = [promise](const sequencer::CommandResult& result) { promise->set_value(result); };
    if (auto no = sequencer.submit({std::move(command), 0, on_done})) return *no;
    if (future.wait_for(20s) != std::future_status::ready) return protocol::Refusal(protocol::ErrorCode::busy);
    return future.get();
  }

  void prepare_setup() {
    const auto file = config.data / setup_code_file;
    setup_code = application.prepare_setup();
    if (setup_code || !std::filesystem::exists(file)) return;
    log.info("set_up_awaited",
             {{"says", "the code was shown before; for a new one stop, remove the file, start again"}, {"file", file.string()}});
  }

  std::string administer(std::string_view line) {
    return ops::answer_line(line, published, [this](domain::Command command) { return run(std::move(command)); });
  }

  const ops::Config config;
  const ops::Log& log;
  const app::WebFiles web;
  ops::Metrics metrics;
  const std::string demo_notice;
  std::unique_ptr<store::Store> store;
  domain::Published published;
  sequencer::Core core;
  sequencer::Sequencer sequencer;
  query::Pool pool;
  Threads threads;
  app::Application application;
  net::Server server;
  ops::AdminSocket admin;
  std::optional<std::string> setup_code;
  bool running = false;
};

Daemon::Daemon(ops::Config config, const ops::Log& log, bool demo)
    : impl_(std::make_unique<Impl>(std::move(config), log, demo)) {}

Daemon::~Daemon() {
  stop();
}

void Daemon::start() {
  if (auto started = impl_->pool.start(); started.has_error()) {
    throw std::runtime_error("The database cannot be read: " + started.error().text);
  }
  impl_->running = true;
  impl_->sequencer.start();
  impl_->application.start();
  impl_->admin.start();
  impl_->prepare_setup();  // after all that may fail: a code is shown once
  impl_->server.start();
}

std::string Daemon::url() const {
  const auto& address = impl_->config.address;
  const auto host = address.find(':') == std::string::npos ? address : '[' + address + ']';
  return (impl_->config.tls_certificate.empty() ? "http://" : "https://") + host + ':' + std::to_string(impl_->server.port());
}

const std::optional<std::string>& Daemon::setup_code() const {
  return impl_->setup_code;
}

const std::string& Daemon::demo_notice() const {
  return impl_->demo_notice;
}

void Daemon::reload() {
  try {
    if (!impl_->config.tls_certificate.empty()) impl_->server.reload_tls();
    impl_->log.info("reloaded");
  } catch (const std::exception& error) {
    impl_->log.error("reload_failed", {{"says", error.what()}});
  }
}

void Daemon::stop() {
  if (!std::exchange(impl_->running, false)) return;
  impl_->server.stop_accepting();
  impl_->application.going_away();
  impl_->admin.stop();
  impl_->application.stop();
  impl_->sequencer.stop();
  impl_->pool.stop();
  impl_->server.close_all(1001, "The server is stopping. Connect again in a moment.");
  const bool closed = impl_->server.wait_closed(patience_with_peers);
  const auto cut = closed ? 0 : impl_->server.counters().open.value();
  impl_->server.join();
  impl_->log.info("stopped", {{"connections_cut", cut}});
}

}  // namespace standpipe
