#pragma once

#include "client-cli/screen/model.hpp"

/// Writing: drafts, replies, edits, completion, sending.
namespace standpipe::screen {

/// Puts what is in the composer away under its place, and takes out what waits there.
void keep_draft(Model& model);
void take_draft(Model& model);

void begin_writing(Model& model);
void begin_reply(Model& model, const protocol::Message& to, bool with_quote);
void begin_edit(Model& model, const protocol::Message& own);
/// Of one's newest message here that is not removed. False where there is none.
bool begin_edit_of_last(Model& model);
/// Sends the composer's text, or runs the command that it is ("/search").
void send(Model& model);
/// Completes the word before the cursor: @member, #room, t12, /command. The next call takes the next one.
void complete(Model& model);
/// Gives a text that was refused back to its author: into the composer where that is empty.
void give_back(Model& model, const Refused& refused);

/// The members that a text names with "@": those that the copy knows by that name.
std::vector<protocol::MemberId> mentions_in(const Model& model, std::string_view text);

}  // namespace standpipe::screen
