"""Keep one drawn row for each structure: its place, shape, number and materials follow the structure by themselves.

In the database, so that COPY and bulk SQL draw too. What a count says of it stays as it is.
"""

TABLE = "enumerations_structuresummary"
# What the map draws of a structure, as columns of its summary.
DRAWN = {
    "settlement_id": "settlement_id",
    "shape": "shape_3857",
    "number": "substr(code, strpos(code, '/') + 1)",
    "use": "uses[1]",
    "wall": "nullif(wall, '')",
    "status": "status",
    "cluster_id": "cluster_id",
    "roof": "nullif(roof, '')",
    "floor": "nullif(floor, '')",
}
NAMES, VALUES = ", ".join(DRAWN), ", ".join(DRAWN.values())
SAID = ", ".join(f"{value} AS {name}" for name, value in DRAWN.items())
FUNCTIONS = f"""
CREATE FUNCTION enumerations_draw_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {TABLE} (structure_id, {NAMES}, households, people)
    SELECT id, {VALUES}, 0, 0 FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION enumerations_draw_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {TABLE} held SET {", ".join(f"{name} = drawn.{name}" for name in DRAWN)}
    FROM (SELECT id AS structure_id, {SAID} FROM changed) drawn WHERE held.structure_id = drawn.structure_id
        AND ({", ".join(f"held.{name}" for name in DRAWN)})
        IS DISTINCT FROM ({", ".join(f"drawn.{name}" for name in DRAWN)});
    RETURN NULL;
END $$;
CREATE FUNCTION enumerations_draw_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {TABLE} WHERE structure_id IN (SELECT id FROM changed);
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
