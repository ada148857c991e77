-- Who said what would have been right; '' if it was given before this step.

ALTER TABLE feedback ADD COLUMN name TEXT NOT NULL DEFAULT '';
