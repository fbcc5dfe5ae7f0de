#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/domain/decide.hpp"
#include "server/hub/batch.hpp"
#include "server/store/store.hpp"

namespace standpipe::bench {

/// The stations of a post, one by one, on a data directory with a community of standpipe-make-community (all in one room), which
/// is of no use afterwards. Ends the program where a station fails.
class PostPath {
 public:
  explicit PostPath(const std::filesystem::path& data);

  /// The text of another request to post, of 256 bytes of text.
  std::string request();
  domain::Command parse(const std::string& request) const;
  /// Decides, and brings the decision into the state.
  domain::Decision decide(const domain::Command& command);
  void begin();
  void write(const domain::Decision& decision);
  /// Durably.
  void commit();
  std::vector<hub::Delivery> encode(const domain::Decision& decision) const;
  /// What is not in the search index yet.
  void index();
  const domain::State& state() const { return state_; }

 private:
  std::unique_ptr<store::Store> store_;
  domain::State state_;
  std::int64_t posted_ = 0;
};

}  // namespace standpipe::bench
