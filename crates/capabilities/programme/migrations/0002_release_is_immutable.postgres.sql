CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a release is never changed';
END;
$$;
CREATE TRIGGER release_is_immutable BEFORE UPDATE ON release
    FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
