#include "server/store/reader_selects.hpp"

namespace standpipe::store {

namespace {

namespace s = select;

/// Every Select above, in the order of the header. A select that is not listed is refused as a bug when it is used.
constexpr std::string_view kCatalogue[] = {
    s::head.sql,
    s::changes_after.sql,
    s::rev_of.sql,
    s::newest_changes_of_kind.sql,
    s::changes_of_kind.sql,
    s::message.sql,
    s::messages_between.sql,
    s::message_changes_between.sql,
    s::last_index.sql,
    s::standing.sql,
    s::last_number.sql,
    s::last_gone_number.sql,
    s::gone_number.sql,
    s::pinned_messages.sql,
    s::messages_by.sql,
    s::found_messages.sql,
    s::thread.sql,
    s::threads_of_room.sql,
    s::pinned_threads.sql,
    s::mark.sql,
    s::room.sql,
    s::rooms_with_slug.sql,
    s::membership.sql,
    s::memberships_of.sql,
    s::members_of_room.sql,
    s::member.sql,
    s::sessions_of.sql,
    s::notification.sql,
    s::notifications_of.sql,
    s::unseen_count.sql,
    s::utility.sql,
    s::utilities_after.sql,
    s::sanction.sql,
    s::sanctions_of_member.sql,
    s::sanctions_of_room.sql,
    s::all_sanctions.sql,
    s::report.sql,
    s::reports_of_room.sql,
    s::all_reports.sql,
    s::open_reports_on_desk.sql,
    s::pending.sql,
    s::pending_in_room.sql,
    s::pending_by.sql,
    s::application.sql,
    s::applications.sql,
    s::applications_for.sql,
    s::applications_on_desk.sql,
    s::audit_of_room.sql,
    s::audit_of_member.sql,
    s::all_audit.sql,
    s::invitations_by.sql,
    s::all_invitations.sql,
    s::seq.sql,
    s::bytes.sql,
};

}  // namespace

std::span<const std::string_view> reader_catalogue() {
  return kCatalogue;
}

}  // namespace standpipe::store
