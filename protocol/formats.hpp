#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Short strings of a fixed form: language tags, countries, addresses, slugs, UUIDs. All functions are pure.
namespace standpipe::protocol {

/// Whether a text has the form of a BCP 47 language tag (RFC 5646): a language of 2 to 8 letters and subtags of 1 to 8
/// letters and digits, at most 35 bytes. Whether the subtags are registered is not checked.
bool is_language_tag(std::string_view text);

/// A language tag in the usual case (RFC 5646 section 2.1.1), e.g. "pt-BR" or "zh-Hant"; nothing if it is none.
std::optional<std::string> canonical_language_tag(std::string_view text);

/// Whether a text is a country code of ISO 3166-1 alpha-2, in upper case; or XK, which is in common use for Kosovo.
bool is_country(std::string_view text);

/// Whether a text is a domain name of at least two labels of letters, digits and hyphens (RFC 1123 section 2.1), at most
/// 253 bytes, in any case; the last label has a letter. Names in other scripts are written in their xn-- form.
bool is_domain(std::string_view text);

/// Whether a text is an e-mail address that one would meet: RFC 5321's dot-string of at most 64 bytes, @, a domain; at
/// most 254 bytes. No quoted local parts, comments, address literals or other scripts.
bool is_email(std::string_view text);

/// An e-mail address in lower case, by which the same person is found again; nothing if it is none.
std::optional<std::string> canonical_email(std::string_view text);

/// Whether a text is a room's short name: 2 to 40 of a-z, 0-9 and single hyphens that are neither first nor last.
bool is_slug(std::string_view text);

/// Whether a text is a UUID in its usual form of 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4), of any version, in lower
/// case.
bool is_uuid(std::string_view text);

/// The 16 bytes of a text that is one.
std::array<std::uint8_t, 16> uuid_bytes(std::string_view text);

/// The text form of 16 bytes, in lower case. The caller sees to version and variant.
std::string uuid_text(const std::array<std::uint8_t, 16>& bytes);

/// With A-Z made lower case, and nothing else.
std::string to_lower_ascii(std::string_view text);

}  // namespace standpipe::protocol
