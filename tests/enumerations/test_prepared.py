"""A statement that is planned once for a connection, whatever becomes of that connection."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from enumerations.services.prepared import Prepared

SUM = Prepared("sum_of_two", "SELECT %(one)s::int + %(two)s, %(one)s", ("one", "two"))


@pytest.fixture(autouse=True)
def a_new_connection(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Outside of a transaction; no table is touched."""
    with django_db_blocker.unblock():
        connection.close()
        yield
        connection.close()


def asked(one: object, two: object) -> tuple[tuple[int, ...] | None, list[str]]:
    """What was answered, and the first words of what was asked."""
    with CaptureQueriesContext(connection) as captured:
        row = SUM.row({"one": one, "two": two})
    return row, [each["sql"].split()[0] for each in captured.captured_queries]


def test_it_is_planned_once_for_a_connection() -> None:
    assert asked(2, 3) == ((5, 2), ["PREPARE", "EXECUTE"])
    assert asked(4, 3) == ((7, 4), ["EXECUTE"])
    connection.close()
    assert asked(4, 3) == ((7, 4), ["PREPARE", "EXECUTE"])


def test_where_it_is_gone_it_is_asked_as_it_stands() -> None:
    """As behind a proxy that gives each transaction another session."""
    asked(2, 3)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert asked(2, 3) == ((5, 2), ["EXECUTE", "SELECT"])
    assert asked(2, 3) == ((5, 2), ["SELECT"])


def test_where_another_has_prepared_it_it_is_asked_as_it_stands() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PREPARE sum_of_two AS SELECT 1")
    assert asked(2, 3) == ((5, 2), ["PREPARE", "SELECT"])


def test_a_value_that_does_not_fit_is_the_askers_fault() -> None:
    with pytest.raises(DataError):
        SUM.row({"one": "many", "two": 3})
    assert asked(2, 3) == ((5, 2), ["EXECUTE"])


def test_what_stands_in_a_value_is_no_sql() -> None:
    echo = Prepared("echo", "SELECT %(said)s::text", ("said",))
    said = "'); DROP TABLE accounts_user; -- %(x)s $1 %s"
    assert echo.row({"said": said}) == (said,)
