"""What the database does of itself: links that go or let go, disputes that are drawn, objections that are forgotten."""

# The finder compares spellings. What it suspects goes with what it is of, and what else is kept of a household
# lets go of it, also where statements of the intake take rows out that Django does not see.
LET_GO = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT c.conname, c.conrelid::regclass AS kept, a.attname AS named, c.confrelid::regclass AS of, w.deed
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN (VALUES
            ('verification_suspicion'::regclass, 'CASCADE'),
            ('verification_objection'::regclass, 'SET NULL'),
            ('verification_correction'::regclass, 'SET NULL'),
            ('verification_certificate'::regclass, 'SET NULL'),
            ('verification_snapshotentry'::regclass, 'SET NULL')
        ) AS w (kept, deed) ON w.kept = c.conrelid
        WHERE c.contype = 'f' AND c.confrelid IN (
            'enumerations_household'::regclass, 'enumerations_tenureclaim'::regclass,
            'settlements_structure'::regclass)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.kept, held.conname);
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %s ON DELETE %s '
            'DEFERRABLE INITIALLY DEFERRED', held.kept, held.conname, held.named, held.of, held.deed);
    END LOOP;
END $$
"""
# What a dispute changes on the map raises the version under which its tiles are kept.
FUNCTION = """
CREATE FUNCTION verification_raise_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE settlements_settlement SET data_version = data_version + 1
    WHERE id IN (
        SELECT settlement_id FROM changed WHERE structure_id IS NOT NULL
          AND kind IN ('absentee_owner_claims', 'double_claim', 'boundary', 'ownership', 'rent'));
    RETURN NULL;
END $$;
"""
# The history of an objection may not say for ever whose it was: of those that were cleared, the database
# forgets it. The application may not change the history.
FORGET = """
CREATE FUNCTION forget_objections(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE verification_objectionevent e SET household_id = NULL, claim_id = NULL, location = NULL, panel = ''
    FROM verification_objection o
    WHERE o.id = e.pgh_obj_id AND o.id = ANY(wanted) AND o.cleared_at IS NOT NULL;
$$;
"""
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
TRIGGERS = "".join(
    f"CREATE TRIGGER raise_data_version_{event.lower()} AFTER {event} ON verification_objection "
    f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
    "EXECUTE FUNCTION verification_raise_data_version();\n"
    for event, rows in EVENTS.items()
)
DROP = "".join(
    f"DROP TRIGGER raise_data_version_{event.lower()} ON verification_objection;\n" for event in EVENTS
)
