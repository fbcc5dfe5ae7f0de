#include "client-cli/screen/waiting.hpp"

#include "client-cli/terminal/safe_text.hpp"
#include "client-cli/words.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::N_;
using client::printable_line;
using client::tr;

namespace {

/// What the commands that wait may say.
struct Said {
  RoomId room;
  ThreadId thread;
  MessageId message;
  std::string title, text, emoji, reason;
};
BOOST_DESCRIBE_STRUCT(Said, (), (room, thread, message, title, text, emoji, reason))

Said said_in(const std::string& params) {
  const auto json = parse(params);
  if (json.has_error()) return {};
  auto said = read<Said>(json.value());
  return said.has_error() ? Said{} : std::move(said).value();
}

std::string method_words(const std::string& method) {
  static const std::map<std::string_view, const char*> words = {
      {MessagePost::name, N_("message")},   {MessageEdit::name, N_("edit")},
      {MessageRemove::name, N_("removal")}, {MessageReact::name, N_("reaction")},
      {MessageReport::name, N_("report")},  {ThreadCreate::name, N_("new thread")},
      {ReadAll::name, N_("mark as read")},  {NotificationSeen::name, N_("notifications seen")}};
  const auto found = words.find(method);
  return found == words.end() ? method : tr(found->second);
}

}  // namespace

std::vector<WaitingPost> waiting_posts(const Model& model, const Place& place) {
  std::vector<WaitingPost> posts;
  for (const auto& queued : model.waiting) {
    if (queued.method != MessagePost::name) continue;
    const Said said = said_in(queued.params);
    if (said.room != place.room || said.thread != place.thread) continue;
    const auto why = model.postponed.find(queued.key);
    posts.push_back({queued.key, said.text, why == model.postponed.end() ? std::string() : why->second});
  }
  return posts;
}

std::string waiting_words(const Model& model, const std::string& method, const std::string& params) {
  const Said said = said_in(params);
  std::string out = printable_line(method_words(method));
  if (said.room) out += " · " + name_of(model, said.room);
  if (said.thread) out += " · t" + std::to_string(said.thread.value);
  if (said.message) out += " · m" + std::to_string(said.message.value);
  const std::string what = printable_line(said.title.empty() ? said.text + said.emoji + said.reason : said.title);
  return what.empty() ? out : out + ": " + what;
}

std::string text_in(const std::string& params) {
  return said_in(params).text;
}

}  // namespace standpipe::screen
