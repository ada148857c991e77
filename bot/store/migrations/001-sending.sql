-- What was sent, what came in, where to be silent. Times are milliseconds
-- since 1970 UTC.

CREATE TABLE sending (
  key         TEXT PRIMARY KEY,
  room        TEXT NOT NULL,              -- '' of a talk between two
  person      TEXT NOT NULL,              -- whom it is for; '' for the room
  kind        TEXT NOT NULL,
  text        TEXT NOT NULL,
  state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  sent_id     TEXT NOT NULL DEFAULT '',   -- '' until it is known
  intended_at INTEGER NOT NULL,
  sent_at     INTEGER NOT NULL DEFAULT 0  -- 0 until it is sent
) STRICT;

CREATE INDEX sending_by_room ON sending (room, intended_at);
CREATE INDEX sending_by_time ON sending (intended_at);
CREATE INDEX sending_by_sent_id ON sending (room, sent_id) WHERE sent_id <> '';

CREATE TABLE seen (
  key TEXT PRIMARY KEY,
  at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_by_time ON seen (at);

CREATE TABLE mute (
  room  TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
