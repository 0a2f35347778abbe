"""The survey file of one made-up count, as an enumerator's laptop would send it."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from django.utils.translation import override

from enumerations.demo.interviews import Interview, interviews
from enumerations.demo.mistakes import make_mistakes
from enumerations.demo.own_questions import KEYS, answers_to_own
from enumerations.demo.people import KISUMU, NAIROBI
from enumerations.demo.places import KIAMUTISYA
from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    PERSON_FIELDS,
    PERSON_IDENTITY_FIELDS,
    Field,
)
from enumerations.models import Enumeration

# How this team heads its columns: by our names, by the form's Kiswahili labels, or in its own short way.
KISWAHILI = {
    *("structure_code", "head_name", "head_sex", "phone", "rooms_used", "members_total", "savings_group"),
    *("solid_waste", "cooking_fuel", "lighting", "name", "sex", "relation", "age"),
}
SHORT = {
    "interviewed_on": "today",
    "years_in_settlement": "years_settlement",
    "rent_month_kes": "rent",
    "water_source": "water",
    "water_price_20l_kes": "price20",
    "water_jerrycans_day": "jerrycans",
    "toilet_type": "toilet",
    "toilet_shared_households": "shared",
    "location": "gps",
    "parent": "hh_code",
}
# Answers written as the form shows them in Kiswahili, not as codes.
WORDS = {"head_sex", "sex", "relation"}


def survey_of(enumeration: Enumeration, *, mistakes: bool = False) -> list[Interview]:
    """Every home of the settlement, interviewed from the count's first day on."""
    settlement = enumeration.settlement
    random = seeded(enumeration)
    city = KISUMU if settlement.county.code == "042" else NAIROBI
    assert enumeration.starts_on
    found = list(
        interviews(settlement.structures.order_by("pk"), random, city=city, first_day=enumeration.starts_on)
    )
    if settlement.code == KIAMUTISYA.code:
        own = Random("own questions")
        for interview in found:
            if interview.persons:
                interview.answers |= answers_to_own(own)
    return make_mistakes(found, random) if mistakes else found


def seeded(enumeration: Enumeration) -> Random:
    """What the count's homes, and then their answers, are drawn from."""
    return Random(f"{enumeration.settlement.code}-{enumeration.round}")


def write_survey(path: Path, survey: Sequence[Interview]) -> None:
    """An .xlsx with households and persons on two sheets, or a .csv of the households alone."""
    households = [interview.answers for interview in survey]
    fields = _answered((*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS), households)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_table(fields, households))
        return
    persons = [
        {"parent": interview.answers["hh_code"], **person}
        for interview in survey
        for person in interview.persons
    ]
    with xlsxwriter.Workbook(
        path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "remove_timezone": True}
    ) as workbook:
        for name, rows, columns in (
            ("households", households, fields),
            ("persons", persons, _answered((*PERSON_IDENTITY_FIELDS, *PERSON_FIELDS), persons)),
        ):
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(_table(columns, rows)):
                sheet.write_row(number, 0, row)


def _answered(fields: Iterable[Field], rows: list[dict[str, Any]]) -> list[Field]:
    """The fields that somebody answered: a file has no column for the rest."""
    names = {name for row in rows for name in row}
    return [field for field in fields if field.name in names]


def _table(fields: list[Field], rows: list[dict[str, Any]]) -> Iterable[list[Any]]:
    own = [key for key in KEYS if any(key in row for row in rows)]
    with override("sw"):
        words = {
            field.name: {code: str(label) for code, label in field.choices.choices}
            for field in fields
            if field.name in WORDS and field.choices
        }
        yield [heading(field) for field in fields] + own
    for row in rows:
        yield [
            _cell(words.get(field.name, {}).get(str(row.get(field.name)), row.get(field.name)))
            for field in fields
        ] + [row.get(key) for key in own]


def heading(field: Field) -> str:
    """How this team heads the field's column, in the active language where it uses the label."""
    return str(field.label) if field.name in KISWAHILI else SHORT.get(field.name, field.name)


def _cell(value: Any) -> Any:
    """Moments as ISO text; dates stay dates in a workbook."""
    return value.isoformat(" ", "minutes") if hasattr(value, "hour") else value
