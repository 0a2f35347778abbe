"""Start-up checks: what the site cannot work without, said before the first request needs it."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from accounts.encryption.keys import BadKeys, keyring


@register(Tags.database)
def postgis_is_there(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """PostGIS must be installed in the database we were given."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")
        if cursor.fetchone()[0]:
            return []
    return [
        Error("The database server has no PostGIS.", hint="Install postgresql-postgis.", id="pamoja.E001")
    ]


@register(Tags.database)
def refused_rows_stay_out_of_the_log(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Where a constraint refuses a row, PostgreSQL writes the row into its own log unless told otherwise."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('log_error_verbosity') = 'terse' "
            "AND current_setting('log_min_error_statement') IN ('panic', 'fatal')"
        )
        if cursor.fetchone()[0]:
            return []
    return [
        Warning(
            "The database server writes rows that it refuses into its log.",
            hint="Set log_error_verbosity to terse and log_min_error_statement to panic.",
            id="pamoja.W001",
        )
    ]


@register()
def keys_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without them no household with a phone can be read or written."""
    try:
        keyring()
    except BadKeys as error:
        return [Error(str(error), hint="See FIELD_KEYS in .env.example.", id="pamoja.E003")]
    return []


@register()
def media_is_writable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is sent is stored on disk before the sender hears of success."""
    folder = settings.MEDIA_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    if os.access(folder, os.W_OK):
        return []
    return [
        Error(
            f"The folder for uploaded files, {folder}, cannot be written.",
            hint="Set MEDIA_ROOT.",
            id="pamoja.E002",
        )
    ]


@register(Tags.security, deploy=True)
def log_is_protected(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The site must not own the tables: who owns the log can change it."""
    if settings.DATABASE_OWNER["USER"] != settings.DATABASE_APPLICATION["USER"]:
        return []
    return [
        Warning(
            "The site works in the database as the owner of its tables: it could change its own log.",
            hint="Give DATABASE_OWNER_URL a role of its own, and run manage.py migrate.",
            id="pamoja.W002",
        )
    ]
