"""What is noted of a household goes with it, also where statements of the intake take rows out that Django does not see."""

WITH_IT = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT c.conname, a.attname AS named
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.conrelid = 'enumerations_roundlink'::regclass AND c.confrelid = 'enumerations_household'::regclass
    LOOP
        EXECUTE format('ALTER TABLE enumerations_roundlink DROP CONSTRAINT %I', held.conname);
        EXECUTE format('ALTER TABLE enumerations_roundlink ADD CONSTRAINT %I FOREIGN KEY (%I) '
            'REFERENCES enumerations_household ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED', held.conname, held.named);
    END LOOP;
END $$
"""
