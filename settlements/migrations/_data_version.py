"""Raise a settlement's data version whenever something drawn on its map changes.

In the database, so that COPY and bulk SQL raise it too: tiles are cached under this number.
"""

FUNCTION = """
CREATE FUNCTION settlements_raise_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE settlements_settlement SET data_version = data_version + 1
    WHERE id IN (SELECT DISTINCT settlement_id FROM changed);
    RETURN NULL;
END $$;
"""


def triggers(table):
    """One statement trigger for each kind of change: PostgreSQL allows one event per transition table."""
    events = [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")]
    return "".join(
        f"CREATE TRIGGER raise_data_version_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
        "EXECUTE FUNCTION settlements_raise_data_version();\n"
        for event, rows in events
    )


def drop_triggers(table):
    return "".join(
        f"DROP TRIGGER raise_data_version_{event} ON {table};\n" for event in ("insert", "update", "delete")
    )


# What is drawn; of a count, what it says of the structures.
TABLES = [
    "settlements_cluster",
    "settlements_structure",
    "settlements_servicepoint",
    "settlements_lane",
    "settlements_overlay",
]
OF_COUNTS = "enumerations_structuresummary"
