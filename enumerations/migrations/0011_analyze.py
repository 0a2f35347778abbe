"""Let the application have the tables analysed that a batch has filled: PostgreSQL allows it to owners only.

A function for each, with the owner's rights, that can do nothing else. They need no argument, so nothing can
be smuggled in.
"""

from django.db import migrations

COLUMNS = {"household": "enumeration_id, structure_id", "person": "enumeration_id, household_id"}
MAKE = "".join(
    f"""
    CREATE FUNCTION enumerations_analyze_{name}() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN ANALYZE enumerations_{name} ({columns}); END $$;
    """
    for name, columns in COLUMNS.items()
)
DROP = "".join(f"DROP FUNCTION enumerations_analyze_{name}();" for name in COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("enumerations", "0010_forget_households")]
    operations = [migrations.RunSQL(MAKE, DROP)]
