"""Who refers to things on the ground: what a count, a claim or a note names may not be taken away."""

from collections.abc import Iterable

from django.db import connection, models


def referring(model: type[models.Model], *, but: Iterable[type[models.Model]] = ()) -> list[tuple[str, str]]:
    """Table and column of every foreign key to the model that the database holds to; found, not listed."""
    left_out = set(but)
    found = []
    for relation in model._meta.related_objects:
        field, of = relation.field, relation.related_model
        if getattr(field, "db_constraint", False) and isinstance(of, type) and of not in left_out:
            found.append((of._meta.db_table, str(field.column)))
    return sorted(found)


def referred_to(
    model: type[models.Model], ids: list[int], *, but: Iterable[type[models.Model]] = ()
) -> set[int]:
    """Which of these rows something refers to; `but`: models that go with them. One query."""
    tables = referring(model, but=but)
    if not ids or not tables:
        return set()
    sql = " UNION ".join(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}" = ANY(%(ids)s)' for table, column in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": ids})
        return {row[0] for row in cursor.fetchall()}
