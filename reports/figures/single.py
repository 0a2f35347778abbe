"""One figure of one sheet, ready to be shown."""

from typing import Any

from enumerations.indicators import Indicator, Kind
from enumerations.indicators.reading import LEAST_FOR_MEDIAN, LEAST_FOR_PERCENT
from reports.figures.parts import Answer, Figure, State, labels_of
from reports.figures.sheets import Raw

IN_LISTS = {Kind.DISTRIBUTION, Kind.RANKING}


def figure_in(figures: Raw, indicator: Indicator, coverage: float | None = None, **more: Any) -> Figure:
    """The figure as it is stored, or as others may see it. `more` goes into it as it is."""
    found = figures.get(indicator.code, {})
    value, n = found.get("value"), found.get("n", 0)
    more |= {"coverage": coverage}
    if found.get("hidden"):
        return Figure(indicator, State.HIDDEN, **more)
    if value is None:
        return Figure(indicator, State.UNKNOWN, n=n, **more)
    # A value whose n is hidden was found to rest on enough before it was shown.
    if n is not None and not is_enough(indicator, n):
        return Figure(indicator, State.NOT_ENOUGH, n=n, **more)
    if indicator.kind in IN_LISTS:
        partly = bool(found.get("partly"))
        return Figure(indicator, State.TOLD, n=n, answers=answers_in(indicator, value), partly=partly, **more)
    return Figure(indicator, State.TOLD, value=float(value), n=n, **more)


def answers_in(indicator: Indicator, items: list[dict[str, Any]]) -> tuple[Answer, ...]:
    words = labels_of(indicator)
    return tuple(
        Answer(item["code"], words.get(item["code"], item["code"]), item["count"], float(item["percent"]))
        for item in items
    )


def is_enough(indicator: Indicator, n: int) -> bool:
    if indicator.code == "coverage_percent":
        return n > 0  # how far the count has come is known from the first door on
    least = {Kind.MEDIAN: LEAST_FOR_MEDIAN, Kind.NUMBER: 1}.get(indicator.kind, LEAST_FOR_PERCENT)
    return n >= least
