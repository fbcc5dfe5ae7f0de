#pragma once

#include "client-cli/screen/model.hpp"
#include "client-cli/screen/vocabulary.hpp"
#include "client-cli/words.hpp"

/// What a form asks for, and what is meant by what was typed.
namespace standpipe::screen {

Field line_field(std::string name, std::string label, bool required = true, std::string hint = {});
Field text_field(std::string name, std::string label, bool required = true);
Field choice_field(std::string name, std::string label, Terms choices);
Field member_field();
Field room_field(bool required = true);
Field minutes_field();
/// A day in local time: see client-cli/dates.hpp for what may be typed.
Field date_field(std::string name, std::string label, bool required = true);
Field flag_field(std::string name, std::string label);
Field reason_field(bool required = true);

/// What is wrong with an answer, or nothing.
std::string trouble_with(const Model& model, const Field& field, const std::string& value);
/// What to say of a text that is longer than a message may be.
std::string too_long(std::size_t bytes);

/// Values as they are typed. Nothing where they are wrong.
std::optional<protocol::MemberId> member_in(const Model& model, const std::string& text);
std::optional<protocol::RoomId> room_in(const Model& model, const std::string& text);
std::optional<std::int64_t> minutes_in(const std::string& text);
std::optional<std::int64_t> number_in(const std::string& text);
std::vector<std::string> words_in(const std::string& text);  ///< set apart by commas
/// Whether a yes or a no is meant, in any of the languages: what one is used to writing does not change with the settings.
bool is_yes(std::string_view text);
bool is_no(std::string_view text);

}  // namespace standpipe::screen
