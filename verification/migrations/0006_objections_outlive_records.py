"""The database keeps an objection whose household, claim or structure goes, however it goes; disputes are drawn.

Batches are taken back and claims made anew in plain SQL, which knows nothing of Django's SET_NULL.
"""

from django.db import migrations

LINKS = """
    ('verification_objection', 'household_id'), ('verification_objection', 'claim_id'),
    ('verification_objection', 'structure_id'), ('verification_correction', 'household_id'),
    ('verification_correction', 'structure_id')
"""


def links(on_delete):
    return f"""
    DO $$ DECLARE link record; BEGIN
        FOR link IN
            SELECT c.conname AS name, c.conrelid::regclass AS held_in, a.attname AS held_by,
                c.confrelid::regclass AS held
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND (c.conrelid::regclass::text, a.attname::text) IN ({LINKS})
        LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', link.held_in, link.name);
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %s (id) '
                '{on_delete} DEFERRABLE INITIALLY DEFERRED',
                link.held_in, link.name, link.held_by, link.held);
        END LOOP;
    END $$;
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


class Migration(migrations.Migration):
    dependencies = [("verification", "0005_objections"), ("settlements", "0003_data_version")]
    operations = [
        migrations.RunSQL(links("ON DELETE SET NULL"), links("")),
        migrations.RunSQL(FUNCTION + TRIGGERS, DROP + "DROP FUNCTION verification_raise_data_version();"),
        migrations.RunSQL(FORGET, "DROP FUNCTION forget_objections(bigint[]);"),
    ]
