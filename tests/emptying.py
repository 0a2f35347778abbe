"""After a test that commits, the database is as the migrations left it: the next test may rely on that.

Django's own flush empties every table, tells every app that it has migrated and takes half a second. What the
migrations wrote (counties, permissions) it would bring back only on the connection that the session began
with, and that is not the one in use once a browser has run in this thread.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

PATIENCE_S = 10

# Our tables, each with the copy of it where the migrations wrote into it.
OURS = """
    SELECT c.oid::regclass AS named, to_regclass(format('as_migrated.%I', c.relname)) AS kept
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
KEEP = f"""
DO $$ DECLARE one record; filled boolean; BEGIN
    CREATE SCHEMA as_migrated;
    FOR one IN {OURS} LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.named) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE as_migrated.%I AS TABLE %s', one.named, one.named);
        END IF;
    END LOOP;
END $$
"""
# Foreign keys and triggers look away: a row need not be deleted before another, and no history is written.
PUT_BACK = f"""
DO $$ DECLARE one record; other boolean; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN {OURS} LOOP
        IF one.kept IS NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.named) INTO other;
        ELSE
            EXECUTE format(
                'SELECT EXISTS ((TABLE %1$s EXCEPT TABLE %2$s) UNION ALL (TABLE %2$s EXCEPT TABLE %1$s))',
                one.named, one.kept
            ) INTO other;
        END IF;
        IF other THEN
            EXECUTE format('DELETE FROM %s', one.named);
            IF one.kept IS NOT NULL THEN
                EXECUTE format('INSERT INTO %s TABLE %s', one.named, one.kept);
            END IF;
        END IF;
    END LOOP;
END $$
"""
OTHERS = """
    FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class Door:
    """Who is let into a live server: nobody while tables are emptied, for a page that is gone may yet ask."""

    def __init__(self) -> None:
        self.is_open, self.inside, self.changed = True, 0, threading.Condition()

    def enter(self) -> bool:
        with self.changed:
            self.inside += self.is_open
            return self.is_open

    def leave(self) -> None:
        with self.changed:
            self.inside -= 1
            self.changed.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Once everybody who is inside has left; whoever stays for long is not waited for."""
        with self.changed:
            self.is_open = False
            self.changed.wait_for(lambda: not self.inside, PATIENCE_S)
        try:
            yield
        finally:
            self.is_open = True


DOOR = Door()


def keep_what_is_there() -> None:
    """Remember the rows of a database that was migrated and not yet used."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP)


def put_back(*_: Any) -> None:
    """Bring the tables back to what the migrations wrote, once nobody else is at work in them."""
    with DOOR.closed():
        connection.close()  # whatever a test has left of it
        with connection.cursor() as cursor:
            wait_for_others(cursor)
            cursor.execute(PUT_BACK)


def wait_for_others(cursor: Any) -> None:
    """A request may still be answered; who was killed in the midst of something is sent away."""
    until = time.monotonic() + PATIENCE_S
    while True:
        cursor.execute(f"SELECT count(*) {OTHERS}")
        if not cursor.fetchone()[0]:
            return
        if time.monotonic() > until:
            cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}")
            return
        time.sleep(0.01)


def instead_of_flushing() -> None:
    """Have every test that commits cleaned up after in this way."""
    TransactionTestCase._fixture_teardown = put_back  # type: ignore[attr-defined]
