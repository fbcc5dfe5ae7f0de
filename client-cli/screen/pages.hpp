#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client-cli/screen/model.hpp"

/// How the pages of a conversation come: from the copy what that has, else from the server, asked for once and before they are
/// needed. What is open of a conversation is always one part without gaps.
namespace standpipe::screen {

constexpr std::size_t page_messages = 60;

/// The conversation of that place, where it is open or on the way back.
Reading* find_reading(Model& model, const Place& place);
/// What is first seen of it: from the first unread message or around one, else the newest.
void begin(Model& model, Reading& reading, std::optional<protocol::Index> around);
protocol::MessageHistory::Params history_of(const Place& place);
/// Asks for another part in place of the one that is open, and shows a message of it, or the newest.
void load(Model& model, const Place& place, protocol::MessageHistory::Params ask, std::optional<protocol::Index> at);
/// Asks for the part that is seen once more, and leaves the view where it is.
void ask_again(Model& model, Reading& reading);
/// Of several questions for another part only the last one's answer is taken: its number.
std::int64_t begin_asking(Model& model, const Place& place);
/// `anew`: in place of what is open.
void take_page(Model& model, Reading& reading, const protocol::MessagePage& got, bool anew);
/// What comes before and after what is open.
void load_older(Model& model, Reading& reading);
void load_newer(Model& model, Reading& reading);
/// Adds those that join the beginning of what is open without a gap.
void fill_from(Reading& reading, const std::vector<protocol::Message>& messages);
/// Asks who wrote them, where that is not known.
void ask_names(Model& model, const std::vector<protocol::Message>& messages);
/// Lets go of the far end of what is too much.
void drop_far_end(Reading& reading, bool keep_start);
std::string trouble_of(const client::CallAnswer& answer);

}  // namespace standpipe::screen
