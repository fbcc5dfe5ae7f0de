#include <algorithm>
#include <memory>
#include <tuple>

#include "protocol/codec_read.hpp"
#include "server/ops/demo_plan.hpp"

namespace standpipe::ops::demo {

namespace {

using domain::MemberId;
using domain::RoomId;
using domain::Time;
using Reactions = std::map<std::string, std::vector<std::string>>;

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t week = 7 * 24 * 60;

/// Known from when it is written on.
struct Written {
  domain::ThreadId thread;
  domain::MessageId message;
};
using WrittenPtr = std::shared_ptr<Written>;

class Talk {
 public:
  Talk(const Files& files, const std::string& password_hash, Names& names, Time now)
      : files_(files), password_hash_(password_hash), names_(names), now_(now) {}

  void write_room(const RoomText& room) {
    const Where where{room.slug, names_.room(room.slug, room.file), nullptr};
    for (std::size_t i = 0; i < room.threads.size(); ++i) write_thread(where, room.threads[i], at(room.file, "threads", i));
    auto youngest = oldest_;
    for (std::size_t i = 0; i < room.chat.size(); ++i) {
      write(where, room.chat[i], at(room.file, "chat", i), youngest);
    }
  }

  void add_applications() {
    const auto& applications = files_.community.applications;
    for (std::size_t i = 0; i < applications.size(); ++i) {
      const auto place = at(files_.file, "applications", i);
      const auto& person = applications[i];
      domain::ApplyToJoin apply;
      apply.application.name = person.name;
      apply.application.email = person.email;
      apply.application.utility_name = person.utility_name;
      apply.application.country = person.country;
      apply.application.job = person.job;
      apply.application.languages = person.languages;
      apply.application.rooms = names_.rooms(person.rooms, place);
      apply.application.why = person.why;
      apply.password_hash = password_hash_;
      const auto hours = 3 + 15 * static_cast<std::int64_t>(applications.size() - 1 - i);
      add(ago(hours * 60), [place, apply](Replay& replay, Time time) {
        replay.next().application = replay.next().application.next();
        replay.run(time, place, {}, apply);
      });
    }
  }

  void report() {
    if (!files_.community.report) return;
    const auto& report = *files_.community.report;
    const auto place = files_.file + ": report";
    const auto by = names_.member(report.by, place);
    const auto found = replies_.find({report.room, report.thread_title, report.reply});
    if (found == replies_.end()) return names_.fail(place, "there is no such reply in that thread of that room");
    add(after(found->second.at, 90),
        [place, by, reason = report.reason, reported = found->second.written](Replay& replay, Time time) {
          replay.run(time, place, by, protocol::MessageReport::Params{reported->message, reason});
        });
  }

  void read_until_last_week() {
    for (std::size_t i = 0; i < files_.community.members.size(); ++i) {
      const auto& person = files_.community.members[i];
      const auto place = at(files_.file, "members", i);
      add(ago(week), [place, by = names_.member(person.ref, place), rooms = names_.rooms(person.rooms, place)](
                         Replay& replay, Time time) { catch_up(replay, time, place, by, rooms); });
    }
  }

  std::vector<Happening> in_order() && {
    std::ranges::stable_sort(plan_, {}, &Happening::at);
    return std::move(plan_);
  }

 private:
  struct Where {
    std::string slug;
    RoomId room;
    WrittenPtr opener;  ///< none: the chat
  };
  struct Done {
    Time at;
    WrittenPtr written;
  };

  static void catch_up(Replay& replay, Time time, const std::string& place, MemberId by, const std::vector<RoomId>& rooms) {
    for (const auto room : rooms) replay.run(time, place, by, protocol::ReadAll::Params{room});
    replay.run(time, place, by, protocol::NotificationSeen::Params{domain::NotificationId{protocol::max_strong}});
  }

  void write_thread(Where where, const Topic& topic, const std::string& place) {
    auto youngest = oldest_;
    const auto by = names_.member(topic.by, place);
    const auto opened = start(where, topic, place, youngest);
    where.opener = opened.written;
    react(opened, topic.reactions, place);
    Done last = opened;
    std::vector<Done> replies;
    for (std::size_t i = 0; i < topic.replies.size(); ++i) {
      last = write(where, topic.replies[i], at(place, "replies", i), youngest);
      replies.push_back(last);
      replies_[{where.slug, topic.title, static_cast<std::int64_t>(i) + 1}] = last;
    }
    if (topic.pinned) {
      add(after(opened.at, 60), [place, by = names_.moderator_of(where.slug, place), opened](Replay& replay, Time time) {
        replay.run(time, place, by, protocol::ThreadPin::Params{opened.written->thread, true});
      });
    }
    settle(topic, place, by, opened, replies, last.at);
  }

