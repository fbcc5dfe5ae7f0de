#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include "client-cli/one_shot.hpp"
#include "client-cli/screen/model.hpp"
#include "client-cli/show.hpp"
#include "client-cli/words.hpp"

/// How a list is made from a method of the protocol.
namespace standpipe::screen {

Panel* find_panel(Model& model, std::int64_t serial);
void push_panel(Model& model, Panel panel);
/// The lines of a text, the first one with a look of its own.
std::vector<terminal::Line> lines_of(const std::string& text, terminal::Look first = {});
client::Names names_of(const Model& model);

/// A list whose pages a method gives. `add` makes items of a page; `next` turns the params into those of the page after it.
template <class M>
Panel list_of(std::string name, std::string title, std::string empty, typename M::Params params,
              std::function<void(Model&, Panel&, const typename M::Result&)> add,
              std::function<bool(typename M::Params&, const typename M::Result&)> next) {
  Panel panel;
  panel.name = std::move(name);
  panel.title = std::move(title);
  panel.empty = std::move(empty);
  panel.more = true;
  const auto ask = std::make_shared<typename M::Params>(params);
  panel.restart = [ask, params] { *ask = params; };
  panel.load = [ask, add, next](Model& model, Panel& p) {
    p.asking = true;
    model.call<M>(*ask, [serial = p.serial, ask, add, next](Model& m, const client::CallAnswer& answer) {
      Panel* open = find_panel(m, serial);
      if (open == nullptr) return;
      open->asking = false;
      const auto got = result_of<M>(answer);
      if (!got) {
        open->trouble = answer.error ? client::said(*answer.error)
                                     : client::tr("The server's answer cannot be read; is this client too old for it?");
        return;
      }
      open->trouble.clear();
      open->loaded = true;
      add(m, *open, *got);
      open->more = next(*ask, *got);
      // After a reload there may be fewer.
      open->selected = std::min(open->selected, open->items.empty() ? 0 : open->items.size() - 1);
    });
  };
  return panel;
}

}  // namespace standpipe::screen
