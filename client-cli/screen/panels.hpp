#pragma once

#include "client-cli/screen/model.hpp"

/// Lists that one opens, looks through and does something with.
namespace standpipe::screen {

void open_threads(Model& model, protocol::RoomId room, const ThreadFilter& filter = {});
/// The filter of the list of threads that is open.
ThreadFilter present_filter(const Model& model);
void open_search(Model& model, const std::string& words, protocol::RoomId room);
void open_pins(Model& model, protocol::RoomId room);
void open_mine(Model& model);
void open_notifications(Model& model);
void open_waiting(Model& model);

void open_directory(Model& model, const protocol::MemberSearch::Params& who);
void open_members(Model& model, protocol::RoomId room);
void open_profile(Model& model, protocol::MemberId member);
void open_room_details(Model& model, protocol::RoomId room);
void open_my_standing(Model& model);
void open_sessions(Model& model);

void open_applications(Model& model);
void open_reports(Model& model);
void open_pending(Model& model);
void open_sanctions(Model& model, protocol::SanctionList::Params which);
void open_audit(Model& model, protocol::AuditList::Params which);
void open_invitations(Model& model);
void open_utilities(Model& model);
void open_server_state(Model& model);

/// Asks for the next items of a list, if there are more and it does not ask already.
void load_panel(Model& model, Panel& panel);
/// The list that is open, from its beginning.
void reload_panel(Model& model);
/// The same, if there is a line and the list is not from the server yet.
void complete_panel(Model& model);
void move_in_panel(Model& model, int step);

}  // namespace standpipe::screen
