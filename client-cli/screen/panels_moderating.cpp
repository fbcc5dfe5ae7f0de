#include "client-cli/screen/pages.hpp"
#include "client-cli/screen/panel_list.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"

/// What moderators and administrators look through.
namespace standpipe::screen {

using namespace protocol;
using client::fill;
using client::printable_line;
using client::tr;
using terminal::Look;
using terminal::Role;

namespace {

client::Names names_with(const Model& model, const std::vector<Person>& people) {
  auto names = names_of(model);
  for (const Person& person : people) names.people[person.id] = person.name;
  return names;
}

}  // namespace

void open_applications(Model& model) {
  push_panel(model, list_of<ApplicationList>(
                        "applications", tr("Applications"), tr("Nobody waits for a decision."), {},
                        [](Model& m, Panel& p, const Applications& page) {
                          for (const Application& a : page.applications) {
                            Item item;
                            item.lines = lines_of(client::show_application(a, names_of(m)), Look{Role::name, true});
                            item.target.application = a.id;
                            item.target.name = a.name;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](ApplicationList::Params& params, const Applications& page) {
                          if (!page.applications.empty()) params.after = page.applications.back().id;
                          return page.more;
                        }));
}

void open_reports(Model& model) {
  push_panel(model, list_of<ReportList>(
                        "reports", tr("Reports"), tr("No report is open."), {},
                        [](Model& m, Panel& p, const Reports& page) {
                          const auto names = names_with(m, page.people);
                          ask_names(m, page.messages);
                          for (const Report& r : page.reports) {
                            Item item;
                            item.lines = lines_of(client::show_report(r, names), Look{Role::warning});
                            item.target.report = r.id;
                            item.target.room = r.room;
                            item.target.message = r.message;
                            for (const Message& message : page.messages) {
                              if (message.id != r.message) continue;
                              for (auto& line : lines_of("  " + client::show_message(message, names)))
                                item.lines.push_back(std::move(line));
                              item.target.member = message.by;
                              item.target.thread = message.thread;
                            }
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](ReportList::Params& params, const Reports& page) {
                          if (!page.reports.empty()) params.after = page.reports.back().id;
                          return page.more;
                        }));
}

void open_pending(Model& model) {
  push_panel(model, list_of<PendingList>(
                        "pending", tr("First posts that wait"), tr("No post waits for you."), {},
                        [](Model& m, Panel& p, const PendingPosts& page) {
                          const auto names = names_with(m, page.people);
                          for (const PendingPost& post : page.pending) {
                            Item item;
                            item.lines = lines_of(client::show_pending(post, names), Look{Role::name});
                            item.target.pending = post.id;
                            item.target.room = post.room;
                            item.target.member = post.by;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](PendingList::Params&, const PendingPosts&) { return false; }));
}

void open_sanctions(Model& model, SanctionList::Params which) {
  push_panel(model, list_of<SanctionList>(
                        "sanctions", tr("Sanctions"), tr("There are none."), which,
                        [](Model& m, Panel& p, const Sanctions& page) {
                          const auto names = names_with(m, page.people);
                          for (const Sanction& s : page.sanctions) {
                            Item item;
                            item.lines =
                                lines_of(client::show_sanction(s, names), Look{s.lifted_at ? Role::faint : Role::warning});
                            item.target.sanction = s.id;
                            item.target.member = s.member;
                            item.target.room = s.room;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](SanctionList::Params& params, const Sanctions& page) {
                          if (!page.sanctions.empty()) params.before = page.sanctions.back().id;
                          return page.more;
                        }));
}

void open_audit(Model& model, AuditList::Params which) {
  push_panel(model, list_of<AuditList>(
                        "audit", tr("Audit log"), tr("Nothing was done yet."), which,
                        [](Model& m, Panel& p, const AuditLog& page) {
                          const auto names = names_with(m, page.people);
                          for (const AuditEntry& e : page.entries) {
                            Item item;
                            item.lines = lines_of(client::show_audit(e, names));
                            item.target.member = e.member;
                            item.target.room = e.room;
                            item.target.message = e.message;
                            item.target.thread = e.thread;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](AuditList::Params& params, const AuditLog& page) {
                          if (!page.entries.empty()) params.before = page.entries.back().id;
                          return page.more;
                        }));
}

void open_invitations(Model& model) {
  push_panel(model, list_of<InvitationList>(
                        "invitations", tr("Invitations"), tr("There are none."), {},
                        [](Model& m, Panel& p, const Invitations& page) {
                          for (const Invitation& i : page.invitations) {
                            Item item;
                            std::string about =
                                fill(tr("by {1} · until {2} · {3} uses left"),
                                     {name_of(m, i.by), client::show_time(i.expires_at), std::to_string(i.uses_left)});
                            if (i.revoked) about += " · " + tr("revoked");
                            item.lines = {{{"i" + std::to_string(i.id.value) + "  " + printable_line(i.note),
                                            Look{i.revoked ? Role::faint : Role::text, true}}},
                                          {{about, {Role::faint}}}};
                            item.target.invitation = i.id;
                            p.items.push_back(std::move(item));
                          }
                        },
                        [](InvitationList::Params& params, const Invitations& page) {
                          if (!page.invitations.empty()) params.before = page.invitations.back().id;
                          return page.more;
                        }));
}

}  // namespace standpipe::screen
