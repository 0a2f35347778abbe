"""What is encrypted at rest: answers before they leave Python, and all of it again when the key changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.apps import apps
from django.db import transaction

from accounts.encryption.bytes import EncryptedBytesField, key_of_bytes, seal_bytes, unseal_bytes
from accounts.encryption.columns import key_of
from accounts.encryption.fields import encrypted_fields
from accounts.encryption.keys import keyring
from enumerations.models import Household
from enumerations.services import staging

ENCRYPTED = encrypted_fields(Household)
CHUNK = 5_000


def sealed(records: pl.DataFrame) -> pl.DataFrame:
    """The records as they may be written down: even a temporary table holds no phone in clear."""
    given = [name for name in ENCRYPTED if records[name].null_count() < records.height]
    return records.with_columns(
        pl.Series(name, ENCRYPTED[name].sealed.encrypt_all(records[name].to_list()), dtype=pl.String)
        for name in given
    )


@dataclass(frozen=True)
class Place:
    """A table that holds encrypted values; `held` and `kept` say how to read and to write one."""

    table: str
    held: str
    kept: str


_ARRAYS = ", ".join(f"%({name})s::text[]" for name in ENCRYPTED)
_NAMES = ", ".join(ENCRYPTED)
PLACES = (
    Place("enumerations_household", "{0}", ", ".join(f"{name} = new.{name}" for name in ENCRYPTED)),
    Place(
        "enumerations_revision",
        "before->>'{0}'",
        "before = before || jsonb_build_object("
        + ", ".join(f"'{name}', new.{name}" for name in ENCRYPTED)
        + ")",
    ),
)


# Interviews as phones sent them are some twenty kilobytes each.
BYTES_CHUNK = 200


def sealed_bytes() -> list[EncryptedBytesField]:
    """The columns of encrypted bytes of every app: what phones sent, and papers that were printed."""
    fields = (field for model in apps.get_models() for field in model._meta.local_fields)
    return [field for field in fields if isinstance(field, EncryptedBytesField)]


def rotate() -> Iterator[int]:
    """Encrypt under the newest key whatever an older one encrypted, a chunk in each transaction; rows so far.

    What a batch is writing right now is passed over: see `left_over`. Raises UnknownKey, Unreadable.
    """
    done = 0
    for place in PLACES:
        after: int | None = 0
        while after is not None:
            after, rows = _rotate_chunk(place, after)
            done += rows
            yield done
    for field in sealed_bytes():
        while rows := _rotate_bytes(field):
            done += rows
            yield done


def left_over() -> int:
    """How many rows still need an older key."""
    old = [(place.table, _old(place)) for place in PLACES]
    old += [(field.model._meta.db_table, _old_bytes(field)) for field in sealed_bytes()]
    counted = (
        staging.fetch(f"SELECT count(*) FROM {table} WHERE {which}", _newest()) for table, which in old
    )
    return sum(int(rows[0][0]) for rows in counted)


def _newest() -> dict[str, Any]:
    return {"newest": keyring().newest}


def _old(place: Place) -> str:
    return "(" + " OR ".join(f"{key_of(place.held.format(name))} <> %(newest)s" for name in ENCRYPTED) + ")"


def _rotate_chunk(place: Place, after: int) -> tuple[int | None, int]:
    """The last id of the chunk, or None when there is none; and how many rows were written."""
    held = ", ".join(place.held.format(name) for name in ENCRYPTED)
    with transaction.atomic():
        rows = staging.fetch(
            f"SELECT id, {held} FROM {place.table} WHERE id > %(after)s AND {_old(place)} "
            f"ORDER BY id LIMIT {CHUNK} FOR UPDATE SKIP LOCKED",
            _newest() | {"after": after},
        )
        if not rows:
            return None, 0
        ids, *columns = zip(*rows, strict=True)
        again = {name: _again(name, list(values)) for name, values in zip(ENCRYPTED, columns, strict=True)}
        staging.execute(
            f"UPDATE {place.table} held SET {place.kept} "
            f"FROM unnest(%(ids)s::bigint[], {_ARRAYS}) AS new (id, {_NAMES}) WHERE held.id = new.id",
            {"ids": list(ids), **again},
        )
    return ids[-1], len(ids)


def _again(name: str, stored: list[str | None]) -> list[str | None]:
    column = ENCRYPTED[name].sealed
    return column.encrypt_all([None if value is None else column.decrypt(value) for value in stored])


def _old_bytes(field: EncryptedBytesField) -> str:
    return f"{key_of_bytes(field.column or '')} <> %(newest)s"


def _rotate_bytes(field: EncryptedBytesField) -> int:
    """Encrypt a chunk of a column anew; how many. What somebody else holds is passed over."""
    table, column = field.model._meta.db_table, field.column
    with transaction.atomic():
        rows = staging.fetch(
            f"SELECT id, {column} FROM {table} WHERE {_old_bytes(field)} "
            f"ORDER BY id LIMIT {BYTES_CHUNK} FOR UPDATE SKIP LOCKED",
            _newest(),
        )
        again = [seal_bytes(unseal_bytes(bytes(held), field.sealed_as), field.sealed_as) for _, held in rows]
        staging.execute(
            f"UPDATE {table} held SET {column} = new.again "
            "FROM unnest(%(ids)s::bigint[], %(again)s::bytea[]) AS new (id, again) WHERE held.id = new.id",
            {"ids": [pk for pk, _ in rows], "again": again},
        )
    return len(rows)
