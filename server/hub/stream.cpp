#include "server/hub/stream.hpp"

#include <algorithm>
#include <utility>

namespace standpipe::hub {

namespace {

/// No more than this goes in a row, so that what waits for one connection is bounded in small steps.
constexpr std::size_t bytes_in_a_row = 64 * 1024;

/// Most subscribers stand where a commit ended that came while others were having their turn.
constexpr std::size_t runs_kept = 8;

}  // namespace

Run::Run(std::size_t begin, std::span<const DeliveryPtr> deliveries)
    : begin_(begin), deliveries_(deliveries.begin(), deliveries.end()) {}

std::span<const FramePtr> Run::rows(bool compact) {
  auto& rows = rows_[compact];
  if (!rows.empty()) return rows;
  std::vector<FramePtr> row;
  std::size_t size = 0;
  for (const auto& delivery : deliveries_) {
    const FramePtr& frame = delivery->event.in(compact);
    if (!row.empty() && size + frame->bytes.size() > bytes_in_a_row) {
      rows.push_back(in_a_row(std::exchange(row, {})));
      size = 0;
    }
    size += frame->bytes.size();
    row.push_back(frame);
  }
  rows.push_back(in_a_row(std::move(row)));
  return rows;
}

std::uint32_t Stream::add(Subscriber& subscriber) {
  subscribers_.push_back(&subscriber);
  if (backlog_) {
    backlog_->got.push_back(backlog_->end());
    backlog_->left = subscribers_.size();
  }
  return static_cast<std::uint32_t>(subscribers_.size() - 1);
}

Subscriber* Stream::remove(std::uint32_t position) {
  subscribers_[position] = subscribers_.back();
  subscribers_.pop_back();
  if (backlog_) {
    // Whoever moves may have been behind, and comes to lie where all have had their turn: all have another.
    backlog_->got[position] = backlog_->got.back();
    backlog_->got.pop_back();
    backlog_->left = subscribers_.size();
    if (backlog_->turn >= subscribers_.size()) backlog_->turn = 0;
  }
  return position < subscribers_.size() ? subscribers_[position] : nullptr;
}

void Stream::append(DeliveryPtr delivery) {
  if (!backlog_) {
    backlog_ = std::make_unique<Backlog>();
    backlog_->got.assign(subscribers_.size(), 0);
  }
  backlog_->deliveries.push_back(std::move(delivery));
  backlog_->runs.clear();
  backlog_->left = subscribers_.size();
}

std::optional<std::uint32_t> Stream::next() {
  if (!backlog_) return std::nullopt;
  Backlog& b = *backlog_;
  for (; b.left > 0; --b.left) {
    const std::size_t position = b.turn;
    if (b.got[position] < b.end()) return static_cast<std::uint32_t>(position);
    if (++b.turn == subscribers_.size()) {
      b.turn = 0;
      b.forget();
    }
  }
  backlog_.reset();
  return std::nullopt;
}

Run* Stream::take(std::uint32_t position) {
  if (!backlog_) return nullptr;
  Backlog& b = *backlog_;
  const std::size_t got = std::exchange(b.got[position], b.end());
  if (got == b.end()) return nullptr;
  const auto known = std::ranges::find(b.runs, got, &Run::begin);
  if (known != b.runs.end()) return &*known;
  if (b.runs.size() == runs_kept) b.runs.erase(b.runs.begin());
  return &b.runs.emplace_back(got, std::span<const DeliveryPtr>(b.deliveries).subspan(got - b.begin));
}

/// What all have got.
void Stream::Backlog::forget() {
  const std::size_t all = std::ranges::min(got);
  deliveries.erase(deliveries.begin(), deliveries.begin() + static_cast<std::ptrdiff_t>(all - begin));
  begin = all;
}

}  // namespace standpipe::hub
