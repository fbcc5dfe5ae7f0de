#include <algorithm>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

void say_messages(const OneShot& client, const MessagePage& page) {
  const Names names = names_of(page.people, client.mirror());
  for (const Message& message : page.messages) say(show_message(message, names));
}

void say_threads(const OneShot& client, const ThreadPage& page) {
  const Names names = names_of(page.people, client.mirror());
  for (std::size_t i = 0; i < page.threads.size(); ++i)
    say(show_thread(page.threads[i], names, i < page.unread.size() ? page.unread[i] : 0));
}

/// Asks for the names of those with whom the member has direct conversations and whom the copy does not know.
void learn_partners(OneShot& client, const std::vector<Room>& rooms) {
  MemberGet::Params ask;
  for (const Room& room : rooms) {
    for (const MemberId one : room.between) {
      if (client.mirror().person_name(one).empty() && ask.members.size() < 200) ask.members.push_back(one);
    }
  }
  if (!ask.members.empty()) client.mirror().apply(client.ask<MemberGet>(ask));
}

void add_rooms(CLI::App& app, Program& program) {
  auto* rooms = app.add_subcommand("rooms", "The rooms that you can see; * marks those you are in");
  rooms->callback([&program] {
    program.action = [&program] {
      OneShot client(program.context());
      const Rooms list = client.ask<RoomList>({});
      print(program, list, [&] {
        learn_partners(client, list.rooms);
        for (std::size_t i = 0; i < list.rooms.size() && i < list.heads.size(); ++i) {
          const bool in = std::any_of(list.memberships.begin(), list.memberships.end(),
                                      [&](const Membership& m) { return m.in && m.room == list.rooms[i].id; });
          say(show_room(client.mirror().shown(list.rooms[i]), list.heads[i], in));
        }
      });
    };
  });

  auto room = std::make_shared<std::string>();
  auto* join = app.add_subcommand("join", "Join a room");
  join->add_option("room", *room, "Its slug")->required();
  join->callback([&program, room] {
    program.action = [&program, room] {
      OneShot client(program.context());
      const Room joined = client.room(*room);
      const Joined result = client.act<RoomJoin>({joined.id});
      print(program, result, [&] { say("You are in " + printable_line(joined.name) + "."); });
    };
  });
  auto* leave = app.add_subcommand("leave", "Leave a room");
  leave->add_option("room", *room, "Its slug")->required();
  leave->callback([&program, room] {
    program.action = [&program, room] {
      OneShot client(program.context());
      const Room left = client.room(*room);
      client.act<RoomLeave>({left.id});
      say_done(program, "You have left " + printable_line(left.name) + ".");
    };
  });
  auto* notify = app.add_subcommand("notify", "Choose what a room notifies you of");
  auto level = std::make_shared<std::string>();
  notify->add_option("room", *room, "Its slug")->required();
  notify->add_option("level", *level, "all, mentions or none")->required();
  notify->callback([&program, room, level] {
    program.action = [&program, room, level] {
      OneShot client(program.context());
      client.act<RoomNotify>({client.room(*room).id, enum_of<NotifyLevel>(*level, "level")});
      say_done(program, "Done.");
    };
  });
}

struct ReadWords {
  std::string room, thread, around;
  std::int64_t before = 0, after = -1, limit = 0;
  bool keep = false, newest = false;

  bool wants_page() const { return newest || before != 0 || after >= 0 || !around.empty(); }
};

/// What a member has not read in the chat of one room, oldest first, and no more than the limit; moves the mark. False where
/// there was nothing.
bool read_unread(OneShot& client, const Program& program, const Room& room, const ReadWords& words) {
  const bool title = words.room.empty();
  const auto membership = client.mirror().memberships().find(room.id);
  const auto head = client.mirror().room_heads().find(room.id);
  if (membership == client.mirror().memberships().end() || !membership->second.in || head == client.mirror().room_heads().end()) {
    throw Failure{Exit::refused, not_in(room), "not_a_member"};
  }
  Index read = membership->second.chat_read;
  bool first = true;
  bool more = read < head->second.chat_last;
  for (std::int64_t left = words.limit > 0 ? words.limit : INT64_MAX; more && left > 0;) {
    MessageHistory::Params ask;
    ask.room = room.id;
    ask.after = read;
    ask.limit = std::min<std::int64_t>(left, MessageHistory::page.most);
    const MessagePage page = client.ask<MessageHistory>(ask);
    if (page.messages.empty()) break;
    if (title && first && !program.json) say("== " + printable_line(room.name) + " ==");
    first = false;
    show_and_keep(client, program, page, [&] { say_messages(client, page); });
    read = page.messages.back().index;
    more = page.more_after;
    left -= std::ssize(page.messages);
  }
  if (more && !first && !program.json) say("There is more unread: standpipe read " + room.slug);
  if (!first && !words.keep) client.act<ReadMarkSet>({room.id, std::nullopt, read});
  ThreadList::Params threads;
  threads.room = room.id;
  threads.unread = true;
  const ThreadPage page = client.ask<ThreadList>(threads);
  if (page.threads.empty()) return !first;
  if (title && first && !program.json) say("== " + printable_line(room.name) + " ==");
  show_and_keep(client, program, page, [&] { say_threads(client, page); });
  return true;
}

