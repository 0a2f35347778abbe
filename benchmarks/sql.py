"""One statement at a time."""

from typing import Any

from django.db import connection


def run(sql: str, **params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.rowcount)


def one(sql: str, **params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        row = cursor.fetchone()
        return row[0] if row else None
