#pragma once

#include <cstddef>
#include <cstdint>

/// What is allowed at most, in one place. Bytes are of UTF-8.
namespace standpipe::protocol::limits {

inline constexpr std::size_t frame_bytes = 256 * 1024;  ///< one WebSocket message
inline constexpr std::size_t http_body_bytes = 256 * 1024;
inline constexpr std::size_t json_depth = 16;
inline constexpr std::size_t batch = 100;             ///< requests in a JSON-RPC batch
inline constexpr std::size_t text_bytes = 16 * 1024;  ///< a message
inline constexpr std::size_t title_bytes = 200;
inline constexpr std::size_t name_bytes = 120;   ///< of a person, room, utility
inline constexpr std::size_t field_bytes = 200;  ///< job, device, slug and other short fields
inline constexpr std::size_t note_bytes = 1000;  ///< reasons, descriptions, offers, seeks, why
inline constexpr std::size_t email_bytes = 254;  ///< RFC 5321
inline constexpr std::size_t password_bytes_min = 10;
inline constexpr std::size_t password_bytes = 256;
inline constexpr std::size_t mentions = 20;
inline constexpr std::size_t reactions_per_message = 300;
inline constexpr std::size_t emojis_per_message = 20;
inline constexpr std::size_t emoji_bytes = 40;  ///< the longest have 35: two people who kiss, each with a skin tone
inline constexpr std::size_t languages = 10;
inline constexpr std::size_t expertise = 20;
inline constexpr std::size_t domains = 20;
inline constexpr std::size_t pins_per_room = 100;
inline constexpr std::size_t pending_posts = 5;  ///< of one member in one room, that wait for a moderator
inline constexpr std::size_t slug_min = 2;
inline constexpr std::size_t slug_max = 40;
inline constexpr std::int64_t slow_mode_s = 86'400;
inline constexpr std::int64_t invitation_uses = 1000;
inline constexpr std::int64_t invitation_days = 90;
inline constexpr std::size_t moved_messages = 2000;                 ///< of one thread that moves to another room
inline constexpr std::int64_t gap = 500;                            ///< a client further behind gets the newest page instead
inline constexpr std::size_t page_bytes = 1024 * 1024;              ///< a page of an answer, about; one entry always fits
inline constexpr std::size_t batch_answer_bytes = 4 * 1024 * 1024;  ///< what is read by one batch; beyond, ask again
inline constexpr std::size_t catch_up_bytes = 512 * 1024;           ///< of one stream; beyond, it says gap
inline constexpr std::size_t hello_bytes = 4 * 1024 * 1024;         ///< of all streams; beyond, only their heads
inline constexpr std::size_t connections_per_member = 20;
inline constexpr std::size_t sessions_per_member = 50;  ///< log-ins; one more ends the oldest
inline constexpr std::int64_t sanction_minutes = 60 * 24 * 365 * 5;
inline constexpr std::int64_t key_days = 90;
inline constexpr std::int64_t bad_frames = 20;  ///< malformed frames that end a connection

/// How many entries a page may be asked to have; `usual` where nothing is asked for.
struct PageSize {
  std::int64_t least = 1;
  std::int64_t usual = 50;
  std::int64_t most = 200;
};

}  // namespace standpipe::protocol::limits
