"""The same figures side by side: by village, by settlement, by tenure, by who heads the household."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.figures import Breakdown, Figure, Figures, Group
from reports.workbook.cells import Cell, Column, Gone, Kind, Sheet, Value, figure_cell, n_cell

Row = list[Value | Cell]
CODES = {"cluster": "ByVillage", "settlement": "BySettlement", "tenure": "ByTenure", "head": "ByHead"}


def by_group(found: Figures, breakdown: Breakdown) -> Sheet:
    """A row for each figure that is a number, and for each group its value and how many answered."""
    codes = [
        code
        for code, figure in found.figures.items()
        if not figure.is_list and any(code in group.figures for group in breakdown.groups)
    ]
    rows = [
        [
            code,
            str(found[code].label),
            str(found[code].unit),
            *_pair(found[code]),
            *(cell for group in breakdown.groups for cell in _pair(group.figures.get(code))),
        ]
        for code in codes
    ]
    return Sheet(
        code=CODES[breakdown.by],
        name=str(breakdown.label),
        about=_("The same figures, a column for each group."),
        columns=[
            Column(_("Code"), Kind.CODE, 24),
            Column(_("Figure"), Kind.TEXT, 34),
            Column(_("Unit"), Kind.TEXT, 16),
            *_pairs(_("All together")),
            *(column for group in breakdown.groups for column in _pairs(str(group.label))),
        ],
        rows=rows,
        notes=_left_out(breakdown),
    )


def _pairs(label: str) -> Sequence[Column]:
    return (
        Column(label, Kind.WHOLE, max(12, min(len(label), 22))),
        Column(_("%(group)s: n") % {"group": label}, Kind.WHOLE, 10),
    )


def _pair(figure: Figure | None) -> Row:
    return [figure_cell(figure), n_cell(figure)]


def crossed(found: Figures, breakdowns: Sequence[Breakdown]) -> Sheet:
    """The answers to lists, a column for each group: tenure by toilet, women by water, and so on."""
    groups = [group for breakdown in breakdowns for group in breakdown.groups]
    rows = [
        row
        for code, figure in found.figures.items()
        if figure.is_list
        for row in _of_list(code, figure, groups)
    ]
    notes = [_("Households that gave each answer, and their share of those of the group who answered.")]
    return Sheet(
        code="CrossTables",
        name=_("Cross tables"),
        about=_("The answers to the standard questions by tenure, by who heads the household and by place."),
        columns=[
            Column(_("Code"), Kind.CODE, 20),
            Column(_("Question"), Kind.TEXT, 32),
            Column(_("Answer"), Kind.TEXT, 34),
            *_counted(_("All together")),
            *(column for group in groups for column in _counted(str(group.label))),
        ],
        rows=rows,
        notes=[*notes, *dict.fromkeys(text for each in breakdowns for text in _left_out(each))],
        frozen=3,
    )


def _counted(label: str) -> Sequence[Column]:
    return (
        Column(label, Kind.WHOLE, max(11, min(len(label), 22))),
        Column(_("%(group)s: share") % {"group": label}, Kind.PERCENT, 10),
    )


def _of_list(code: str, whole: Figure, groups: Sequence[Group]) -> list[Row]:
    """A row for each answer that anybody gave; as the whole list has them, then what only groups tell."""
    figures = [whole, *(group.figures.get(code) for group in groups)]
    labels = {
        each.code: str(each.label)
        for figure in figures
        if figure is not None and figure.is_told
        for each in figure.answers
    }
    return [
        [code, str(whole.label), label, *(cell for figure in figures for cell in _of_answer(figure, answer))]
        for answer, label in labels.items()
    ]


def _of_answer(figure: Figure | None, code: str) -> Row:
    """How many of a group gave it, and their share; what a list leaves out is not known to be nobody."""
    if figure is None:
        return [None, None]
    if not figure.is_told:
        gone = figure_cell(figure)
        return [gone, gone]
    found = next((each for each in figure.answers if each.code == code), None)
    kind = Kind.PERCENT if figure.decimals else Kind.ROUND_PERCENT
    if found is None:
        return [Gone.HIDDEN, Gone.HIDDEN] if figure.partly else [0, Cell(0, kind)]
    count = Gone.HIDDEN if found.count is None else found.count
    return [count, Cell(round(found.percent, figure.decimals) / 100, kind)]


def _left_out(breakdown: Breakdown) -> list[str]:
    return [_("Groups that may not be shown are left out: too few households.")] if breakdown.left_out else []
