"""From a file's sheets to a mapping: which sheet, which heading is which field, how rows are linked."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping, SheetMapping, Target
from enumerations.intake.headings import recognise
from enumerations.intake.texts import normal
from enumerations.intake.vocabulary import in_languages

try:
    from enumerations.intake.workbooks import REASON_HEADINGS
except ImportError:  # not written yet
    REASON_HEADINGS = ("PROBLEM", "WHAT TO DO")

if TYPE_CHECKING:
    from enumerations.intake.readers import Sheet

HOUSEHOLD = tuple(HOUSEHOLD_COLUMNS.values())
PERSON = tuple(PERSON_COLUMNS.values())

# How persons name their household in exports, and what the household's sheet calls the same.
LINKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parent key", ("key", "meta instanceid", "instanceid")),
    ("parent index", ("index",)),
    ("submission uuid", ("uuid", "meta instanceid", "instanceid")),
    ("submission id", ("id",)),
    ("instance id", ("instance id", "meta instanceid", "instanceid", "key", "uuid")),
)
# Only a sheet of persons has these.
PERSONAL = frozenset({"relation", "age", "line_no"})


def propose(sheets: Sequence["Sheet"], remembered: Mapping) -> Mapping:
    found = {sheet.name: recognise(_own(sheet.headings), HOUSEHOLD) for sheet in sheets}
    people = {sheet.name: recognise(_own(sheet.headings), PERSON) for sheet in sheets}
    if not sheets:
        return Mapping()
    persons = _persons_sheet(sheets, found, people, remembered)
    households = _households_sheet([sheet for sheet in sheets if sheet is not persons], found, remembered)
    home = SheetMapping(households.name, found[households.name] | _decided(households, remembered.households))
    if persons is None:
        return Mapping(home)
    roster = people[persons.name]
    if remembered.persons:
        roster = roster | _decided(persons, remembered.persons)
    return _linked(Mapping(home, SheetMapping(persons.name, roster)), households, persons)


def _own(headings: Iterable[str]) -> list[str]:
    """Headings without those of our own workbook of rejected rows."""
    return [heading for heading in headings if normal(heading) not in reason_headings()]


def reason_headings() -> frozenset[str]:
    """The two columns that our workbook of rejected rows adds, in every language."""
    return frozenset(normal(text) for label in REASON_HEADINGS for text in in_languages(label))


def _decided(sheet: "Sheet", before: SheetMapping) -> dict[str, Target]:
    return {heading: before.targets[heading] for heading in sheet.headings if heading in before.targets}


def _persons_sheet(
    sheets: Sequence["Sheet"],
    found: dict[str, dict[str, Target]],
    people: dict[str, dict[str, Target]],
    remembered: Mapping,
) -> "Sheet | None":
    if len(sheets) < 2:
        return None
    if remembered.persons:
        for sheet in sheets:
            if sheet.name == remembered.persons.sheet:
                return sheet

    def likeness(sheet: "Sheet") -> int:
        fields = {target.field for target in people[sheet.name].values()}
        return len(fields) if fields & PERSONAL and len(fields) > len(found[sheet.name]) else 0

    best = max(sheets, key=likeness)
    return best if likeness(best) else None


def _households_sheet(
    sheets: Sequence["Sheet"], found: dict[str, dict[str, Target]], remembered: Mapping
) -> "Sheet":
    return max(
        sheets,
        key=lambda sheet: (
            len(found[sheet.name])
            + sum(heading in remembered.households.targets for heading in sheet.headings)
        ),
    )


def _linked(mapping: Mapping, households: "Sheet", persons: "Sheet") -> Mapping:
    """By the household's own number where both sheets have it, else by the export's own columns."""
    if mapping.persons is None:
        return mapping
    own = {normal(heading): heading for heading in households.headings}
    theirs = {normal(heading): heading for heading in persons.headings}
    parent = next((heading for heading, _ in mapping.persons.sources("parent")), "")
    by_code = normal(parent) in {"parent", "hh code", "household code", "household number"}
    if not by_code:
        for link, names in LINKS:
            name = next((name for name in names if name in own), None)
            if link in theirs and name:
                home = SheetMapping(mapping.households.sheet, mapping.households.targets, own[name])
                targets = {
                    heading: target
                    for heading, target in mapping.persons.targets.items()
                    if target.field != "parent"
                }
                roster = SheetMapping(
                    mapping.persons.sheet, targets | {theirs[link]: Target("parent")}, theirs[link]
                )
                return Mapping(home, roster, mapping.unsure)
    return mapping
