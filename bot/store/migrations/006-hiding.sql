-- Names under which somebody asked to be hidden, and of which only an admin can
-- tell whether they are theirs.

CREATE TABLE hiding (
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;
