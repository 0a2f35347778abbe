"""The adopted register: frozen, numbered, with a hash that anyone can compute again.

Of each household the digest is the SHA-256 of its salt and its record. A version's hash is the SHA-256 of the
list of all its digests: in hexadecimal, sorted, one a line.
"""

import csv
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.because import because
from accounts.encryption.bytes import EncryptedBytesField, seal_bytes
from accounts.models import User
from enumerations.models import Enumeration, Household, SettlementStatistics
from enumerations.services.locks import enumeration_locked
from enumerations.services.statistics import rebuild_statistics
from verification.conditions.counted import in_register
from verification.models import RegisterSnapshot, SnapshotEntry
from verification.records import Home, canonical
from verification.services.homes import homes

CHUNK = 2_000
SALT_BYTES = 16
COLUMNS = (
    "settlement_id",
    "snapshot_id",
    "household_id",
    "key",
    "structure_code",
    "salt",
    "record",
    "digest",
)
RECORD = SnapshotEntry._meta.get_field("record")
assert isinstance(RECORD, EncryptedBytesField)
SEALED_AS = RECORD.sealed_as


class NothingToFreeze(Exception):
    """There is no register to keep: a code, a sentence, a remedy."""

    code = "nothing_to_freeze"
    sentence = _("No household of this count is kept, so there is no register.")
    remedy = _("Look at the count's households first.")


class NotAdopted(Exception):
    """Only what an assembly adopted has versions."""

    code = "not_adopted"
    sentence = _("This count is not adopted: it has no register yet.")
    remedy = _("Take the step “Adopted” first.")


@dataclass(frozen=True)
class Kept:
    """A household with its record, salt and digest."""

    household: int
    home: Home
    record: bytes
    salt: bytes

    @property
    def digest(self) -> bytes:
        return digest_of(self.salt, self.record)


def digest_of(salt: bytes, record: bytes) -> bytes:
    return hashlib.sha256(salt + record).digest()


def latest(count: Enumeration) -> RegisterSnapshot | None:
    """The newest version of a count's register."""
    found: RegisterSnapshot | None = (
        RegisterSnapshot.objects.filter(enumeration=count).order_by("-version").first()
    )
    return found


def freeze(count: Enumeration, by: User, reason: str = "") -> RegisterSnapshot:
    """Keep the register of an adopted count as it is now, as its next version.

    Never by itself: the step that adopts makes version 1, a person with a reason every later one. Flat in
    memory; some ten seconds for fifty thousand households. Raises NotAdopted, NothingToFreeze.
    """
    with because(user=by.pk, task="verification.freeze"), enumeration_locked(count.pk) as locked:
        if locked.adopted_on is None:
            raise NotAdopted
        before = latest(locked)
        snapshot = _begun(locked, locked.adopted_on, before.version + 1 if before else 1, by, reason)
        snapshot.households, snapshot.people = _keep_all(locked, snapshot, before)
        if not snapshot.households:
            raise NothingToFreeze
        snapshot.root = root_of(snapshot)
        snapshot.save(update_fields=["households", "people", "root"])
    return snapshot


def corrected_since(snapshot: RegisterSnapshot) -> int:
    """How many households were corrected since a version was made: what a next one would be for."""
    households = Household.objects.filter(enumeration=snapshot.enumeration_id)
    return int(households.filter(corrected_at__gt=snapshot.made_at).count())


def _begun(count: Enumeration, adopted_on: date, version: int, by: User, reason: str) -> RegisterSnapshot:
    """The version's row; its hash and its numbers follow when its households are there."""
    return RegisterSnapshot.objects.create(
        settlement_id=count.settlement_id,
        enumeration=count,
        version=version,
        adopted_on=adopted_on,
        reason=reason,
        households=0,
        people=0,
        root="0" * 64,
        figures=_figures(count),
        made_by=by,
    )


def _figures(count: Enumeration) -> dict[str, object]:
    """The figures of the settlement ("") and its clusters, by their codes, as they are now."""
    rebuild_statistics(count.pk)
    rows = SettlementStatistics.objects.filter(enumeration=count).values_list(
        "cluster__code", "households", "figures"
    )
    return {code or "": {"households": households, "figures": figures} for code, households, figures in rows}


def _keep_all(
    count: Enumeration, snapshot: RegisterSnapshot, before: RegisterSnapshot | None
) -> tuple[int, int]:
    """Write the entries of all households, some thousands at a time; how many households and people."""
    ids = list(in_register(count).order_by("pk").values_list("pk", flat=True))
    people = 0
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        kept = list(_kept(count, chunk, before))
        people += sum(len(list(each.home.people)) for each in kept)
        _copy(snapshot, kept)
    return len(ids), people


def _kept(count: Enumeration, ids: Sequence[int], before: RegisterSnapshot | None) -> Iterator[Kept]:
    """A record that did not change keeps its salt and so its digest: a slip of version 1 still proves it."""
    last = _salts(before, ids) if before else {}
    for pk, home in homes(count, ids):
        record = canonical(home)
        salt, digest = last.get(pk, (b"", b""))
        same = bool(salt) and digest_of(salt, record) == digest
        yield Kept(pk, home, record, salt if same else os.urandom(SALT_BYTES))


def _salts(snapshot: RegisterSnapshot, ids: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    entries = SnapshotEntry.objects.filter(snapshot=snapshot, household__in=ids, salt__isnull=False)
    return {
        pk: (bytes(salt), bytes(digest))
        for pk, salt, digest in entries.values_list("household", "salt", "digest")
    }


def _copy(snapshot: RegisterSnapshot, kept: Iterable[Kept]) -> None:
    rows = StringIO()
    writer = csv.writer(rows)
    for each in kept:
        record = seal_bytes(each.record, SEALED_AS)
        writer.writerow(
            (
                snapshot.settlement_id,
                snapshot.pk,
                each.household,
                each.home.key,
                each.home.door,
                _hex(each.salt),
                _hex(record),
                _hex(each.digest),
            )
        )
    table, columns = SnapshotEntry._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        # What is quoted as empty is an empty text, not null.
        cursor.copy_expert(
            f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (key, structure_code))",
            BytesIO(rows.getvalue().encode()),
            1 << 20,
        )


def _hex(value: bytes) -> str:
    return f"\\x{value.hex()}"


def digests(snapshot: RegisterSnapshot) -> Iterator[bytes]:
    """The lines of the list whose hash is the version's: digests in hexadecimal, sorted."""
    entries = SnapshotEntry.objects.filter(snapshot=snapshot).order_by("digest")
    for digest in entries.values_list("digest", flat=True).iterator(chunk_size=10_000):
        yield bytes(digest).hex().encode() + b"\n"


def root_of(snapshot: RegisterSnapshot) -> str:
    """The hash of a version, computed from its entries."""
    hasher = hashlib.sha256()
    for line in digests(snapshot):
        hasher.update(line)
    return hasher.hexdigest()


def clear_entries(households: Sequence[int]) -> int:
    """Empty what every version holds of these households; the digests stay, so every hash still adds up."""
    with transaction.atomic():
        entries = SnapshotEntry.objects.filter(household__in=households)
        return int(entries.update(record=None, salt=None, key="", structure_code="", household=None))
