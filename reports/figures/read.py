"""The figures of a place, as a person may see them or as a paper may hold them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.indicators import BY_CODE, INDICATORS, MEASURES, Records
from reports.figures.parts import Against, Beside, Figure, Figures, Round, State, Words
from reports.figures.places import Place
from reports.figures.references import SUB_COUNTIES_MIX, beside_of
from reports.figures.sheets import Sheet, sheets_for_viewer, sheets_in_envelope
from reports.figures.single import figure_in
from reports.figures.together import together
from reports.products import Envelope
from settlements.querysets import Viewer

# What grows with time alone, and what is another number for every round: not compared.
NOT_COMPARED = frozenset({"data_age_days"})
# Structures and service points are kept as they are today alone.
GROUND = {Records.STRUCTURES, Records.SERVICE_POINTS}
_MEASURED = {measure.name for measure in MEASURES if measure.records in GROUND}
OF_THE_GROUND = frozenset(
    i.code for i in INDICATORS if i.records in GROUND or _MEASURED & set(re.findall(r"\w+", i.value))
)
ROUNDS_BEFORE = _("the rounds before")


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
    sheets = [rounds[0] for rounds in found.values()]
    beside = beside_of(place)
    return Figures(
        place=place,
        rounds=tuple(_round(sheet) for sheet in sheets),
        figures=_figures(beside, list(found.values())),
        without=tuple(each for each in place.settlements if each.pk not in found),
        warnings=tuple(_warnings(place)),
        sheets=tuple(sheets),
        sheets_before=tuple(rounds[1] for rounds in found.values() if len(rounds) > 1),
        envelope=envelope,
        drafts=drafts,
        standards={code: rows for code, rows in beside.items() if code not in BY_CODE},
    )


def _round(sheet: Sheet) -> Round:
    return Round(sheet.settlement, sheet.enumeration, sheet.is_own, sheet.value("coverage_percent"))


def _figures(
    beside: Mapping[str, tuple[Beside, ...]], rounds: Sequence[Sequence[Sheet]]
) -> Mapping[str, Figure]:
    """With what stands beside each: references, and the round before."""
    now = _of_sheets([each[0] for each in rounds])
    then = _before(rounds)
    if any(_is_of_today(*each[:2]) for each in rounds if len(each) > 1):
        then = {code: figure for code, figure in then.items() if code not in OF_THE_GROUND}
    label, year = _named_before(rounds)
    return {
        code: replace(
            figure, beside=beside.get(code, ()), previous=_previous(figure, then.get(code), label, year)
        )
        for code, figure in now.items()
    }


def _of_sheets(sheets: Sequence[Sheet]) -> Mapping[str, Figure]:
    if len(sheets) == 1:
        [sheet] = sheets
        return {i.code: figure_in(sheet.figures, i, sheet.value("coverage_percent")) for i in INDICATORS}
    if not sheets:
        return {i.code: Figure(i, State.UNKNOWN, n=0, told_of=0, asked_of=0) for i in INDICATORS}
    return together(sheets)


def _before(rounds: Sequence[Sequence[Sheet]]) -> Mapping[str, Figure]:
    """The figures of the rounds before; nothing unless every settlement was counted before."""
    before = [each[1] for each in rounds if len(each) > 1]
    return _of_sheets(before) if before and len(before) == len(rounds) else {}


def _is_of_today(now: Sheet, then: Sheet) -> bool:
    """Whether the figures of the round before were made anew since the new one began."""
    began = now.enumeration.starts_on or now.enumeration.created_at.date()
    return timezone.localdate(then.statistics.made_at) >= began


def _previous(now: Figure, then: Figure | None, label: Words, year: int | None) -> Beside | None:
    """The same figure then: only of the same settlements, and never of a list."""
    if then is None or not then.is_told or then.value is None or now.code in NOT_COMPARED:
        return None
    if then.told_of < then.asked_of or now.told_of < now.asked_of:
        return None
    return Beside(
        Against.PREVIOUS,
        label,
        then.value,
        now.unit,
        min(then.decimals, now.decimals) if now.is_told else then.decimals,
        year,
        label,
    )


def _named_before(rounds: Sequence[Sequence[Sheet]]) -> tuple[Words, int | None]:
    """What the rounds before are called, and the year of the oldest."""
    before = [each[1].enumeration for each in rounds if len(each) > 1]
    years = [day.year for each in before if (day := each.ends_on or each.adopted_on or each.starts_on)]
    return before[0].name if len(before) == 1 else ROUNDS_BEFORE, min(years, default=None)


def _warnings(place: Place) -> list[Words]:
    return [SUB_COUNTIES_MIX] if place.county else []
