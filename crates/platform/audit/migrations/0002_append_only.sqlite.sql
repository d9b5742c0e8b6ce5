CREATE TRIGGER audit_record_is_immutable BEFORE UPDATE ON audit_record
BEGIN
    SELECT RAISE(ABORT, 'a record is never changed');
END;
