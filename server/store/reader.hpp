#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/describe.hpp"
#include "server/store/error.hpp"
#include "server/store/reader_selects.hpp"

namespace standpipe::store {

struct ReaderOptions {
  std::string path;
  /// How long a snapshot may be read from. A reader that stays longer keeps the write-ahead log from being reset.
  std::chrono::milliseconds time_limit{2000};
  /// Told of each row whose checksum is wrong, with its table and id; on the reader's thread.
  std::function<void(const std::string&)> on_damage;
};

/// One read-only connection. It answers from snapshots: begin, any number of selects, end. It knows nothing of permissions. Used
/// by one thread at a time. Statements are prepared once.
///
/// When a select fails (the time limit is over, the disk is broken), it and all that follow find nothing, and end() tells why:
/// what was found in such a snapshot must not be used.
///
/// Rows with a checksum are checked. Of a damaged message the stub is found, with a reason that says so; of a damaged audit
/// entry what says so; other damaged rows are not found.
class Reader {
 public:
  static boost::system::result<std::unique_ptr<Reader>, StoreError> open(ReaderOptions options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Opens a snapshot: the seq of the last command in it. Ends the one before, if it is still open.
  boost::system::result<std::int64_t, StoreError> begin();
  /// Closes it: nothing where all went well. Idempotent.
  std::optional<StoreError> end();
  /// Whether a select has failed since begin.
  bool failed() const;
  /// Whether a damaged row has been met since begin.
  bool damaged() const;

  /// The first row.
  template <class Row, class... Params>
  std::optional<Row> one(const Select<Row, Params...>& select, const std::type_identity_t<Params>&... params) {
    std::optional<Row> found;
    each(
        select,
        [&found](Row&& row) {
          found = std::move(row);
          return false;
        },
        params...);
    return found;
  }

  template <class Row, class... Params>
  std::vector<Row> all(const Select<Row, Params...>& select, const std::type_identity_t<Params>&... params) {
    std::vector<Row> found;
    each(
        select,
        [&found](Row&& row) {
          found.push_back(std::move(row));
          return true;
        },
        params...);
    return found;
  }

  /// Calls take(Row&&) -> bool for each row until it returns false. It must not select itself.
  template <class Row, class... Params, class Take>
  void each(const Select<Row, Params...>& select, Take take, const std::type_identity_t<Params>&... params) {
    const Value values[] = {to_value(params)..., Value{nullptr}};
    run(select.sql, std::span(values, sizeof...(Params)), [&](RowView& view) {
      auto row = view.template get<Row>();
      return !row || take(std::move(*row));
    });
  }

  /// SQLite's plan of one statement of the catalogue, a line each step. For tests.
  std::vector<std::string> plan(std::string_view sql);

 private:
  using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view>;
  struct Impl;

  /// The row that a select stands at.
  class RowView {
   public:
    explicit RowView(Impl& impl) : impl_(impl) {}
    /// Nothing where the row is damaged and has no stub. Defined for the rows of the catalogue.
    template <class Row>
    std::optional<Row> get();

   private:
    Impl& impl_;
  };

  explicit Reader(std::unique_ptr<Impl> impl);
  std::optional<StoreError> end_if_failed();
  void run(std::string_view sql, std::span<const Value> values, const std::function<bool(RowView&)>& take);

  static Value to_value(std::int64_t v) { return v; }
  static Value to_value(bool v) { return std::int64_t{v}; }
  static Value to_value(std::string_view v) { return v; }
  static Value to_value(domain::StreamKey v) { return v.packed(); }
  template <class Tag>
  static Value to_value(protocol::Strong<Tag> v) {
    return v.value;
  }
  static Value to_value(domain::EntityKind v) { return static_cast<std::int64_t>(v); }
  template <class E>
  requires std::is_enum_v<E>
  static Value to_value(E v) { return protocol::describe::name_of(v); }
  template <class T>
  static Value to_value(const std::optional<T>& v) {
    return v ? to_value(*v) : Value{nullptr};
  }

  std::unique_ptr<Impl> impl_;
};

}  // namespace standpipe::store
