"""Write a row unless it is there already: the database decides, also between two who come at once."""

from typing import Any

from django.db import connection, models


def insert_once(row: models.Model) -> bool:
    """Insert the row, unless a unique constraint says that the database has it; whether it was inserted.

    Where somebody else is inserting the same row, this waits for them.
    """
    meta = row._meta
    fields: list[Any] = [
        field for field in meta.concrete_fields if not (field.primary_key or field.generated)
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id',
            values,
        )
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding = False
    row._state.db = connection.alias
    return True
