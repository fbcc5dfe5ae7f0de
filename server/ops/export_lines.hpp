#pragma once

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include "server/domain/decision.hpp"
#include "server/store/archive.hpp"

/// The lines of an export: JSON objects with one member each, whose name tells what it is (docs/EXPORT.md). The first is the
/// head, the last one the end, and between them the rows in an order in which each refers only to what came before.
namespace standpipe::domain {
BOOST_DESCRIBE_STRUCT(KeyRecord, (), (member, key, at, reply))
}

namespace standpipe::ops {

inline constexpr std::int64_t export_format = 1;

struct ExportHead {
  std::int64_t format = 0;
  store::ArchiveHead database;
};
BOOST_DESCRIBE_STRUCT(ExportHead, (), (format, database))

struct ExportEnd {
  std::int64_t lines = 0;  ///< of rows and changes
};
BOOST_DESCRIBE_STRUCT(ExportEnd, (), (lines))

struct ExportChange {
  std::int64_t stream = 0;  ///< id * 4 + kind (0 community, 1 room, 2 desk, 3 member)
  std::int64_t kind = 0;    ///< of the entity
  std::int64_t entity = 0;
  domain::Rev rev;
};
BOOST_DESCRIBE_STRUCT(ExportChange, (), (stream, kind, entity, rev))

/// What a row's line is called; empty for what no database holds.
template <class Row>
inline constexpr std::string_view line_name = "";
template <>
inline constexpr std::string_view line_name<domain::Utility> = "utility";
template <>
inline constexpr std::string_view line_name<domain::Account> = "member";
template <>
inline constexpr std::string_view line_name<domain::Room> = "room";
template <>
inline constexpr std::string_view line_name<domain::MembershipRecord> = "membership";
template <>
inline constexpr std::string_view line_name<domain::Thread> = "thread";
template <>
inline constexpr std::string_view line_name<domain::Message> = "message";
template <>
inline constexpr std::string_view line_name<domain::GoneRecord> = "gone";
template <>
inline constexpr std::string_view line_name<domain::MarkRecord> = "mark";
template <>
inline constexpr std::string_view line_name<domain::Sanction> = "sanction";
template <>
inline constexpr std::string_view line_name<domain::Report> = "report";
template <>
inline constexpr std::string_view line_name<domain::PendingPost> = "pending";
template <>
inline constexpr std::string_view line_name<domain::NotificationRecord> = "notification";
template <>
inline constexpr std::string_view line_name<domain::ApplicationRecord> = "application";
template <>
inline constexpr std::string_view line_name<domain::InvitationRecord> = "invitation";
template <>
inline constexpr std::string_view line_name<domain::SessionRecord> = "session";
template <>
inline constexpr std::string_view line_name<domain::AuditEntry> = "audit";
template <>
inline constexpr std::string_view line_name<domain::KeyRecord> = "key";

}  // namespace standpipe::ops
