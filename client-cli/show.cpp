#include "client-cli/show.hpp"

#include <algorithm>
#include <ctime>
#include <string_view>

#include <boost/describe/enum_to_string.hpp>

#include "client-cli/terminal/layout.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

/// The protocol's terms, which are their own words in English: for the catalogs.
[[maybe_unused]] constexpr const char* terms[] = {N_("warning"),
                                                  N_("mute"),
                                                  N_("ban"),
                                                  N_("suspension"),
                                                  N_("pending"),
                                                  N_("approved"),
                                                  N_("declined"),
                                                  N_("upheld"),
                                                  N_("dismissed"),
                                                  N_("mention"),
                                                  N_("reply"),
                                                  N_("answer marked"),
                                                  N_("sanction"),
                                                  N_("sanction lifted"),
                                                  N_("post approved"),
                                                  N_("post rejected"),
                                                  N_("report resolved"),
                                                  N_("message removed"),
                                                  N_("role changed"),
                                                  N_("added to room"),
                                                  N_("removed from room"),
                                                  N_("left"),
                                                  N_("deactivated"),
                                                  N_("erased"),
                                                  N_("cop"),
                                                  N_("group"),
                                                  N_("announcement"),
                                                  N_("direct"),
                                                  N_("active")};

template <class E>
std::string word(E value) {
  std::string text = boost::describe::enum_to_string(value, "?");
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return tr(text.c_str());
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& w : words) text += (text.empty() ? "" : ", ") + printable_line(w);
  return text;
}

std::string id_text(char letter, std::int64_t id) {
  return std::string(1, letter) + std::to_string(id);
}

void add_line(std::string& out, std::string_view label, const std::string& value) {
  if (value.empty()) return;
  std::string padded(label);
  padded.append(12 - std::min<std::size_t>(11, columns(label)), ' ');
  out += "\n  " + padded + value;
}

std::string indented(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "    ";
  }
  return out;
}

}  // namespace

std::string show_time(Time at) {
  if (!at) return "-";
  const auto seconds = static_cast<std::time_t>(at.value / 1000);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[32];
  const auto n = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
  return {text, n};
}

Names names_of(const std::vector<Person>& people, const Mirror& mirror) {
  Names names;
  for (const Person& p : people) names.people[p.id] = p.name;
  for (const auto& [id, room] : mirror.rooms()) names.rooms[id] = room.slug;
  return names;
}

std::string name_of(const Names& names, MemberId id) {
  if (!id) return tr("the server");
  const auto found = names.people.find(id);
  if (found == names.people.end()) return "@" + std::to_string(id.value);
  return found->second.empty() ? tr("former member") : printable_line(found->second);
}

std::string show_where(RoomId room, const Names& names) {
  if (!room) return tr("everywhere");
  const auto found = names.rooms.find(room);
  return found == names.rooms.end() || found->second.empty() ? "room " + std::to_string(room.value)
                                                             : printable_line(found->second);
}

std::string show_message(const Message& message, const Names& names) {
  std::string out = id_text('m', message.id.value) + "  " + show_time(message.at) + "  " + name_of(names, message.by);
  if (message.reply_to) out += " (" + fill(tr("to {1}"), {id_text('m', message.reply_to.value)}) + ")";
  if (message.pinned) out += " [" + tr("pinned") + "]";
  out += ": ";
  if (message.removed) {
    out += "[" + (message.removed->by != message.by ? tr("removed by a moderator") : tr("removed"));
    if (!message.removed->reason.empty()) out += ": " + printable_line(message.removed->reason);
    out += "]";
  } else {
    out += indented(printable(message.text));
    if (message.edited_at) out += " " + tr("(edited)");
  }
  for (const Reaction& reaction : message.reactions)
    out += "  " + printable_line(reaction.emoji) + std::to_string(reaction.by.size());
  return out;
}

