#pragma once

#include <boost/describe.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/entities.hpp"
#include "server/ops/trouble.hpp"

/// What the files of a demo community say, as they say it; config/README.md tells the format. Members and utilities are named by
/// their `ref`, rooms by their slug.
namespace standpipe::ops::demo {

struct UtilityLine {
  std::string ref;
  std::string name;
  std::string country;
  std::vector<std::string> domains;
};
BOOST_DESCRIBE_STRUCT(UtilityLine, (), (ref, name, country, domains))

struct Person {
  std::string ref;
  std::string name;
  std::string email;
  std::string utility;
  std::string country;
  std::string job;
  std::vector<std::string> languages;
  std::vector<std::string> expertise;
  std::string offers;
  std::string seeks;
  std::string why;
  std::vector<std::string> rooms;
  protocol::Role role = protocol::Role::member;
  std::vector<std::string> moderates;
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (ref, name, email, utility, country, job, languages, expertise, offers, seeks, why, rooms, role, moderates))

struct Applicant {
  std::string name;
  std::string email;
  std::string utility_name;
  std::string country;
  std::string job;
  std::vector<std::string> languages;
  std::vector<std::string> rooms;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(Applicant, (), (name, email, utility_name, country, job, languages, rooms, why))

struct ReportLine {
  std::string room;
  std::string thread_title;
  std::int64_t reply = 0;  ///< from 1
  std::string by;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReportLine, (), (room, thread_title, reply, by, reason))

struct Community {
  std::string notice;
  std::string password;
  std::vector<UtilityLine> utilities;
  std::vector<Person> members;
  std::vector<Applicant> applications;
  std::optional<ReportLine> report;
};
BOOST_DESCRIBE_STRUCT(Community, (), (notice, password, utilities, members, applications, report))

/// A chat message or a reply.
struct Post {
  std::string by;
  std::int64_t age_minutes = -1;
  std::string lang;
  std::string text;
  std::map<std::string, std::vector<std::string>> reactions;  ///< emoji → members
};
BOOST_DESCRIBE_STRUCT(Post, (), (by, age_minutes, lang, text, reactions))

struct Topic {
  std::string by;
  std::int64_t age_minutes = -1;
  std::string lang;
  std::string text;
  std::map<std::string, std::vector<std::string>> reactions;
  protocol::ThreadKind kind = protocol::ThreadKind::discussion;
  protocol::ThreadStatus status = protocol::ThreadStatus::open;
  std::string title;
  bool pinned = false;
  std::optional<protocol::Outcome> outcome;
  std::int64_t answer = 0;  ///< the reply that settled it, from 1; 0: none
  std::vector<Post> replies;
};
BOOST_DESCRIBE_STRUCT(Topic, (), (by, age_minutes, lang, text, reactions, kind, status, title, pinned, outcome, answer, replies))

struct RoomText {
  std::string slug;
  std::string file;  ///< for messages about it
  std::vector<Topic> threads;
  std::vector<Post> chat;
};
BOOST_DESCRIBE_STRUCT(RoomText, (), (threads, chat))

struct Files {
  std::string file;  ///< of the community
  Community community;
  std::vector<RoomText> rooms;  ///< in the order of the slugs; those that have a file
};

/// Reads community.json and the file of each of those rooms. Trouble names file and place.
boost::system::result<Files, Trouble> read_files(const std::filesystem::path& folder, const std::vector<std::string>& slugs);

}  // namespace standpipe::ops::demo
