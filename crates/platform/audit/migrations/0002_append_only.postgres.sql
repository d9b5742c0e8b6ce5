CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a record is never changed';
END;
$$;
CREATE TRIGGER audit_record_is_immutable BEFORE UPDATE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
