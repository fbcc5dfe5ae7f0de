#pragma once

#include "client-cli/screen/model.hpp"
#include "client-cli/terminal/keys.hpp"

/// What happens, and what the model becomes by it. Pure: see model.hpp.
namespace standpipe::screen {

// What the user does.
void press(Model& model, const terminal::Key& key);
void paste(Model& model, const std::string& text);
void click(Model& model, const terminal::Click& click);
void act(Model& model, Action action);
/// $EDITOR is closed; the text is what it left.
void edited(Model& model, const std::string& text);

// What happens by itself.
void resize(Model& model, terminal::Size size);
/// About once a second, and before each of the others.
void tick(Model& model, protocol::Time now);
void on_online(Model& model, const protocol::HelloResult& hello);
void on_offline(Model& model, const std::string& why, bool for_good);
void on_change(Model& model, const protocol::Change& change);
/// Too much has changed in a stream to be told one by one: what the copy has of it was dropped.
void on_gap(Model& model, const std::string& stream);
void on_notice(Model& model, const std::string& method, const boost::json::value& params);
void on_sent(Model& model, const client::Queued& queued, const client::CallAnswer& answer);
void on_postponed(Model& model, const client::Queued& queued, const client::CallError& error);
/// The outbox has changed.
void on_waiting(Model& model, std::vector<client::Queued> waiting);
/// Asks who is in the room that is open, where that is to be seen and not known.
void ask_members(Model& model);

/// The context that decides what a key does now.
Context context_of(const Model& model);

}  // namespace standpipe::screen
