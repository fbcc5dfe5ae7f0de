#include "server/ops/config.hpp"

#include <toml++/toml.h>

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

#include "protocol/codec_write.hpp"
#include "server/ops/config_checks.hpp"

namespace standpipe::ops {

namespace {

/// One key of the file: how it is read, and how it is shown.
struct Key {
  std::string_view section;
  std::string_view name;
  std::function<Objection(Config&, const toml::node&)> read;
  std::function<std::string(const Config&)> show;
};

/// A JSON string is a TOML string too.
std::string shown(const std::string& text) {
  return protocol::to_json(text);
}

/// What a text has to look like; may bring it into a common form.
using Check = Objection (*)(std::string&);

Objection check_nothing(std::string&) {
  return std::nullopt;
}

template <class Get>
Key text(std::string_view section, std::string_view name, Get get, Check check = check_nothing) {
  return {section, name,
          [get, check](Config& config, const toml::node& node) -> Objection {
            auto value = node.value_exact<std::string>();
            if (!value) return "must be a text in quotes";
            if (auto objection = check(*value)) return objection;
            get(config) = *value;
            return std::nullopt;
          },
          [get](const Config& config) { return shown(std::string(get(const_cast<Config&>(config)))); }};
}

template <class Get>
Key path(std::string_view section, std::string_view name, Get get, bool may_be_empty) {
  return {section, name,
          [get, may_be_empty](Config& config, const toml::node& node) -> Objection {
            const auto value = node.value_exact<std::string>();
            if (!value || (value->empty() && !may_be_empty)) return "must be a path in quotes";
            get(config) = *value;
            return std::nullopt;
          },
          [get](const Config& config) { return shown(get(const_cast<Config&>(config)).string()); }};
}

template <class Get>
Key texts(std::string_view section, std::string_view name, Get get, Check check) {
  return {section, name,
          [get, check](Config& config, const toml::node& node) -> Objection {
            const auto* list = node.as_array();
            if (!list || !(list->empty() || list->is_homogeneous<std::string>()))
              return "must be a list of texts, like [\"a\", \"b\"]";
            std::vector<std::string> values;
            for (const auto& entry : *list) {
              auto value = *entry.value<std::string>();
              if (auto objection = check(value)) return objection;
              values.push_back(std::move(value));
            }
            get(config) = std::move(values);
            return std::nullopt;
          },
          [get](const Config& config) {
            std::string list = "[";
            for (const auto& entry : get(const_cast<Config&>(config))) list += (list.size() > 1 ? ", " : "") + shown(entry);
            return list + "]";
          }};
}

template <class Get>
Key number(std::string_view section, std::string_view name, std::int64_t least, std::int64_t most, Get get) {
  return {section, name,
          [=](Config& config, const toml::node& node) -> Objection {
            const auto value = node.value_exact<std::int64_t>();
            if (!value || *value < least || *value > most) {
              return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
            }
            get(config) = static_cast<std::remove_reference_t<decltype(get(config))>>(*value);
            return std::nullopt;
          },
          [get](const Config& config) { return std::to_string(get(const_cast<Config&>(config))); }};
}

template <class Get>
Key flag(std::string_view section, std::string_view name, Get get) {
  return {section, name,
          [get](Config& config, const toml::node& node) -> Objection {
            const auto value = node.value_exact<bool>();
            if (!value) return "must be true or false";
            get(config) = *value;
            return std::nullopt;
          },
          [get](const Config& config) { return get(const_cast<Config&>(config)) ? "true" : "false"; }};
}

/// How many in a minute, and how many at once after a pause.
template <class Get>
Key rate(std::string_view section, std::string_view name, Get get) {
  return {section, name,
          [get](Config& config, const toml::node& node) -> Objection {
            const auto* list = node.as_array();
            const bool pair = list && list->size() == 2 && list->is_homogeneous<std::int64_t>();
            const auto minute = pair ? *list->get(0)->value<std::int64_t>() : 0;
            const auto burst = pair ? *list->get(1)->value<std::int64_t>() : 0;
            if (minute < 1 || minute > 10'000'000 || burst < 1 || burst > 10'000'000) {
              return "must be [how many a minute, how many at once], each from 1 to 10000000";
            }
            get(config) = app::Rate{static_cast<double>(minute) / 60, static_cast<double>(burst)};
            return std::nullopt;
          },
          [get](const Config& config) {
            const auto& value = get(const_cast<Config&>(config));
            return "[" + std::to_string(std::llround(value.per_second * 60)) + ", " +
                   std::to_string(static_cast<std::int64_t>(value.burst)) + "]";
          }};
}

constexpr std::string_view level_names[] = {"debug", "info", "warning", "error", "off"};

Key log_level() {
  return {"log", "level",
          [](Config& config, const toml::node& node) -> Objection {
            const auto value = node.value_exact<std::string>().value_or("");
            for (std::size_t i = 0; i < std::size(level_names); ++i) {
              if (value != level_names[i]) continue;
              config.log_level = static_cast<LogLevel>(i);
              return std::nullopt;
            }
            return "must be \"debug\", \"info\", \"warning\", \"error\" or \"off\"";
          },
          [](const Config& config) { return shown(std::string(level_names[static_cast<std::size_t>(config.log_level)])); }};
}

// NOLINTBEGIN(bugprone-macro-parentheses): a member's name cannot be in parentheses
#define STANDPIPE_AT(member) \
  [](Config & c) -> auto& {  \
    return c.member;         \
  }
// NOLINTEND(bugprone-macro-parentheses)

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {
      text("community", "name", STANDPIPE_AT(app.community), check_name),
      path("community", "cops", STANDPIPE_AT(cops), true),
      path("community", "demo", STANDPIPE_AT(demo), false),
      path("server", "data", STANDPIPE_AT(data), false),
      path("server", "web", STANDPIPE_AT(web), true),
      text("server", "address", STANDPIPE_AT(address), check_address),
      number("server", "port", 0, 65'535, STANDPIPE_AT(port)),
      number("server", "io_threads", 0, 64, STANDPIPE_AT(io_threads)),
      texts("server", "trusted_proxies", STANDPIPE_AT(trusted_proxies), check_network),
      texts("server", "origins", STANDPIPE_AT(app.origins), check_origin),
      flag("server", "secure_cookies", STANDPIPE_AT(app.secure_cookies)),
      flag("server", "compression", STANDPIPE_AT(compression)),
      number("server", "heartbeat_s", 5, 600, STANDPIPE_AT(heartbeat_s)),
      flag("server", "presence", STANDPIPE_AT(app.presence)),
      texts("server", "metrics_from", STANDPIPE_AT(app.metrics_from), check_address),
      text("tls", "certificate", STANDPIPE_AT(tls_certificate)),
      text("tls", "key", STANDPIPE_AT(tls_key)),
      log_level(),
      flag("limits", "rates", STANDPIPE_AT(app.rate_limits)),
      rate("limits", "commands", STANDPIPE_AT(app.commands)),
      rate("limits", "queries", STANDPIPE_AT(app.queries)),
      number("limits", "in_flight", 100, 10'000, STANDPIPE_AT(app.in_flight)),
      number("limits", "log_in_tries", 1, 1'000'000, STANDPIPE_AT(app.log_in_tries)),
      number("limits", "log_in_tries_per_address", 1, 1'000'000, STANDPIPE_AT(app.log_in_tries_per_address)),
      number("limits", "password_queue", 1, 10'000, STANDPIPE_AT(app.password_queue)),
      number("limits", "session_days", 1, 3650, STANDPIPE_AT(app.session_days)),
      number("limits", "connections", 1, 1'000'000, STANDPIPE_AT(connections)),
      number("limits", "connections_per_address", 1, 1'000'000, STANDPIPE_AT(connections_per_address)),
      number("limits", "egress_kib", 64, 1'048'576, STANDPIPE_AT(egress_kib)),
      number("store", "readers", 1, 64, STANDPIPE_AT(readers)),
      number("store", "commands_at_once", 1, 10'000, STANDPIPE_AT(commands_at_once)),
      number("store", "commands_waiting", 1, 1'000'000, STANDPIPE_AT(commands_waiting)),
  };
  return all;
}

#undef STANDPIPE_AT

std::string name_of(const Key& key) {
  return std::string(key.section) + '.' + std::string(key.name);
}

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw std::runtime_error(where + ": " + what);
}

const Key* find_key(std::string_view section, std::string_view name) {
  for (const auto& key : keys()) {
    if (key.section == section && key.name == name) return &key;
  }
  return nullptr;
}

bool is_section(std::string_view name) {
  for (const auto& key : keys()) {
    if (key.section == name) return true;
  }
  return false;
}

void read_file(Config& config, const std::string& file) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    fail(file + (line ? ", line " + std::to_string(line) : ""), std::string(error.description()));
  }
  for (const auto& [section, content] : table) {
    const auto at = [&](const toml::node& node) { return file + ", line " + std::to_string(node.source().begin.line); };
    const auto* entries = content.as_table();
    if (!entries || !is_section(section.str())) fail(at(content), "there is no section [" + std::string(section.str()) + "]");
    for (const auto& [name, value] : *entries) {
      const auto* key = find_key(section.str(), name.str());
      const auto full = std::string(section.str()) + '.' + std::string(name.str());
      if (!key) fail(at(value), "there is no key " + full + "; config/standpipe.toml has them all");
      if (const auto objection = key->read(config, value)) fail(at(value), full + ' ' + *objection);
    }
  }
}

/// What the variable says, as the file would: a text may stand without its quotes.
void read_variable(Config& config, const Key& key, const std::string& variable, const std::string& said) {
  for (const auto& value : {"v = " + said, "v = " + shown(said)}) {
    try {
      const auto table = toml::parse(value);
      if (!key.read(config, *table.get("v"))) return;
    } catch (const toml::parse_error&) {
    }
  }
  const auto table = toml::parse("v = " + shown(said));
  fail("environment variable " + variable, name_of(key) + ' ' + key.read(config, *table.get("v")).value_or("cannot be read"));
}

std::string variable_of(std::string_view section, std::string_view name) {
  auto variable = "STANDPIPE_" + std::string(section) + '_' + std::string(name);
  for (auto& c : variable) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return variable;
}

/// Other programs have variables with STANDPIPE_ too: a section's name behind it makes it one of ours.
void refuse_unknown(const std::string& variable) {
  bool ours = false;
  for (const auto& key : keys()) {
    if (variable == variable_of(key.section, key.name)) return;
    ours = ours || variable.starts_with(variable_of(key.section, ""));
  }
  if (ours) fail("environment variable " + variable, "there is no such key; config/standpipe.toml has them all");
}

void read_environment(Config& config) {
  for (char** entry = ::environ; entry && *entry; ++entry) {
    const std::string_view text(*entry);
    refuse_unknown(std::string(text.substr(0, text.find('='))));
  }
  for (const auto& key : keys()) {
    const auto variable = variable_of(key.section, key.name);
    if (const char* said = std::getenv(variable.c_str())) read_variable(config, key, variable, said);
  }
}

/// What a file says of paths is meant from where it lies.
void make_relative_to(const std::filesystem::path& folder, std::filesystem::path& path) {
  if (!path.empty() && path.is_relative()) path = folder / path;
}

void make_relative_to(const std::filesystem::path& folder, std::string& path) {
  if (!path.empty() && std::filesystem::path(path).is_relative()) path = (folder / path).string();
}

}  // namespace

Config load_config(const std::string& file) {
  Config config;
  if (!file.empty()) {
    if (!std::filesystem::exists(file)) fail(file, "there is no such file. Name it with --config.");
    if (std::filesystem::is_directory(file)) fail(file, "this is a directory. Name a file in it with --config.");
    const auto data = std::exchange(config.data, {});
    config.demo = "demo";
    config.web = "../build/web";
    read_file(config, file);
    const auto folder = std::filesystem::path(file).parent_path();
    make_relative_to(folder, config.demo);
    make_relative_to(folder, config.cops);
    make_relative_to(folder, config.web);
    make_relative_to(folder, config.data);
    if (config.data.empty()) config.data = data;  // which the file does not say
    make_relative_to(folder, config.tls_certificate);
    make_relative_to(folder, config.tls_key);
  }
  read_environment(config);
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    fail(file.empty() ? "environment" : file, "tls.certificate and tls.key belong together: set both or none");
  }
  return config;
}

std::vector<std::string> list_keys(const Config& config) {
  std::vector<std::string> list;
  for (const auto& key : keys()) list.push_back(name_of(key) + " = " + key.show(config));
  return list;
}

}  // namespace standpipe::ops
