"""From a file's sheets to a mapping: which sheet, which heading is which field, how rows are linked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from enumerations.intake.bookkeeping import OUR_LINK
from enumerations.intake.columns import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    Mapping,
    SheetMapping,
    Target,
    missing_columns,
)
from enumerations.intake.fields import Field, Kind
from enumerations.intake.headings import recognise
from enumerations.intake.likeness import guess_headings, guess_values
from enumerations.intake.readers import REASON_HEADINGS, Sheet
from enumerations.intake.texts import normal
from enumerations.intake.values import read
from settlements.exported import MARK, is_ours

HOUSEHOLD = tuple(HOUSEHOLD_COLUMNS.values())
PERSON = tuple(PERSON_COLUMNS.values())

# Only a sheet of persons has these.
PERSONAL = frozenset({"relation", "age", "line_no"})
# Our own names for these prove that a file is ours.
OURS = frozenset({"hh_code", "structure_code"})
# More distinct values than this are no answers to a question with choices.
MOST_VALUES = 200

# How exports name the household in a person's row, and what the household's row calls the same.
LINKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parent key", ("key", "meta instanceid", "instanceid", "instance id")),
    ("parent index", ("index",)),
    ("submission uuid", ("uuid", "meta instanceid", "instanceid")),
    ("submission id", ("id",)),
    ("instance id", ("instance id", "meta instanceid", "instanceid", "key", "uuid")),
)
BY_CODE = frozenset({"parent", "hh code", "household code", "hh id", "household id"})


def propose(sheets: Sequence[Sheet], remembered: Mapping) -> Mapping:
    """The likeliest mapping of these sheets; see `columns.propose`."""
    if not sheets:
        return Mapping()
    persons = _persons_sheet(sheets, remembered)
    households = _households_sheet([sheet for sheet in sheets if sheet is not persons], remembered)
    home, unsure = _sheet(households, HOUSEHOLD, remembered.households)
    if persons is None:
        return Mapping(home, None, unsure)
    roster, more = _sheet(persons, PERSON, remembered.persons or SheetMapping())
    if not unsure:
        more = ()  # the file is ours; its second sheet is, too
    mapping = Mapping(home, roster, (*unsure, *(heading for heading in more if heading not in unsure)))
    return _linked(mapping, households, persons, remembered)


def _own(sheet: Sheet) -> list[str]:
    return [heading for heading in sheet.headings if heading not in REASON_HEADINGS]


# --- Which sheet is which -------------------------------------------------------------------------


def _persons_sheet(sheets: Sequence[Sheet], remembered: Mapping) -> Sheet | None:
    if len(sheets) < 2:
        return None
    if remembered.persons:
        for sheet in sheets:
            if sheet.name == remembered.persons.sheet:
                return sheet

    def likeness(sheet: Sheet) -> int:
        fields = {target.field for target in recognise(sheet.headings, PERSON).values()}
        return (
            len(fields)
            if fields & PERSONAL and len(fields) > len(recognise(sheet.headings, HOUSEHOLD))
            else 0
        )

    best = max(sheets, key=likeness)
    return best if likeness(best) else None


def _households_sheet(sheets: Sequence[Sheet], remembered: Mapping) -> Sheet:
    """The sheet that was it before, else the one with most headings that speak of households."""
    known = remembered.households

    def likeness(sheet: Sheet) -> tuple[bool, int, int]:
        decided = sum(heading in known.targets for heading in sheet.headings)
        chosen = bool(known.sheet) and sheet.name == known.sheet
        return chosen, decided, len(recognise(sheet.headings, HOUSEHOLD))

    return max(sheets, key=likeness)


# --- Which heading is which field -----------------------------------------------------------------


def _sheet(
    sheet: Sheet, fields: tuple[Field, ...], before: SheetMapping
) -> tuple[SheetMapping, tuple[str, ...]]:
    """The sheet's targets, and the headings of which a person should be asked."""
    headings = _own(sheet)
    decided = {heading: before.targets[heading] for heading in headings if heading in before.targets}
    taken = {target.field for target in decided.values() if target.field}
    free = [heading for heading in headings if heading not in decided]
    known = {
        heading: target for heading, target in recognise(free, fields).items() if target.field not in taken
    }
    mapped = SheetMapping(sheet.name, decided | known)
    if _is_ours(mapped, fields):
        missing = set(missing_columns(Mapping(mapped))) if fields is HOUSEHOLD else set()
        wanted = [each for each in fields if each.name in missing]
        unsure: dict[str, Target] = {}
    else:
        wanted = [each for each in fields if each.name not in mapped.fields]
        unsure = {} if before.targets else dict(known)  # a familiar word proves little
    if wanted and not before.targets:
        unsure |= guess_headings([heading for heading in free if heading not in known], wanted)
    unsure = _with_values(sheet, unsure, fields, certain=known)
    targets = decided | known | unsure
    mapped = replace(
        mapped, targets={heading: targets[heading] for heading in headings if heading in targets}
    )
    return mapped, tuple(heading for heading in headings if heading in unsure)


