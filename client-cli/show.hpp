#pragma once

#include <string>
#include <vector>

#include "client-cli/mirror.hpp"
#include "protocol/results.hpp"

/// How things look on a terminal, one line or a few for each. What others wrote is made safe here.
namespace standpipe::client {

/// "2026-11-24 14:02", local time.
std::string show_time(protocol::Time at);

/// Names of a page's people, for show_message.
using Names = std::map<protocol::MemberId, std::string>;
Names names_of(const std::vector<protocol::Person>& people);
std::string name_of(const Names& names, protocol::MemberId id);

/// "m123 2026-11-24 14:02 Amina Wanjiru: text", further lines of the text indented.
std::string show_message(const protocol::Message& message, const Names& names);
std::string show_thread(const protocol::Thread& thread, const Names& names, std::int64_t unread);
std::string show_room(const protocol::Room& room, const protocol::RoomHead& head, bool in);
std::string show_profile(const protocol::Profile& profile);
std::string show_member_line(const protocol::Profile& profile, bool moderator);
std::string show_sanction(const protocol::Sanction& sanction, const Names& names);
std::string show_application(const protocol::Application& application);
std::string show_report(const protocol::Report& report, const Names& names);
std::string show_pending(const protocol::PendingPost& pending, const Names& names);
std::string show_audit(const protocol::AuditEntry& entry, const Names& names);
std::string show_notification(const protocol::Notification& notification, const Names& names);

}  // namespace standpipe::client
