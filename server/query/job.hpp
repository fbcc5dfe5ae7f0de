#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace standpipe::query {

struct Context;

/// A question on its way: any callable with void(Context&), movable only, so that it may own what it answers to.
class Job {
 public:
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, Job> && std::is_invocable_v<F&, Context&>) Job(F&& run)
      : body_(std::make_unique<Holder<std::decay_t<F>>>(std::forward<F>(run))) {}  // NOLINT: implicit, like std::function

  void operator()(Context& context) { body_->run(context); }

 private:
  struct Body {
    virtual ~Body() = default;
    virtual void run(Context& context) = 0;
  };
  template <class F>
  struct Holder final : Body {
    template <class G>
    explicit Holder(G&& g) : f(std::forward<G>(g)) {}
    void run(Context& context) override { f(context); }
    F f;
  };
  std::unique_ptr<Body> body_;
};

}  // namespace standpipe::query
