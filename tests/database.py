"""The test database: a copy of one to which every migration was applied once, for all workers and runs."""

import hashlib
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

from tests import emptying

ROOT = Path(__file__).resolve().parents[1]
OURSELVES = (Path(__file__), Path(emptying.__file__))
LOCK = 7_205_759  # in PostgreSQL, with the template's name, for whoever looks at it


def suffix_of(config: pytest.Config) -> str:
    """What tells this run from others on the same servers: PYTEST_DB_SUFFIX and the xdist worker."""
    worker = getattr(config, "workerinput", {}).get("workerid")
    return "_".join(filter(None, [os.environ.get("PYTEST_DB_SUFFIX"), worker]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_keepdb: bool, django_db_createdb: bool, django_db_blocker: Any
) -> None:
    """A database of its own where several runs work side by side, and where to copy it from."""
    test: dict[str, Any] = connection.settings_dict["TEST"]
    name = f"test_{connection.settings_dict['NAME']}"
    test["NAME"] = "_".join(filter(None, [name, suffix_of(request.config)]))
    # One for all workers of a run; another folder's code may make other tables.
    test["TEMPLATE"] = "_".join(filter(None, [name, "template", os.environ.get("PYTEST_DB_SUFFIX")]))
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        if not (django_db_keepdb and not django_db_createdb and can_be_kept(cursor, test["NAME"])):
            ensure_template(cursor, test["TEMPLATE"])


def can_be_kept(cursor: CursorWrapper, name: str) -> bool:
    """Whether it is there and every migration of today made it; any other is dropped."""
    cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone()[0]:
        return False
    with closing(psycopg2.connect(**connection.get_connection_params() | {"dbname": name})) as there:
        asking = there.cursor()
        asking.execute(
            "SELECT app, name FROM django_migrations WHERE to_regnamespace('as_migrated') IS NOT NULL"
        )
        if {*MigrationLoader(None).disk_migrations} <= {*asking.fetchall()}:
            return True
    cursor.execute(f'DROP DATABASE "{name}"')
    return False


def ensure_template(cursor: CursorWrapper, name: str) -> None:
    """Make it where there is none, or one of other code; one process does, and the others wait for it."""
    made_by = what_makes_tables()
    cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, name])  # until this connection ends
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    if cursor.fetchone() != (made_by,):
        make_template(name)
        cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', [made_by])


def what_makes_tables() -> str:
    """Changes with our code or the installed packages: a migration may ask any of it; and with ourselves."""
    from django.conf import settings

    apps = {ROOT / name.partition(".")[0] for name in settings.INSTALLED_APPS}
    code = (path for app in apps for path in app.rglob("*.py"))
    digest = hashlib.sha256()
    for path in sorted([*code, ROOT / "requirements.txt", *OURSELVES]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def make_template(name: str) -> None:
    """Apply every migration to a new database."""
    ours, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    kept = {key: test[key] for key in ("NAME", "TEMPLATE")}
    test |= {"NAME": name, "TEMPLATE": None}
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        emptying.keep_what_is_there()
        connection.creation.destroy_test_db(ours, verbosity=0, keepdb=True)  # turns back to ours
    finally:
        test |= kept
