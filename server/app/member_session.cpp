#include "server/app/member_session.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
#include "server/app/dispatch.hpp"
#include "server/domain/rules.hpp"
#include "server/query/hello.hpp"
#include "server/query/query.hpp"
#include "standpipe/version.hpp"

namespace standpipe::app {

namespace limits = protocol::limits;
using domain::StreamKey;
using protocol::ErrorCode;
using protocol::Refusal;

namespace {

constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t log_in_over = 4401;
constexpr std::int64_t typing_every_ms = 2000;
constexpr std::int64_t typing_room_members = 500;

protocol::LimitsInfo limits_info() {
  return {.text_bytes = limits::text_bytes,
          .title_bytes = limits::title_bytes,
          .frame_bytes = limits::frame_bytes,
          .batch = limits::batch,
          .gap = limits::gap};
}

/// To the others in the room, but in none so large that it would cost more than it tells. Any thread.
void tell_typing(Runtime& runtime, const protocol::Typing& typing) {
  const bool small = runtime.published.read([&](const domain::State& state) {
    const auto* room = state.room(typing.room);
    return room && room->members <= typing_room_members;
  });
  if (!small) return;
  const auto frame = hub::encode_notification("typing", protocol::to_json(typing));
  for (std::size_t i = 0; i < runtime.io.count(); ++i) {
    runtime.io.post(i, [&hub = *runtime.hubs[i], frame, room = typing.room, except = typing.member] {
      hub.pass_on(StreamKey::room(room), frame, except);
    });
  }
}

}  // namespace

/// What the snapshot of a hello gave, as it comes back to the I/O thread.
struct MemberSession::Greeting {
  std::optional<Refusal> refusal;
  std::string json;
  Heads heads;
};

MemberSession::MemberSession(Runtime& runtime, const domain::SessionRecord& log_in, Connections::Place place, hub::Outlet& outlet,
                             std::size_t io_thread)
    : runtime_(runtime),
      caller_{log_in.member, log_in.id, io_thread},
      expires_at_(log_in.expires_at),
      place_(std::move(place)),
      subscriber_(log_in.member, log_in.id, outlet),
      tie_(std::make_shared<Tie>(Tie{this})) {
  hub().add(subscriber_);
}

MemberSession::~MemberSession() {
  tie_->session = nullptr;
  go_offline();
}

hub::Hub& MemberSession::hub() const {
  return *runtime_.hubs[caller_.io_thread];
}

void MemberSession::on_text(std::string_view text) {
  if (expires_at_ && runtime_.clock.now() >= expires_at_) {
    return subscriber_.outlet().close(log_in_over, "log-in expired");
  }
  const auto room = std::max<std::int64_t>(runtime_.settings.in_flight - under_way_, 0);
  const auto done = [tie = tie_](std::string reply, std::size_t requests) {
    if (!tie->session) return;
    tie->session->under_way_ -= static_cast<std::int64_t>(requests);
    tie->session->send(std::move(reply));
  };
  const auto taken = dispatch(runtime_, text, {caller_, this, static_cast<std::size_t>(room)}, done);
  under_way_ += static_cast<std::int64_t>(taken.requests);
  if (taken.malformed > 0 && ++bad_frames_ >= limits::bad_frames) {
    subscriber_.outlet().close(policy_violation, "too many malformed messages");
  }
}

void MemberSession::send(std::string text) {
  if (!text.empty()) subscriber_.outlet().send_reply(hub::make_text_frame(std::move(text)));
}

void MemberSession::on_resync() {
  const protocol::Resync resync{"This connection took its events too slowly: ask changes.since for each stream."};
  subscriber_.outlet().send_event(hub::encode_notification("resync", protocol::to_json(resync)));
}

std::optional<Refusal> MemberSession::objection_to(std::string_view method) const {
  if (stage_ == Stage::silent && method != protocol::Hello::name) return Refusal(ErrorCode::hello_first);
  return std::nullopt;
}

void MemberSession::hello(const protocol::Hello::Params& params, const Reply& reply) {
  if (stage_ == Stage::greeting) {
    return reply.refuse(
        Refusal(ErrorCode::too_many_requests, "Another hello is being answered. Wait for its reply.").retry_after(200));
  }
  const query::Viewer viewer{caller_.member, caller_.session, runtime_.clock.now()};
  // A commit between this look at the state and the subscription changes nothing: its batch comes to this thread afterwards.
  const auto streams =
      runtime_.published.read([&](const domain::State& state) { return domain::streams_of(state, viewer.member, viewer.now); });
  const bool lite = params.mode.value_or(protocol::Mode::full) == protocol::Mode::lite;
  hub().hold(subscriber_, streams, {lite, params.compact.value_or(false)});
  stage_ = Stage::greeting;

  auto job = [&runtime = runtime_, params, viewer, io_thread = caller_.io_thread, tie = tie_, reply](query::Context& context) {
    const auto give = [&](Greeting greeting) {
      runtime.io.post(io_thread, [tie, reply, greeting = std::move(greeting)] {
        if (tie->session) tie->session->finish_hello(greeting, reply);
      });
    };
    try {
      give(greet(runtime.settings, params, viewer, context));
    } catch (...) {
      give({.refusal = Refusal(ErrorCode::internal)});
      throw;  // the pool counts and logs it
    }
  };
  if (const auto no = runtime_.pool.submit(caller_.member, std::move(job))) finish_hello({.refusal = *no}, reply);
}

MemberSession::Greeting MemberSession::greet(const Settings& settings, const protocol::Hello::Params& params,
                                             const query::Viewer& viewer, query::Context& context) {
  auto answer = query::hello(params, viewer, context);
  if (!answer) return {.refusal = answer.error()};
  answer->result.server = std::string("standpipe ") + version;
  answer->result.community = settings.community;
  answer->result.now = viewer.now;
  answer->result.limits = limits_info();
  return {.json = query::to_json(*answer), .heads = std::move(answer->heads)};
}

void MemberSession::finish_hello(const Greeting& greeting, const Reply& reply) {
  if (greeting.refusal) {
    hub().abandon(subscriber_);
    stage_ = Stage::silent;
    go_offline();
    return reply.refuse(*greeting.refusal);
  }
  go_online();
  // In a batch the reply goes out with the last of its others; until then the events stay behind.
  reply.result(greeting.json, [tie = tie_, heads = greeting.heads] {
    if (tie->session) tie->session->go_live(heads);
  });
}

void MemberSession::go_live(const Heads& heads) {
  stage_ = Stage::greeted;
  hub().release(subscriber_, heads);
}

void MemberSession::typing(const protocol::TypingNow::Params& params, const Reply& reply) {
  reply.result("{}");
  const auto now_ms = runtime_.clock.steady_ms();
  const bool soon = typing_told_ms_ != 0 && now_ms - typing_told_ms_ < typing_every_ms;
  if (soon || !runtime_.settings.presence) return;
  typing_told_ms_ = now_ms;
  const protocol::Typing typing{params.room, params.thread.value_or(protocol::ThreadId{}), caller_.member};
  const query::Viewer viewer{caller_.member, caller_.session, runtime_.clock.now()};
  if (!typing.thread) {
    const bool may = runtime_.published.read(
        [&](const domain::State& state) { return domain::may_post(state, viewer.member, typing.room, nullptr, viewer.now); });
    if (may) tell_typing(runtime_, typing);
    return;
  }
  // Threads are on disk. Where the pool is busy nobody is told.
  runtime_.pool.submit(viewer.member, [&runtime = runtime_, viewer, typing](query::Context& context) {
    const auto may = query::may_post(typing.room, typing.thread, viewer, context);
    if (may.has_value() && may.value()) tell_typing(runtime, typing);
  });
}

void MemberSession::go_online() {
  if (std::exchange(online_, true) || !runtime_.settings.presence) return;
  runtime_.presence.came(caller_.member);
}

void MemberSession::go_offline() {
  if (!std::exchange(online_, false) || !runtime_.settings.presence) return;
  runtime_.presence.went(caller_.member);
}

}  // namespace standpipe::app
