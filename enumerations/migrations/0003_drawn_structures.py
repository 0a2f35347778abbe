"""Keep one drawn row for each structure: its shape, number and materials follow the structure by themselves.

In the database, so that COPY and bulk SQL draw too. What a count says of it stays as it is.
"""

from django.db import migrations

# What the map draws of a structure, as columns of its summary.
DRAWN = {
    "settlement_id": "settlement_id",
    "shape": "shape_3857",
    "number": "substr(code, strpos(code, '/') + 1)",
    "use": "uses[1]",
    "wall": "nullif(wall, '')",
    "status": "status",
}
COLUMNS, VALUES = ", ".join(DRAWN), ", ".join(DRAWN.values())
UPDATED = ", ".join(f"{column} = drawn.{column}" for column in DRAWN)
CHANGED = f"SELECT id AS structure_id, {', '.join(f'{value} AS {column}' for column, value in DRAWN.items())} FROM changed"

FUNCTIONS = f"""
CREATE FUNCTION enumerations_draw_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enumerations_structuresummary (structure_id, {COLUMNS}, households, people)
    SELECT id, {VALUES}, 0, 0 FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION enumerations_draw_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE enumerations_structuresummary held SET {UPDATED}
    FROM ({CHANGED}) drawn WHERE held.structure_id = drawn.structure_id
        AND ({", ".join(f"held.{c}" for c in DRAWN)}) IS DISTINCT FROM ({", ".join(f"drawn.{c}" for c in DRAWN)});
    RETURN NULL;
END $$;
CREATE FUNCTION enumerations_draw_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM enumerations_structuresummary WHERE structure_id IN (SELECT id FROM changed);
    RETURN NULL;
END $$;
"""
TRIGGERS = [
    ("draw_new", "INSERT", "NEW"),
    ("draw_again", "UPDATE", "NEW"),
    ("draw_no_more", "DELETE", "OLD"),
]
ON = "".join(
    f"CREATE TRIGGER {name} AFTER {event} ON settlements_structure REFERENCING {rows} TABLE AS changed "
    f"FOR EACH STATEMENT EXECUTE FUNCTION enumerations_{name}();\n"
    for name, event, rows in TRIGGERS
)
OFF = "".join(
    f"DROP TRIGGER {name} ON settlements_structure; DROP FUNCTION enumerations_{name}();\n"
    for name, _, _ in TRIGGERS
)
# A rebuild changes no indexed column: with room on the page it leaves the indexes alone.
ROOM = "ALTER TABLE enumerations_structuresummary SET (fillfactor = 60)"


class Migration(migrations.Migration):
    dependencies = [("enumerations", "0002_data_version"), ("settlements", "0003_data_version")]
    operations = [
        migrations.RunSQL(FUNCTIONS + ON, OFF),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
