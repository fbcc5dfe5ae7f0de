#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/content_coding.hpp"
#include "server/app/service.hpp"
#include "server/app/web_folder.hpp"

namespace standpipe::app {

/// The files of the web client, read once and kept in memory: a path is looked up here and never on the disk, so there is no path
/// to what is not in that folder. Immutable; any thread.
///
/// X.br and X.gz beside X are not files of their own but X in these codings; a request chooses by Accept-Encoding. Each
/// representation has its own strong entity tag. What lies in /assets has its content's hash in its name and is kept for ever;
/// all else is asked for anew each time.
class WebFiles {
 public:
  /// None.
  WebFiles() = default;

  /// Those in a folder. `folder` is what to name where something is wrong: throws std::runtime_error as read_web_folder does.
  WebFiles(const std::filesystem::path& folder, WebContents contents);

  bool empty() const { return files_.empty(); }
  std::size_t size() const { return files_.size(); }

  /// Whether there is a file at this path of a request; "/" is index.html.
  bool has(std::string_view path) const { return find(path) != nullptr; }

  /// Answers GET and HEAD of a path that there is: 200, 304 where If-None-Match has what would be sent, 406 where Accept-Encoding
  /// excludes all of it.
  HttpResponse answer(const HttpRequest& request) const;

 private:
  struct Representation {
    Coding coding = Coding::identity;
    hub::FramePtr body;
    std::string tag;
  };
  struct File {
    std::string_view content_type;
    std::string_view cache_control;
    Offered offered;
    std::vector<Representation> representations;  ///< by Coding; those that there are
    bool governs = true;  ///< its policy holds for what it loads: a page, the service worker; not what such a one is made of
  };

  const File* find(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;
};

/// What a browser may do in the pages of the web client: load what comes from this server, and talk to it. `host` is what the
/// request's Host field says; one that is no name, or no address, with perhaps a port is left out.
std::string web_policy(std::string_view host, bool tls);

}  // namespace standpipe::app