void read_page(OneShot& client, const Program& program, const ReadWords& words) {
  MessageHistory::Params ask;
  ask.room = client.room(words.room).id;
  if (!words.around.empty()) ask.message = MessageId{number_of(words.around, 'm')};
  if (words.before) ask.before = Index{words.before};
  if (words.after >= 0) ask.after = Index{words.after};
  if (words.limit > 0) ask.limit = words.limit;
  const MessagePage page = client.ask<MessageHistory>(ask);
  show_and_keep(client, program, page, [&] {
    if (page.messages.empty()) say("No messages there.");
    say_messages(client, page);
    if (page.more_before) say("There are earlier ones: --before " + std::to_string(page.messages.front().index.value));
    if (page.more_after) say("There are later ones: --after " + std::to_string(page.messages.back().index.value));
  });
}

void add_read(CLI::App& app, Program& program) {
  auto words = std::make_shared<ReadWords>();
  auto* read = app.add_subcommand("read", "What you have not read: of one room, or of all you are in; marks it as read");
  read->add_option("room", words->room, "A room's slug; all your rooms if absent");
  read->add_flag("--keep", words->keep, "Do not mark it as read");
  read->add_option("--before", words->before, "A page of the chat before this number in it");
  read->add_option("--after", words->after, "A page of the chat after this number in it; 0: from the start");
  read->add_flag("--newest", words->newest, "The newest page of the chat, read or not");
  read->add_option("--around", words->around, "A page of the chat around this message");
  read->add_option("-n,--limit", words->limit, "How many messages of a page, or of each room's unread; 1 to 200")
      ->check(CLI::Range(1, 200));
  read->callback([=, &program] {
    program.action = [=, &program] {
      if (words->wants_page() && words->room.empty())
        throw Failure{Exit::usage, "Say of which room: --newest, --before, --after and --around show a page of its chat."};
      OneShot client(program.context());
      client.go_online();
      if (words->wants_page()) return read_page(client, program, *words);
      bool any = false;
      if (!words->room.empty()) any = read_unread(client, program, client.room(words->room), *words);
      const auto memberships = client.mirror().memberships();
      for (const auto& [id, membership] : memberships) {
        const auto room = client.mirror().find_room(id);
        if (!words->room.empty() || !membership.in || !room) continue;
        any = read_unread(client, program, *room, *words) || any;
      }
      if (!any && !program.json) say("Nothing is unread.");
    };
  });
}

struct ThreadWords {
  std::string room, kind, status, lang, by;
  bool unread = false, pinned = false;
  std::int64_t before = 0, limit = 30;
};

