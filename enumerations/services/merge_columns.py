"""The columns of the register and what fills them from staging: what a merge's plan and its writing share."""

from dataclasses import dataclass
from typing import Any

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind
from enumerations.models import Batch

POINT = "ST_SetSRID(ST_MakePoint(s.location_lon, s.location_lat), 4326)"


@dataclass(frozen=True)
class Shape:
    """Which fields the file has: an update changes these and no others."""

    household_fields: frozenset[str]
    has_persons: bool
    repeats: frozenset[str] = frozenset()


def _filled(fields: tuple[Field, ...], staged: str) -> dict[str, str]:
    """Each column of the register with the expression over staging that fills it."""
    values: dict[str, str] = {}
    for field in fields:
        if field.kind is Kind.POINT:
            values |= {"location": POINT, "location_accuracy_m": f"{staged}.location_accuracy_m"}
        elif field.kind is Kind.DECIMAL:
            values[field.name] = f"{staged}.{field.name}::numeric(10, 2)"
        else:
            values[field.name] = f"{staged}.{field.name}"
    return values


HOUSEHOLD_VALUES = _filled(HOUSEHOLD_FIELDS, "s")
PERSON_VALUES = {
    **_filled(PERSON_FIELDS, "p"),
    "answers": "coalesce(p.answers, '{}')",
    "not_given": "coalesce(p.not_given, '{}')",
}


def sent_columns(shape: Shape) -> dict[str, str]:
    """The columns of a household that this file fills."""
    asked = {"location_accuracy_m": "location"}
    return {
        column: value
        for column, value in HOUSEHOLD_VALUES.items()
        if asked.get(column, column) in shape.household_fields
    }


def names_of(batch: Batch) -> dict[str, Any]:
    """What the statements of a merge call by name."""
    return {
        "batch": batch.pk,
        "enumeration": batch.enumeration_id,
        "settlement": batch.settlement_id,
        "replace": batch.replace_conflicts,
        "phones": batch.is_from_phones,
        "source": structure_source(batch),
    }


def structure_source(batch: Batch) -> str:
    """How a structure says that an interview of this batch made it: reverting the batch finds it by this."""
    return f"interview, batch {batch.pk}"
