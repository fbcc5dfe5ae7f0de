#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "protocol/codec.hpp"
#include "server/store/checksum.hpp"
#include "server/store/sqlite.hpp"

/// A row's fields as columns. rows.hpp says the order, once for writing and reading; here is how each kind of field lies in a
/// column: numbers, booleans and times as integers, enumerators by their names, lists and structs as JSON.
namespace standpipe::store {

/// Binds the fields to a statement's parameters, in order.
class ColumnWriter {
 public:
  explicit ColumnWriter(sqlite::Run& run) : run_(run) {}
  static constexpr bool reads = false;

  void operator()(std::int64_t value) {
    sum_.add(value);
    run_.bind(value);
  }
  void operator()(bool value) { (*this)(std::int64_t{value}); }
  template <class Tag>
  void operator()(protocol::Strong<Tag> value) {
    (*this)(value.value);
  }
  void operator()(const std::string& text) {
    sum_.add(text);
    run_.bind(text);
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(E value) {
    const auto name = protocol::describe::name_of(value);
    sum_.add(name);
    run_.bind(name);
  }
  template <std::size_t N>
  void operator()(const std::array<std::uint8_t, N>& bytes) {
    run_.bind_blob(bytes.data(), bytes.size());
  }
  /// "[]" for none.
  template <class T>
  void operator()(const std::vector<T>& list) {
    (*this)(made_.emplace_back(protocol::to_json(list)));
  }
  /// "" for none.
  template <class T>
  void or_empty(const std::vector<T>& list) {
    (*this)(list.empty() ? made_.emplace_back() : made_.emplace_back(protocol::to_json(list)));
  }
  template <class T>
  void or_empty(const std::optional<T>& value) {
    (*this)(value ? made_.emplace_back(protocol::to_json(*value)) : made_.emplace_back());
  }
  void sum() { run_.bind(sum_.value()); }

 private:
  sqlite::Run& run_;
  Checksum sum_;
  std::deque<std::string> made_;  ///< texts that live until the run is over
};

/// Fills the fields from the row that a statement stands at.
class ColumnReader {
 public:
  explicit ColumnReader(sqlite3_stmt* statement) : statement_(statement) {}
  static constexpr bool reads = true;

  void operator()(std::int64_t& value) {
    value = sqlite3_column_int64(statement_, at_++);
    sum_.add(value);
  }
  void operator()(bool& value) {
    std::int64_t number = 0;
    (*this)(number);
    value = number != 0;
  }
  template <class Tag>
  void operator()(protocol::Strong<Tag>& value) {
    (*this)(value.value);
  }
  void operator()(std::string& text) { text = next_text(); }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(E& value) {
    const auto known = protocol::describe::value_of<E>(next_text());
    known ? void(value = *known) : void(sound_ = false);
  }
  template <std::size_t N>
  void operator()(std::array<std::uint8_t, N>& bytes) {
    const auto* blob = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, at_));
    const bool whole = sqlite3_column_bytes(statement_, at_++) == static_cast<int>(N);
    whole ? void(std::copy_n(blob, N, bytes.begin())) : void(sound_ = false);
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    parse(next_text(), list);
  }
  template <class T>
  void or_empty(std::vector<T>& list) {
    const auto text = next_text();
    if (!text.empty()) parse(text, list);
  }
  template <class T>
  void or_empty(std::optional<T>& value) {
    const auto text = next_text();
    if (!text.empty()) parse(text, value.emplace());
  }
  void sum() {
    if (sqlite3_column_int64(statement_, at_++) != sum_.value()) sound_ = false;
  }

  /// Whether all that was read could have been written so.
  bool sound() const { return sound_; }

 private:
  std::string_view next_text() {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, at_));
    const std::string_view text(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, at_++)));
    sum_.add(text);
    return text;
  }
  template <class T>
  void parse(std::string_view text, T& out) {
    if constexpr (std::is_same_v<T, std::vector<std::string>> || requires { out.clear(); }) {
      if (text == "[]") return out.clear();
    }
    auto json = protocol::parse(text);
    protocol::ReadError error;
    if (json.has_error() || !protocol::detail::read_value(json.value(), out, error)) sound_ = false;
  }

  sqlite3_stmt* statement_;
  int at_ = 0;
  bool sound_ = true;
  Checksum sum_;
};

/// Counts the columns of a row.
struct ColumnCounter {
  static constexpr bool reads = false;
  int count = 0;
  template <class T>
  void operator()(const T&) {
    ++count;
  }
  template <class T>
  void or_empty(const T&) {
    ++count;
  }
  void sum() { ++count; }
};

}  // namespace standpipe::store
