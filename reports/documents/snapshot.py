"""The figures that a report is written to, taken at one moment: as JSON, in both languages, for good.

Two sets are taken: `whole`, as those see it who act in the settlements, and `safe`, as it may be given to the
county or the public: only what is adopted, small numbers hidden (docs/decisions/0008-small-cells.md). A
version is made of one of them and of nothing newer.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from enumerations.models import Enumeration, SettlementStatistics
from reports.documents.counted import counted
from reports.documents.ground import ground_of
from reports.documents.language import LANGUAGES
from reports.figures import (
    Beside,
    Breakdown,
    By,
    Figure,
    Figures,
    Gap,
    Growth,
    Place,
    PlaceKind,
    breakdown_of,
    figures_of,
    gaps_of,
    growth_of,
)
from reports.figures.charts import Chart, pyramid_of
from reports.figures.growth import NotCompared
from reports.models import Report
from reports.products import Envelope
from reports.report_choices import Level
from settlements import choices
from settlements.models import Settlement

Taken = dict[str, Any]
# Figures that are drawn.
CHARTED = (
    "tenure", "rent_median", "water_sources", "water_price_median", "litres_per_person_median",
    "toilet_places", "persons_per_cubicle", "persons_per_tap", "priorities",
)  # fmt: skip
# Figures that stand side by side for settlements, villages, tenants and owners.
COMPARED = (
    "population", "households", "household_size", "structures", "density_acre", "tenants_percent",
    "rent_median", "persons_per_room", "overcrowded_percent", "women_headed_percent", "under_5_percent",
    "attending_6_13_percent", "toilet_private_percent", "toilet_none_percent", "persons_per_cubicle",
    "water_price_median", "water_minutes_median", "mains_lighting_percent", "waste_collected_percent",
    "slum_household_percent", "coverage_percent",
)  # fmt: skip
# What changes by itself with every day.
AGEING = frozenset({"data_age_days"})


def take(report: Report) -> Taken:
    """The figures of its place as they are now."""
    settlements = list(report.settlements.select_related("county", "sub_county", "ward").order_by("name"))
    place = place_of(report, settlements)
    whole, safe = (figures_of(place, envelope=each) for each in (Envelope.STAFF, Envelope.COUNTY))
    return {
        "place": {
            "kind": place.kind.value,
            "name": place.name,
            "county": place.county.name if place.county else "",
            "sub_county": place.sub_county.name if place.sub_county else "",
        },
        "settlements": [about(each) for each in settlements],
        "rounds": {each.settlement.code: counted(each.enumeration) for each in whole.rounds},
        "coverage": {each.settlement.code: each.coverage for each in whole.rounds},
        "ground": ground_of(settlements),
        "whole": told(whole),
        "safe": told(safe) if safe.rounds and not safe.without else None,
    }


def rounds_now(report: Report) -> list[SettlementStatistics]:
    """Of each settlement the newest round that has figures: those a snapshot would take."""
    rows = SettlementStatistics.objects.filter(
        settlement__in=report.settlements.values("pk"),
        cluster=None,
        enumeration__in=Enumeration.objects.begun(),
    )
    newest = rows.order_by("settlement_id", "-enumeration__round").distinct("settlement_id")
    return list(newest.select_related("settlement", "enumeration"))


def place_of(report: Report, settlements: list[Settlement]) -> Place:
    """What the report is of, with the settlements that are in it."""
    if report.level == Level.WARD and report.ward:
        return Place(PlaceKind.WARD, str(report.ward.code), report.ward.name, tuple(settlements))
    if report.level == Level.COUNTY and report.county:
        return Place(PlaceKind.COUNTY, report.county.code, report.county.name, tuple(settlements))
    return Place.of_settlements(settlements)


def keep(report: Report) -> None:
    """Take the figures and write the report to them from now on."""
    report.figures, report.figures_taken_at = take(report), timezone.now()
    report.save(update_fields=["figures", "figures_taken_at", "changed_at"])


def changes(old: Taken, new: Taken) -> list[tuple[str, Any, Any]]:
    """What differs: the codes of figures with what they were and are; `rounds` where a count moved on."""
    found: list[tuple[str, Any, Any]] = []
    if _moved(old) != _moved(new):
        found.append(("rounds", None, None))
    before, after = (each.get("whole", {}).get("figures", {}) for each in (old, new))
    for code in [*after, *(code for code in before if code not in after)]:
        then, now = (_value(each.get(code)) for each in (before, after))
        if then != now and code not in AGEING:
            found.append((code, then, now))
    if old.get("ground") != new.get("ground"):
        found.append(("ground", None, None))
    return found


def _moved(taken: Taken) -> dict[str, Any]:
    return dict(taken.get("rounds", {}))


def _value(figure: dict[str, Any] | None) -> Any:
    if not figure:
        return None
    answers = [[each["code"], each["count"], each["percent"]] for each in figure["answers"]]
    return [figure["state"], figure["value"], figure["n"], answers]


# --- As JSON --------------------------------------------------------------------------------------


def both(say: Callable[[], object]) -> dict[str, str]:
    """A text in each language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(say())
    return found


