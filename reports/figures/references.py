"""What stands beside the figures of a place: standards, the census of where it lies, and studies."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.indicators import BY_CODE
from reports.figures.parts import Against, Beside, Bound
from reports.figures.places import Place
from reports.figures.sources import in_words, source_name
from reports.models.reference import COUNTRY, PEOPLE_TO_EACH, Reference, ReferenceKind
from settlements.models import Settlement

ORDER = list(Against)
SUB_COUNTIES_MIX: str | Promise = gettext_lazy(
    "The average of a sub-county or a county mixes tenements and shacks: a settlement can be far below it."
)


def beside_of(place: Place) -> Mapping[str, tuple[Beside, ...]]:
    """By the code of a figure all that it is held against, nearest first; one query."""
    county, sub_county = place.county, place.sub_county
    codes = [COUNTRY, *([county.code] if county else []), *([sub_county.code] if sub_county else [])]
    names = {each.code: each.name for each in (county, sub_county) if each}
    found: dict[str, list[Beside]] = defaultdict(list)
    for row in Reference.objects.filter(Q(place="") | Q(place__in=codes)):
        found[row.indicator].append(_beside(row, names))
    return {code: tuple(sorted(rows, key=_rank)) for code, rows in found.items()}


def beside_of_settlement(settlement: Settlement) -> Mapping[str, tuple[Beside, ...]]:
    """The same for the map's pages."""
    return beside_of(Place.of_settlement(settlement))


@dataclass(frozen=True)
class Named:
    """A reference as a list of them shows it."""

    figure: str | Promise
    label: str | Promise
    value: str
    source: str | Promise


def in_words_of(row: Reference) -> Named:
    indicator = BY_CODE.get(row.indicator)
    one = _beside(row, {})
    figure = indicator.label if indicator else PEOPLE_TO_EACH.get(row.indicator, row.indicator)
    return Named(figure, one.label, one.text, one.source)


def _rank(one: Beside) -> tuple[int, int, float]:
    # Of two numbers of the country, that of its towns says more: it comes first.
    return ORDER.index(one.against), int(one.is_place_itself), one.value


def _beside(row: Reference, names: Mapping[str, str]) -> Beside:
    indicator = BY_CODE.get(row.indicator)
    return Beside(
        against=_against(row),
        label=_label(row, names),
        value=row.value,
        unit=indicator.unit if indicator else "",
        decimals=_decimals(row, indicator.decimals if indicator else 0),
        year=row.year,
        source=_lazy(source_name, row.source),
        bound=Bound(row.bound),
        note=_lazy(in_words, row.note) if row.note else "",
        is_place_itself=not row.area,
    )


def _decimals(row: Reference, usual: int) -> int:
    """As exactly as the source has it: a standard is a round number, the census has one decimal."""
    if row.value == int(row.value) and (row.kind != ReferenceKind.CENSUS or not usual):
        return 0
    return max(usual, 1)


def _against(row: Reference) -> Against:
    if row.kind == ReferenceKind.STANDARD:
        return Against.STANDARD
    if row.kind == ReferenceKind.STUDY:
        return Against.STUDY
    if row.place == COUNTRY:
        return Against.COUNTRY
    return Against.SUB_COUNTY if _is_sub_county(row.place) else Against.COUNTY


def _is_sub_county(code: str) -> bool:
    """A county's code has three digits and is 047 at most; a sub-county's is a hundred times its county's."""
    return code.isdigit() and int(code) > 47


def _label(row: Reference, names: Mapping[str, str]) -> str | Promise:
    if row.area:
        return _lazy(in_words, row.area)
    if not row.place:
        return gettext_lazy("everywhere")
    if row.place == COUNTRY:
        return gettext_lazy("Kenya")
    named = _sub_county if _is_sub_county(row.place) else _county
    return _lazy(named, names.get(row.place, row.place))


def _sub_county(name: str) -> str:
    return _("%(name)s sub-county") % {"name": name}


def _county(name: str) -> str:
    return _("%(name)s county") % {"name": name}


def _lazy(function: Callable[[str], str], kept: str) -> str | Promise:
    return lazy(function, str)(kept)
