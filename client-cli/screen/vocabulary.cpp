#include "client-cli/screen/vocabulary.hpp"

#include "client-cli/words.hpp"
#include "protocol/describe.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::N_;
using client::tr;

namespace {

template <class E>
Terms terms(std::string (*words)(E)) {
  Terms all;
  describe::for_each_enumerator<E>([&](std::string_view name, E value) { all.emplace_back(std::string(name), words(value)); });
  return all;
}

template <class E, std::size_t N>
std::string word(E value, const char* const (&words)[N]) {
  const auto at = static_cast<std::size_t>(value);
  return at < N ? tr(words[at]) : std::string("?");
}

}  // namespace

std::string kind_words(ThreadKind kind) {
  static constexpr const char* words[] = {N_("discussion"), N_("question"), N_("best practice"), N_("opportunity"), N_("event")};
  return word(kind, words);
}

std::string status_words(ThreadStatus status) {
  static constexpr const char* words[] = {N_("open"), N_("answered"), N_("closed"), N_("archived")};
  return word(status, words);
}

std::string rung_words(Rung rung) {
  static constexpr const char* words[] = {N_("capacity built"), N_("capacity applied"), N_("routines embedded"),
                                          N_("performance improved"), N_("targets achieved")};
  return word(rung, words);
}

std::string level_words(NotifyLevel level) {
  static constexpr const char* words[] = {N_("everything"), N_("mentions and replies"), N_("nothing")};
  return word(level, words);
}

std::string role_words(Role role) {
  static constexpr const char* words[] = {N_("member"), N_("moderator"), N_("administrator")};
  return word(role, words);
}

std::string room_kind_words(RoomKind kind) {
  static constexpr const char* words[] = {N_("community of practice"), N_("project group"), N_("announcements"),
                                          N_("direct conversation")};
  return word(kind, words);
}

Terms thread_kinds() {
  return terms<ThreadKind>(kind_words);
}
Terms thread_statuses() {
  return terms<ThreadStatus>(status_words);
}
Terms rungs() {
  return terms<Rung>(rung_words);
}
Terms notify_levels() {
  return terms<NotifyLevel>(level_words);
}

}  // namespace standpipe::screen
