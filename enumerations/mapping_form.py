"""The form in which a person says what the columns of a file mean: what it shows, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.intake.columns import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    Mapping,
    SheetMapping,
    Target,
)
from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    PERSON_FIELDS,
    PERSON_IDENTITY_FIELDS,
    Kind,
)
from enumerations.intake.fields import Field as Declared
from enumerations.intake.samples import ColumnSample
from enumerations.intake.texts import normal, yes_no
from enumerations.intake.vocabulary import choice

KEPT = "?"  # the value stays as it is written: a code where it is known, else with the other answers
LEFT_OUT = "-"  # the value is no answer
LARGEST_FACTOR = 1_000_000.0

POINT_PARTS = (
    ("", gettext_lazy("latitude and longitude together")),
    ("lat", gettext_lazy("latitude")),
    ("lon", gettext_lazy("longitude")),
    ("accuracy", gettext_lazy("accuracy, metres")),
    ("altitude", gettext_lazy("altitude")),
)
ID_PARTS = (
    ("", gettext_lazy("the interview's own ID")),
    ("root", gettext_lazy("its first ID, which stays when it is edited")),
)
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
Options = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Group:
    """Fields that belong together, for the list a person chooses from."""

    label: str | Promise
    fields: tuple[Declared, ...]


HOUSEHOLD_GROUPS = (
    Group(gettext_lazy("How the row is found"), IDENTITY_FIELDS),
    Group(gettext_lazy("Household"), HOUSEHOLD_FIELDS),
)
PERSON_GROUPS = (
    Group(gettext_lazy("How the row is found"), PERSON_IDENTITY_FIELDS),
    Group(gettext_lazy("Person"), PERSON_FIELDS),
)


@dataclass(frozen=True)
class Side:
    """One of the two tables of a mapping: the households or the persons."""

    name: str
    columns: dict[str, Declared]
    groups: tuple[Group, ...]

    def of(self, mapping: Mapping) -> SheetMapping:
        sheet = mapping.households if self.name == "households" else mapping.persons
        return sheet or SheetMapping()

    def put(self, mapping: Mapping, sheet: SheetMapping) -> Mapping:
        if self.name == "households":
            return replace(mapping, households=sheet)
        return replace(mapping, persons=sheet)


SIDES = {
    "households": Side("households", HOUSEHOLD_COLUMNS, HOUSEHOLD_GROUPS),
    "persons": Side("persons", PERSON_COLUMNS, PERSON_GROUPS),
}


@dataclass(frozen=True)
class Asked:
    """A question behind a heading: how it is asked, and the words of its choices by their names."""

    label: str
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ValueRow:
    """One written value, how often it stands there, what it becomes, and the words it is asked with."""

    text: str
    count: int
    code: str
    words: str = ""


@dataclass(frozen=True)
class Card:
    """One column of the file on the page."""

    index: int
    heading: str
    target: Target
    declared: Declared | None
    sample: ColumnSample
    is_unsure: bool = False
    error: str = ""
    factor: str = "1"
    parts: Options = field(default_factory=list)
    codes: Options = field(default_factory=list)
    values: list[ValueRow] = field(default_factory=list)
    asked: Asked | None = None

    @property
    def asks_factor(self) -> bool:
        return self.declared is not None and self.declared.kind in {Kind.INTEGER, Kind.DECIMAL}

    @property
    def undecided(self) -> int:
        """How many of the written values have no meaning yet."""
        return sum(row.code == KEPT for row in self.values)


def card(
    side: Side,
    index: int,
    heading: str,
    mapping: Mapping,
    sample: ColumnSample,
    errors: dict[str, str],
    asked: Asked | None = None,
) -> Card:
    """What the page shows of one column."""
    target = side.of(mapping).targets.get(heading, Target())
    declared = side.columns.get(target.field)
    codes = code_options(declared)
    words = asked.choices if asked else {}
    return Card(
        index=index,
        heading=heading,
        target=target,
        declared=declared,
        sample=sample,
        is_unsure=heading in mapping.unsure,
        error=errors.get(heading, ""),
        factor=f"{target.factor:.12g}",
        parts=part_options(declared),
        codes=codes,
        values=[
            ValueRow(text, n, code_of(declared, target, text), words.get(text, ""))
            for text, n in sample.values
        ]
        if declared and codes and not target.part
        else [],
        asked=asked,
    )


def code_options(declared: Declared | None) -> Options:
    """The codes a written value can become."""
    if declared is None:
        return []
    if declared.kind is Kind.YES_NO:
        return list(YES_NO)
    return list(declared.choices.choices) if declared.choices else []


def part_options(declared: Declared | None) -> Options:
    """What one column of several can hold of a field."""
    if declared is not None and declared.name == "instance_id":
        return list(ID_PARTS)
    if declared is None or declared.kind not in {Kind.POINT, Kind.CODES}:
        return []
    if declared.kind is Kind.POINT:
        return list(POINT_PARTS)
    ticks: Options = [
        (code, _("yes or no: %(choice)s") % {"choice": label}) for code, label in code_options(declared)
    ]
    return [("", gettext_lazy("all that was chosen, in one cell")), *ticks]


def code_of(declared: Declared, target: Target, text: str) -> str:
    """What a written value becomes: as mapped, else as it is understood by itself."""
    by_words = {normal(key): code for key, code in target.values.items()}
    mapped = target.values.get(text, by_words.get(normal(text)))
    if mapped is not None:
        return mapped or LEFT_OUT
    if declared.kind is Kind.YES_NO:
        answer, _problem = yes_no(text)
        return KEPT if answer is None else "yes" if answer else "no"
    return choice(declared, text) or KEPT


# --- What came back -------------------------------------------------------------------------------


def with_posted(
    mapping: Mapping, side: Side, headings: list[str], posted: QueryDict
) -> tuple[Mapping, dict[str, str]]:
    """The mapping with the posted columns in it, and what is wrong with them by heading."""
    sheet = side.of(mapping)
    targets, errors, seen = dict(sheet.targets), {}, set()
    for index in _indexes(posted, len(headings)):
        heading = headings[index]
        seen.add(heading)
        targets[heading], error = _target(side, posted, index, sheet.targets.get(heading, Target()))
        if error:
            errors[heading] = error
    link = posted.get("link", sheet.link)
    changed = replace(sheet, targets=targets, link=link if link in headings else "")
    unsure = tuple(heading for heading in mapping.unsure if heading not in seen)
    return replace(side.put(mapping, changed), unsure=unsure), errors


def _indexes(posted: QueryDict, columns: int) -> Iterable[int]:
    for text in posted.getlist("column"):
        if text.isascii() and text.isdigit() and int(text) < columns:
            yield int(text)


def _target(side: Side, posted: QueryDict, index: int, before: Target) -> tuple[Target, str]:
    name = posted.get(f"{index}-field", "")
    declared = side.columns.get(name)
    if declared is None:
        return Target(), ""
    part = posted.get(f"{index}-part", "")
    if part not in {code for code, _label in part_options(declared)}:
        part = ""
    values = dict(before.values) if before.field == name else {}
    # Values belong to the field they were shown for; another field's codes would mean nothing.
    if posted.get(f"{index}-shown") == name:
        values = _values(declared, posted, index, values)
    factor, error = _factor(posted.get(f"{index}-factor", ""))
    return Target(field=name, values=values, factor=factor, part=part), error


def _values(declared: Declared, posted: QueryDict, index: int, values: dict[str, str]) -> dict[str, str]:
    known = {code for code, _label in code_options(declared)}
    for text, code in zip(posted.getlist(f"{index}-text"), posted.getlist(f"{index}-code"), strict=False):
        if code == LEFT_OUT or code in known:
            values[text] = "" if code == LEFT_OUT else code
        else:
            values.pop(text, None)
    return values


def _factor(text: str) -> tuple[float, str]:
    text = text.strip().replace(",", ".")
    if not text:
        return 1.0, ""
    try:
        factor = float(text)
    except ValueError:
        return 1.0, _("“Multiply by” takes a number, such as 4.345.")
    if not 0 < factor <= LARGEST_FACTOR:
        return 1.0, _("“Multiply by” takes a number above 0, such as 4.345.")
    return factor, ""


def problems(mapping: Mapping) -> list[str]:
    """Why the batch cannot start with this mapping, in sentences."""
    found = []
    if not mapping.households.fields:
        found.append(_("No column has a field yet. Give at least one column its field."))
    parts = {target.part for _heading, target in mapping.households.sources("location")}
    if len(parts & {"lat", "lon"}) == 1:
        found.append(_("A location needs both a latitude and a longitude column. One of them is missing."))
    return found
