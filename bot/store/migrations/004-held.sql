-- What was asked while a sharing session was on, until it is answered.

CREATE TABLE held (
  room    TEXT NOT NULL,
  id      TEXT NOT NULL,     -- of the transport
  message TEXT NOT NULL,     -- ID in the archive; '' if it is not there
  said    TEXT NOT NULL,     -- the message, as JSON of its holder
  at      INTEGER NOT NULL,
  PRIMARY KEY (room, id)
) STRICT, WITHOUT ROWID;
