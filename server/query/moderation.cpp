#include <algorithm>

#include "server/query/moment.hpp"
#include "server/query/people.hpp"
#include "server/query/query.hpp"

namespace standpipe::query {

using namespace protocol;  // NOLINT: the protocol's words
namespace select = store::select;

namespace {

constexpr std::int64_t kPendingMost = 200;

/// Several ranges, each newest first and at most a page and one long, become one: newest first, each entry once.
template <class T>
std::vector<T> newest_of(std::vector<T> rows) {
  std::ranges::sort(rows, std::ranges::greater{}, &T::id);
  const auto again = std::unique(rows.begin(), rows.end(), [](const T& a, const T& b) { return a.id == b.id; });
  rows.erase(again, rows.end());
  return rows;
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  std::ranges::move(more, std::back_inserter(to));
}

template <class T>
std::vector<Person> people_of(const std::vector<T>& entries, const Context& context) {
  People people;
  people.add(entries);
  return people.cards(context);
}

std::vector<Sanction> sanctions_seen(const SanctionList::Params& params, const Viewer& viewer, Context& context,
                                     std::int64_t limit) {
  auto& reader = context.reader;
  const auto before = below(params.before);
  const auto in_force_at = params.active.value_or(false) ? std::optional(viewer.now) : std::nullopt;
  if (is_administrator(viewer, context)) {
    if (params.member) return reader.all(select::sanctions_of_member, *params.member, params.room, before, in_force_at, limit);
    if (params.room) return reader.all(select::sanctions_of_room, *params.room, params.member, before, in_force_at, limit);
    return reader.all(select::all_sanctions, before, in_force_at, limit);
  }
  std::vector<Sanction> seen;
  if (params.member.value_or(viewer.member) == viewer.member) {
    append(seen, reader.all(select::sanctions_of_member, viewer.member, params.room, before, in_force_at, limit));
  }
  for (const auto room : desk_rooms(viewer, context)) {
    if (params.room.value_or(room) != room) continue;
    append(seen, reader.all(select::sanctions_of_room, room, params.member, before, in_force_at, limit));
  }
  return newest_of(std::move(seen));
}

std::vector<Report> reports_seen(const ReportList::Params& params, const Viewer& viewer, Context& context, std::int64_t limit) {
  auto& reader = context.reader;
  const auto status = params.status.value_or(ReportStatus::open);
  const auto after = params.after.value_or(ReportId{});
  if (params.room) return reader.all(select::reports_of_room, params.room, status, after, limit);
  if (is_administrator(viewer, context)) return reader.all(select::all_reports, status, after, limit);
  std::vector<Report> seen;
  for (const auto room : desk_rooms(viewer, context)) {
    append(seen, reader.all(select::reports_of_room, room, status, after, limit));
  }
  std::ranges::sort(seen, {}, &Report::id);
  return seen;
}

/// The message that a report is about comes with the report, as long as it is where it was reported, or where the viewer may
/// read: a thread may have moved to a room that is none of theirs. Reports whose messages would make the page too large are
/// taken off.
std::vector<Message> reported(std::vector<Report>& reports, const Viewer& viewer, Context& context) {
  std::vector<Message> messages;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& report = reports[i];
    if (std::ranges::find(messages, report.message, &Message::id) != messages.end()) continue;
    auto message = context.reader.one(select::message, report.message);
    if (!message || (message->room != report.room && !may_read(viewer, context, message->room))) continue;
    bytes += json_bytes(*message);
    if (bytes > limits::page_bytes && !messages.empty()) {
      reports.resize(i);
      break;
    }
    messages.push_back(std::move(*message));
  }
  return messages;
}

}  // namespace

