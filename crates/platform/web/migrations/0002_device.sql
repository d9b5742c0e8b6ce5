-- What a session was begun on, as the browser told it: so that people know their devices again.
ALTER TABLE web_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
