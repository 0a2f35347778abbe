"""What is noted of a structure goes with it, also where statements of the intake take rows out that Django does not see."""

WITH_IT = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT c.conname, a.attname AS named
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.conrelid = 'settlements_structurechange'::regclass AND c.confrelid = 'settlements_structure'::regclass
    LOOP
        EXECUTE format('ALTER TABLE settlements_structurechange DROP CONSTRAINT %I', held.conname);
        EXECUTE format('ALTER TABLE settlements_structurechange ADD CONSTRAINT %I FOREIGN KEY (%I) '
            'REFERENCES settlements_structure ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED', held.conname, held.named);
    END LOOP;
END $$
"""
