"""The figures of a place, as a person may see them or as a paper may hold them."""

from collections.abc import Mapping, Sequence
from typing import Any

from enumerations.indicators import INDICATORS, Indicator, Kind
from enumerations.indicators.reading import LEAST_FOR_MEDIAN, LEAST_FOR_PERCENT
from reports.figures.parts import Answer, Figure, Figures, Round, State, labels_of
from reports.figures.places import Place
from reports.figures.sheets import Sheet, sheets_for_viewer, sheets_in_envelope
from reports.products import Envelope
from settlements.querysets import Viewer


def figures_of(
    place: Place,
    viewer: Viewer | None = None,
    *,
    envelope: Envelope | None = None,
    drafts: bool = False,
) -> Figures:
    """Every figure of the place: for a person (`viewer`), or for what is handed out (`envelope`).

    An envelope asks nobody's rights: whoever makes the paper has asked them (`reports.rights`). `drafts`:
    what is made for the public or the county holds the newest round though it is not adopted yet, and then
    has to say so (`Figures.is_draft`).
    """
    if envelope is not None:
        found = sheets_in_envelope(place, envelope, drafts=drafts)
    elif viewer is not None:
        found = sheets_for_viewer(place, viewer)
    else:
        raise TypeError("figures_of needs a viewer or an envelope")
    newest = [rounds[0] for rounds in found.values()]
    return Figures(
        place=place,
        rounds=tuple(round_of(sheet) for sheet in newest),
        figures=_figures(newest),
        without=tuple(each for each in place.settlements if each.pk not in found),
    )


def round_of(sheet: Sheet) -> Round:
    return Round(sheet.settlement, sheet.enumeration, sheet.is_own, _coverage(sheet))


def _coverage(sheet: Sheet) -> float | None:
    value = sheet.figures.get("coverage_percent", {}).get("value")
    return None if value is None else float(value)


def _figures(sheets: Sequence[Sheet]) -> dict[str, Figure]:
    if len(sheets) == 1:
        return {i.code: figure_of_sheet(i, sheets[0].figures, _coverage(sheets[0])) for i in INDICATORS}
    return {i.code: Figure(i, State.UNKNOWN) for i in INDICATORS}


def figure_of_sheet(
    indicator: Indicator, figures: Mapping[str, Mapping[str, Any]], coverage: float | None
) -> Figure:
    """One figure of one round, from what is stored or from what others may see of it."""
    found = figures.get(indicator.code, {})
    value, n = found.get("value"), found.get("n", 0)
    if found.get("hidden"):
        return Figure(indicator, State.HIDDEN, n=None, coverage=coverage)
    if value is None:
        return Figure(indicator, State.UNKNOWN, n=n, coverage=coverage)
    # A value whose n is hidden was found to rest on enough before it was shown.
    if n is not None and not is_enough(indicator, n):
        return Figure(indicator, State.NOT_ENOUGH, n=n, coverage=coverage)
    if indicator.kind in {Kind.DISTRIBUTION, Kind.RANKING}:
        words = labels_of(indicator)
        answers = tuple(
            Answer(item["code"], words.get(item["code"], item["code"]), item["count"], item["percent"])
            for item in value
        )
        return Figure(indicator, State.TOLD, None, n, coverage, answers, bool(found.get("partly")))
    return Figure(indicator, State.TOLD, float(value), n, coverage)


def is_enough(indicator: Indicator, n: int) -> bool:
    if indicator.code == "coverage_percent":
        return n > 0
    least = {Kind.MEDIAN: LEAST_FOR_MEDIAN, Kind.NUMBER: 1}.get(indicator.kind, LEAST_FOR_PERCENT)
    return n >= least
