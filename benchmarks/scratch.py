"""A database, a cache and folders of their own for one run; gone when it ends."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from environs import Env

ROOT = Path(__file__).resolve().parent.parent
REDIS_DATABASE = "5"
LIBPQ_SCHEME = "postgresql"


def address(name: str) -> str:
    """DATABASE_URL or REDIS_URL, as the settings would read it."""
    env = Env()
    env.read_env(str(ROOT / ".local" / "env"), recurse=False)
    return env.str(name, "")


def for_libpq(url: str) -> str:
    """The same address for psql, psycopg2 and other programs."""
    return urlunsplit(urlsplit(url)._replace(scheme=LIBPQ_SCHEME))


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def command(url: str, sql: str) -> None:
    """Run one statement that may not stand in a transaction."""
    connection = psycopg2.connect(for_libpq(url))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()


@contextmanager
def scratch(*, kept_as: str = "") -> Iterator[Path]:
    """Point the environment at fresh places, and yield a folder for files.

    `kept_as` names a database to make once and use again, while working on the benchmarks.
    """
    server = address("DATABASE_OWNER_URL") or address("DATABASE_URL")
    name = kept_as or f"pamoja_bench_{os.getpid()}"
    folder = Path(tempfile.mkdtemp(prefix="pamoja-bench-"))
    if not (kept_as and exists(server, name)):
        command(server, f'CREATE DATABASE "{name}"')
    os.environ |= {
        "DATABASE_URL": with_database(server, name),
        "DATABASE_OWNER_URL": "",
        "REDIS_URL": with_database(address("REDIS_URL"), REDIS_DATABASE),
        "CACHE_KEY_PREFIX": name,
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "pamoja.settings",
        "LOG_LEVEL": "WARNING",
        "CONN_MAX_AGE": "600",
    }
    (folder / "static").mkdir()
    try:
        yield folder
    finally:
        close_connections()
        if not kept_as:
            command(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def exists(url: str, name: str) -> bool:
    with psycopg2.connect(for_libpq(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def close_connections() -> None:
    from django.apps import apps

    if apps.ready:
        from django.core.cache import cache
        from django.db import connections

        connections.close_all()
        try:
            cache.clear()
        except Exception:  # the run is over; a cache that went away is no reason to hide its result
            return


def begin() -> None:
    """Set Django up on the scratch database, with tables."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
