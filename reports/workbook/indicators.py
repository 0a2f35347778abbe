"""The sheets of figures: each with what it is held against, the answers to lists, what each figure means."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from enumerations.indicators import INDICATORS
from enumerations.indicators import Kind as Counted
from reports.figures import Against, Beside, Figure, Figures
from reports.workbook.cells import (
    Cell,
    Column,
    Gone,
    Kind,
    Sheet,
    Value,
    beside_cell,
    figure_cell,
    n_cell,
)

Row = list[Value | Cell]
CENSUS = (Against.SUB_COUNTY, Against.COUNTY, Against.COUNTRY)


def indicators(found: Figures, k: int) -> Sheet:
    """One row for each figure that is a number."""
    several = len(found.rounds) > 1
    columns = [
        Column(_("Code"), Kind.CODE, 22),
        Column(_("Figure"), Kind.WRAPPED, 24),
        Column(_("Value"), Kind.WHOLE, 11),
        Column(_("Unit"), Kind.WRAPPED, 11),
        Column(_("Answers (n)"), Kind.WHOLE, 8),
        Column(_("Coverage"), Kind.PERCENT, 9),
        Column(_("Round before"), Kind.WHOLE, 10),
        Column(_("Standard"), Kind.WHOLE, 9),
        Column(_("The standard"), Kind.WRAPPED, 18),
        Column(_("Sub-county"), Kind.WHOLE, 10),
        Column(_("County"), Kind.WHOLE, 11),
        Column(_("Kenya"), Kind.WHOLE, 11),
        Column(_("Census, of what"), Kind.WRAPPED, 12),
        *([Column(_("Settlements told"), Kind.TEXT, 11)] if several else []),
        # Together as wide as A4 on its side has room for in letters that can be read, also where another
        # font stands in for the workbook's, a fifth wider.
        Column(_("In words"), Kind.WRAPPED, 26 if several else 34),
    ]
    rows = [_indicator(each, several) for each in found.figures.values() if not each.is_list]
    return Sheet(
        code="Indicators",
        name=_("Indicators"),
        about=_("Every figure with how many answered, and what it is held against."),
        columns=columns,
        rows=rows,
        notes=[_legend(k), *(str(each) for each in found.warnings)],
    )


def _indicator(figure: Figure, several: bool) -> Row:
    standard = next(iter(figure.standards), None)
    told: Row = [f"{figure.told_of} / {figure.asked_of}"] if several else []
    return [
        figure.code,
        str(figure.label),
        figure_cell(figure),
        str(figure.unit),
        n_cell(figure),
        None if figure.coverage is None else Cell(round(figure.coverage, 1) / 100, Kind.PERCENT),
        beside_cell(figure.previous),
        beside_cell(standard),
        _said(standard) if standard else "",
        *(beside_cell(figure.beside_of(against)) for against in CENSUS),
        _of_what(figure),
        *told,
        figure.sentence(),
    ]


def _of_what(figure: Figure) -> str:
    """Where the census does not speak of the place as a whole: "urban Kenya", "households"."""
    shown = (figure.beside_of(against) for against in CENSUS)
    return ", ".join(str(each.label) for each in shown if each and not each.is_place_itself)


def answers(found: Figures, k: int) -> Sheet:
    """The lists: which answer was given how often, a row for each."""
    rows = [row for each in found.figures.values() if each.is_list for row in _answers(each)]
    return Sheet(
        code="Answers",
        name=_("Answers"),
        about=_("How often each answer was given, and what is asked for first."),
        columns=[
            Column(_("Code"), Kind.CODE, 24),
            Column(_("Figure"), Kind.TEXT, 36),
            Column(_("Answer code"), Kind.CODE, 26),
            Column(_("Answer"), Kind.TEXT, 34),
            Column(_("Households"), Kind.WHOLE, 12),
            Column(_("Share"), Kind.PERCENT, 10),
            Column(_("Answers (n)"), Kind.WHOLE, 10),
            Column(_("Remark"), Kind.TEXT, 30),
        ],
        rows=rows,
        notes=[_legend(k)],
        wide=False,
    )


def _answers(figure: Figure) -> Iterator[Row]:
    head: Row = [figure.code, str(figure.label)]
    if not figure.is_told:
        yield [*head, "", "", figure_cell(figure), figure_cell(figure), n_cell(figure), figure.text]
        return
    remark = _("rare answers are left out") if figure.partly else ""
    for each in figure.answers:
        count = Gone.HIDDEN if each.count is None else each.count
        share = Cell(round(each.percent, figure.decimals) / 100, _percent(figure))
        yield [*head, each.code, str(each.label), count, share, n_cell(figure), remark]


def _percent(figure: Figure) -> Kind:
    return Kind.PERCENT if figure.decimals else Kind.ROUND_PERCENT


def references(found: Figures) -> Sheet:
    """All that figures are held against, with year and source."""
    rows: list[Row] = [
        [
            each.code,
            str(each.label),
            _against(beside),
            str(beside.label),
            beside_cell(beside),
            str(beside.unit),
            "" if beside.year is None else str(beside.year),
            str(beside.source),
            str(beside.note),
        ]
        for each in found.figures.values()
        for beside in (*each.beside, *([each.previous] if each.previous else []))
    ]
    return Sheet(
        code="References",
        name=_("References"),
        about=_("Standards, census and studies, each with its year and source."),
        columns=[
            Column(_("Code"), Kind.CODE, 24),
            Column(_("Figure"), Kind.TEXT, 34),
            Column(_("Kind"), Kind.TEXT, 14),
            Column(_("What"), Kind.LONG, 36),
            Column(_("Value"), Kind.WHOLE, 11),
            Column(_("Unit"), Kind.TEXT, 16),
            Column(_("Year"), Kind.TEXT, 8),
            Column(_("Source"), Kind.LONG, 44),
            Column(_("To mind"), Kind.LONG, 40),
        ],
        rows=rows,
        notes=[_("An average of a sub-county mixes tenements and shacks.")],
    )


def definitions() -> Sheet:
    """How every figure is computed."""
    rows: list[Row] = [
        [each.code, str(each.label), str(each.unit), _kind(each.kind), str(each.definition), str(each.note)]
        for each in INDICATORS
    ]
    return Sheet(
        code="Definitions",
        name=_("Definitions"),
        about=_("How every figure is computed."),
        columns=[
            Column(_("Code"), Kind.CODE, 24),
            Column(_("Figure"), Kind.TEXT, 36),
            Column(_("Unit"), Kind.TEXT, 16),
            Column(_("Kind"), Kind.TEXT, 18),
            Column(_("Definition"), Kind.LONG, 70),
            Column(_("To mind"), Kind.LONG, 50),
        ],
        rows=rows,
        notes=[_("Only completed interviews count; a missing answer never enters n.")],
    )


def _kind(kind: Counted) -> str:
    return {
        Counted.NUMBER: _("number"),
        Counted.PERCENT: _("share"),
        Counted.MEDIAN: _("middle value (median)"),
        Counted.DISTRIBUTION: _("list of answers"),
        Counted.RANKING: _("order of priority"),
    }[kind]


def _against(beside: Beside) -> str:
    return {
        Against.STANDARD: _("standard"),
        Against.SUB_COUNTY: _("census, sub-county"),
        Against.COUNTY: _("census, county"),
        Against.COUNTRY: _("census, Kenya"),
        Against.STUDY: _("study"),
        Against.PREVIOUS: _("round before"),
    }[beside.against]


def _said(beside: Beside) -> str:
    year = f", {beside.year}" if beside.year else ""
    return f"{beside.label} ({beside.source}{year})"


def _legend(k: int) -> str:
    return _(
        "“hidden”: fewer than %(k)s people or households, or another number could be computed from it. "
        "“too few”: too few answers to say anything. “–”: not known."
    ) % {"k": k}
