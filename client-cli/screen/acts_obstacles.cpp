#include <algorithm>

#include "client-cli/screen/acts.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

/// Why a command is not possible now: what is not to be done is said before it is tried, and with what to do first.
namespace standpipe::screen {

using namespace protocol;
using client::printable_line;
using client::tr;
using Needs = Command::Needs;

namespace {

bool is_own(const Model& model, const Message& m) {
  return m.by == model.mirror.me().id;
}

const Thread* thread_of(const Model& model, ThreadId id) {
  const auto known = model.mirror.threads().find(id);
  return known == model.mirror.threads().end() ? nullptr : &known->second;
}

std::string without_message(const Model& model, Needs needs, const Target& target) {
  if (!target.message) return tr("Choose a message first.");
  const auto m = message_of(model, target.message);
  if (needs == Needs::message) return {};
  if (!m) {
    if (needs == Needs::own_message && target.member && target.member != model.mirror.me().id)
      return tr("Only its author can do this.");
    const bool needs_it = needs == Needs::own_message || needs == Needs::reply_to_question;
    return needs_it ? tr("Open it first.") : std::string();  // of the others the server knows
  }
  if (needs == Needs::message_elsewhere) {
    const Reading* reading = model.reading();
    const bool here = reading != nullptr && reading->place == Place{m->room, m->thread} && reading->messages.contains(m->index);
    return here ? tr("It is shown here already.") : std::string();
  }
  if (needs == Needs::reply_to_question) {
    const Thread* thread = thread_of(model, m->thread);
    if (!m->thread || m->index == Index{1} || m->removed || (thread != nullptr && thread->kind != ThreadKind::question))
      return tr("Only a reply to a question can be its answer.");
    const bool may = thread == nullptr || thread->by == model.mirror.me().id || is_moderator(model, m->room);
    return may ? std::string() : tr("Only who asked, or a moderator of this room, can do this.");
  }
  if (m->removed) return tr("This message was removed.");
  if (needs == Needs::own_message && !is_own(model, *m)) return tr("Only its author can do this.");
  if (needs == Needs::others_message && is_own(model, *m)) return tr("This is your own message: edit or remove it instead.");
  if (needs == Needs::removable_message && !is_own(model, *m) && !is_moderator(model, m->room))
    return tr("Only its author, or a moderator of this room, can do this.");
  return {};
}

std::string without_thread(const Model& model, Needs needs, const Target& target) {
  if (!target.thread) return tr("Open a thread first.");
  const Thread* thread = thread_of(model, target.thread);
  if (needs == Needs::own_thread && thread != nullptr && thread->by != model.mirror.me().id && !is_moderator(model, thread->room))
    return tr("Only who began it, or a moderator of this room, can do this.");
  if (needs == Needs::movable_thread && is_moderator(model, target.room) && rooms_to_move_to(model, target.room).empty())
    return tr("You moderate no other room that is open.");
  return {};
}

std::string without_room(const Model& model, Needs needs, const Target& target) {
  const auto found = model.mirror.rooms().find(target.room);
  if (found == model.mirror.rooms().end()) return tr("Choose a room first.");
  const bool in = model.mirror.is_in(target.room);
  if (found->second.kind == RoomKind::direct && needs == Needs::other_room) return tr("Not in a direct conversation.");
  if (needs == Needs::other_room) return in ? tr("You are in this room already.") : std::string();
  if (found->second.kind == RoomKind::direct && needs != Needs::joined_room) return tr("Not in a direct conversation.");
  if (!in && needs != Needs::room) return tr("Join the room first.");
  return {};
}

/// What is missing of what the command is about.
std::string without(const Model& model, Needs needs, const Target& target) {
  const auto unless = [](bool there, const char* text) { return there ? std::string() : tr(text); };
  switch (needs) {
    case Needs::nothing:
      return {};
    case Needs::reading:
      return unless(model.reading() != nullptr, client::N_("Open a room or a thread first."));
    case Needs::room:
    case Needs::joined_room:
    case Needs::shared_room:
    case Needs::other_room:
      return without_room(model, needs, target);
    case Needs::message:
    case Needs::message_elsewhere:
    case Needs::own_message:
    case Needs::others_message:
    case Needs::removable_message:
    case Needs::reply_to_question:
      return without_message(model, needs, target);
    case Needs::thread:
    case Needs::own_thread:
    case Needs::movable_thread:
      return without_thread(model, needs, target);
    case Needs::other_member:
      if (target.member && target.member == model.mirror.me().id) return tr("This is you.");
      [[fallthrough]];
    case Needs::member:
      return unless(static_cast<bool>(target.member), client::N_("Choose a member first."));
    case Needs::report:
      return unless(static_cast<bool>(target.report), client::N_("Choose a report first."));
    case Needs::pending:
      return unless(static_cast<bool>(target.pending), client::N_("Choose a post that waits first."));
    case Needs::application:
      return unless(static_cast<bool>(target.application), client::N_("Choose an application first."));
    case Needs::sanction:
      return unless(static_cast<bool>(target.sanction), client::N_("Choose a sanction first."));
    case Needs::invitation:
      return unless(static_cast<bool>(target.invitation), client::N_("Choose an invitation first."));
    case Needs::session:
      return unless(static_cast<bool>(target.session), client::N_("Choose a log-in first."));
    case Needs::utility:
      return unless(static_cast<bool>(target.utility), client::N_("Choose a utility first."));
    case Needs::waiting:
      return unless(!target.waiting.empty(), client::N_("Choose something that waits first."));
  }
  return {};
}

}  // namespace

bool is_for(const Model& model, const Command& command) {
  if (command.least == Role::member || is_administrator(model)) return true;
  return command.least == Role::moderator && model.mirror.me().role != Role::member;
}

std::string obstacle(const Model& model, const Command& command, const Target& target) {
  if (!is_for(model, command))
    return command.least == Role::administrator ? tr("Only administrators can do this.") : tr("Only moderators can do this.");
  if (std::string why = without(model, command.needs, target); !why.empty()) return why;
  if (command.least == Role::moderator && command.needs != Needs::nothing && target.room && !is_moderator(model, target.room))
    return tr("Only moderators of this room can do this.");
  // A conversation that is there already is opened without asking.
  const bool is_here = command.needs == Needs::other_member && model.mirror.direct_with(target.member);
  if (command.is(Command::at_once) && !is_here && !is_online(model)) return tr("There is no line now.");
  return {};
}

std::string obstacle(const Model& model, Action action) {
  const Panel* panel = model.panel();
  if (binding(action).context == Context::threads && (panel == nullptr || panel->name != "threads"))
    return tr("Open the list of threads first.");
  if ((action == Action::write || action == Action::first_unread) && model.reading() == nullptr)
    return tr("Open a room or a thread first.");
  return {};
}

std::vector<std::pair<std::string, std::string>> joined_rooms(const Model& model) {
  std::vector<std::pair<std::string, std::string>> rooms;
  for (const auto& [id, room] : model.mirror.rooms()) {
    if (room.kind != RoomKind::direct && model.mirror.is_in(id)) rooms.emplace_back(room.slug, printable_line(room.name));
  }
  return rooms;
}

std::vector<std::pair<std::string, std::string>> moderated_rooms(const Model& model) {
  std::vector<std::pair<std::string, std::string>> rooms;
  for (const auto& [id, room] : model.mirror.rooms()) {
    if (room.kind != RoomKind::direct && is_moderator(model, id)) rooms.emplace_back(room.slug, printable_line(room.name));
  }
  return rooms;
}

std::vector<std::pair<std::string, std::string>> rooms_to_move_to(const Model& model, RoomId from) {
  auto rooms = moderated_rooms(model);
  std::erase_if(rooms, [&](const auto& one) {
    const auto room = model.mirror.find_room(one.first);
    return !room || room->id == from || room->archived || (room->ends_at && room->ends_at <= model.now);
  });
  return rooms;
}

}  // namespace standpipe::screen
