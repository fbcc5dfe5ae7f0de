#include "client-cli/screen/suggestions.hpp"

#include <algorithm>

#include "client-cli/dates.hpp"
#include "client-cli/screen/fields.hpp"
#include "client-cli/screen/unread.hpp"
#include "client-cli/terminal/safe_text.hpp"
#include "protocol/text.hpp"

namespace standpipe::screen {

using namespace protocol;
using client::printable_line;

namespace {

constexpr std::size_t most_suggestions = 6;

bool contains(std::string_view text, const std::string& folded_part) {
  return client::folded(text).find(folded_part) != std::string::npos;
}

}  // namespace

void suggest(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr) return;
  form->suggestions.clear();
  form->suggested = 0;
  if (form->focus >= form->fields.size()) return;
  const Field& field = form->fields[form->focus];
  const std::string typed(trim(form->values[form->focus].text()));
  const std::string part = client::folded(typed);
  if (field.kind == Field::Kind::room) {
    for (const auto& [slug, name] : field.choices) {
      if (form->suggestions.size() >= most_suggestions) break;
      if (contains(slug, part) || contains(name, part)) form->suggestions.push_back({slug, name, nullptr});
    }
    if (!field.choices.empty()) return;
    for (const Room& room : listed_rooms(model)) {
      if (room.kind == RoomKind::direct || form->suggestions.size() >= most_suggestions) continue;
      if (contains(room.slug, part) || contains(room.name, part))
        form->suggestions.push_back({room.slug, printable_line(room.name), nullptr});
    }
  } else if (field.kind == Field::Kind::member && typed.size() >= 2 && !typed.starts_with('@')) {
    for (const auto& [id, person] : model.mirror.people()) {
      if (form->suggestions.size() >= most_suggestions) break;
      if (person.name.empty() || !contains(person.name, part)) continue;
      // Of two with one name only the number says who is meant.
      const bool unique = model.mirror.person_by_name(person.name) == id;
      form->suggestions.push_back(
          {unique ? printable_line(person.name) : "@" + std::to_string(id.value),
           printable_line((unique ? std::string() : person.name + ", ") + person.utility_name) + " @" + std::to_string(id.value),
           nullptr});
    }
    if (!is_online(model) || model.member_asked == typed) return;
    model.member_asked = typed;
    MemberSearch::Params search;
    search.query = typed;
    search.limit = 10;
    model.call<MemberSearch>(search, [](Model& m, const client::CallAnswer& answer) {
      const auto page = result_of<MemberSearch>(answer);
      if (!page) return;
      m.mirror.apply(*page);
      suggest(m);
    });
  }
}

void take_suggestion(Model& model) {
  auto* form = std::get_if<Form>(&model.overlay);
  if (form == nullptr || form->suggestions.empty() || form->focus >= form->values.size()) return;
  form->values[form->focus].set(form->suggestions[std::min(form->suggested, form->suggestions.size() - 1)].text);
  form->suggestions.clear();
}

}  // namespace standpipe::screen
