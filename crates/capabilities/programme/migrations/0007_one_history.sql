-- Edits of sessions and speakers stand with those of settings, in the conference's one history.
INSERT INTO history (conference_id, id, batch, kind, code, version, action, at, who, changes)
    SELECT conference_id, id, batch, kind, code, version, action, at, who, changes FROM edit;

DROP TABLE edit;
