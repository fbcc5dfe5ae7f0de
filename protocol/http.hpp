#pragma once

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "protocol/entities.hpp"
#include "protocol/errors.hpp"

/// The JSON bodies of the HTTP endpoints (PROTOCOL.md lists the paths).
namespace standpipe::protocol {

/// POST /api/apply
struct ApplyBody {
  std::string name;
  std::string email;
  std::string password;
  std::string utility;  ///< the employer's name
  std::string country;
  std::string job;
  std::vector<std::string> languages;
  std::vector<std::string> rooms;  ///< slugs of the CoPs of interest; at least one unless invited
  std::string why;
  std::optional<std::string> invitation;
};
BOOST_DESCRIBE_STRUCT(ApplyBody, (), (name, email, password, utility, country, job, languages, rooms, why, invitation))

/// GET /api/cops: where one is, and what one may apply for, before there is a log-in.
struct CopCard {
  std::string slug;
  std::string name;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(CopCard, (), (slug, name, description))
struct CopList {
  std::string community;       ///< its name
  std::vector<CopCard> rooms;  ///< CoPs that are open, in the order of their making
};
BOOST_DESCRIBE_STRUCT(CopList, (), (community, rooms))

struct ApplyResult {
  ApplicationId application;
  ApplicationStatus status = ApplicationStatus::pending;
  MemberId member;  ///< when invited: a member at once
};
BOOST_DESCRIBE_STRUCT(ApplyResult, (), (application, status, member))

/// POST /api/login. With `cookie`, the token is set as a cookie that scripts cannot read, and left out of the reply.
struct LoginBody {
  std::string email;
  std::string password;
  std::optional<std::string> device;
  std::optional<bool> cookie;
};
BOOST_DESCRIBE_STRUCT(LoginBody, (), (email, password, device, cookie))

struct LoginResult {
  std::string token;
  MemberId member;
  std::string name;
  SessionId session;
  Time expires_at;
};
BOOST_DESCRIBE_STRUCT(LoginResult, (), (token, member, name, session, expires_at))

/// POST /api/password
struct PasswordBody {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (old_password, new_password))

/// POST /api/setup: the first administrator, by the code that the first start printed.
struct SetupBody {
  std::string code;
  std::string name;
  std::string email;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(SetupBody, (), (code, name, email, password))

/// What a refusal says in the body of an HTTP reply.
struct HttpError {
  std::string code;
  std::string message;
  std::string field;
  std::int64_t retry_after_ms = 0;
  Time until;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(HttpError, (), (code, message, field, retry_after_ms, until, reason))

struct HttpErrorBody {
  HttpError error;
};
BOOST_DESCRIBE_STRUCT(HttpErrorBody, (), (error))

/// The body of a refusal; its status is info(refusal.code).http.
std::string error_body(const Refusal& refusal);

}  // namespace standpipe::protocol
