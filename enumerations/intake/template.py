"""The blank workbook: a sheet of households, a sheet of persons, and pages that explain every column."""

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from enumerations.intake.conditions import All, AtLeast, Condition, Not, OneOf, Yes
from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    PERSON_FIELDS,
    PERSON_IDENTITY_FIELDS,
    Field,
    Kind,
)

HOUSEHOLDS, PERSONS = "households", "persons"
# Persons name their household by its number, under the heading that the households' sheet uses.
HEADINGS = {"parent": "hh_code"}
# Rows below the heading that know what belongs in them.
READY_ROWS = 20_000
LANGUAGES = ("en", "sw")
# Columns in which a spreadsheet must not make a date of "1-3" or drop the zero of "0712".
AS_TEXT = {Kind.TEXT, Kind.DATE, Kind.MOMENT, Kind.POINT, Kind.COUNTY, Kind.CODE, Kind.CODES}


def write_template(out: IO[bytes], *, language: str) -> None:
    """The standard questionnaire as a workbook without rows, explained in the language."""
    with translation.override(language):
        book = xlsxwriter.Workbook(out, {"constant_memory": False})
        sheets = {
            HOUSEHOLDS: (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS),
            PERSONS: (*PERSON_IDENTITY_FIELDS, *PERSON_FIELDS),
        }
        pages = {name: book.add_worksheet(name) for name in sheets}
        guide = book.add_worksheet("guide")
        lists = _write_choices(book, [field for fields in sheets.values() for field in fields])
        for name, fields in sheets.items():
            _write_sheet(book, pages[name], fields, lists)
        _write_guide(book, guide, sheets)
        book.close()


def _write_sheet(book: Any, page: Any, fields: Sequence[Field], lists: dict[type[TextChoices], str]) -> None:
    asked = book.add_format({"bold": True, "bg_color": "#d7e8dc"})
    other = book.add_format({"bold": True, "bg_color": "#e8e4da"})
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    for at, field in enumerate(fields):
        page.set_column(at, at, max(14, len(field.name) + 2), text if field.kind in AS_TEXT else None)
        page.write_string(0, at, HEADINGS.get(field.name, field.name), asked if field.required else other)
        page.data_validation(1, at, READY_ROWS, at, _validation(field, lists))


def _validation(field: Field, lists: dict[type[TextChoices], str]) -> dict[str, Any]:
    """What a cell offers and accepts; its message says the question in the reader's language."""
    rule: dict[str, Any] = {"validate": "any"}
    if field.kind == Kind.CODE and field.choices:
        rule = {"validate": "list", "source": lists[field.choices]}
    elif field.kind == Kind.YES_NO:
        rule = {"validate": "list", "source": ["yes", "no"]}
    elif field.kind in {Kind.INTEGER, Kind.DECIMAL} and field.minimum is not None:
        kind = "integer" if field.kind == Kind.INTEGER else "decimal"
        rule = {
            "validate": kind,
            "criteria": "between",
            "minimum": field.minimum,
            "maximum": field.maximum,
            "error_title": field.name[:32],
            "error_message": _range(field),
        }
    message = " · ".join(filter(None, [_form(field), _range(field), _condition(field.relevant)]))
    return rule | {"input_title": str(field.label)[:32], "input_message": message[:255]}


def _write_choices(book: Any, fields: Sequence[Field]) -> dict[type[TextChoices], str]:
    """Every list of codes with its labels; returns where each list's codes stand."""
    page = book.add_worksheet("choices")
    bold = book.add_format({"bold": True})
    page.set_column(0, 3, 28)
    for at, heading in enumerate(("list", "code", "English", "Kiswahili")):
        page.write_string(0, at, heading, bold)
    places: dict[type[TextChoices], str] = {}
    line = 1
    for choices in dict.fromkeys(field.choices for field in fields if field.choices):
        first = line + 1
        for code, label in choices.choices:
            row = [choices.__name__, code, *(_in(language, label) for language in LANGUAGES)]
            for at, cell in enumerate(row):
                page.write_string(line, at, cell)
            line += 1
        places[choices] = f"=choices!$B${first}:$B${line}"
    return places


def _write_guide(book: Any, page: Any, sheets: dict[str, tuple[Field, ...]]) -> None:
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 3, 26)
    page.set_column(4, 7, 36)
    page.freeze_panes(1, 1)
    headings = (
        "field",
        _("sheet"),
        "English",
        "Kiswahili",
        _("type"),
        _("range"),
        _("choices"),
        _("required"),
    )
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, bold)
    lines = [(sheet, field) for sheet, fields in sheets.items() for field in fields]
    for line, (sheet, field) in enumerate(lines, start=1):
        cells = [
            HEADINGS.get(field.name, field.name),
            sheet,
            *(_in(language, field.label) for language in LANGUAGES),
            _form(field),
            _range(field),
            "\n".join(f"{code} = {label}" for code, label in field.choices.choices) if field.choices else "",
            (_condition(field.relevant) or _("always")) if field.required else "",
        ]
        for at, cell in enumerate(cells):
            page.write_string(line, at, cell, wrap)


def _in(language: str, label: Any) -> str:
    with translation.override(language):
        return str(label)


def _form(field: Field) -> str:
    """How an answer is written."""
    return {
        Kind.TEXT: _("text"),
        Kind.INTEGER: _("whole number"),
        Kind.DECIMAL: _("number"),
        Kind.YES_NO: _("yes or no"),
        Kind.CODE: _("one code from the list"),
        Kind.CODES: _("codes from the list, with spaces between"),
        Kind.COUNTY: _("county, by name or number"),
        Kind.DATE: _("date, as 2026-03-31"),
        Kind.MOMENT: _("date and time, as 2026-03-31 14:30"),
        Kind.POINT: _("latitude and longitude in degrees, as -1.3122 36.7811"),
    }[field.kind]


def _range(field: Field) -> str:
    if field.minimum is None or field.maximum is None:
        return ""
    return f"{field.minimum:g} – {field.maximum:,.0f} {field.unit}".strip()


def _condition(condition: Condition | None) -> str:
    """A condition in the signs that every questionnaire uses."""
    if isinstance(condition, All):
        return "; ".join(_condition(each) for each in condition.conditions)
    if isinstance(condition, OneOf):
        return f"{condition.field} = {' / '.join(condition.codes)}"
    if isinstance(condition, AtLeast):
        return f"{condition.field} ≥ {condition.least:g}"
    if isinstance(condition, Yes):
        answer = _("yes") if condition.answer else _("no")
        return f"{condition.field} = {answer}"
    if isinstance(condition, Not):
        return _condition(condition.condition).replace(" = ", " ≠ ")
    return ""
