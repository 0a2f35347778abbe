"""Two roles in the database: the owner of the tables, and the application, which cannot change the log.

The application reads and writes ordinary tables. The log of accesses it can read and add to. The tables of
events it can only read: triggers fill them with the owner's rights. It can empty no table at once, and change
no table or trigger.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from pghistory.models import Event
from psycopg2.errors import DuplicateObject, UniqueViolation
from psycopg2.extensions import encrypt_password
from psycopg2.sql import SQL, Identifier, Literal

from accounts.models import AccessRecord


def event_tables() -> list[str]:
    """The tables that only triggers write."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Event))


def rights() -> dict[str, str]:
    """Each table with what the application may do with it."""
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    ordinary = {model.db_table for model in models if model.managed and not model.proxy}
    return {
        **dict.fromkeys(sorted(ordinary), "SELECT, INSERT, UPDATE, DELETE"),
        **dict.fromkeys(event_tables(), "SELECT"),
        AccessRecord._meta.db_table: "SELECT, INSERT",
        MigrationRecorder.Migration._meta.db_table: "SELECT",
    }


def grant(role: str, *, using: str = "default") -> None:
    """Give the role exactly these rights; to be called as the owner, again after every new table."""
    name = Identifier(role)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_database()")
        database = Identifier(cursor.fetchone()[0])
        cursor.execute(SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(name))
        cursor.execute(SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, name))
        cursor.execute(SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        for table, allowed in rights().items():
            cursor.execute(
                SQL("REVOKE ALL ON {table} FROM PUBLIC, {role}; GRANT {allowed} ON {table} TO {role}").format(
                    table=Identifier("public", table), role=name, allowed=SQL(allowed)
                )
            )


def make_role(role: str, password: str, *, using: str = "default") -> None:
    """Make the application's role where there is none. ImproperlyConfigured where the owner may not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise ImproperlyConfigured(
                f"DATABASE_URL names the role {role}, which does not exist, and the owner may make none. "
                f"Let an administrator run: CREATE ROLE {role} LOGIN PASSWORD ..."
            )
        secret = encrypt_password(password, role, scope=connection.connection, algorithm="scram-sha-256")
        try:
            cursor.execute(SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(Identifier(role), Literal(secret)))
        except Exception as error:
            if not isinstance(error.__cause__, DuplicateObject | UniqueViolation):
                raise  # otherwise somebody else was quicker


def protect(using: str, plan: Any = None, **kwargs: Any) -> None:
    """After `migrate`: bring the role of the application and its rights up to date, where it has its own."""
    connection = connections[using]
    role = settings.DATABASE_APPLICATION["USER"]
    if plan is not None and connection.settings_dict["USER"] != role:
        make_role(role, settings.DATABASE_APPLICATION["PASSWORD"], using=using)
        grant(role, using=using)
