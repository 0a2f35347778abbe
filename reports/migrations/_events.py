"""What happened is written by triggers, in the transaction in which it happens: told if and only if it stands."""

# Where it happens: the table, when, and what is written: kind, settlement, subject, of whom.
WHAT = {
    "batch": (
        "enumerations_batch",
        "UPDATE OF finished_at",
        "NEW.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at",
        "'batch.finished', NEW.settlement_id, NEW.id, NULL",
    ),
    "count": (
        "enumerations_enumeration",
        "UPDATE OF state",
        "NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('verified', 'adopted')",
        "'count.' || NEW.state, NEW.settlement_id, NEW.id, NULL",
    ),
    "register": (
        "verification_registersnapshot",
        "INSERT",
        "true",
        "'register.adopted', NEW.settlement_id, NEW.enumeration_id, NULL",
    ),
    "export": (
        "reports_export",
        "UPDATE OF state",
        "NEW.state = 'ready' AND OLD.state <> 'ready' AND NEW.asked_by_id IS NOT NULL",
        "'export.ready', NULL, NEW.id, NEW.asked_by_id",
    ),
    "settlement": (
        "settlements_settlement",
        "UPDATE OF shielded_at",
        "(NEW.shielded_at IS NULL) <> (OLD.shielded_at IS NULL)",
        "CASE WHEN NEW.shielded_at IS NULL THEN 'settlement.shown' ELSE 'settlement.hidden' END, NEW.id, NEW.id, NULL",
    ),
}
MADE = "".join(
    f"""
CREATE FUNCTION reports_tell_of_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_event (kind, settlement_id, subject, of_user) VALUES ({values});
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER {when} ON {table} FOR EACH ROW WHEN ({condition})
    EXECUTE FUNCTION reports_tell_of_{name}();
"""
    for name, (table, when, condition, values) in WHAT.items()
)
DROPPED = "".join(
    f"DROP TRIGGER tell ON {table}; DROP FUNCTION reports_tell_of_{name}();\n"
    for name, (table, *_rest) in WHAT.items()
)
