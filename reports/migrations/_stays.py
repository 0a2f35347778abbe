"""What was given, of whom, and the notes to it: written once. The database refuses to change or delete them."""

TABLES = ("reports_handover", "reports_handedplace", "reports_handovernote")
FUNCTION = """
CREATE FUNCTION reports_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was handed over is written down once: add a note instead (%)', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER stays_as_it_is BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION reports_stays_as_it_is();\n"
    for table in TABLES
)
DROPPED = (
    "".join(f"DROP TRIGGER stays_as_it_is ON {table};\n" for table in TABLES)
    + "DROP FUNCTION reports_stays_as_it_is();"
)
