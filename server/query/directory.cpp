#include "server/query/directory.hpp"

#include <string.h>  // NOLINT: memmem is not in <cstring>'s std

#include <algorithm>
#include <mutex>

#include "server/query/fold.hpp"

namespace standpipe::query {

using protocol::MemberId;
using protocol::Profile;

namespace {

constexpr std::int64_t kChunk = 1000;
constexpr std::size_t kWords = 8;

bool contains(const std::string& text, const std::string& word) {
  return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

std::vector<std::string> folded(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  out.reserve(texts.size());
  for (const auto& text : texts) out.push_back(fold(text));
  return out;
}

/// "pt" speaks for "pt-BR" too.
bool speaks(const std::vector<std::string>& languages, const std::string& wanted) {
  return std::ranges::any_of(languages, [&](const std::string& tag) {
    return tag.starts_with(wanted) && (tag.size() == wanted.size() || tag[wanted.size()] == '-');
  });
}

}  // namespace

Directory::Card Directory::card_of(const Profile& profile) {
  Card card;
  card.version = profile.version;
  card.active = profile.state == protocol::MemberState::active;
  card.offers = !profile.offers.empty();
  card.seeks = !profile.seeks.empty();
  card.utility = profile.utility;
  card.country = fold(profile.country);
  card.languages = folded(profile.languages);
  card.expertise = folded(profile.expertise);
  card.text = fold(profile.name) + '\n' + fold(profile.job) + '\n' + fold(profile.utility_name) + '\n' + fold(profile.offers) +
              '\n' + fold(profile.seeks);
  for (const auto& tag : card.expertise) (card.text += '\n') += tag;
  return card;
}

void Directory::refresh(const domain::Published& published) {
  const auto head = published.read([](const domain::State& s) { return std::pair{s.seq, s.next.member.value}; });
  const auto seq = head.first;
  const auto end = head.second;
  std::unique_lock lock(mutex_);
  if (seq_ >= seq && !cards_.empty()) return;
  cards_.resize(std::max(cards_.size(), static_cast<std::size_t>(end)));
  std::vector<Profile> changed;
  for (std::int64_t from = 1; from < end; from += kChunk) {
    changed.clear();
    published.read([&](const domain::State& state) {
      for (auto id = from; id < std::min(end, from + kChunk); ++id) {
        const auto* member = state.member(MemberId{id});
        if (!member) continue;
        const auto& profile = member->account.profile;
        if (profile.version != cards_[static_cast<std::size_t>(id)].version) changed.push_back(profile);
      }
    });
    for (const auto& profile : changed) cards_[static_cast<std::size_t>(profile.id.value)] = card_of(profile);
  }
  seq_ = seq;
}

Directory::Found Directory::search(const protocol::MemberSearch::Params& wanted, std::size_t limit,
                                   const domain::Published& published) {
  const auto words = folded_words(wanted.query.value_or(""), kWords);
  const auto country = fold(wanted.country.value_or(""));
  const auto language = fold(wanted.language.value_or(""));
  const auto expertise = fold(wanted.expertise.value_or(""));
  const auto matches = [&](const Card& card) {
    if (!card.active || (wanted.offers.value_or(false) && !card.offers) || (wanted.seeks.value_or(false) && !card.seeks)) {
      return false;
    }
    if (wanted.utility && card.utility != *wanted.utility) return false;
    if (!country.empty() && card.country != country) return false;
    if (!language.empty() && !speaks(card.languages, language)) return false;
    if (!expertise.empty() && std::ranges::find(card.expertise, expertise) == card.expertise.end()) return false;
    return std::ranges::all_of(words, [&](const std::string& word) { return contains(card.text, word); });
  };

  refresh(published);
  std::shared_lock lock(mutex_);
  Found found;
  const auto after = std::max<std::int64_t>(0, wanted.after.value_or(MemberId{}).value);
  for (auto id = after; ++id < static_cast<std::int64_t>(cards_.size());) {
    if (!matches(cards_[static_cast<std::size_t>(id)])) continue;
    if (found.members.size() == limit) {
      found.more = true;
      break;
    }
    found.members.emplace_back(id);
  }
  return found;
}

std::int64_t Directory::active(const domain::Published& published) {
  refresh(published);
  std::shared_lock lock(mutex_);
  return std::ranges::count_if(cards_, &Card::active);
}

}  // namespace standpipe::query
