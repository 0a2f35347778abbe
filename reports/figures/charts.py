"""Figures drawn, each with the table that says the same: whoever cannot see the drawing misses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.figures.drawing import Bar, Mark, bars, columns, pyramid
from reports.figures.parts import Against, Beside, Figure, Figures, number_text
from reports.figures.sentences import SIZES, sentence_of, whole
from reports.figures.values import SEXES, ages_of, times_of

MOST_ROWS = 8
MOST_COLUMNS = 14
FILLS = {
    Against.PREVIOUS: "back",
    Against.SUB_COUNTY: "down",
    Against.COUNTY: "upright",
    Against.COUNTRY: "level",
    Against.STUDY: "cross",
}
OLDEST = 80


@dataclass(frozen=True)
class Chart:
    """A drawing and its table: `svg` goes into a page or a PDF as it is, `heads` and `rows` beside it."""

    title: str
    description: str
    svg: SafeString
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_of(figure: Figure) -> Chart | None:
    """The answers of a list; a number beside what it is held against. In the language that is active."""
    if not figure.is_told:
        return None
    return _answers(figure) if figure.is_list else _comparison(figure)


def _answers(figure: Figure) -> Chart:
    rows = [Bar(str(each.label), each.percent, number_text(each.percent, "%", 0)) for each in figure.answers]
    heads = (_("Answer"), _("Percent"), _("Households"))
    table = tuple(
        (str(each.label), number_text(each.percent, "%", 0), "" if each.count is None else whole(each.count))
        for each in figure.answers
    )
    title, told = str(figure.label), sentence_of(figure)
    return _chart(title, told, bars(_name(figure), title, told, rows[:MOST_ROWS]), heads, table)


def _comparison(figure: Figure) -> Chart | None:
    assert figure.value is not None
    others = [each for each in (figure.previous, *figure.beside) if each and _is_comparable(figure, each)]
    drawn = [each for each in others if each.against is not Against.STANDARD]
    standards = [each for each in others if each.against is Against.STANDARD]
    if not others:
        return None
    rows = [Bar(_("Here"), figure.value, figure.text)]
    rows += [Bar(_with_year(each), each.value, each.text, FILLS[each.against]) for each in drawn]
    standard = standards[0] if standards else None
    mark = Mark(standard.value, f"{standard.text}: {standard.label}") if standard else None
    heads = (_("Of what"), str(figure.unit), _("Year"), _("Source"))
    table = [(_("Here"), figure.text, "", "")]
    table += [
        (str(each.label), each.text, str(each.year or ""), str(each.source)) for each in (*drawn, *standards)
    ]
    title, told = str(figure.label), sentence_of(figure)
    return _chart(title, told, bars(_name(figure), title, told, rows[:MOST_ROWS], mark), heads, tuple(table))


def _is_comparable(figure: Figure, each: Beside) -> bool:
    """How many live in a whole sub-county says nothing beside a settlement, in a drawing least of all."""
    return figure.code not in SIZES or each.against is Against.PREVIOUS


def _with_year(each: Beside) -> str:
    label = str(each.label)
    return f"{label}, {each.year}" if each.year and str(each.year) not in label else label


def _name(figure: Figure) -> str:
    return f"chart-{figure.code}"


def _chart(
    title: str, told: str, svg: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> Chart:
    # Made of escaped words and of numbers: see reports.figures.drawing.
    return Chart(title, told, mark_safe(svg), heads, rows)


def histogram_of(found: Figures, code: str) -> Chart | None:
    """How often each value was told, for those from whom nothing is hidden; None for all others."""
    times = times_of(found, code)
    figure = found[code]
    if not times or not figure.is_told:
        return None
    steps = classes(sorted(times), times)
    decimals = figure.indicator.decimals
    rows = [Bar(_edge(low, decimals), n, whole(n)) for low, _high, n in steps]
    table = tuple((f"{_edge(low, decimals)} – {_edge(high, decimals)}", whole(n)) for low, high, n in steps)
    title = _("%(label)s: how many told how much") % {"label": figure.label}
    svg = columns(f"values-{code}", title, sentence_of(figure), rows, str(figure.unit))
    return _chart(title, sentence_of(figure), svg, (str(figure.unit), _("Households")), table)


def _edge(value: float, decimals: int) -> str:
    return number_text(value, "", 0 if float(value).is_integer() else decimals)


def classes(values: Sequence[float], times: dict[float, int]) -> list[tuple[float, float, int]]:
    """Steps of equal width from a round number on, at most fourteen; the few highest are in the last."""
    n, passed, end = sum(times.values()), 0, values[-1]
    for value in values:
        passed += times[value]
        if passed >= 0.98 * n:
            end = value
            break
    width = _round_width((end - values[0]) / MOST_COLUMNS) if end > values[0] else 1.0
    start = (values[0] // width) * width
    counts: dict[int, int] = {}
    last = int((end - start) // width)
    for value in values:
        at = min(int((value - start) // width), last)
        counts[at] = counts.get(at, 0) + times[value]
    edges = [(start + at * width, start + (at + 1) * width) for at in range(last + 1)]
    edges[-1] = (edges[-1][0], max(values[-1], edges[-1][1]))
    return [(low, high, counts.get(at, 0)) for at, (low, high) in enumerate(edges)]


def _round_width(least: float) -> float:
    power = 1.0
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= least)


def pyramid_of(found: Figures) -> Chart | None:
    """Women and men by age, for those from whom nothing is hidden; None for all others."""
    ages = ages_of(found)
    people = sum(map(sum, ages.values()))
    if not people:
        return None
    rows = []
    for low in range(0, OLDEST + 1, 5):
        high = low + 5 if low < OLDEST else 200
        label = f"{low}–{low + 4}" if low < OLDEST else f"{low}+"
        women, men = (sum(n for age, n in enumerate(ages[sex]) if low <= age < high) for sex in SEXES)
        rows.append((label, float(women), float(men), whole(women), whole(men)))
    title = _("People by age and sex")
    told = _("%(women)s women and girls and %(men)s men and boys whose age is known.") % {
        "women": whole(sum(ages["female"])), "men": whole(sum(ages["male"])),
    }  # fmt: skip
    svg = pyramid("pyramid", title, told, (_("Women and girls"), _("Men and boys")), rows)
    table = tuple((label, women, men) for label, _left, _right, women, men in rows)
    return _chart(title, told, svg, (_("Age"), _("Women and girls"), _("Men and boys")), table)
