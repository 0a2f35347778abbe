"""The community's own questions: every table of them as rows that can be filtered. For the office alone."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enumerations.models import Enumeration
from enumerations.tabulation import OwnQuestion, Split, Tabulated, own_questions, tabulate
from reports.figures import Figures
from reports.workbook.cells import Cell, Column, Gone, Kind, Sheet, Value

Row = list[Value | Cell]


def own_answers(found: Figures) -> Sheet:
    """A row for each question, split, group and answer; small numbers are hidden as on the page."""
    rows = [row for each in found.rounds for row in _of_count(each.enumeration)]
    return Sheet(
        code="OwnQuestions",
        name=_("Own questions"),
        about=_("What the community asked beyond the standard questions. It does not leave the office."),
        columns=[
            Column(_("Settlement code"), Kind.CODE, 10),
            Column(_("Question code"), Kind.CODE, 26),
            Column(_("Question"), Kind.LONG, 44),
            Column(_("Split"), Kind.TEXT, 16),
            Column(_("Group"), Kind.TEXT, 22),
            Column(_("Answer"), Kind.TEXT, 34),
            Column(_("How many"), Kind.WHOLE, 10),
            Column(_("Share"), Kind.PERCENT, 10),
            Column(_("Number"), Kind.TENTHS, 10),
            Column(_("Answers (n)"), Kind.WHOLE, 10),
            Column(_("Remark"), Kind.LONG, 44),
        ],
        rows=rows,
        notes=[_("Answers of few people are put together or hidden.")],
        frozen=3,
    )


def _of_count(count: Enumeration) -> Iterator[Row]:
    every = own_questions(count)
    for own in every:
        for split in Split:
            yield from _rows(count, own, split, tabulate(count, own, split, every))


def _rows(count: Enumeration, own: OwnQuestion, split: Split, table: Tabulated) -> Iterator[Row]:
    label = own.question.label_in((get_language() or "en")[:2])
    head: Row = [count.settlement.code, own.path, label]
    is_whole = split is Split.NONE
    if not table.columns:
        if is_whole:
            yield [*head, "", "", "", None, None, None, None, table.why]
        return
    if not table.lines:
        if is_whole:
            yield [*head, "", _("All together"), "", None, None, None, table.columns[0].n,
                   _("Answers in words, places and pictures are not listed.")]  # fmt: skip
        return
    columns = list(enumerate(table.columns))
    for at, column in columns if is_whole else columns[1:]:
        yield from _of_group([*head, _split(split), column.label], at, column.n, table)


def _of_group(head: Sequence[Value | Cell], at: int, n: int, table: Tabulated) -> Iterator[Row]:
    for line in table.lines:
        cell = line.cells[at]
        numbers: Row = [None, None, cell.quantile]
        if cell.hidden:
            numbers = [Gone.HIDDEN, Gone.HIDDEN, None]
        elif cell.count is not None:
            share = None if cell.percent is None else Cell(cell.percent / 100, Kind.PERCENT)
            numbers = [cell.count, share, None]
        yield [*head, line.label, *numbers, n, ""]


def _split(split: Split) -> str:
    return {
        Split.NONE: _("all together"),
        Split.CLUSTER: _("by village"),
        Split.HEAD: _("by who heads the household"),
        Split.TENURE: _("by tenure"),
    }[split]
