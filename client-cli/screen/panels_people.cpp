#include <algorithm>

#include "client-cli/screen/panel_list.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"

/// Lists of people, and texts about somebody or something.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using client::trn;
using terminal::Line;
using terminal::Look;
using terminal::Role;

namespace {

Item member_item(const Profile& p, bool moderator) {
  Item item;
  Line head = {{printable_line(p.name), Look{Role::name, true}}, {"  @" + std::to_string(p.id.value), {Role::faint}}};
  if (moderator || p.role == protocol::Role::administrator)
    head.push_back(
        {"  " + role_words(p.role == protocol::Role::administrator ? p.role : protocol::Role::moderator), {Role::hint}});
  item.lines.push_back(std::move(head));
  std::string about = printable_line(p.job);
  if (!p.utility_name.empty()) about += (about.empty() ? "" : ", ") + printable_line(p.utility_name);
  if (!p.country.empty()) about += " (" + printable_line(p.country) + ")";
  if (!about.empty()) item.lines.push_back({{about, {Role::faint}}});
  if (!p.offers.empty()) item.lines.push_back({{fill(tr("offers: {1}"), {printable_line(p.offers)}), {Role::good}}});
  if (!p.seeks.empty()) item.lines.push_back({{fill(tr("seeks: {1}"), {printable_line(p.seeks)}), {Role::unread}}});
  item.target.member = p.id;
  item.open = [id = p.id](Model& m) { open_profile(m, id); };
  return item;
}

/// A text to be read: each of its lines is an entry.
void add_text(Panel& panel, const std::string& text, const Target& target) {
  for (auto& line : lines_of(text, Look{Role::heading, true})) {
    Item item;
    item.lines = {std::move(line)};
    item.target = target;
    panel.items.push_back(std::move(item));
  }
}

}  // namespace

void open_directory(Model& model, const MemberSearch::Params& who) {
  push_panel(model, list_of<MemberSearch>(
                        "directory", tr("Members"), tr("Nobody was found. Try fewer or other words."), who,
                        [](Model& m, Panel& p, const MemberPage& page) {
                          m.mirror.apply(page);
                          for (const Profile& profile : page.members)
                            p.items.push_back(member_item(profile, profile.role == protocol::Role::moderator));
                        },
                        [](MemberSearch::Params& params, const MemberPage& page) {
                          if (!page.members.empty()) params.after = page.members.back().id;
                          return page.more;
                        }));
}

void open_members(Model& model, RoomId room) {
  RoomMembers::Params ask;
  ask.room = room;
  Panel panel = list_of<RoomMembers>(
      "members", fill(tr("Members of {1}"), {name_of(model, room)}), tr("Nobody is here."), ask,
      [](Model& m, Panel& p, const MemberPage& page) {
        m.mirror.apply(page);
        for (const Profile& profile : page.members) {
          p.items.push_back(member_item(profile, std::ranges::find(page.moderators, profile.id) != page.moderators.end()));
          p.items.back().target.room = p.room;
        }
      },
      [](RoomMembers::Params& params, const MemberPage& page) {
        if (!page.members.empty()) params.after = page.members.back().id;
        return page.more;
      });
  panel.room = room;
  push_panel(model, std::move(panel));
}

void open_profile(Model& model, MemberId member) {
  MemberGet::Params ask;
  ask.members = {member};
  push_panel(model, list_of<MemberGet>(
                        "profile", tr("Profile"), tr("There is no such member."), ask,
                        [member](Model& m, Panel& p, const MemberPage& page) {
                          m.mirror.apply(page);
                          Target target;
                          target.member = member;
                          for (const Profile& profile : page.members) add_text(p, client::show_profile(profile), target);
                        },
                        [](MemberGet::Params&, const MemberPage&) { return false; }));
}

void open_room_details(Model& model, RoomId room) {
  const auto known = model.mirror.find_room(room);
  if (!known) return model.complain(tr("There is no such room."));
  Panel panel;
  panel.name = "room";
  panel.title = fill(tr("About {1}"), {name_of(model, room)});
  panel.room = room;
  panel.refresh = [room](const Model& m, Panel& p) {
    p.items.clear();
    const auto now = m.mirror.find_room(room);
    const auto head = m.mirror.room_heads().find(room);
    Target target;
    target.room = room;
    if (now)
      add_text(p, client::show_room_details(*now, head == m.mirror.room_heads().end() ? RoomHead{} : head->second, names_of(m)),
               target);
    const auto membership = m.mirror.memberships().find(room);
    if (membership != m.mirror.memberships().end() && membership->second.in)
      add_text(p, fill(tr("I am notified of: {1}"), {level_words(membership->second.notify)}), target);
  };
  push_panel(model, std::move(panel));
}

