#include <algorithm>

#include "client-cli/commands.hpp"
#include "client-cli/show.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/methods.hpp"

namespace standpipe::client {

using namespace protocol;

namespace {

using RoomAction = std::function<void(OneShot&, const Program&, const Room&)>;

void add_for_room(CLI::App& app, Program& program, const char* name, const char* help, RoomAction run) {
  auto room = std::make_shared<std::string>();
  auto* command = app.add_subcommand(name, help);
  command->add_option("room", *room, "Its slug or number")->required();
  command->callback([&program, room, run = std::move(run)] {
    program.action = [&program, room, run] {
      OneShot client(program.context());
      run(client, program, client.room(*room));
    };
  });
}

void say_page(OneShot& client, const Program& program, const MessagePage& page, const char* none) {
  show_and_keep(client, program, page, [&] {
    if (page.messages.empty()) say(none);
    const Names names = names_of(page.people, client.mirror());
    for (const Message& message : page.messages) say(show_message(message, names));
  });
}

void show_details(OneShot& client, const Program& program, const Room& room) {
  const Rooms list = client.ask<RoomList>({});
  RoomHead head;
  for (const RoomHead& one : list.heads) {
    if (one.room == room.id) head = one;
  }
  print(program, room, [&] {
    Names names = names_of({}, client.mirror());
    if (!room.moderators.empty()) {
      for (const Profile& p : client.ask<MemberGet>({room.moderators}).members) names.people[p.id] = p.name;
    }
    say(show_room_details(room, head, names), 14);
  });
}

void show_present(OneShot& client, const Program& program, const Room& room) {
  const MemberIds present = client.ask<PresenceList>({room.id});
  print(program, present, [&] {
    if (present.members.empty()) return say("Nobody is online.");
    for (const Profile& p : client.ask<MemberGet>({present.members}).members) say(show_member_line(p, false));
  });
}

void add_room_views(CLI::App& app, Program& program) {
  add_for_room(app, program, "room", "About a room: what it is for, its moderators and settings", show_details);
  add_for_room(app, program, "who", "Who of a room's members is online", show_present);
  add_for_room(app, program, "pins", "The pinned messages of a room", [](OneShot& client, const Program& p, const Room& room) {
    say_page(client, p, client.ask<MessagePins>({room.id}), "Nothing is pinned.");
  });
  add_for_room(app, program, "mark-read", "Mark all of a room as read", [](OneShot& client, const Program& p, const Room& room) {
    client.act<ReadAll>({room.id});
    say_done(p, "Done.");
  });
}

void add_message(CLI::App& app, Program& program) {
  auto ids = std::make_shared<std::vector<std::string>>();
  auto* show = app.add_subcommand("show", "Messages by number");
  show->add_option("message", *ids, "Like m34; several are allowed")->required();
  show->callback([&program, ids] {
    program.action = [&program, ids] {
      MessageGet::Params ask;
      for (const auto& id : *ids) ask.messages.push_back(MessageId{number_of(id, 'm')});
      OneShot client(program.context());
      const MessagePage page = client.ask<MessageGet>(ask);
      if (page.messages.empty())
        throw Failure{Exit::refused, "There is no such message that you can see. Check the number.", "not_found"};
      say_page(client, program, page, "");
    };
  });

  auto* mine = app.add_subcommand("mine", "All that you have written, oldest first");
  mine->callback([&program] {
    program.action = [&program] {
      OneShot client(program.context());
      MessageMine::Params ask;
      ask.limit = 200;
      for (bool more = true, first = true; more; first = false) {
        const MessagePage page = client.ask<MessageMine>(ask);
        say_page(client, program, page, first ? "Nothing yet." : "");
        more = page.more_after && !page.messages.empty();
        if (more) ask.after = page.messages.back().id;
      }
      PendingPosts waiting;
      for (const auto& [id, post] : client.mirror().pending()) waiting.pending.push_back(post);
      if (waiting.pending.empty()) return;
      print(program, waiting, [&] {
        const Names names = names_of({{client.mirror().me().id, client.mirror().me().name, {}, {}}}, client.mirror());
        for (const PendingPost& post : waiting.pending) say(show_pending(post, names) + "  [waits for a moderator]");
      });
    };
  });
}

MemberId other_member(OneShot& client, const std::string& who) {
  const MemberId member = client.member(who);
  if (member == client.mirror().me().id) throw Failure{Exit::usage, "Name another member than yourself."};
  return member;
}

/// What was said with a member; where nothing was, no conversation is opened.
void show_direct(OneShot& client, const Program& program, MemberId partner) {
  MessageHistory::Params ask;
  for (const Room& room : client.ask<RoomList>({}).rooms) {
    if (std::ranges::find(room.between, partner) != room.between.end()) ask.room = room.id;
  }
  say_page(client, program, ask.room ? client.ask<MessageHistory>(ask) : MessagePage{}, "Nothing was said yet.");
}

void write_direct(OneShot& client, const Program& program, const std::string& who, const std::string& text) {
  MessagePost::Params post;
  post.text = text;
  post.room = client.before_keeping([&] {
    const MemberId partner = other_member(client, who);
    const auto known = client.mirror().direct_with(partner);
    return known ? known->id : client.act<DirectOpen>({partner}).room;
  });
  const Posted posted = client.write<MessagePost>(post);
  print(program, posted,
        [&] { say("m" + std::to_string(posted.message.value) + "  (room " + std::to_string(post.room.value) + ")"); });
}

void add_direct(CLI::App& app, Program& program) {
  auto who = std::make_shared<std::string>();
  auto text = std::make_shared<std::vector<std::string>>();
  auto* direct = app.add_subcommand("direct", "Write to one member; without a text, what was said");
  direct->add_option("member", *who, "@number or name")->required();
  direct->add_option("text", *text, "Markdown; - for standard input");
  direct->callback([&program, who, text] {
    program.action = [&program, who, text] {
      const std::string words = text->empty() ? std::string() : text_or_stdin(*text);
      OneShot client(program.context());
      if (words.empty()) return show_direct(client, program, other_member(client, *who));
      write_direct(client, program, *who, words);
    };
  });
}

}  // namespace

void add_place_commands(CLI::App& app, Program& program) {
  add_room_views(app, program);
  add_message(app, program);
  add_direct(app, program);
}

}  // namespace standpipe::client
