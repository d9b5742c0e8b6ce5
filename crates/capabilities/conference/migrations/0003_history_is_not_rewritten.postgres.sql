CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done is never written anew';
END;
$$;
CREATE TRIGGER history_is_not_rewritten BEFORE UPDATE ON history
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