  Done start(const Where& where, const Topic& topic, const std::string& place, std::int64_t& youngest) {
    const auto time = written_at(topic.age_minutes, youngest, place);
    const auto written = std::make_shared<Written>();
    auto [text, mentions] = names_.with_mentions(topic.text, place);
    protocol::ThreadCreate::Params params{where.room, topic.title,   topic.kind,         std::move(text),
                                          topic.lang, topic.outcome, std::move(mentions)};
    add_post(time, place, names_.member(topic.by, place), where.room,
             [params = std::move(params), written](domain::NextIds& next) -> domain::Payload {
               written->thread = std::exchange(next.thread, next.thread.next());
               written->message = std::exchange(next.message, next.message.next());
               return params;
             });
    return {time, written};
  }

  Done write(const Where& where, const Post& post, const std::string& place, std::int64_t& youngest) {
    const auto time = written_at(post.age_minutes, youngest, place);
    const auto written = std::make_shared<Written>();
    auto [text, mentions] = names_.with_mentions(post.text, place);
    protocol::MessagePost::Params params;
    params.room = where.room;
    params.text = std::move(text);
    params.lang = post.lang;
    params.mentions = std::move(mentions);
    add_post(time, place, names_.member(post.by, place), where.room,
             [params = std::move(params), written, opener = where.opener](domain::NextIds& next) -> domain::Payload {
               written->message = std::exchange(next.message, next.message.next());
               auto ready = params;
               if (opener) ready.thread = opener->thread;
               return ready;
             });
    Done done{time, written};
    react(done, post.reactions, place);
    return done;
  }

  /// Who writes has read the room; further back than a week everybody has.
  template <class Make>
  void add_post(Time at, const std::string& place, MemberId by, RoomId room, Make make) {
    const bool recent = at > ago(week);
    add(at, [place, by, room, recent, make = std::move(make)](Replay& replay, Time time) {
      if (recent) catch_up(replay, time, place, by, {room});
      replay.run(time, place, by, make(replay.next()));
    });
  }

  void react(const Done& to, const Reactions& reactions, const std::string& place) {
    std::int64_t minutes = 2;
    for (const auto& [emoji, refs] : reactions) {
      for (const auto& ref : refs) {
        add(after(to.at, minutes), [place, by = names_.member(ref, place), emoji = emoji, to](Replay& replay, Time time) {
          replay.run(time, place, by, protocol::MessageReact::Params{to.written->message, emoji, true});
        });
        minutes += 3;
      }
    }
  }

  /// Answer and status, as the thread's author sets them.
  void settle(const Topic& topic, const std::string& place, MemberId by, const Done& opened, const std::vector<Done>& replies,
              Time last) {
    const auto reply = static_cast<std::size_t>(topic.answer);
    if (reply > replies.size()) return names_.fail(place, "\"answer\" names no reply");
    if (reply > 0) {
      add(after(replies[reply - 1].at, 30), [place, by, opened, answer = replies[reply - 1]](Replay& replay, Time time) {
        replay.run(time, place, by, protocol::ThreadAnswer::Params{opened.written->thread, answer.written->message});
      });
    }
    using protocol::ThreadStatus;
    const auto made = reply > 0 ? ThreadStatus::answered : ThreadStatus::open;
    if (topic.status == made) return;
    add(after(last, 60), [place, by, opened, status = topic.status](Replay& replay, Time time) {
      protocol::ThreadUpdate::Params update;
      update.thread = opened.written->thread;
      update.status = status;
      replay.run(time, place, by, std::move(update));
    });
  }

  /// Checks that it is younger than what stands before it.
  Time written_at(std::int64_t age_minutes, std::int64_t& youngest, const std::string& place) {
    if (age_minutes < 0) names_.fail(place, "\"age_minutes\" is missing or in the future");
    if (age_minutes >= youngest) names_.fail(place, "\"age_minutes\" is not less than that of what stands before it");
    youngest = age_minutes;
    return ago(age_minutes);
  }

  Time ago(std::int64_t minutes) const { return Time{now_.value - minutes * minute}; }
  /// So many minutes later, but not in the future.
  Time after(Time time, std::int64_t minutes) const { return std::min(Time{time.value + minutes * minute}, now_); }

  template <class Act>
  void add(Time at, Act act) {
    plan_.push_back({at, std::move(act)});
  }

  static constexpr std::int64_t oldest_ = 20 * 365 * 24 * 60;

  const Files& files_;
  const std::string& password_hash_;
  Names& names_;
  Time now_;
  std::vector<Happening> plan_;
  std::map<std::tuple<std::string, std::string, std::int64_t>, Done> replies_;  ///< by room, title, place in the thread
};

}  // namespace

std::vector<Happening> plan_talk(const Files& files, const std::string& password_hash, Names& names, domain::Time now) {
  Talk talk(files, password_hash, names, now);
  for (const auto& room : files.rooms) talk.write_room(room);
  talk.read_until_last_week();
  talk.report();
  talk.add_applications();
  return std::move(talk).in_order();
}

}  // namespace standpipe::ops::demo
