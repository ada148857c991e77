-- What was answered, what people thought of it, and what had no answer. Times
-- are milliseconds since 1970 UTC.

CREATE TABLE answer (
  id       TEXT PRIMARY KEY,
  room     TEXT NOT NULL,
  person   TEXT NOT NULL,
  question TEXT NOT NULL,
  verdict  TEXT NOT NULL,
  sent_id  TEXT NOT NULL DEFAULT '',  -- '' if it is not known
  at       INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_by_time ON answer (at);
CREATE INDEX answer_by_person ON answer (room, person, at);
CREATE INDEX answer_by_sent_id ON answer (room, sent_id) WHERE sent_id <> '';

CREATE TABLE citation (
  answer  TEXT NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
  place   INTEGER NOT NULL,           -- in the answer, from 0
  message TEXT NOT NULL,
  PRIMARY KEY (answer, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback (
  answer     TEXT NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
  person     TEXT NOT NULL,
  mark       TEXT NOT NULL CHECK (mark IN ('useful', 'wrong')),
  correction TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (answer, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_by_time ON feedback (at);

CREATE TABLE unanswered (
  id       INTEGER PRIMARY KEY,
  room     TEXT NOT NULL,
  normal   TEXT NOT NULL,             -- the question as it is compared
  question TEXT NOT NULL,             -- as it was asked last
  asked    INTEGER NOT NULL,          -- how often
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL,
  message  TEXT NOT NULL DEFAULT '',  -- that answers it; '' while none does
  UNIQUE (room, normal)
) STRICT;

CREATE INDEX unanswered_by_time ON unanswered (last_at);

CREATE TABLE asker (
  question INTEGER NOT NULL REFERENCES unanswered (id) ON DELETE CASCADE,
  person   TEXT NOT NULL,
  name     TEXT NOT NULL,             -- as the room saw it last
  at       INTEGER NOT NULL,
  told     INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
  PRIMARY KEY (question, person)
) STRICT, WITHOUT ROWID;
