#include <doctest/doctest.h>

#include "client-cli/show.hpp"

using namespace standpipe::client;
using namespace standpipe::protocol;

namespace {

const std::string hostile = "x\x1B[2J\x9B\xC2\x9B\x07\x7F\xE2\x80\xAE\xE2\x81\xA6y\r\nz";

bool is_safe(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return false;
    if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
  }
  return text.find("\u202E") == std::string::npos && text.find("\u2066") == std::string::npos &&
         text.find('x') != std::string::npos;
}

Names hostile_names() {
  Names names;
  names.people[MemberId{1}] = hostile;
  names.rooms[RoomId{1}] = hostile;
  return names;
}

}  // namespace

TEST_CASE("nothing that others chose reaches the terminal as a command, whatever it is part of") {
  const Names names = hostile_names();
  Message message;
  message.by = MemberId{1};
  message.text = hostile;
  message.reactions = {{hostile, {MemberId{1}}}};
  CHECK(is_safe(show_message(message, names)));
  message.removed = Removal{MemberId{2}, Time{1}, hostile};
  CHECK(is_safe(show_message(message, names)));
  Thread thread;
  thread.title = hostile;
  thread.by = MemberId{1};
  CHECK(is_safe(show_thread(thread, names, 1)));
  CHECK(is_safe(show_outcome({Rung::capacity_built, hostile, hostile, hostile})));
  Room room;
  room.slug = room.name = room.description = hostile;
  room.moderators = {MemberId{1}};
  CHECK(is_safe(show_room(room, {}, true)));
  CHECK(is_safe(show_room_details(room, {}, names)));
  Profile profile;
  profile.name = profile.job = profile.utility_name = profile.country = profile.offers = profile.seeks = hostile;
  profile.languages = profile.expertise = {hostile};
  CHECK(is_safe(show_profile(profile)));
  CHECK(is_safe(show_member_line(profile, true)));
  Sanction sanction;
  sanction.member = sanction.by = MemberId{1};
  sanction.room = RoomId{1};
  sanction.reason = sanction.lift_reason = hostile;
  sanction.lifted_at = Time{1};
  CHECK(is_safe(show_sanction(sanction, names)));
  Application application;
  application.name = application.email = application.utility_name = application.job = application.country = hostile;
  application.why = application.reason = hostile;
  application.languages = {hostile};
  application.rooms = {RoomId{1}};
  CHECK(is_safe(show_application(application, names)));
  Report report;
  report.room = RoomId{1};
  report.by = MemberId{1};
  report.reason = report.note = hostile;
  CHECK(is_safe(show_report(report, names)));
  PendingPost pending;
  pending.room = RoomId{1};
  pending.by = MemberId{1};
  pending.title = pending.text = hostile;
  CHECK(is_safe(show_pending(pending, names)));
  AuditEntry entry;
  entry.by = entry.member = MemberId{1};
  entry.room = RoomId{1};
  entry.act = entry.reason = entry.detail = hostile;
  CHECK(is_safe(show_audit(entry, names)));
  Notification notification;
  notification.by = MemberId{1};
  notification.room = RoomId{1};
  notification.text = hostile;
  CHECK(is_safe(show_notification(notification, names)));
}

TEST_CASE("names and places that are not known are told by number") {
  CHECK(name_of({}, MemberId{7}) == "@7");
  CHECK(name_of({}, MemberId{}) == "the server");
  CHECK(show_where(RoomId{7}, {}) == "room 7");
  CHECK(show_where(RoomId{}, {}) == "everywhere");
  Names names;
  names.people[MemberId{7}] = "";
  CHECK(name_of(names, MemberId{7}) == "former member");
}
