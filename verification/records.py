"""The canonical record of a household: the bytes whose hash the register keeps.

It is JSON in UTF-8: keys sorted, no blanks, texts in the composed form (NFC), an answer that was not given
left out. So a new question changes no record of a household that was not asked it. FORMAT is raised when the
same answers would be written in another way.

What a record leaves out: phones and identity numbers, which are dropped when a count is adopted; where
exactly the home lies, which its door number says well enough; the agreements, which the household may take
back at any time; and how the interview was made.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind, Tier
from enumerations.rights import Purpose

FORMAT = 1
OF_THE_INTERVIEW = frozenset({"enumerator", "started_at", "ended_at", "form_version", "device"})
OF_NOBODY_ELSE = frozenset({"phone", "location", *Purpose.values})


def _is_kept(declared: Field) -> bool:
    left_out = OF_THE_INTERVIEW | OF_NOBODY_ELSE
    return declared.tier is not Tier.RESTRICTED and declared.name not in left_out


def _columns(fields: Iterable[Field]) -> dict[str, str]:
    """The names in a record, each with the model's column it comes from."""
    return {
        each.name: f"{each.name}_id" if each.kind is Kind.COUNTY else each.name
        for each in fields
        if _is_kept(each)
    }


HOUSEHOLD_COLUMNS = _columns(HOUSEHOLD_FIELDS)
PERSON_COLUMNS = _columns(PERSON_FIELDS)
# Evidence is of the tier of the data managers, and a claim's line says which of the people it is of.
CLAIM_COLUMNS = {
    name: name
    for name in (
        "role", "since_year", "how_acquired", "rented_from", "in_dispute", "dispute_type", "claimant_name",
        "valid_from", "valid_to",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Home:
    """One household as it is read for its record: answers by name, and its rows."""

    settlement: str
    round: int
    key: str
    door: str
    answers: Mapping[str, Any]
    own: Mapping[str, Any] = field(default_factory=dict)
    not_given: Mapping[str, str] = field(default_factory=dict)
    people: Iterable[Mapping[str, Any]] = ()
    claims: Iterable[Mapping[str, Any]] = ()
    rows: Iterable[Mapping[str, Any]] = ()


def canonical(home: Home) -> bytes:
    """The record of a household, the same bytes for the same answers."""
    claims = [_said(claim) for claim in home.claims]
    record = {
        "format": FORMAT,
        "settlement": home.settlement,
        "round": home.round,
        "household": home.key,
        "door": home.door,
        "answers": _said(home.answers),
        "not_given": _said(home.not_given, kept=HOUSEHOLD_COLUMNS),
        "own": _said(home.own),
        "people": [_said(person) for person in sorted(home.people, key=lambda person: person["line"])],
        "claims": sorted(claims, key=written),
        "rows": [_said(row) for row in sorted(home.rows, key=lambda row: (row["repeat"], row["line"]))],
    }
    return written(record).encode()


def written(value: Any) -> str:
    """A value as JSON in the one form there is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _said(answers: Mapping[str, Any], kept: Iterable[str] | None = None) -> dict[str, Any]:
    """What was answered: nothing of what is null or empty."""
    return {
        unicodedata.normalize("NFC", name): _plain(value)
        for name, value in answers.items()
        if value not in (None, "", [], {}) and (kept is None or name in kept)
    }


def _plain(value: Any) -> Any:
    """A value that JSON knows: an amount as it is written in the register, a day as 2026-11-02."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case bool() | int() | float():
            return value
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Mapping():
            return _said(value)
        case _:
            return [_plain(each) for each in value]
