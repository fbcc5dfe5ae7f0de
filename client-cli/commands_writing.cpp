#include <algorithm>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

void say_posted(const Program& program, const Posted& posted) {
  print(program, posted, [&] {
    if (posted.pending)
      return say("It waits for a moderator: first posts in this room are looked at (p" + std::to_string(posted.pending.value) +
                 ").");
    say("m" + std::to_string(posted.message.value) +
        (posted.thread ? " in t" + std::to_string(posted.thread.value) : std::string()));
  });
}

std::optional<std::vector<MemberId>> mentions_of(OneShot& client, const std::vector<std::string>& names) {
  if (names.empty()) return std::nullopt;
  std::vector<MemberId> ids;
  ids.reserve(names.size());
  for (const auto& name : names) ids.push_back(client.member(name));
  return ids;
}

struct PostWords {
  std::string room, title, kind = "discussion", lang, to, rung, indicator, before, after;
  std::vector<std::string> text, mentions;
};

/// A room is named by its slug, and the slug's id must be known without a line too, for what is written offline.
RoomId room_for_writing(OneShot& client, const std::string& name) {
  const auto known = client.mirror().find_room(name);
  return known ? known->id : client.room(name).id;
}

std::optional<Outcome> outcome_of(const PostWords& words) {
  if (words.rung.empty()) return std::nullopt;
  Outcome outcome;
  outcome.rung = enum_of<Rung>(words.rung, "rung");
  outcome.indicator = words.indicator;
  outcome.before = words.before;
  outcome.after = words.after;
  return outcome;
}

MessagePost::Params chat_post(OneShot& client, const PostWords& words, const std::string& text) {
  MessagePost::Params params;
  params.room = room_for_writing(client, words.room);
  params.text = text;
  if (!words.lang.empty()) params.lang = words.lang;
  params.mentions = mentions_of(client, words.mentions);
  return params;
}

ThreadCreate::Params new_thread(OneShot& client, const PostWords& words, const std::string& text) {
  ThreadCreate::Params params;
  params.kind = enum_of<ThreadKind>(words.kind, "kind");
  params.outcome = outcome_of(words);
  params.room = room_for_writing(client, words.room);
  params.title = words.title;
  params.text = text;
  if (!words.lang.empty()) params.lang = words.lang;
  params.mentions = mentions_of(client, words.mentions);
  return params;
}

void add_post(CLI::App& app, Program& program) {
  auto words = std::make_shared<PostWords>();
  auto* post = app.add_subcommand("post", "Post to a room's chat; with --title, start a thread");
  post->add_option("room", words->room, "Its slug")->required();
  post->add_option("text", words->text, "Markdown; standard input if absent or -");
  auto* title = post->add_option("--title", words->title, "Start a thread with this title");
  post->add_option("--kind", words->kind, "discussion, question, best-practice, opportunity or event")->needs(title);
  post->add_option("--lang", words->lang, "The text's language, like fr");
  post->add_option("--mention", words->mentions, "@number or name; repeat for several")->allow_extra_args(false);
  auto* rung = post->add_option(
      "--rung", words->rung,
      "Of a best practice: capacity-built, capacity-applied, routines-embedded, performance-improved or targets-achieved");
  rung->needs(title);
  post->add_option("--indicator", words->indicator, "Of a best practice: what was measured")->needs(rung);
  post->add_option("--before", words->before, "Of a best practice: the indicator before")->needs(rung);
  post->add_option("--after", words->after, "Of a best practice: the indicator after")->needs(rung);
  post->callback([=, &program] {
    program.action = [=, &program] {
      if (title->count() > 0 && words->title.empty())
        throw Failure{Exit::usage, "The title is empty. Say what the thread is about."};
      const std::string text = text_or_stdin(words->text);
      OneShot client(program.context());
      if (words->title.empty()) {
        const auto params = client.before_keeping([&] { return chat_post(client, *words, text); });
        return say_posted(program, client.write<MessagePost>(params));
      }
      const auto params = client.before_keeping([&] { return new_thread(client, *words, text); });
      say_posted(program, client.write<ThreadCreate>(params));
    };
  });
}

/// The room of a thread, where it is by now; without a line where the copy has it.
RoomId room_of_thread(OneShot& client, ThreadId thread) {
  client.try_online();
  const auto known = client.mirror().threads().find(thread);
  if (known != client.mirror().threads().end()) return known->second.room;
  const ThreadPage found = client.ask<ThreadGet>({thread});
  if (found.threads.empty())
    throw Failure{Exit::refused,
                  "There is no thread t" + std::to_string(thread.value) + " that you can see. Do: standpipe threads ROOM",
                  "not_found"};
  client.mirror().apply(found);
  return found.threads.front().room;
}