std::string show_thread(const Thread& thread, const Names& names, std::int64_t unread) {
  std::string out = id_text('t', thread.id.value) + "  " + show_time(thread.last_at) + "  [" + word(thread.kind) + ", " +
                    word(thread.status) + "] " + printable_line(thread.title) + "  (" + name_of(names, thread.by) + ", " +
                    std::to_string(thread.last_index.value) + (thread.last_index.value == 1 ? " message" : " messages");
  if (unread > 0) out += ", " + std::to_string(unread) + " unread";
  if (thread.pinned) out += ", pinned";
  if (thread.locked) out += ", locked";
  if (thread.answer) out += ", answer " + id_text('m', thread.answer.value);
  return out + ")";
}

std::string show_outcome(const Outcome& outcome) {
  std::string out = "    " + fill(tr("outcome: {1}"), {word(outcome.rung)});
  if (!outcome.indicator.empty()) out += "; " + printable_line(outcome.indicator);
  if (!outcome.before.empty()) out += ", " + fill(tr("before {1}"), {printable_line(outcome.before)});
  if (!outcome.after.empty()) out += ", " + fill(tr("after {1}"), {printable_line(outcome.after)});
  return out;
}

std::string show_room_details(const Room& room, const RoomHead& head, const Names& names) {
  std::string out = printable_line(room.slug) + "  " + printable_line(room.name);
  if (room.kind != RoomKind::cop) out += "  [" + word(room.kind) + "]";
  if (room.archived) out += "  [" + tr("archived") + "]";
  add_line(out, tr("about"), printable_line(room.description));
  std::string moderators;
  for (const MemberId id : room.moderators) moderators += (moderators.empty() ? "" : ", ") + name_of(names, id);
  add_line(out, tr("moderators"), moderators);
  if (head.members > 0) {
    add_line(out, tr("has"),
             fill(tr("{1} members, {2} threads, {3} messages"),
                  {std::to_string(head.members), std::to_string(head.threads), std::to_string(head.last_number.value)}));
  }
  if (room.slow_mode_s > 0)
    add_line(out, tr("slow mode"), fill(tr("{1} s between two posts of a member"), {std::to_string(room.slow_mode_s)}));
  if (room.approve_first_post) add_line(out, tr("newcomers"), tr("a moderator looks at the first post"));
  if (room.ends_at) add_line(out, tr("ends"), show_time(room.ends_at));
  add_line(out, tr("opened"), show_time(room.created_at));
  return out;
}

std::string show_room(const Room& room, const RoomHead& head, bool in) {
  std::string slug = printable_line(room.slug);
  slug.resize(std::max<std::size_t>(slug.size(), 26), ' ');
  std::string out = std::string(in ? "* " : "  ") + slug + "  " + printable_line(room.name);
  if (room.kind != RoomKind::cop) out += "  [" + word(room.kind) + "]";
  if (in && head.unread > 0) out += "  " + std::to_string(head.unread) + " unread";
  if (room.archived) out += "  [archived]";
  return out;
}

std::string show_profile(const Profile& p) {
  std::string out = "@" + std::to_string(p.id.value) + "  " + printable_line(p.name) +
                    (p.role == Role::member ? "" : "  [" + word(p.role) + "]") +
                    (p.state == MemberState::active ? "" : "  [" + word(p.state) + "]");
  add_line(out, tr("job"), printable_line(p.job));
  add_line(out, tr("utility"), printable_line(p.utility_name));
  add_line(out, tr("country"), printable_line(p.country));
  add_line(out, tr("languages"), joined(p.languages));
  add_line(out, tr("expertise"), joined(p.expertise));
  add_line(out, tr("offers"), printable_line(p.offers));
  add_line(out, tr("seeks"), printable_line(p.seeks));
  add_line(out, tr("joined"), show_time(p.joined_at));
  return out;
}

std::string show_member_line(const Profile& p, bool moderator) {
  std::string out = "@" + std::to_string(p.id.value) + "  " + printable_line(p.name);
  if (moderator) out += "  [" + tr("moderator") + "]";
  if (!p.utility_name.empty()) out += "  " + printable_line(p.utility_name);
  if (!p.country.empty()) out += " (" + printable_line(p.country) + ")";
  return out;
}

