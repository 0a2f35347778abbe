"""What the application may have the owner of the tables do: forget, and analyse the tables that a batch has filled."""

# The application adds to the history and cannot change it. This is the one exception, with the rights of the
# tables' owner: of a household that is gone or cleared no old row is kept, and of one whose identity number was
# dropped no old number. Of any other household it does nothing.
FORGET = """
CREATE FUNCTION forget_households(wanted bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint[];
BEGIN
    SELECT array_agg(id) INTO gone FROM unnest(wanted) AS ids (id)
    WHERE NOT EXISTS (SELECT FROM enumerations_household h WHERE h.id = ids.id AND h.cleared_at IS NULL);
    DELETE FROM enumerations_tenureclaimevent WHERE household_id = ANY(gone);
    DELETE FROM enumerations_personevent WHERE household_id = ANY(gone);
    DELETE FROM enumerations_householdevent WHERE pgh_obj_id = ANY(gone);
    UPDATE enumerations_withdrawalevent SET household_id = NULL WHERE household_id = ANY(gone);
    UPDATE enumerations_rightsrequestevent SET household_id = NULL WHERE household_id = ANY(gone);
    UPDATE enumerations_householdevent e SET head_id_number = NULL
    FROM enumerations_household h
    WHERE h.id = ANY(wanted) AND h.id = e.pgh_obj_id AND h.head_id_number IS NULL
        AND e.head_id_number IS NOT NULL;
END;
$$;
CREATE FUNCTION forget_claimants(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE enumerations_tenureclaimevent e SET claimant_name = NULL
    FROM enumerations_tenureclaim c
    WHERE c.id = ANY(wanted) AND c.id = e.pgh_obj_id AND coalesce(c.claimant_name, '') = '';
$$;
"""
FORGET_NO_MORE = "DROP FUNCTION forget_claimants(bigint[]); DROP FUNCTION forget_households(bigint[])"

# PostgreSQL allows it to owners only: a function for each table, with the owner's rights, that can do nothing
# else. They need no argument, so nothing can be smuggled in.
COLUMNS = {"household": "enumeration_id, structure_id", "person": "enumeration_id, household_id"}
ANALYZE = "".join(
    f"""
    CREATE FUNCTION enumerations_analyze_{name}() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN ANALYZE enumerations_{name} ({columns}); END $$;
    """
    for name, columns in COLUMNS.items()
)
ANALYZE_NO_MORE = "".join(f"DROP FUNCTION enumerations_analyze_{name}();" for name in COLUMNS)