void add_threads(CLI::App& app, Program& program) {
  auto words = std::make_shared<ThreadWords>();
  auto* threads = app.add_subcommand("threads", "A room's threads, the most recently active first");
  threads->add_option("room", words->room, "Its slug")->required();
  threads->add_option("--kind", words->kind, "discussion, question, best-practice, opportunity or event");
  threads->add_option("--status", words->status, "open, answered, closed or archived");
  threads->add_option("--lang", words->lang, "A language tag");
  threads->add_option("--by", words->by, "Who started it: @number or name");
  threads->add_flag("--unread", words->unread, "Only those with something unread");
  threads->add_flag("--pinned", words->pinned, "Only pinned ones");
  threads->add_option("--before", words->before, "The next page: before this number");
  threads->add_option("-n,--limit", words->limit, "How many, 1 to 100")->check(CLI::Range(1, 100));
  threads->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      ThreadList::Params ask;
      ask.room = client.room(words->room).id;
      if (!words->kind.empty()) ask.kind = enum_of<ThreadKind>(words->kind, "kind");
      if (!words->status.empty()) ask.status = enum_of<ThreadStatus>(words->status, "status");
      if (!words->lang.empty()) ask.lang = words->lang;
      if (!words->by.empty()) ask.by = client.member(words->by);
      if (words->unread) ask.unread = true;
      if (words->pinned) ask.pinned = true;
      if (words->before) ask.before = Number{words->before};
      ask.limit = words->limit;
      const ThreadPage page = client.ask<ThreadList>(ask);
      show_and_keep(client, program, page, [&] {
        say_threads(client, page);
        if (page.threads.empty()) say("No threads.");
        if (page.more) say("There are more: --before " + std::to_string(page.threads.back().last_number.value));
      });
    };
  });

  auto id = std::make_shared<std::string>();
  auto keep = std::make_shared<bool>(false);
  auto* thread = app.add_subcommand("thread", "All of a thread; marks it as read");
  thread->add_option("thread", *id, "Like t12")->required();
  thread->add_flag("--keep", *keep, "Do not mark it as read");
  thread->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      const ThreadId wanted{number_of(*id, 't')};
      const ThreadPage found = client.ask<ThreadGet>({wanted});
      if (found.threads.empty())
        throw Failure{Exit::refused, "There is no thread " + *id + " that you can see. Do: standpipe threads ROOM", "not_found"};
      const Thread& shown = found.threads.front();
      show_and_keep(client, program, found, [&] {
        say_threads(client, found);
        if (shown.outcome) say(show_outcome(*shown.outcome));
      });
      MessageHistory::Params ask;
      ask.room = shown.room;
      ask.thread = wanted;
      ask.after = Index{0};
      ask.limit = 200;
      for (bool more = true; more;) {
        const MessagePage page = client.ask<MessageHistory>(ask);
        show_and_keep(client, program, page, [&] { say_messages(client, page); });
        more = page.more_after && !page.messages.empty();
        if (more) ask.after = page.messages.back().index;
      }
      const auto membership = client.mirror().memberships().find(shown.room);
      if (!*keep && membership != client.mirror().memberships().end() && membership->second.in) {
        client.act<ReadMarkSet>({shown.room, wanted, shown.last_index});
      }
    };
  });
}

void add_search(CLI::App& app, Program& program) {
  struct Words {
    std::vector<std::string> query;
    std::string room, kind, lang, by, before;
    std::int64_t limit = 20;
  };
  auto words = std::make_shared<Words>();
  auto* search = app.add_subcommand("search", "Find words in all rooms that you may read");
  search->add_option("words", words->query, "All must occur")->required();
  search->add_option("--room", words->room, "Only in this room");
  search->add_option("--kind", words->kind, "Only in threads of this kind");
  search->add_option("--lang", words->lang, "Only in this language");
  search->add_option("--by", words->by, "Only by this member");
  search->add_option("--before", words->before, "The next page: older than this message");
  search->add_option("-n,--limit", words->limit, "How many, 1 to 50")->check(CLI::Range(1, 50));
  search->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      Search::Params ask;
      for (const auto& word : words->query) ask.query += (ask.query.empty() ? "" : " ") + word;
      if (!words->room.empty()) ask.room = client.room(words->room).id;
      if (!words->kind.empty()) ask.kind = enum_of<ThreadKind>(words->kind, "kind");
      if (!words->lang.empty()) ask.lang = words->lang;
      if (!words->by.empty()) ask.by = client.member(words->by);
      if (!words->before.empty()) ask.before = MessageId{number_of(words->before, 'm')};
      ask.limit = words->limit;
      const MessagePage page = client.ask<Search>(ask);
      show_and_keep(client, program, page, [&] {
        if (page.messages.empty()) say("Nothing found.");
        say_messages(client, page);
        if (page.more_before) say("There are more: --before m" + std::to_string(page.messages.back().id.value));
      });
    };
  });
}

void add_notifications(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("notifications", "Mentions, replies and decisions about you; marks them as seen");
  auto keep = std::make_shared<bool>(false);
  command->add_flag("--keep", *keep, "Do not mark them as seen");
  command->callback([=, &program] {
    program.action = [=, &program] {
      OneShot client(program.context());
      const Notifications page = client.ask<NotificationList>({});
      print(program, page, [&] {
        const Names names = names_of(page.people, client.mirror());
        for (const Notification& n : page.notifications) say(show_notification(n, names));
        if (page.notifications.empty()) say("No notifications.");
      });
      if (!*keep && page.unseen > 0 && !page.notifications.empty()) client.act<NotificationSeen>({page.notifications.front().id});
    };
  });
}

}  // namespace

void add_reading_commands(CLI::App& app, Program& program) {
  add_rooms(app, program);
  add_read(app, program);
  add_threads(app, program);
  add_search(app, program);
  add_notifications(app, program);
}

}  // namespace standpipe::client
