#include "protocol/openrpc.hpp"

#include <boost/mp11/algorithm.hpp>

#include "protocol/errors.hpp"
#include "protocol/http.hpp"
#include "protocol/methods.hpp"
#include "protocol/pretty_json.hpp"
#include "protocol/schema.hpp"

namespace standpipe::protocol {

namespace {

namespace json = boost::json;
using schema::Components;

constexpr std::string_view about =
    "Discussion server for communities of practice. JSON-RPC 2.0 over a WebSocket at /ws, subprotocol standpipe.v1. "
    "In results and notifications, a field that has its default is left out. PROTOCOL.md tells the whole.";

json::object page_schema(const limits::PageSize& page) {
  return {{"type", "integer"}, {"minimum", page.least}, {"maximum", page.most}, {"default", page.usual}};
}

template <class Method>
json::array params_of(Components& components) {
  using Params = typename Method::Params;
  json::array params;
  describe::for_each_field<Params>([&](std::string_view name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(std::declval<Params&>().*pointer)>;
    auto schema = schema::of<Field>(components);
    if constexpr (requires { Method::page; }) {
      if (name == "limit" || name == "page") schema = page_schema(Method::page);
    }
    params.push_back({{"name", name}, {"required", !describe::is_optional<Field>}, {"schema", std::move(schema)}});
  });
  if (Method::kind == MethodKind::command) {
    params.push_back({{"name", "key"}, {"required", true}, {"schema", {{"type", "string"}, {"format", "uuid"}}}});
    params.push_back({{"name", "after_key"}, {"required", false}, {"schema", {{"type", "string"}, {"format", "uuid"}}}});
  }
  return params;
}

template <class Method>
json::object method_of(Components& components) {
  return {{"name", Method::name},
          {"summary", Method::summary},
          {"x-kind", describe::name_of(Method::kind)},
          {"x-role", describe::name_of(Method::least)},
          {"paramStructure", "by-name"},
          {"params", params_of<Method>(components)},
          {"result", {{"name", "result"}, {"schema", schema::of<typename Method::Result>(components)}}}};
}

json::array methods(Components& components) {
  json::array list;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Methods>>(
      [&](auto method) { list.push_back(method_of<typename decltype(method)::type>(components)); });
  return list;
}

template <class Params>
json::object notification(std::string_view name, std::string_view summary, Components& components) {
  return {{"name", name}, {"summary", summary}, {"params", schema::of<Params>(components)}};
}

json::array notifications(Components& components) {
  return {notification<Change>(
              "event", "Something in a stream changed. Where hello says compact, that of a message is [stream, rev, message].",
              components),
          notification<Resync>("resync", "Events were dropped because they were taken too slowly: catch up.", components),
          notification<StreamClosed>("left", "No more events of this stream come.", components),
          notification<Presence>("presence", "Members of a room came and went.", components),
          notification<Typing>("typing", "Somebody is writing in a place.", components)};
}

template <class Result>
json::object page(std::string_view path, Components& components) {
  return {{"method", "GET"}, {"path", path}, {"result", schema::of<Result>(components)}};
}

template <class Body, class Result>
json::object endpoint(std::string_view path, Components& components) {
  return {{"method", "POST"},
          {"path", path},
          {"body", schema::of_params<Body>(components)},
          {"result", schema::of<Result>(components)}};
}

json::array endpoints(Components& components) {
  return {page<CopList>("/api/cops", components),
          endpoint<ApplyBody, ApplyResult>("/api/apply", components),
          endpoint<LoginBody, LoginResult>("/api/login", components),
          endpoint<Done, Done>("/api/logout", components),
          endpoint<PasswordBody, Done>("/api/password", components),
          endpoint<SetupBody, Approved>("/api/setup", components)};
}

json::object errors() {
  json::object list;
  for (std::size_t i = 0; i < error_code_count; ++i) {
    const ErrorInfo& row = info(static_cast<ErrorCode>(i));
    list[row.name] = {{"code", row.rpc}, {"message", row.text}, {"data", {{"code", row.name}}}, {"x-http", row.http}};
  }
  return list;
}

json::object schemas(Components&& components) {
  json::object list;
  for (auto& [name, one] : components) list[name] = std::move(one);
  return list;
}

}  // namespace

std::string openrpc_document() {
  Components components;
  schema::of<ErrorData>(components);
  schema::of<HttpErrorBody>(components);
  json::object document{{"openrpc", "1.2.6"},
                        {"info", {{"title", "Standpipe"}, {"version", "1"}, {"description", about}}},
                        {"methods", methods(components)},
                        {"x-notifications", notifications(components)},
                        {"x-http", endpoints(components)}};
  document["components"] = {{"schemas", schemas(std::move(components))}, {"errors", errors()}};
  return pretty(document);
}

}  // namespace standpipe::protocol
