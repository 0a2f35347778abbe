"""The service gap: what a county is asked to build, as numbers of things, and what they cost.

A settlement's need is not met by what another one has too many of, so the gaps of settlements are added up,
and so are their costs, each at its own price. Of lights and waste points no number of people to each is
agreed anywhere: they are told only where staff entered what their county goes by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Case, Count, F, IntegerField, Q, Sum, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators.words import TAP_KINDS
from reports.figures.costs import prices_in
from reports.figures.groups import ALL
from reports.figures.parts import Beside, Bound, Figures, Gap, State
from reports.figures.sheets import Sheet
from reports.models import BuiltThing, Tally, UnitCost
from settlements.choices import ServiceKind, ServiceStatus
from settlements.models import ServicePoint

SERVES_NOBODY = (ServiceStatus.NOT_WORKING, ServiceStatus.CLOSED, ServiceStatus.UNDER_CONSTRUCTION)


@dataclass(frozen=True)
class Need:
    """Something built for people, and the figure whose standard says how many of them share one.

    `lacking` is the figure that says how many are missing, `sums` of whom and how many work; a need without
    them is counted from the points of the map.
    """

    code: str
    what: BuiltThing
    label: str | Promise
    standard: str
    kinds: tuple[ServiceKind, ...]
    lacking: str = ""
    sums: tuple[str, str] | None = None
    to_each: int | None = None  # as the figure counts; else whatever standard staff entered


NEEDS = (
    Need(
        "cubicles", BuiltThing.CUBICLE, _("Toilet cubicles"), "persons_per_cubicle",
        (ServiceKind.TOILET_BLOCK,), "cubicles_lacking", ("people_without_toilet", "cubicles"), 20,
    ),
    Need(
        "taps", BuiltThing.TAP, _("Taps"), "persons_per_tap", TAP_KINDS, "taps_lacking",
        ("population", "taps"), 250,
    ),
    Need(
        "lights", BuiltThing.LIGHT, _("Street lights"), "persons_per_light",
        (ServiceKind.STREETLIGHT_HIGHMAST,),
    ),
    Need(
        "waste_points", BuiltThing.WASTE_POINT, _("Waste collection points"), "persons_per_waste_point",
        (ServiceKind.WASTE_COLLECTION,),
    ),
)  # fmt: skip
BUILT: Mapping[str, BuiltThing] = {kind: need.what for need in NEEDS for kind in need.kinds}


@dataclass(frozen=True)
class Here:
    """The need of one settlement; numbers are None where they are not known, or may not be told."""

    state: State
    people: int | None = None
    needed: int | None = None
    working: int | None = None
    lacking: int | None = None
    broken: int = 0
    price: UnitCost | None = None


def gaps_of(found: Figures) -> list[Gap]:
    """What is lacking of each, cubicles and taps first. A need without a standard is left out."""
    prices = prices_in(sheet.settlement for sheet in found.sheets)
    standing = _standing(found)
    beside = {**found.standards, **{code: figure.beside for code, figure in found.figures.items()}}
    gaps = []
    for need in NEEDS:
        standard = _standard(need, beside.get(need.standard, ()))
        if standard is None or not found.sheets:
            continue
        here = []
        for sheet in found.sheets:
            tally = found.tallies[sheet.enumeration.pk, ALL]
            of_map = standing.get((sheet.settlement.pk, need.what), Standing())
            price = prices[sheet.settlement.pk].get(need.what)
            here.append(_here(need, sheet, tally, of_map, price, standard))
        gaps.append(_gap(need, standard, here))
    return gaps


def _standard(need: Need, beside: Sequence[Beside]) -> Beside | None:
    """The one that the figure counts by; of what staff entered, the strictest."""
    bounds = [each for each in beside if each.bound is Bound.MOST]
    if need.to_each:
        bounds = [each for each in bounds if each.value == need.to_each]
    return min(bounds, key=lambda each: each.value, default=None)


def _here(
    need: Need, sheet: Sheet, tally: Tally, of_map: "Standing", price: UnitCost | None, standard: Beside
) -> Here:
    if need.sums is None:
        return _of_points(sheet, of_map, price, standard)
    figure = sheet.figures.get(need.lacking, {})
    if figure.get("hidden"):
        return Here(State.HIDDEN)
    if figure.get("value") is None:
        return Here(State.UNKNOWN)
    people, working = (int(tally.sums[name]) for name in need.sums)
    needed = ceil(people / standard.value)
    return Here(State.TOLD, people, needed, working, int(figure["value"]), of_map.broken, price)


def _of_points(sheet: Sheet, of_map: "Standing", price: UnitCost | None, standard: Beside) -> Here:
    """Counted from the map: where it has none of a kind, nobody has said that there is none."""
    figure = sheet.figures.get("population", {})
    if figure.get("hidden"):
        return Here(State.HIDDEN)
    if figure.get("value") is None or not of_map.points:
        return Here(State.UNKNOWN)
    people = int(figure["value"])
    needed = ceil(people / standard.value)
    working = of_map.points - of_map.broken
    return Here(State.TOLD, people, needed, working, max(needed - working, 0), of_map.broken, price)


def _gap(need: Need, standard: Beside, here: Sequence[Here]) -> Gap:
    told = [each for each in here if each.state is State.TOLD]
    if not told:
        hidden = any(each.state is State.HIDDEN for each in here)
        state = State.HIDDEN if hidden else State.UNKNOWN
        return Gap(need.code, need.label, state, standard, told_of=0, asked_of=len(here))
    asks = [each for each in told if each.lacking]
    priced = [each for each in asks if each.price]
    prices = {each.price.pk: each.price for each in priced if each.price}
    one = next(iter(prices.values())) if len(prices) == 1 else None
    years = [price.year for price in prices.values()]
    return Gap(
        need.code,
        need.label,
        State.TOLD,
        standard,
        people=sum(each.people or 0 for each in told),
        needed=sum(each.needed or 0 for each in told),
        working=sum(each.working or 0 for each in told),
        lacking=sum(each.lacking or 0 for each in told),
        broken=sum(each.broken for each in told),
        costed=sum(each.lacking or 0 for each in priced),
        cost_kes=sum((each.lacking or 0) * each.price.amount_kes for each in priced if each.price)
        if priced
        else None,
        unit_cost_kes=one.amount_kes if one else None,
        cost_year=min(years) if years else None,
        cost_source="; ".join(dict.fromkeys(price.source for price in prices.values())),
        told_of=len(told),
        asked_of=len(here),
    )


@dataclass(frozen=True)
class Standing:
    """What the map has of one kind: points, and how many things (or points) stand but do not work."""

    points: int = 0
    broken: int = 0


def _standing(found: Figures) -> dict[tuple[int, str], Standing]:
    """By settlement and kind of thing; one query."""
    rows = ServicePoint.objects.filter(settlement__in=[sheet.settlement.pk for sheet in found.sheets])
    per_kind = rows.values("settlement", "kind").annotate(
        points=Count("pk"),
        idle=Count("pk", filter=Q(status__in=SERVES_NOBODY)),
        cubicles_broken=Sum(_broken("cubicles")),
        taps_broken=Sum(_broken("taps")),
    )
    made: dict[tuple[int, str], Standing] = {}
    for row in per_kind.order_by():
        what = BUILT.get(row["kind"])
        if what is None:
            continue
        broken = {BuiltThing.CUBICLE: row["cubicles_broken"], BuiltThing.TAP: row["taps_broken"]}
        before = made.get((row["settlement"], what), Standing())
        made[row["settlement"], what] = Standing(
            before.points + row["points"], before.broken + int(broken.get(what, row["idle"]) or 0)
        )
    return made


def _broken(total: str) -> Case:
    """How many of a point's cubicles or taps stand but do not work; none that are being built."""
    known = Q(**{f"{total}__isnull": False})
    return Case(
        When(known & Q(status__in=[ServiceStatus.NOT_WORKING, ServiceStatus.CLOSED]), then=F(total)),
        When(
            known & Q(**{f"{total}_working__isnull": False}) & ~Q(status=ServiceStatus.UNDER_CONSTRUCTION),
            then=F(total) - F(f"{total}_working"),
        ),
        default=0,
        output_field=IntegerField(),
    )
