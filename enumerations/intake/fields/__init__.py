"""Every field of the standard questionnaire, declared once.

One declaration serves the checks of files, phones and forms, the blank workbook, the questionnaire on the
phone, the column proposals and the API's description. Source: the data dictionary. A field's name is the
model's column; a test holds the two together.
"""

from collections.abc import Iterable

from enumerations.intake.fields.household import (
    HAS_TOILET,
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    INTERVIEWED,
    RENTS,
    VISITED,
)
from enumerations.intake.fields.kinds import Field, Kind, Tier
from enumerations.intake.fields.person import PERSON_FIELDS, PERSON_IDENTITY_FIELDS

__all__ = [
    "HAS_TOILET",
    "HOUSEHOLD_FIELDS",
    "IDENTITY_FIELDS",
    "INTERVIEWED",
    "PERSON_FIELDS",
    "PERSON_IDENTITY_FIELDS",
    "RENTS",
    "VISITED",
    "Field",
    "Kind",
    "Tier",
    "by_name",
]


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """The fields by their names."""
    return {field.name: field for field in fields}
