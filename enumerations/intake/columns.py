"""Which heading of a file is which field, and which value is which code.

A `Mapping` is proposed here, corrected by a person where it is unsure, and remembered by the enumeration.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    INTERVIEWED,
    PERSON_FIELDS,
    PERSON_IDENTITY_FIELDS,
    VISITED,
    Field,
    by_name,
)

if TYPE_CHECKING:
    from enumerations.intake.readers import Sheet

HOUSEHOLD_COLUMNS: dict[str, Field] = by_name((*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS))
PERSON_COLUMNS: dict[str, Field] = by_name((*PERSON_IDENTITY_FIELDS, *PERSON_FIELDS))


@dataclass(frozen=True)
class Target:
    """Where one heading goes. An empty `field` keeps the column in the household's other answers.

    `values` maps what is written to our codes (an empty code leaves the answer out); `factor` turns the
    file's unit into ours (a rent per week: 4.345). `part` says what one of several columns of a field holds:
    `lat`, `lon`, `accuracy` or `altitude` of a point, the one code of a select-several that a yes/no column
    stands for, or `root` for the interview's first ID, which stays when it is edited.
    """

    field: str = ""
    values: dict[str, str] = dataclasses.field(default_factory=dict)
    factor: float = 1.0
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "values": self.values, "factor": self.factor, "part": self.part}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Target:
        return cls(
            field=str(kept.get("field") or ""),
            values={str(text): str(code) for text, code in (kept.get("values") or {}).items()},
            factor=float(kept.get("factor") or 1),
            part=str(kept.get("part") or ""),
        )


@dataclass(frozen=True)
class SheetMapping:
    """One sheet's headings, each with its target.

    `link` is the heading by which persons and households find each other: in the households' sheet the one
    that names the row, in the persons' sheet the one that names the household's row. Empty: by `hh_code`.
    """

    sheet: str = ""
    targets: dict[str, Target] = dataclasses.field(default_factory=dict)
    link: str = ""

    def sources(self, name: str) -> list[tuple[str, Target]]:
        """The headings that go to this field."""
        return [(heading, target) for heading, target in self.targets.items() if target.field == name]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the sheet answers."""
        return frozenset(target.field for target in self.targets.values() if target.field)

    def to_json(self) -> dict[str, Any]:
        targets = {heading: target.to_json() for heading, target in self.targets.items()}
        return {"sheet": self.sheet, "targets": targets, "link": self.link}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> SheetMapping:
        targets = {heading: Target.from_json(target) for heading, target in kept.get("targets", {}).items()}
        return cls(str(kept.get("sheet") or ""), targets, str(kept.get("link") or ""))


@dataclass(frozen=True)
class Mapping:
    """How one file is read. `unsure` lists headings that were matched by likeness only."""

    households: SheetMapping = SheetMapping()
    persons: SheetMapping | None = None
    unsure: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether no person needs to look at it: every heading in use was recognised, and some were."""
        return not self.unsure and bool(self.households.fields)

    def to_json(self) -> dict[str, Any]:
        return {
            "households": self.households.to_json(),
            "persons": self.persons.to_json() if self.persons else None,
            "unsure": list(self.unsure),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any] | None) -> Mapping:
        """The mapping that was kept; an empty one where nothing was."""
        kept = kept or {}
        persons = kept.get("persons")
        return cls(
            households=SheetMapping.from_json(kept.get("households") or {}),
            persons=SheetMapping.from_json(persons) if persons else None,
            unsure=tuple(kept.get("unsure") or ()),
        )


def missing_columns(mapping: Mapping) -> tuple[str, ...]:
    """Fields that this standard file must have a column for and has not.

    A list of visits without any interview (all vacant, say) needs the visit's result only. Questions asked of
    some households only, as the rent, are judged row by row.
    """
    present = mapping.households.fields
    needed = [each for each in HOUSEHOLD_COLUMNS.values() if each.required and each.relevant is None]
    asked = [
        each
        for each in HOUSEHOLD_COLUMNS.values()
        if each.required and each.relevant in (INTERVIEWED, VISITED)
    ]
    if any(each.name in present for each in asked if each.relevant == INTERVIEWED):
        needed += asked
    return tuple(each.name for each in needed if each.name not in present)


def heading_of(sheet: SheetMapping, name: str) -> str:
    """The heading to show for a field: the first that goes to it, else nothing."""
    return next((heading for heading, _ in sheet.sources(name)), "")


def labels(names: Iterable[str]) -> list[str]:
    """The fields' labels in the active language, for a sentence."""
    every = HOUSEHOLD_COLUMNS | PERSON_COLUMNS
    return [str(every[name].label) if name in every else name for name in names]


def propose(sheets: Sequence[Sheet], *, remembered: Mapping | None = None) -> Mapping:
    """Read the headings (and, where they are unfamiliar, the values) of a file's sheets.

    What a person decided before for a heading is kept; the rest is recognised by name, label or alias, and
    where a file is not ours, by likeness.
    """
    from enumerations.intake.proposals import propose as proposed

    return proposed(sheets, remembered or Mapping())
