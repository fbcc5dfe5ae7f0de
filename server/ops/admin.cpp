#include "server/ops/admin.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <functional>
#include <iostream>

#include "protocol/codec.hpp"
#include "server/ops/admin_acts.hpp"
#include "server/ops/admin_socket.hpp"
#include "server/ops/config.hpp"
#include "server/ops/config_checks.hpp"
#include "server/ops/data_folder.hpp"
#include "server/ops/export.hpp"
#include "server/ops/interruption.hpp"
#include "server/ops/passwords.hpp"
#include "server/ops/secrets.hpp"
#include "server/ops/terminal.hpp"
#include "server/store/archive.hpp"
#include "server/store/files.hpp"
#include "server/store/store.hpp"
#include "server/store/verify.hpp"
#include "server/store/work_folder.hpp"

namespace standpipe::ops {

namespace {

constexpr int done = 0;
constexpr int not_done = 1;
constexpr int called_wrongly = 2;

constexpr int copies = 2;  ///< of the database, at the height of store::copy

struct Arguments {
  std::string config;
  std::string data;
  std::string file;
  std::string name;
  std::string email;
};

int fail(const std::string& text) {
  std::cerr << "standpiped admin: " << text << '\n';
  return not_done;
}

std::filesystem::path data_of(const Arguments& arguments) {
  return arguments.data.empty() ? load_config(arguments.config).data : std::filesystem::path(arguments.data);
}

/// The database, where there is one.
std::optional<std::filesystem::path> existing_database(const Arguments& arguments) {
  auto path = database_in(data_of(arguments));
  if (std::filesystem::exists(path)) return path;
  fail("There is no database in " + path.parent_path().string() + ". Name the server's data directory with --data.");
  return std::nullopt;
}

void prepare_folder(const std::filesystem::path& folder) {
  if (const auto warning = prepare_data_folder(folder)) std::cerr << "standpiped admin: take care: " << *warning << '\n';
}

/// Where a database is to be put; no server can start there as long as this lives.
struct Place {
  std::filesystem::path database;
  store::FileLock lock;
};

std::optional<Place> place_for_database(const Arguments& arguments) {
  const auto folder = data_of(arguments);
  const auto path = database_in(folder).string();
  // A log without its database would be taken for the new one's.
  for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
    if (!std::filesystem::exists(path + suffix)) continue;
    fail("There is " + path + suffix +
         " already. Name an empty data directory with --data, or move all files of the old database away.");
    return std::nullopt;
  }
  prepare_folder(folder);
  auto lock = store::FileLock::take(path + ".lock");
  if (lock.has_value()) return Place{path, std::move(*lock)};
  fail(lock.error().text);
  return std::nullopt;
}

bool is_in_use(const std::string& database) {
  const auto lock = database + ".lock";
  return std::filesystem::exists(lock) && store::FileLock::take(lock).has_error();
}

int print_findings(const store::Findings& findings, std::string_view what) {
  if (findings.problems.empty()) {
    std::cout << what << ": sound, " << findings.rows << " rows\n";
    return done;
  }
  for (const auto& problem : findings.problems) std::cout << problem << '\n';
  return fail(std::string(what) + ": " + std::to_string(findings.problems.size()) +
              " problems. Keep this data directory as it is, and restore the newest backup into another one.");
}

int verify(const Arguments& arguments) {
  const auto database = existing_database(arguments);
  if (!database) return not_done;
  const auto path = database->string();
  const auto bytes = store::examine(path);
  if (bytes.has_error()) return fail(bytes.error().text);
  if (!is_in_use(path)) {
    const auto findings = store::verify(path);
    if (findings.has_error()) return fail(findings.error().text);
    return print_findings(*findings, path);
  }
  // A copy is looked at: a long reader would keep the server's log from starting over.
  const auto work = store::WorkFolder::make(path, *bytes);
  if (work.has_error()) return fail(work.error().text);
  const Interruption interruption([&] { work->remove(); });
  const auto copy = work->file("copy.db");
  if (auto copied = store::copy_pages(path, copy); copied.has_error()) return fail(copied.error().text);
  const auto findings = store::verify(copy);
  if (findings.has_error()) return fail(findings.error().text);
  return print_findings(*findings, path);
}

int backup(const Arguments& arguments) {
  if (arguments.file == "-") {
    return fail("A backup is a database, which must be a file: name one. Only an export can go to standard output.");
  }
  const auto database = existing_database(arguments);
  if (!database) return not_done;
  if (std::filesystem::exists(arguments.file)) return fail(arguments.file + " exists already: name another file.");
  const auto bytes = store::examine(database->string());
  if (bytes.has_error()) return fail(bytes.error().text);
  const auto work = store::WorkFolder::make(arguments.file, copies * *bytes);
  if (work.has_error()) return fail(work.error().text);
  const Interruption interruption([&] { work->remove(); });
  const auto draft = work->file("backup.db");
  if (auto copied = store::copy(database->string(), draft); copied.has_error()) return fail(copied.error().text);
  const auto findings = store::verify(draft);
  if (findings.has_error()) return fail(findings.error().text);
  if (!findings->problems.empty()) {
    print_findings(*findings, database->string());
    return fail(arguments.file + " has not been written: what is damaged is no backup.");
  }
  if (auto placed = store::put_in_place(draft, arguments.file); placed.has_error()) return fail(placed.error().text);
  return print_findings(*findings, arguments.file);
}

int restore(const Arguments& arguments) {
  if (!std::filesystem::exists(arguments.file)) return fail("There is no file " + arguments.file + ".");
  const auto bytes = store::examine(arguments.file);
  if (bytes.has_error()) return fail(bytes.error().text);
  const auto findings = store::verify(arguments.file);
  if (findings.has_error()) return fail(findings.error().text);
  if (print_findings(*findings, arguments.file) != done) return not_done;
  const auto place = place_for_database(arguments);
  if (!place) return not_done;
  const auto database = place->database.string();
  const auto work = store::WorkFolder::make(database, copies * *bytes);
  if (work.has_error()) return fail(work.error().text);
  const Interruption interruption([&] { work->remove(); });
  const auto draft = work->file("restored.db");
  if (auto copied = store::copy(arguments.file, draft); copied.has_error()) return fail(copied.error().text);
  if (auto renewed = store::renew_epoch(draft); renewed.has_error()) return fail(renewed.error().text);
  if (auto placed = store::put_in_place(draft, database); placed.has_error()) return fail(placed.error().text);
  std::cout << "restored into " << database << "; clients will start afresh and offer what they have not sent yet\n";
  return done;
}

int export_all(const Arguments& arguments) {
  const auto database = existing_database(arguments);
  if (!database) return not_done;
  const auto summary = export_community(*database, arguments.file);
  if (summary.has_error()) return fail(summary.error().text);
  std::cerr << "exported " << summary->lines << " rows\n";
  for (const auto& damaged : summary->damaged) std::cerr << "damaged, exported as far as it can be trusted: " << damaged << '\n';
  return summary->damaged.empty() ? done : not_done;
}

int import_all(const Arguments& arguments) {
  const auto place = place_for_database(arguments);
  if (!place) return not_done;
  const auto summary = import_community(arguments.file, place->database);
  if (summary.has_error()) return fail(summary.error().text);
  std::cout << "imported " << summary->lines << " rows into " << place->database.string() << '\n';
  return done;
}

int print(const AdminAnswer& answer) {
  if (!answer.done) return fail(answer.text);
  std::cout << answer.text << '\n';
  return done;
}

int ask_running_server(const AdminRequest& request, const std::filesystem::path& data) {
  const auto line = ask_server(admin_socket_in(data), protocol::to_json(request));
  if (line.has_error()) return fail(line.error().text);
  const auto json = protocol::parse(*line);
  const auto answer = json.has_value() ? protocol::read<AdminAnswer>(json.value()) : protocol::ReadError{};
  if (answer.has_error()) return fail("The server's answer cannot be read: is it of another version?");
  return print(*answer);
}

/// By the running server, or upon the data of one that is stopped.
int carry_out_anywhere(const AdminRequest& request, const std::filesystem::path& data) {
  store::StoreOptions options;
  options.path = database_in(data).string();
  if (is_in_use(options.path)) return ask_running_server(request, data);
  prepare_folder(data);
  auto opened = store::Store::open(options);
  if (opened.has_error()) return fail(opened.error().text);
  auto state = (*opened)->load();
  if (state.has_error()) return fail(state.error().text);
  domain::Published published(*state);
  const auto now = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  };
  sequencer::Core core(**opened, published, std::move(*state), now);
  return print(carry_out(request, published, [&](domain::Command command) { return core.run(std::move(command)); }));
}

