#include "protocol/pretty_json.hpp"

#include <boost/json/serialize.hpp>

#include <string_view>

namespace standpipe::protocol {

namespace {

namespace json = boost::json;

constexpr std::size_t line_width = 120;

class Printer {
 public:
  std::string take() && { return std::move(out_); }

  /// Prints a value that begins in column `column`.
  void print(const json::value& value, std::size_t depth, std::size_t column) {
    const std::string flat = json::serialize(value);
    const bool fits = column + flat.size() < line_width;
    if (value.is_object() && !fits) {
      print_all(value.get_object(), '{', '}', depth, [&](const json::key_value_pair& member) {
        const std::string name = json::serialize(json::value(member.key())) + ": ";
        out_ += name;
        print(member.value(), depth + 1, 2 * (depth + 1) + name.size());
      });
    } else if (value.is_array() && !fits) {
      print_all(value.get_array(), '[', ']', depth, [&](const json::value& item) { print(item, depth + 1, 2 * (depth + 1)); });
    } else {
      out_ += flat;
    }
  }

 private:
  template <class List, class PrintItem>
  void print_all(const List& list, char open, char close, std::size_t depth, PrintItem print_item) {
    out_ += open;
    bool first = true;
    for (const auto& item : list) {
      if (!first) out_ += ',';
      first = false;
      new_line(depth + 1);
      print_item(item);
    }
    new_line(depth);
    out_ += close;
  }

  void new_line(std::size_t depth) {
    out_ += '\n';
    out_.append(2 * depth, ' ');
  }

  std::string out_;
};

}  // namespace

std::string pretty(const json::value& value) {
  Printer printer;
  printer.print(value, 0, 0);
  return std::move(printer).take() + '\n';
}

}  // namespace standpipe::protocol
