"""What is encrypted at rest: answers before they leave Python, and all of it again when the key changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction

from accounts.encryption.bytes import EncryptedBytesField, key_of_bytes, seal_bytes, unseal_bytes
from accounts.encryption.columns import key_of
from accounts.encryption.fields import encrypted_fields
from accounts.encryption.keys import keyring
from enumerations.models import HeldSending, Household, Submission
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


# Interviews as phones sent them: some twenty kilobytes each.
INTERVIEWS: tuple[Any, ...] = (Submission, HeldSending)
INTERVIEWS_CHUNK = 200


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
    for model in INTERVIEWS:
        while rows := _rotate_interviews(model):
            done += rows
            yield done


def left_over() -> int:
    """How many rows still need an older key."""
    old = [(place.table, _old(place)) for place in PLACES]
    old += [(model._meta.db_table, _old_interview()) for model in INTERVIEWS]
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


def _old_interview() -> str:
    return f"{key_of_bytes('xml')} <> %(newest)s"


def _rotate_interviews(model: Any) -> int:
    """Encrypt a chunk of them anew; how many. What somebody else holds is passed over."""
    table, field = model._meta.db_table, model._meta.get_field("xml")
    assert isinstance(field, EncryptedBytesField)
    with transaction.atomic():
        rows = staging.fetch(
            f"SELECT id, xml FROM {table} WHERE {_old_interview()} "
            f"ORDER BY id LIMIT {INTERVIEWS_CHUNK} FOR UPDATE SKIP LOCKED",
            _newest(),
        )
        again = [seal_bytes(unseal_bytes(bytes(xml), field.sealed_as), field.sealed_as) for _, xml in rows]
        staging.execute(
            f"UPDATE {table} held SET xml = new.xml "
            "FROM unnest(%(ids)s::bigint[], %(again)s::bytea[]) AS new (id, xml) WHERE held.id = new.id",
            {"ids": [pk for pk, _ in rows], "again": again},
        )
    return len(rows)
