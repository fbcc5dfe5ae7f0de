#pragma once

#include <vector>

#include "client-cli/screen/model.hpp"

/// What was written and is not acknowledged yet, and what the server refused. Pure.
namespace standpipe::screen {

struct WaitingPost {
  std::string key;
  std::string text;
  std::string why;  ///< why it is not sent now; "" where there is no other reason than the line
};

/// What waits for this place, in the order of writing.
std::vector<WaitingPost> waiting_posts(const Model& model, const Place& place);
/// One line about something in the outbox: what it is, where it goes, what it says.
std::string waiting_words(const Model& model, const std::string& method, const std::string& params);
/// The text in it; "" where it has none.
std::string text_in(const std::string& params);

}  // namespace standpipe::screen
