#pragma once

#include <string>
#include <vector>

#include "client-cli/mirror.hpp"
#include "protocol/results.hpp"

/// How things look on a terminal, one line or a few for each. What others wrote is made safe here.
namespace standpipe::client {

/// "2026-11-24 14:02", local time.
std::string show_time(protocol::Time at);

/// What to call people and rooms.
struct Names {
  std::map<protocol::MemberId, std::string> people;
  std::map<protocol::RoomId, std::string> rooms;  ///< slugs
};
/// Names of a page's people, and of the rooms that the copy knows.
Names names_of(const std::vector<protocol::Person>& people, const Mirror& mirror);
std::string name_of(const Names& names, protocol::MemberId id);
/// A room's slug, or "everywhere".
std::string show_where(protocol::RoomId room, const Names& names);

/// "m123 2026-11-24 14:02 Amina Wanjiru: text", further lines of the text indented.
std::string show_message(const protocol::Message& message, const Names& names);
std::string show_thread(const protocol::Thread& thread, const Names& names, std::int64_t unread);
std::string show_outcome(const protocol::Outcome& outcome);
std::string show_room(const protocol::Room& room, const protocol::RoomHead& head, bool in);
/// All about a room: settings, moderators, counters.
std::string show_room_details(const protocol::Room& room, const protocol::RoomHead& head, const Names& names);
std::string show_profile(const protocol::Profile& profile);
std::string show_member_line(const protocol::Profile& profile, bool moderator);
std::string show_sanction(const protocol::Sanction& sanction, const Names& names);
std::string show_application(const protocol::Application& application, const Names& names);
std::string show_report(const protocol::Report& report, const Names& names);
std::string show_pending(const protocol::PendingPost& pending, const Names& names);
std::string show_audit(const protocol::AuditEntry& entry, const Names& names);
std::string show_notification(const protocol::Notification& notification, const Names& names);

}  // namespace standpipe::client