def about(settlement: Settlement) -> dict[str, Any]:
    """What is known of a settlement beside its figures."""
    kinds = [choices.LandOwnerType(each) for each in settlement.land_owner_types]
    hazards = [choices.Hazard(each) for each in settlement.hazards]
    return {
        "code": settlement.code,
        "data_version": settlement.data_version,
        "name": settlement.name,
        "ward": settlement.ward.name if settlement.ward else "",
        "sub_county": settlement.sub_county.name if settlement.sub_county else "",
        "county": settlement.county.name,
        "acres": settlement.area_acres(),
        "stated_acres": float(settlement.stated_area_acres) if settlement.stated_area_acres else None,
        "boundary_source": settlement.boundary_source,
        "year_settled": settlement.year_settled,
        "land": both(lambda: ", ".join(str(each.label) for each in kinds)),
        "land_reference": settlement.land_reference,
        "tenure": both(lambda: choices.Regularisation(settlement.tenure_regularisation).label),
        "threat": both(lambda: choices.EvictionThreat(settlement.eviction_threat_now).label),
        "is_threatened": settlement.eviction_threat_now != choices.EvictionThreat.NONE,
        "hazards": both(lambda: ", ".join(str(each.label) for each in hazards)),
        "clusters": list(settlement.clusters.order_by("code").values("code", "name")),
    }


def told(found: Figures) -> Taken:
    """One set of figures with all that is drawn and computed from them."""
    return {
        "figures": {figure.code: told_figure(figure) for figure in found.figures.values()},
        "gaps": [told_gap(gap) for gap in gaps_of(found)],
        "growth": told_growth(growth_of(found)),
        "charts": charts_of(found),
        "groups": {by.value: told_groups(breakdown_of(found, by)) for by in By},
        "warnings": [both(partial(str, each)) for each in found.warnings],
        "without": [each.name for each in found.without],
    }


def charts_of(found: Figures) -> Taken:
    """The drawings of a report, by figure, in each language; of none that has nothing to draw."""
    made: dict[str, Callable[[], Chart | None]] = {
        code: found[code].chart for code in CHARTED if code in found.figures
    }
    made["pyramid"] = partial(pyramid_of, found)
    charts: Taken = {}
    for code, make in made.items():
        for language in LANGUAGES:
            with override(language):
                chart = make()
                if chart is not None:
                    told = {"title": chart.title, "alt": chart.description, "svg": str(chart.svg)}
                    charts.setdefault(code, {})[language] = told
    return charts


def told_gap(gap: Gap) -> Taken:
    return {
        "code": gap.code,
        "state": gap.state.value,
        "label": both(lambda: gap.label),
        "standard": told_beside(gap.standard) if gap.standard else None,
        "people": gap.people,
        "needed": gap.needed,
        "working": gap.working,
        "lacking": gap.lacking,
        "for_women": gap.for_women,
        "cost_kes": gap.cost_kes,
        "cost_source": str(gap.cost_source),
        "sentence": both(gap.sentence),
    }


def told_growth(growth: Growth | None) -> Taken | None:
    if growth is None:
        return None
    return {
        "then": growth.then.isoformat(),
        "now": growth.now.isoformat(),
        "is_draft": growth.is_draft,
        "settlements": [each.name for each in growth.settlements],
        "once": [each.name for each in growth.once],
        "not_compared": [
            {"name": each.settlement.name, "why": both(partial(_reasons, each))}
            for each in growth.not_compared
        ],
        "rows": [
            {
                "label": both(partial(getattr, row, "label")),
                "then": row.then,
                "now": row.now,
                "more": row.more,
                "percent": row.percent,
                "a_year": row.a_year,
            }
            for row in growth.rows
        ],
    }


def _reasons(one: NotCompared) -> str:
    return "; ".join(map(str, one.why))


def told_groups(breakdown: Breakdown) -> list[Taken]:
    return [
        {
            "code": group.code,
            "label": both(partial(getattr, group, "label")),
            "texts": {
                code: both(partial(getattr, group.figures[code], "text"))
                for code in COMPARED
                if code in group.figures
            },
            "states": {code: group.figures[code].state.value for code in COMPARED if code in group.figures},
        }
        for group in breakdown.groups
    ]


def told_figure(figure: Figure) -> Taken:
    return {
        "state": figure.state.value,
        "value": figure.value,
        "n": figure.n,
        "coverage": figure.coverage,
        "decimals": figure.decimals,
        "partly": figure.partly,
        "told_of": figure.told_of,
        "asked_of": figure.asked_of,
        "kind": figure.kind.value,
        "label": both(lambda: figure.label),
        "unit": both(lambda: figure.unit),
        "definition": both(lambda: figure.indicator.definition),
        "note": both(lambda: figure.indicator.note),
        "text": both(lambda: figure.text),
        "sentence": both(figure.sentence) if figure.is_told else dict.fromkeys(LANGUAGES, ""),
        "beside": [told_beside(each) for each in figure.beside],
        "previous": told_beside(figure.previous) if figure.previous else None,
        "answers": [
            {
                "code": each.code,
                "label": both(partial(getattr, each, "label")),
                "count": each.count,
                "percent": each.percent,
            }
            for each in figure.answers
        ],
    }


def told_beside(beside: Beside) -> Taken:
    return {
        "against": beside.against.value,
        "label": both(lambda: beside.label),
        "text": both(lambda: beside.text),
        "value": beside.value,
        "year": beside.year,
        "source": both(lambda: beside.source),
        "bound": beside.bound.value,
        "note": both(lambda: beside.note),
    }
