"""Figures as tables: beside what they are held against, and by group."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators import THEMES
from mapping.figures import AT_THE_HEAD, GROUPS
from reports.figures.parts import Against, Beside, Breakdown, Figure, Figures, Words

# The columns of a comparison, in their order.
COLUMNS: tuple[tuple[Against, str | Promise], ...] = (
    (Against.STANDARD, _("Standard")),
    (Against.SUB_COUNTY, _("Sub-county")),
    (Against.COUNTY, _("County")),
    (Against.COUNTRY, _("Kenya")),
    (Against.PREVIOUS, _("Round before")),
)


@dataclass(frozen=True)
class Compared:
    """One figure and what stands beside it, a cell for each column; None where nothing does."""

    figure: Figure
    cells: tuple[Beside | None, ...]


@dataclass(frozen=True)
class Comparison:
    """The columns that have anything, and the figures that have anything beside them."""

    columns: tuple[Words, ...]
    rows: tuple[Compared, ...]
    sources: tuple[str, ...]


def comparison_of(found: Figures) -> Comparison:
    told = [each for each in found.told if not each.is_list]
    rows = [(each, tuple(each.beside_of(against) for against, _label in COLUMNS)) for each in told]
    rows = [(each, cells) for each, cells in rows if any(cells)]
    used = [at for at in range(len(COLUMNS)) if any(cells[at] for _each, cells in rows)]
    beside = [cells[at] for _each, cells in rows for at in used]
    return Comparison(
        tuple(COLUMNS[at][1] for at in used),
        tuple(Compared(each, tuple(cells[at] for at in used)) for each, cells in rows),
        sources_of([each for each in beside if each and each.against is not Against.PREVIOUS]),
    )


def sources_of(beside: Sequence[Beside]) -> tuple[str, ...]:
    """Each source once, with its year."""
    named = (f"{each.source}, {each.year}" if each.year else str(each.source) for each in beside)
    return tuple(dict.fromkeys(named))


def by_theme(found: Figures) -> list[tuple[Words, list[Figure]]]:
    """The figures under the headings of a settlement's page; without what nobody was asked."""
    themes: list[tuple[Words, list[Figure]]] = []
    for name, theme in zip(GROUPS, THEMES, strict=True):
        codes = [each.code for each in theme.indicators if each.code not in AT_THE_HEAD]
        figures = [found[code] for code in codes if found[code].state != "unknown"]
        if figures:
            themes.append((name, figures))
    return themes


def grid_of(breakdown: Breakdown) -> list[tuple[Figure, list[Figure]]]:
    """A row for each figure that any group tells: one of them for its words, then each group's."""
    if not breakdown.groups:
        return []
    codes = breakdown.groups[0].figures
    rows = [[group.figures[code] for group in breakdown.groups] for code in codes]
    return [(row[0], row) for row in rows if any(each.is_told for each in row)]
