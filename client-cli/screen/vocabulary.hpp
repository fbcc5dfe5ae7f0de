#pragma once

#include <string>
#include <utility>
#include <vector>

#include "protocol/entities.hpp"

/// The protocol's terms in the words of the user's language.
namespace standpipe::screen {

std::string kind_words(protocol::ThreadKind kind);
std::string status_words(protocol::ThreadStatus status);
std::string rung_words(protocol::Rung rung);
std::string level_words(protocol::NotifyLevel level);
std::string role_words(protocol::Role role);
std::string room_kind_words(protocol::RoomKind kind);

/// Every value's name on the wire, and its words: for a choice in a form.
using Terms = std::vector<std::pair<std::string, std::string>>;
Terms thread_kinds();
Terms thread_statuses();
Terms rungs();
Terms notify_levels();

}  // namespace standpipe::screen
