#include "client-cli/dates.hpp"
#include "client-cli/screen/acts.hpp"
#include "client-cli/screen/forms.hpp"
#include "client-cli/screen/moving.hpp"
#include "client-cli/screen/panels.hpp"
#include "client-cli/screen/reading.hpp"

/// Commands that look for something.
namespace standpipe::screen {

using namespace protocol;
using client::N_;
using client::tr;

namespace {

void start_search(Model& model, const Target& target) {
  Form form;
  form.name = "search";
  form.keeps = false;
  form.title = tr("Search");
  form.button = tr("Search");
  form.enter_submits = true;
  form.fields = {line_field("words", tr("Words"), true, tr("all of them must occur")), room_field(false)};
  form.fields[1].hint = tr("empty: everywhere");
  form.fields[1].choices = joined_rooms(model);
  form.submit = [](Model& m, const Values& values) -> std::string {
    const std::string words = values.at("words");
    const RoomId room = values.at("room").empty() ? RoomId{} : *room_in(m, values.at("room"));
    m.overlay = std::monostate{};
    open_search(m, words, room);
    return {};
  };
  (void)target;
  ask(model, std::move(form), {{"room", ""}});
}

void start_date(Model& model, const Target&) {
  Form form;
  form.name = "to-date";
  form.keeps = false;
  form.title = tr("To a date");
  form.button = tr("Go there");
  form.enter_submits = true;
  form.fields = {date_field("date", tr("Date"))};
  form.submit = [](Model& m, const Values& values) -> std::string {
    const auto at = *client::date_in(values.at("date"), m.now);
    m.overlay = std::monostate{};
    to_time(m, at);
    return {};
  };
  ask(model, std::move(form));
}

void start_directory(Model& model, const Target&) {
  Form form;
  form.name = "directory";
  form.keeps = false;
  form.title = tr("Find members");
  form.button = tr("Search");
  form.enter_submits = true;
  form.fields = {line_field("words", tr("Words"), false, tr("of name, job, utility, offers or seeks")),
                 line_field("country", tr("Country"), false, tr("two letters, like KE")),
                 line_field("expertise", tr("Expertise"), false), line_field("language", tr("Language"), false, tr("like fr"))};
  form.submit = [](Model& m, const Values& values) -> std::string {
    MemberSearch::Params who;
    if (!values.at("words").empty()) who.query = values.at("words");
    if (!values.at("country").empty()) who.country = values.at("country");
    if (!values.at("expertise").empty()) who.expertise = values.at("expertise");
    if (!values.at("language").empty()) who.language = values.at("language");
    m.overlay = std::monostate{};
    open_directory(m, who);
    return {};
  };
  ask(model, std::move(form));
}

}  // namespace

void add_reading_commands(std::vector<Command>& all) {
  using enum Command::Needs;
  constexpr auto member_role = Role::member;
  all.insert(
      all.end(),
      {{"search", N_("Search"), nothing, member_role, start_search},
       {"to-date", N_("To a date"), reading, member_role, start_date},
       {"directory", N_("Find members"), nothing, member_role, start_directory},
       {"members", N_("Members of the room"), joined_room, member_role,
        [](Model& m, const Target& t) { open_members(m, t.room); }},
       {"threads", N_("The room's threads"), joined_room, member_role,
        [](Model& m, const Target& t) { open_threads(m, t.room); }},
       {"pins", N_("Pinned messages"), joined_room, member_role, [](Model& m, const Target& t) { open_pins(m, t.room); }},
       {"room-details", N_("About the room"), Command::Needs::room, member_role,
        [](Model& m, const Target& t) { open_room_details(m, t.room); }},
       {"who", N_("Who this is"), Command::Needs::member, member_role,
        [](Model& m, const Target& t) { open_profile(m, t.member); }},
       {"open-message", N_("Show it where it was said"), message_elsewhere, member_role,
        [](Model& m, const Target& t) { open_message(m, t.message); }},
       {"notifications", N_("Notifications"), nothing, member_role, [](Model& m, const Target&) { open_notifications(m); }},
       {"mine", N_("What I wrote"), nothing, member_role, [](Model& m, const Target&) { open_mine(m); }},
       {"waiting", N_("What waits to be sent, and what was refused"), nothing, member_role,
        [](Model& m, const Target&) { open_waiting(m); }}});
}

}  // namespace standpipe::screen
