"""A connection that was kept between requests: looked at, and asked only where there is a reason to."""

import select
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pamoja.postgis.base import DatabaseWrapper


@pytest.fixture
def kept(db: None) -> Iterator[DatabaseWrapper]:
    """A second connection to the test database, in use."""
    other = connection.copy()
    assert isinstance(other, DatabaseWrapper)
    other.ensure_connection()
    yield other
    other.close()


def end(kept: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])


def test_a_living_connection_is_not_asked(kept: DatabaseWrapper) -> None:
    with CaptureQueriesContext(kept) as asked:
        assert kept.is_usable()
    assert len(asked) == 0
    assert kept.connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_IDLE


def test_one_that_the_server_ended_is_made_anew(kept: DatabaseWrapper) -> None:
    end(kept)
    assert not kept.is_usable()
    kept.health_check_enabled, kept.health_check_done = True, False  # type: ignore[attr-defined]
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_one_that_found_out_itself_is_not_usable(kept: DatabaseWrapper) -> None:
    end(kept)
    with pytest.raises(psycopg2.OperationalError), kept.connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not kept.is_usable()


def test_a_notice_that_waits_does_not_end_it(kept: DatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("LISTEN kept")
    with closing(connection.copy()) as another, another.cursor() as cursor:
        cursor.execute("NOTIFY kept")
    assert select.select([kept.connection], [], [], 5)[0]
    assert kept.is_usable()
