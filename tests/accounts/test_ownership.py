"""The site cannot change what is written down about it: the database refuses."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import ProgrammingError, connection, transaction
from pghistory.models import Event

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import AccessRecord, User
from accounts.ownership import event_tables

pytestmark = pytest.mark.django_db

REFUSED = "permission denied|must be owner"


def refuses(sql: str) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def fetch(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [value for (value,) in cursor.fetchall()]


def test_every_table_of_events_is_known_as_one() -> None:
    """Found in the database, by the column that they alone have."""
    found = fetch(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'pgh_created_at'"
    )
    assert sorted(found) == event_tables() != []
    assert Event.__module__ == "pghistory.models"


@pytest.mark.parametrize("table", [*event_tables(), AccessRecord._meta.db_table])
def test_the_log_cannot_be_altered(table: str, as_application: None) -> None:
    key = "id" if table == AccessRecord._meta.db_table else "pgh_id"
    for statement in (
        f"UPDATE {table} SET {key} = {key}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"SELECT * FROM {table} FOR UPDATE",
    ):
        refuses(statement)
    assert fetch(f"SELECT count(*) >= 0 FROM {table}") == [True]  # reading is allowed


@pytest.mark.parametrize("table", event_tables())
def test_an_event_cannot_be_made_up(table: str, as_application: None) -> None:
    refuses(f"INSERT INTO {table} (pgh_created_at, pgh_label, pgh_obj_id) VALUES (now(), 'update', 1)")


def test_a_line_is_added_to_the_log_of_accesses(amina: User, as_application: None) -> None:
    record(amina, AccessKind.READ, subject="household 12")
    assert AccessRecord.objects.get().subject == "household 12"


def test_a_trigger_can_be_neither_changed_nor_gone_round(amina: User, as_application: None) -> None:
    found = "FROM pg_trigger WHERE tgrelid = 'accounts_user'::regclass AND tgname LIKE '%keep_updated%'"
    [name], [function] = fetch(f"SELECT tgname {found}"), fetch(f"SELECT tgfoid::regproc::text {found}")
    empty = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    for statement in (
        f"DROP TRIGGER {name} ON accounts_user",
        f"ALTER TABLE accounts_user DISABLE TRIGGER {name}",
        f"CREATE OR REPLACE FUNCTION {function}() {empty}",
        f"DROP FUNCTION {function}()",
        "SET session_replication_role = replica",
        "TRUNCATE accounts_user CASCADE",
        "CREATE TABLE public.accounts_mine (id integer)",
    ):
        refuses(statement)
    User.objects.update(first_name="Amina Atieno")
    assert fetch("SELECT first_name FROM accounts_userevent WHERE pgh_label = 'update'") == ["Amina"]


def test_a_temporary_table_of_the_same_name_catches_no_event(amina: User, as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE accounts_userevent (LIKE public.accounts_userevent)")
    User.objects.update(first_name="Amina Atieno")
    query = "SELECT count(*) FROM {}.accounts_userevent WHERE pgh_label = 'update'"
    assert (fetch(query.format("public")), fetch(query.format("pg_temp"))) == ([1], [0])


def test_a_site_that_owns_its_tables_is_told(settings: Any) -> None:
    def warned() -> bool:
        return "pamoja.W002" in {found.id for found in run_checks(include_deployment_checks=True)}

    settings.DATABASE_OWNER = {**settings.DATABASE_APPLICATION, "USER": "somebody_else"}
    assert not warned()
    settings.DATABASE_OWNER = settings.DATABASE_APPLICATION
    assert warned()
