#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/domain/content.hpp"
#include "server/store/sqlite.hpp"

namespace standpipe::store {

/// What decide asks for, from the writer's own connection.
class WriterContent final : public domain::Content {
 public:
  WriterContent(sqlite3* database, std::function<void(std::string_view table, std::int64_t id)> on_damage)
      : database_(database), statements_(database), on_damage_(std::move(on_damage)) {}

  /// The first failure since it was last asked.
  std::optional<StoreError> take_error() const { return std::exchange(error_, std::nullopt); }

  std::optional<domain::Message> message(domain::MessageId id) const override;
  std::optional<domain::Thread> thread(domain::ThreadId id) const override;
  domain::Index read_mark(domain::MemberId member, domain::ThreadId thread) const override;
  domain::Number next_number(domain::RoomId room, domain::ThreadId thread, domain::Index index) const override;
  domain::Index index_at(domain::ThreadId thread, domain::Number number) const override;
  domain::Index chat_index_at(domain::RoomId room, domain::Number number) const override;
  std::vector<domain::Message> thread_messages(domain::ThreadId thread, std::size_t limit) const override;
  std::vector<std::pair<domain::MemberId, domain::Index>> thread_marks(domain::ThreadId thread) const override;
  std::vector<domain::Message> messages_by(domain::MemberId member, domain::MessageId after, std::size_t limit) const override;
  std::optional<domain::Sanction> sanction(domain::SanctionId id) const override;
  std::optional<domain::Report> report(domain::ReportId id) const override;
  bool has_open_report(domain::MessageId message, domain::MemberId by) const override;
  std::optional<domain::PendingPost> pending(domain::PendingId id) const override;
  std::vector<domain::PendingPost> pending_of(domain::MemberId member, domain::RoomId room) const override;
  std::optional<domain::ApplicationRecord> application(domain::ApplicationId id) const override;
  std::vector<domain::ApplicationRecord> applications_of(domain::MemberId member) const override;
  std::size_t pinned_in(domain::RoomId room) const override;
  std::vector<domain::Notification> unseen(domain::MemberId member, domain::NotificationId up_to,
                                           std::size_t limit) const override;
  std::optional<domain::KeyRecord> key(domain::MemberId member, const std::string& key) const override;

 private:
  template <class Row, class... Values>
  std::vector<Row> rows(std::string_view sql, const Values&... values) const;
  template <class Row, class... Values>
  std::optional<Row> row(std::string_view sql, const Values&... values) const;
  template <class... Values>
  std::int64_t number(std::string_view sql, const Values&... values) const;
  void each(std::string_view sql, const std::function<void(sqlite::Run&)>& bind,
            const std::function<void(sqlite::Run&)>& take) const;

  sqlite3* database_;
  mutable sqlite::Statements statements_;
  mutable std::optional<StoreError> error_;
  std::function<void(std::string_view table, std::int64_t id)> on_damage_;
};

}  // namespace standpipe::store
