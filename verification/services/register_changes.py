"""What changed from one version of the register to the next: households, and their answers one by one."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, by_name
from verification.models import RegisterSnapshot, SnapshotEntry
from verification.services.register_reading import entries_of

# So many changed households are looked into; where it is more, a page says so.
MOST = 1_000
COMPARED = """
SELECT a.id, b.id, a.digest IS NULL, b.digest IS NULL
FROM (SELECT * FROM verification_snapshotentry WHERE snapshot_id = %(before)s AND household_id IS NOT NULL) a
FULL JOIN (
    SELECT * FROM verification_snapshotentry WHERE snapshot_id = %(after)s AND household_id IS NOT NULL
) b USING (household_id)
WHERE a.digest IS DISTINCT FROM b.digest
ORDER BY coalesce(b.structure_code, a.structure_code), coalesce(b.key, a.key)
"""
LABELS: dict[str, str | Promise] = {
    "door": gettext_lazy("number on the door"),
    "household": gettext_lazy("household number"),
    "people": gettext_lazy("people of the household"),
    "claims": gettext_lazy("owner or tenant of the structure"),
    "own": gettext_lazy("your own questions"),
    "rows": gettext_lazy("your own questions"),
    "not_given": gettext_lazy("answers not given"),
    **{f"answers.{each.name}": each.label for each in HOUSEHOLD_FIELDS},
    **{f"people.{each.name}": each.label for each in PERSON_FIELDS},
}
FIELDS = {"answers": by_name(HOUSEHOLD_FIELDS), "people": by_name(PERSON_FIELDS)}


@dataclass(frozen=True)
class Changed:
    """One answer: whose line it is (of a person), what it was and what it is; both empty where not told."""

    name: str
    old: str
    new: str
    line: int | None = None

    @property
    def label(self) -> str:
        label = str(LABELS.get(self.name, self.name))
        return label if self.line is None else _("person %(line)s: %(label)s") % {
            "line": self.line, "label": label,
        }  # fmt: skip


@dataclass(frozen=True)
class ChangedHome:
    """A household that is not the same in both versions. `way`: added, removed or changed."""

    way: str
    number: str
    fields: list[Changed] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """How two versions differ, in numbers, and in detail as far as it may be told."""

    added: int
    removed: int
    changed: int
    erased: int
    by_field: list[tuple[str, int]]
    homes: list[ChangedHome]
    is_cut: bool


def changes(before: RegisterSnapshot, after: RegisterSnapshot) -> Changes:
    """The changes between two versions of one count. Erased households are counted, and not told apart."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARED, {"before": before.pk, "after": after.pk})
        pairs = cursor.fetchall()
    counted = Counter(_way(gone, new) for _old, _new, gone, new in pairs)
    homes = list(_homes(pairs[:MOST]))
    named = Counter(name for home in homes for name in {each.name for each in home.fields})
    return Changes(
        added=counted["added"],
        removed=counted["removed"],
        changed=counted["changed"],
        erased=SnapshotEntry.objects.filter(snapshot=before, salt__isnull=True).count(),
        by_field=[(str(LABELS.get(name, name)), n) for name, n in named.most_common()],
        homes=homes,
        is_cut=len(pairs) > MOST,
    )


def _way(was_missing: bool, is_missing: bool) -> str:
    return "added" if was_missing else "removed" if is_missing else "changed"


def _homes(pairs: list[tuple[Any, ...]]) -> Iterator[ChangedHome]:
    """Each household that differs, as far as its record may be read."""
    wanted = [pk for old, new, _gone, _new in pairs for pk in (old, new) if pk]
    snapshots = RegisterSnapshot.objects.filter(entries__in=wanted).distinct() if wanted else []
    read = {
        entry.pk: json.loads(bytes(entry.record))
        for snapshot in snapshots
        for entry in entries_of(snapshot).filter(pk__in=wanted, is_open=True)
    }
    for old, new, gone, missing in pairs:
        way, was, now = _way(gone, missing), read.get(old), read.get(new)
        told = now or was
        number = told["household"] if told else ""
        fields = list(compared(was, now)) if was is not None and now is not None else []
        yield ChangedHome(way, number, fields)


def compared(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Changed]:
    """The answers of two records that differ."""
    for name in ("household", "door"):
        if was[name] != now[name]:
            yield Changed(name, was[name], now[name])
    yield from _answers("answers", was["answers"], now["answers"])
    yield from _people(was["people"], now["people"])
    for name in ("claims", "own", "rows", "not_given"):
        if was[name] != now[name]:
            yield Changed(name, "", "")


def _people(was: list[Any], now: list[Any]) -> Iterator[Changed]:
    old, new = ({person["line"]: person for person in people} for people in (was, now))
    for line in sorted(old.keys() | new.keys()):
        if line in old and line in new:
            yield from _answers("people", old[line], new[line], line)
        else:
            there, gone = new.get(line, {}).get("name", "–"), old.get(line, {}).get("name", "–")
            yield Changed("people", gone if line in old else "", there if line in new else "", line)


def _answers(
    part: str, was: Mapping[str, Any], now: Mapping[str, Any], line: int | None = None
) -> Iterator[Changed]:
    for name in sorted((was.keys() | now.keys()) & FIELDS[part].keys()):
        if was.get(name) != now.get(name):
            yield Changed(f"{part}.{name}", _word(part, name, was), _word(part, name, now), line)


def _word(part: str, name: str, answers: Mapping[str, Any]) -> str:
    """An answer as people read it: a code by its label."""
    value, declared = answers.get(name), FIELDS[part][name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = dict(declared.choices.choices) if declared.choices else {}
    codes = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(code, code)) for code in codes)
