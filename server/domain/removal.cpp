#include "server/domain/removal.hpp"

namespace standpipe::domain {

void clear_answer(Thread& thread) {
  thread.answer = {};
  if (thread.status == ThreadStatus::answered) thread.status = ThreadStatus::open;
}

void remove_message(Draft& draft, Message message, std::string reason) {
  if (message.thread) {
    auto thread = draft.thread(message.thread);
    if (thread && thread->answer == message.id) {
      clear_answer(*thread);
      draft.save(*thread);
    }
  }
  message.text.clear();
  message.mentions.clear();
  message.reactions.clear();
  message.pinned = false;
  message.removed = Removal{draft.actor(), draft.now(), std::move(reason)};
  draft.save(message);
}

}  // namespace standpipe::domain