void add_reply(CLI::App& app, Program& program) {
  auto thread = std::make_shared<std::string>();
  auto words = std::make_shared<PostWords>();
  auto* reply = app.add_subcommand("reply", "Reply in a thread");
  reply->add_option("thread", *thread, "Like t12")->required();
  reply->add_option("text", words->text, "Markdown; standard input if absent or -");
  reply->add_option("--to", words->to, "The message that it answers, like m34");
  reply->add_option("--lang", words->lang, "The text's language, like fr");
  reply->add_option("--mention", words->mentions, "@number or name; repeat for several")->allow_extra_args(false);
  reply->callback([=, &program] {
    program.action = [=, &program] {
      MessagePost::Params params;
      params.text = text_or_stdin(words->text);
      params.thread = ThreadId{number_of(*thread, 't')};
      if (!words->to.empty()) params.reply_to = MessageId{number_of(words->to, 'm')};
      if (!words->lang.empty()) params.lang = words->lang;
      OneShot client(program.context());
      client.before_keeping([&] {
        params.room = room_of_thread(client, *params.thread);
        params.mentions = mentions_of(client, words->mentions);
      });
      say_posted(program, client.write<MessagePost>(params));
    };
  });
}

/// As the server has it; where nobody answers, as the copy has it.
Message message_by_id(OneShot& client, const std::string& text) {
  const MessageId id{number_of(text, 'm')};
  MessagePage page;
  try {
    page = client.ask<MessageGet>({{id}});
  } catch (const Failure& failure) {
    const auto known = client.mirror().message(id);
    if (failure.exit != Exit::unreachable || !known) throw;
    return *known;
  }
  if (page.messages.empty())
    throw Failure{Exit::refused, "There is no message " + text + " that you can see. Check its number.", "not_found"};
  return page.messages.front();
}

void add_changes(CLI::App& app, Program& program) {
  auto id = std::make_shared<std::string>();
  auto words = std::make_shared<PostWords>();
  auto* edit = app.add_subcommand("edit", "Replace the text of your own message");
  edit->add_option("message", *id, "Like m34")->required();
  edit->add_option("text", words->text, "Markdown; standard input if absent or -");
  edit->callback([=, &program] {
    program.action = [=, &program] {
      MessageEdit::Params params;
      params.text = text_or_stdin(words->text);
      OneShot client(program.context());
      const Message before = client.before_keeping([&] { return message_by_id(client, *id); });
      params.message = before.id;
      params.base_rev = before.rev;
      say_posted(program, client.write<MessageEdit>(params));
    };
  });

  auto reason = std::make_shared<std::string>();
  auto* remove = app.add_subcommand("remove", "Remove your own message; a moderator others' too, with a reason");
  remove->add_option("message", *id, "Like m34")->required();
  remove->add_option("--reason", *reason, "Why, for its author");
  remove->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      MessageRemove::Params params;
      params.message = MessageId{number_of(*id, 'm')};
      if (!reason->empty()) params.reason = *reason;
      client.act<MessageRemove>(params);
      say_done(program, "Removed.");
    };
  });

  auto emoji = std::make_shared<std::string>();
  auto off = std::make_shared<bool>(false);
  auto* react = app.add_subcommand("react", "Add a reaction to a message, or take it back");
  react->add_option("message", *id, "Like m34")->required();
  react->add_option("emoji", *emoji, "One emoji")->required();
  react->add_flag("--off", *off, "Take it back");
  react->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      client.write<MessageReact>({MessageId{number_of(*id, 'm')}, *emoji, !*off});
      say_done(program, "Done.");
    };
  });

  auto* report = app.add_subcommand("report", "Report a message to the room's moderators");
  report->add_option("message", *id, "Like m34")->required();
  report->add_option("--reason", *reason, "What is wrong with it")->required();
  report->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      client.write<MessageReport>({MessageId{number_of(*id, 'm')}, *reason});
      say_done(program, "Thank you. A moderator will look at it.");
    };
  });

  auto thread = std::make_shared<std::string>();
  auto none = std::make_shared<bool>(false);
  auto* answer = app.add_subcommand("answer", "Mark a reply as the answer to your question");
  answer->add_option("thread", *thread, "Like t12")->required();
  answer->add_option("message", *id, "Like m34");
  answer->add_flag("--none", *none, "It has no answer after all");
  answer->callback([=, &program] {
    program.action = [=, &program] {
      if (id->empty() != *none) throw Failure{Exit::usage, "Name either the message that answers it, or --none."};
      OneShot client(program.context());
      client.act<ThreadAnswer>({ThreadId{number_of(*thread, 't')}, MessageId{*none ? 0 : number_of(*id, 'm')}});
      say_done(program, "Done.");
    };
  });

  auto status = std::make_shared<std::string>();
  auto title = std::make_shared<std::string>();
  auto* update = app.add_subcommand("thread-update", "Change the title or status of a thread");
  update->add_option("thread", *thread, "Like t12")->required();
  auto* new_title = update->add_option("--title", *title, "A new title");
  update->add_option("--status", *status, "open, answered, closed or archived");
  update->callback([=, &program] {
    program.action = [=, &program] {
      ThreadUpdate::Params params;
      params.thread = ThreadId{number_of(*thread, 't')};
      if (new_title->count() > 0) params.title = *title;
      if (!status->empty()) params.status = enum_of<ThreadStatus>(*status, "status");
      if (!params.title && !params.status) throw Failure{Exit::usage, "Say what to change: --title or --status."};
      OneShot client(program.context());
      client.act<ThreadUpdate>(params);
      say_done(program, "Done.");
    };
  });
}

}  // namespace

void add_writing_commands(CLI::App& app, Program& program) {
  add_post(app, program);
  add_reply(app, program);
  add_changes(app, program);
}

}  // namespace standpipe::client
