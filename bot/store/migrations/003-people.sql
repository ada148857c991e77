-- Who asked to be hidden, and who runs a room. Times are milliseconds since
-- 1970 UTC.

CREATE TABLE hidden (
  person TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden_name (
  person TEXT NOT NULL REFERENCES hidden (person) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
  id      INTEGER PRIMARY KEY,
  room    TEXT NOT NULL,
  salt    BLOB NOT NULL,
  hash    BLOB NOT NULL,              -- HMAC-SHA-256 of the code, keyed by the salt
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE wrong_claim (
  person TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;

CREATE INDEX wrong_claim_by_person ON wrong_claim (person, at);

CREATE TABLE admin (
  login  TEXT NOT NULL,
  person TEXT NOT NULL,
  room   TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (login, person, room)
) STRICT, WITHOUT ROWID;
