#include "server/store/reader_impl.hpp"
#include "server/store/rows.hpp"

/// What a select's row becomes.
namespace standpipe::store {

template <class Row>
std::optional<Row> Reader::RowView::get() {
  return checked_row<Row>(impl_.current, [this](std::string_view table, std::int64_t id) { impl_.report_damage(table, id); });
}

// Rows of entities.
template std::optional<domain::Utility> Reader::RowView::get();
template std::optional<domain::Account> Reader::RowView::get();
template std::optional<domain::Room> Reader::RowView::get();
template std::optional<domain::MembershipRecord> Reader::RowView::get();
template std::optional<domain::Thread> Reader::RowView::get();
template std::optional<domain::Message> Reader::RowView::get();
template std::optional<domain::MarkRecord> Reader::RowView::get();
template std::optional<domain::Sanction> Reader::RowView::get();
template std::optional<domain::Report> Reader::RowView::get();
template std::optional<domain::PendingPost> Reader::RowView::get();
template std::optional<domain::NotificationRecord> Reader::RowView::get();
template std::optional<domain::ApplicationRecord> Reader::RowView::get();
template std::optional<domain::InvitationRecord> Reader::RowView::get();
template std::optional<domain::SessionRecord> Reader::RowView::get();
template std::optional<domain::AuditEntry> Reader::RowView::get();

// Single numbers.
template <>
std::optional<std::int64_t> Reader::RowView::get() {
  return sqlite3_column_int64(impl_.current, 0);
}
template <>
std::optional<domain::Rev> Reader::RowView::get() {
  return domain::Rev(sqlite3_column_int64(impl_.current, 0));
}
template <>
std::optional<domain::Index> Reader::RowView::get() {
  return domain::Index(sqlite3_column_int64(impl_.current, 0));
}
template <>
std::optional<domain::Number> Reader::RowView::get() {
  return domain::Number(sqlite3_column_int64(impl_.current, 0));
}
template <>
std::optional<domain::RoomId> Reader::RowView::get() {
  return domain::RoomId(sqlite3_column_int64(impl_.current, 0));
}
template <>
std::optional<domain::MemberId> Reader::RowView::get() {
  return domain::MemberId(sqlite3_column_int64(impl_.current, 0));
}
template <>
std::optional<Standing> Reader::RowView::get() {
  return Standing{domain::Number(sqlite3_column_int64(impl_.current, 0)), domain::Time(sqlite3_column_int64(impl_.current, 1))};
}
template <>
std::optional<Changed> Reader::RowView::get() {
  return Changed{static_cast<domain::EntityKind>(sqlite3_column_int64(impl_.current, 0)), sqlite3_column_int64(impl_.current, 1),
                 domain::Rev(sqlite3_column_int64(impl_.current, 2))};
}

}  // namespace standpipe::store