/// One's own sanctions, those of the rooms that one moderates, or all: what one may not see is not there. A room that one may not
/// see is refused like none, unless it is where one's own sanctions are from: who is banned from a group sees it no more.
Answer<Sanctions> answer(const SanctionList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, SanctionList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<Sanctions>(viewer, context, SanctionList::least, [&]() -> Answer<Sanctions> {
    Sanctions page;
    page.sanctions = sanctions_seen(params, viewer, context, *size + 1);
    const bool room_named = params.room && *params.room;
    if (room_named && page.sanctions.empty() && !may_see(viewer, context, *params.room)) {
      return Refusal(ErrorCode::not_found).field("room");
    }
    page.more = cut(page.sanctions, *size);
    page.people = people_of(page.sanctions, context);
    return page;
  });
}

Answer<Reports> answer(const ReportList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, ReportList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<Reports>(viewer, context, ReportList::least, [&]() -> Answer<Reports> {
    if (params.room) {
      if (auto no = objection_to_desk(viewer, context, params.room)) return std::move(*no);
    }
    Reports page;
    page.reports = reports_seen(params, viewer, context, *size + 1);
    page.more = cut(page.reports, *size);
    const auto found = page.reports.size();
    page.messages = reported(page.reports, viewer, context);
    page.more = page.more || page.reports.size() < found;
    People people;
    people.add(page.reports);
    people.add(page.messages);
    page.people = people.cards(context);
    return page;
  });
}

Answer<PendingPosts> answer(const PendingList::Params& params, const Viewer& viewer, Context& context) {
  return at_one_moment<PendingPosts>(viewer, context, PendingList::least, [&]() -> Answer<PendingPosts> {
    std::vector<RoomId> rooms;
    if (params.room) {
      if (auto no = objection_to_desk(viewer, context, params.room)) return std::move(*no);
      rooms.push_back(params.room);
    } else {
      rooms = desk_rooms(viewer, context);
    }
    PendingPosts page;
    for (const auto room : rooms) append(page.pending, context.reader.all(select::pending_in_room, room, kPendingMost + 1));
    std::ranges::sort(page.pending, {}, &PendingPost::id);
    page.more = cut(page.pending, kPendingMost);
    page.people = people_of(page.pending, context);
    return page;
  });
}

Answer<Applications> answer(const ApplicationList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, ApplicationList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<Applications>(viewer, context, ApplicationList::least, [&]() -> Answer<Applications> {
    const auto status = params.status.value_or(ApplicationStatus::pending);
    const auto after = params.after.value_or(ApplicationId{});
    auto records = is_administrator(viewer, context) ? context.reader.all(select::applications, status, after, *size + 1)
                                                     : context.reader.all(select::applications_for, status, after,
                                                                          to_json_ids(desk_rooms(viewer, context)), *size + 1);
    Applications page;
    page.more = cut(records, *size);
    for (auto& record : records) page.applications.push_back(std::move(record.application));
    return page;
  });
}

Answer<AuditLog> answer(const AuditList::Params& params, const Viewer& viewer, Context& context) {
  const auto size = page_size(params.limit, AuditList::page);
  if (size.has_error()) return size.error();
  return at_one_moment<AuditLog>(viewer, context, AuditList::least, [&]() -> Answer<AuditLog> {
    auto& reader = context.reader;
    const auto before = below(params.before);
    const auto limit = *size + 1;
    AuditLog page;
    if (params.room && *params.room) {
      // An administrator may ask for a direct conversation, too: it has no desk, but acts about it are on record.
      if (!is_administrator(viewer, context)) {
        if (auto no = objection_to_desk(viewer, context, *params.room)) return std::move(*no);
      }
      page.entries = reader.all(select::audit_of_room, *params.room, params.member, before, limit);
    } else if (is_administrator(viewer, context)) {
      page.entries = params.room     ? reader.all(select::audit_of_room, RoomId{}, params.member, before, limit)
                     : params.member ? reader.all(select::audit_of_member, *params.member, before, limit)
                                     : reader.all(select::all_audit, before, limit);
    } else {
      for (const auto room : desk_rooms(viewer, context)) {
        append(page.entries, reader.all(select::audit_of_room, room, params.member, before, limit));
      }
      page.entries = newest_of(std::move(page.entries));
    }
    page.more = cut(page.entries, *size);
    page.people = people_of(page.entries, context);
    return page;
  });
}

}  // namespace standpipe::query