int with_password(std::string_view act, const Arguments& arguments) {
  const auto data = data_of(arguments);
  if (!existing_database(arguments)) return not_done;
  const auto password = read_new_password();
  if (!password) return fail("No password came, or the two were not the same. Try again.");
  if (const auto no = objection_to_password(*password, arguments.name, arguments.email)) return fail(no->text);
  AdminRequest request{std::string(act), arguments.name, arguments.email, hash_password(*password)};
  for (auto& c : request.email) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return carry_out_anywhere(request, data);
}

}  // namespace

int run_admin(int argc, const char* const* argv) {
  CLI::App app("Looks after a server's data.", "standpiped admin");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  Arguments arguments;
  std::function<int()> act;
  const auto add = [&](const char* name, const char* what, int (*run)(const Arguments&)) {
    auto* command = app.add_subcommand(name, what);
    command->add_option("--config", arguments.config, "the server's configuration file")->check(objection_to_path);
    command->add_option("--data", arguments.data, "its data directory, instead of the one that the configuration names")
        ->check(objection_to_path);
    command->callback([&, run] { act = [&, run] { return run(arguments); }; });
    return command;
  };
  add("verify", "Checks the database: structure, checksums, dense numbers, no orphans. Also while the server runs.", verify);
  add("backup", "Writes a consistent copy of the database. Also while the server runs.", backup)
      ->add_option("FILE", arguments.file, "the copy; must not exist")
      ->required();
  add("restore", "Puts a backup into an empty data directory.", restore)
      ->add_option("FILE", arguments.file, "the backup")
      ->required();
  add("export", "Writes the whole community as JSON Lines. Also while the server runs.", export_all)
      ->add_option("FILE", arguments.file, "the export, or - for standard output")
      ->required();
  add("import", "Puts an export into an empty data directory.", import_all)
      ->add_option("FILE", arguments.file, "the export, or - for standard input")
      ->required();
  auto* create = add("create-admin", "Makes an administrator. The password comes from standard input.",
                     [](const Arguments& a) { return with_password("create-admin", a); });
  create->add_option("--name", arguments.name, "their name")->required();
  create->add_option("--email", arguments.email, "their e-mail address")->required();
  add("reset-password", "Sets a member's password, which comes from standard input, and ends their log-ins.",
      [](const Arguments& a) { return with_password("reset-password", a); })
      ->add_option("--email", arguments.email, "their e-mail address")
      ->required();

  std::vector<std::string> words(argv, argv + argc);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
    prepare_cryptography();
    return act();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : called_wrongly;
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

}  // namespace standpipe::ops
