-- Ids are the protocol's (server/domain/records.hpp), times are milliseconds since 1970 UTC, lists are JSON arrays, 0 is "none".
-- Rows that matter carry `sum`, a CRC-32C over the other columns in order (server/store/checksum.hpp).

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,            -- epoch, seq, at (of the last command), created_at, indexed (last message in the search index)
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE utility (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  country TEXT NOT NULL,
  domains TEXT NOT NULL
) STRICT;

CREATE TABLE member (
  id            INTEGER PRIMARY KEY,
  email         TEXT NOT NULL,       -- unique among accounts that are not erased; '' when erased
  password_hash TEXT NOT NULL,
  lang          TEXT NOT NULL,
  name          TEXT NOT NULL,
  role          TEXT NOT NULL,
  state         TEXT NOT NULL,
  job           TEXT NOT NULL,
  utility       INTEGER NOT NULL,
  utility_name  TEXT NOT NULL,
  country       TEXT NOT NULL,
  languages     TEXT NOT NULL,
  expertise     TEXT NOT NULL,
  offers        TEXT NOT NULL,
  seeks         TEXT NOT NULL,
  joined_at     INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  sum           INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX member_email ON member (email) WHERE email <> '';

CREATE TABLE room (
  id                 INTEGER PRIMARY KEY,
  kind               TEXT NOT NULL,
  slug               TEXT NOT NULL,  -- '' of a direct conversation
  name               TEXT NOT NULL,
  description        TEXT NOT NULL,
  archived           INTEGER NOT NULL,
  created_at         INTEGER NOT NULL,
  ends_at            INTEGER NOT NULL,
  slow_mode_s        INTEGER NOT NULL,
  approve_first_post INTEGER NOT NULL,
  moderators         TEXT NOT NULL,
  "between"          TEXT NOT NULL  -- the two members of a direct conversation
) STRICT;
CREATE UNIQUE INDEX room_slug ON room (slug) WHERE slug <> '';

CREATE TABLE membership (
  member       INTEGER NOT NULL REFERENCES member (id),
  room         INTEGER NOT NULL REFERENCES room (id),
  role         TEXT NOT NULL,
  "in"         INTEGER NOT NULL,
  joined_at    INTEGER NOT NULL,
  baseline     INTEGER NOT NULL,
  chat_read    INTEGER NOT NULL,
  read         INTEGER NOT NULL,
  notify       TEXT NOT NULL,
  posts        INTEGER NOT NULL,
  last_post_at INTEGER NOT NULL,
  PRIMARY KEY (member, room)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_room ON membership (room, "in", member);

CREATE TABLE thread (
  id          INTEGER PRIMARY KEY,
  room        INTEGER NOT NULL REFERENCES room (id),
  kind        TEXT NOT NULL,
  status      TEXT NOT NULL,
  title       TEXT NOT NULL,
  lang        TEXT NOT NULL,
  by          INTEGER NOT NULL REFERENCES member (id),
  at          INTEGER NOT NULL,
  last_index  INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,
  pinned      INTEGER NOT NULL,
  locked      INTEGER NOT NULL,
  answer      INTEGER NOT NULL,
  outcome     TEXT NOT NULL,         -- JSON, '' for none
  sum         INTEGER NOT NULL
) STRICT;
CREATE INDEX thread_recent ON thread (room, last_number DESC);
CREATE INDEX thread_pinned ON thread (room) WHERE pinned = 1;

CREATE TABLE message (
  id         INTEGER PRIMARY KEY,
  room       INTEGER NOT NULL REFERENCES room (id),
  number     INTEGER NOT NULL,
  thread     INTEGER NOT NULL,       -- 0: chat
  idx        INTEGER NOT NULL,
  by         INTEGER NOT NULL REFERENCES member (id),
  at         INTEGER NOT NULL,
  lang       TEXT NOT NULL,
  text       TEXT NOT NULL,
  reply_to   INTEGER NOT NULL,
  mentions   TEXT NOT NULL,          -- '' for none
  reactions  TEXT NOT NULL,          -- JSON, '' for none
  edited_at  INTEGER NOT NULL,
  pinned     INTEGER NOT NULL,
  removed    TEXT NOT NULL,          -- JSON of the Removal, '' while it stands
  rev        INTEGER NOT NULL,
  sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_number ON message (room, number);
CREATE UNIQUE INDEX message_place ON message (room, thread, idx);
CREATE INDEX message_by ON message (by, id);
CREATE INDEX message_pinned ON message (room, id) WHERE pinned = 1;

CREATE TABLE gone (                  -- numbers that moved messages left behind
  room    INTEGER NOT NULL REFERENCES room (id),
  number  INTEGER NOT NULL,
  message INTEGER NOT NULL,
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_message ON gone (message, room);

CREATE TABLE read_mark (
  member INTEGER NOT NULL REFERENCES member (id),
  thread INTEGER NOT NULL REFERENCES thread (id),
  room   INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  PRIMARY KEY (member, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_mark_thread ON read_mark (thread, member, idx);

CREATE TABLE sanction (
  id          INTEGER PRIMARY KEY,
  member      INTEGER NOT NULL REFERENCES member (id),
  kind        TEXT NOT NULL,
  room        INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  by          INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  until       INTEGER NOT NULL,
  lifted_at   INTEGER NOT NULL,
  lifted_by   INTEGER NOT NULL,
  lift_reason TEXT NOT NULL
) STRICT;
CREATE INDEX sanction_member ON sanction (member, id);
CREATE INDEX sanction_room ON sanction (room, id);
CREATE INDEX sanction_standing ON sanction (until) WHERE lifted_at = 0 AND kind <> 'warning';

CREATE TABLE report (
  id          INTEGER PRIMARY KEY,
  room        INTEGER NOT NULL,      -- on whose desk it lies; 0: the administrators'
  message     INTEGER NOT NULL REFERENCES message (id),
  by          INTEGER NOT NULL REFERENCES member (id),
  reason      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  status      TEXT NOT NULL,
  resolved_by INTEGER NOT NULL,
  resolved_at INTEGER NOT NULL,
  note        TEXT NOT NULL
) STRICT;
CREATE INDEX report_room ON report (room, status, id);
CREATE INDEX report_status ON report (status, id);
CREATE INDEX report_message ON report (message, by, status);

CREATE TABLE pending (               -- only what is not decided yet
  id       INTEGER PRIMARY KEY,
  room     INTEGER NOT NULL REFERENCES room (id),
  thread   INTEGER NOT NULL,
  title    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  by       INTEGER NOT NULL REFERENCES member (id),
  at       INTEGER NOT NULL,
  lang     TEXT NOT NULL,
  text     TEXT NOT NULL,
  reply_to INTEGER NOT NULL,
  mentions TEXT NOT NULL,
  decided  INTEGER NOT NULL          -- 1: a tombstone without text
) STRICT;
CREATE INDEX pending_room ON pending (room, id) WHERE decided = 0;
CREATE INDEX pending_by ON pending (by, room, id) WHERE decided = 0;

CREATE TABLE notification (
  id       INTEGER PRIMARY KEY,
  member   INTEGER NOT NULL REFERENCES member (id),
  kind     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  by       INTEGER NOT NULL,
  room     INTEGER NOT NULL,
  thread   INTEGER NOT NULL,
  message  INTEGER NOT NULL,
  sanction INTEGER NOT NULL,
  text     TEXT NOT NULL,
  seen     INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_member ON notification (member, id);
CREATE INDEX notification_unseen ON notification (member, id) WHERE seen = 0;

CREATE TABLE application (
  id             INTEGER PRIMARY KEY,
  status         TEXT NOT NULL,
  name           TEXT NOT NULL,
  email          TEXT NOT NULL,
  password_hash  TEXT NOT NULL,      -- '' once it is decided
  utility_name   TEXT NOT NULL,
  utility        INTEGER NOT NULL,
  domain_matches INTEGER NOT NULL,
  country        TEXT NOT NULL,
  job            TEXT NOT NULL,
  languages      TEXT NOT NULL,
  rooms          TEXT NOT NULL,
  why            TEXT NOT NULL,
  at             INTEGER NOT NULL,
  decided_by     INTEGER NOT NULL,
  decided_at     INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  member         INTEGER NOT NULL,
  invitation     INTEGER NOT NULL,
  former         INTEGER NOT NULL
) STRICT;
CREATE INDEX application_status ON application (status, id);

CREATE TABLE invitation (
  id         INTEGER PRIMARY KEY,
  code_hash  BLOB NOT NULL UNIQUE,
  note       TEXT NOT NULL,
  by         INTEGER NOT NULL REFERENCES member (id),
  at         INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  uses_left  INTEGER NOT NULL,
  revoked    INTEGER NOT NULL,
  rooms      TEXT NOT NULL
) STRICT;
CREATE INDEX invitation_by ON invitation (by, id);

CREATE TABLE session (
  id         INTEGER PRIMARY KEY,
  member     INTEGER NOT NULL REFERENCES member (id),
  token_hash BLOB NOT NULL UNIQUE,
  device     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_member ON session (member, id);

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  by      INTEGER NOT NULL,
  act     TEXT NOT NULL,
  member  INTEGER NOT NULL,
  room    INTEGER NOT NULL,
  thread  INTEGER NOT NULL,
  message INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  detail  TEXT NOT NULL,
  sum     INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_room ON audit (room, id);
CREATE INDEX audit_member ON audit (member, id);
CREATE TRIGGER audit_is_append_only_u BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_append_only_d BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;

CREATE TABLE command_key (
  member INTEGER NOT NULL,
  key    BLOB NOT NULL,              -- the UUID's 16 bytes
  at     INTEGER NOT NULL,
  reply  TEXT NOT NULL,
  PRIMARY KEY (member, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX command_key_at ON command_key (at);

-- The newest revision of each entity in each stream (server/domain/stream.hpp).
CREATE TABLE change (
  stream INTEGER NOT NULL,
  kind   INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  rev    INTEGER NOT NULL,
  PRIMARY KEY (stream, kind, entity)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX change_rev ON change (stream, rev);

-- The search index holds no second copy of the texts (contentless; deletions name the old text).
CREATE VIRTUAL TABLE message_text USING fts5 (text, title, content='', tokenize="unicode61 remove_diacritics 2");