std::string show_sanction(const Sanction& s, const Names& names) {
  std::string out = id_text('s', s.id.value) + "  " + show_time(s.at) + "  " +
                    fill(s.room ? tr("{1} of {2} in {3} by {4}") : tr("{1} of {2} {3} by {4}"),
                         {word(s.kind), name_of(names, s.member), show_where(s.room, names), name_of(names, s.by)});
  if (s.kind != SanctionKind::warning) out += " " + (s.until ? fill(tr("until {1}"), {show_time(s.until)}) : tr("for good"));
  out += ": " + printable_line(s.reason);
  if (s.lifted_at) out += "  [" + fill(tr("lifted {1}: {2}"), {show_time(s.lifted_at), printable_line(s.lift_reason)}) + "]";
  return out;
}

std::string show_application(const Application& a, const Names& names) {
  std::string out = id_text('a', a.id.value) + "  " + show_time(a.at) + "  " + printable_line(a.name) + " <" +
                    printable_line(a.email) + ">  [" + word(a.status) + "]";
  add_line(out, tr("utility"),
           printable_line(a.utility_name) + "  (" +
               (a.domain_matches ? tr("e-mail domain is known") : tr("e-mail domain is not known")) + ")");
  if (a.former) add_line(out, tr("before"), fill(tr("who left as {1} had this address"), {id_text('@', a.former.value)}));
  add_line(out, tr("job"), printable_line(a.job) + ", " + printable_line(a.country));
  add_line(out, tr("languages"), joined(a.languages));
  std::string rooms;
  for (const RoomId room : a.rooms) rooms += (rooms.empty() ? "" : ", ") + show_where(room, names);
  add_line(out, tr("rooms"), rooms);
  add_line(out, tr("why"), printable_line(a.why));
  if (!a.reason.empty()) add_line(out, tr("reason"), printable_line(a.reason));
  return out;
}

std::string show_report(const Report& r, const Names& names) {
  std::string out = id_text('r', r.id.value) + "  " + show_time(r.at) + "  " +
                    (r.room ? show_where(r.room, names) : tr("about a moderator")) + ", " +
                    fill(tr("{1}, reported by {2}"), {id_text('m', r.message.value), name_of(names, r.by)}) + " [" +
                    word(r.status) + "]: " + printable_line(r.reason);
  if (!r.note.empty()) out += "  (" + printable_line(r.note) + ")";
  return out;
}

std::string show_pending(const PendingPost& p, const Names& names) {
  std::string out =
      id_text('p', p.id.value) + "  " + show_time(p.at) + "  " + show_where(p.room, names) + "  " + name_of(names, p.by) + ": ";
  if (!p.title.empty()) out += "«" + printable_line(p.title) + "» ";
  return out + indented(printable(p.text));
}

std::string show_audit(const AuditEntry& e, const Names& names) {
  std::string out = show_time(e.at) + "  " + name_of(names, e.by) + "  " + printable_line(e.act);
  if (e.member) out += "  (" + name_of(names, e.member) + ", " + id_text('@', e.member.value) + ")";
  if (e.room) out += "  " + fill(tr("in {1}"), {show_where(e.room, names)});
  if (e.thread) out += "  " + id_text('t', e.thread.value);
  if (e.message) out += "  " + id_text('m', e.message.value);
  if (!e.detail.empty()) out += "  " + printable_line(e.detail);
  if (!e.reason.empty()) out += ": " + printable_line(e.reason);
  return out;
}

std::string show_notification(const Notification& n, const Names& names) {
  std::string out =
      std::string(n.seen ? "  " : "* ") + show_time(n.at) + "  " + fill(tr("{1} by {2}"), {word(n.kind), name_of(names, n.by)});
  if (n.room) out += " " + fill(tr("in {1}"), {show_where(n.room, names)});
  if (n.thread) out += " " + id_text('t', n.thread.value);
  if (n.message) out += " " + id_text('m', n.message.value);
  if (!n.text.empty()) out += ": " + printable_line(n.text);
  return out;
}

}  // namespace standpipe::client