void open_my_standing(Model& model) {
  SanctionList::Params ask;
  ask.member = model.mirror.me().id;
  Panel panel = list_of<SanctionList>(
      "standing", tr("My standing: sanctions, posts that wait for a moderator, rooms"), tr("There is nothing to say of you."),
      ask,
      [](Model& m, Panel& p, const Sanctions& page) {
        if (p.items.empty()) {
          for (const auto& [id, post] : m.mirror.pending()) {
            Item item;
            item.lines =
                lines_of(tr("waits for a moderator") + ": " + client::show_pending(post, names_of(m)), Look{Role::warning});
            p.items.push_back(std::move(item));
          }
        }
        auto names = names_of(m);
        for (const Person& person : page.people) names.people[person.id] = person.name;
        for (const Sanction& s : page.sanctions) {
          Item item;
          item.lines = lines_of(client::show_sanction(s, names), Look{s.lifted_at ? Role::faint : Role::warning});
          p.items.push_back(std::move(item));
        }
        if (page.sanctions.empty() && p.items.empty())
          add_text(p, tr("No sanction, and nothing that waits for a moderator."), {});
      },
      [](SanctionList::Params& params, const Sanctions& page) {
        if (!page.sanctions.empty()) params.before = page.sanctions.back().id;
        return page.more;
      });
  push_panel(model, std::move(panel));
}

void open_sessions(Model& model) {
  push_panel(model, list_of<SessionList>(
                        "sessions", tr("My log-ins"), tr("There are none."), {},
                        [](Model&, Panel& p, const Sessions& page) {
                          for (const SessionInfo& s : page.sessions) {
                            Item item;
                            item.lines = {
                                {{printable_line(s.device.empty() ? "?" : s.device), Look{Role::text, s.current}},
                                 {s.current ? "  " + tr("this one") : std::string(), {Role::good}}},
                                {{fill(tr("since {1}, until {2}"), {client::show_time(s.at), client::show_time(s.expires_at)}),
                                  {Role::faint}}}};
                            item.target.session = s.id;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](SessionList::Params&, const Sessions&) { return false; }));
}

void open_utilities(Model& model) {
  push_panel(model, list_of<UtilityList>(
                        "utilities", tr("Utilities"), tr("There are none."), {},
                        [](Model&, Panel& p, const Utilities& page) {
                          for (const Utility& u : page.utilities) {
                            Item item;
                            std::string about = "u" + std::to_string(u.id.value) + " · " + printable_line(u.country);
                            for (const auto& domain : u.domains) about += " · " + printable_line(domain);
                            item.lines = {{{printable_line(u.name), Look{Role::text, true}}}, {{about, {Role::faint}}}};
                            item.target.utility = u.id;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](UtilityList::Params& params, const Utilities& page) {
                          if (!page.utilities.empty()) params.after = page.utilities.back().id;
                          return page.more;
                        }));
}

void open_server_state(Model& model) {
  push_panel(model, list_of<ServerState>(
                        "server", tr("The server"), {}, {},
                        [](Model& m, Panel& p, const ServerInfo& s) {
                          std::string text = "standpiped " + printable_line(s.version) + "\n" +
                                             fill(tr("running since {1}"), {client::show_time(s.started_at)}) + "\n" +
                                             trn("{1} member", "{1} members", s.members) + "\n" +
                                             trn("{1} message", "{1} messages", s.messages) + "\n" +
                                             trn("{1} connection", "{1} connections", s.connections) + "\n" +
                                             fill(tr("database: {1} MB"), {std::to_string(s.database_bytes / 1'000'000)}) + "\n" +
                                             trn("{1} application waits", "{1} applications wait", s.applications_waiting) +
                                             "\n" + trn("{1} report is open", "{1} reports are open", s.reports_open);
                          for (const RoomId room : s.short_of_moderators)
                            text += "\n" + fill(tr("fewer than two moderators: {1}"), {name_of(m, room)});
                          add_text(p, text, {});
                        },
                        [](ServerState::Params&, const ServerInfo&) { return false; }));
}

}  // namespace standpipe::screen