def _is_ours(mapped: SheetMapping, fields: tuple[Field, ...]) -> bool:
    """Whether so much is recognised by name, label or alias that the rest can be trusted."""
    if any(normal(heading) in {normal(name) for name in OURS} for heading in mapped.targets):
        return True
    required = [each.name for each in fields if each.required]
    return 2 * len(mapped.fields.intersection(required)) >= len(required)


def _with_values(
    sheet: Sheet, targets: dict[str, Target], fields: tuple[Field, ...], certain: dict[str, Target]
) -> dict[str, Target]:
    """The targets, with what the values in the file's first rows most likely mean.

    A heading that was only guessed is given up where not one of its values can be understood.
    """
    first = next(iter(sheet.frames()), None) if targets else None
    if first is None:
        return targets
    declared = {each.name: each for each in fields}
    found: dict[str, Target] = {}
    for heading, target in targets.items():
        if target.part or heading not in first.columns:
            found[heading] = target
            continue
        values, understood = _guessed(first[heading], declared[target.field])
        if understood or heading in certain:
            found[heading] = replace(target, values=values)
    return found


def _guessed(text: pl.Series, declared: Field) -> tuple[dict[str, str], bool]:
    """Meanings of the values that are not our codes, and whether anything could be understood at all."""
    distinct = text.drop_nulls().unique(maintain_order=True)
    readable = read(distinct, declared, {}, {}).values.is_not_null()
    understood = bool(readable.any()) or not len(distinct)
    if declared.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.YES_NO):
        distinct = distinct.filter(~readable)
    elif declared.kind is Kind.CODES:
        distinct = distinct.str.split(", ").explode().unique(maintain_order=True)
    if len(distinct) > MOST_VALUES:
        return {}, understood
    values = guess_values(distinct.to_list(), declared)
    return values, understood or bool(values)


# --- How rows find each other ---------------------------------------------------------------------


def _linked(mapping: Mapping, households: Sheet, persons: Sheet, remembered: Mapping) -> Mapping:
    """By the household's own number where the persons have it, else by the export's own columns."""
    if mapping.persons is None:
        return mapping
    if remembered.persons and remembered.persons.link in persons.headings:
        return _with_links(mapping, remembered.households.link, remembered.persons.link)
    if is_ours(households.headings) and is_ours(persons.headings) and OUR_LINK in persons.headings:
        return _with_links(mapping, MARK, OUR_LINK)
    own, theirs = by_words(households.headings), by_words(persons.headings)
    parent = [normal(heading) for heading, _ in mapping.persons.sources("parent")]
    if BY_CODE.intersection(parent):
        return mapping
    for link, names in LINKS:
        named = next((own[name] for name in names if name in own), "")
        if link in theirs and named:
            return _with_links(mapping, named, theirs[link])
    return mapping


def _with_links(mapping: Mapping, household: str, person: str) -> Mapping:
    """The link's heading is the only one that names the parent."""
    if mapping.persons is None:
        return mapping
    targets = {
        heading: target for heading, target in mapping.persons.targets.items() if target.field != "parent"
    }
    persons = replace(mapping.persons, targets=targets | {person: Target("parent")}, link=person)
    return replace(mapping, households=replace(mapping.households, link=household), persons=persons)


def by_words(headings: Iterable[str]) -> dict[str, str]:
    """Each heading by its words, and by those of its last part."""
    return {normal(heading.rsplit("/", 1)[-1]): heading for heading in headings} | {
        normal(heading): heading for heading in headings
    }
