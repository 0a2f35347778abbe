"""From the report as it stands in the database to what a document is built from."""

from datetime import date
from math import ceil
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reports.documents import map as drawing
from reports.documents.build.source import Source, Wanted, Whose
from reports.documents.demands import FIRST
from reports.documents.locator import Located, locate
from reports.documents.map import Made, Wish
from reports.documents.outline import headings_of
from reports.documents.taken import Taken
from reports.handing import where_structures_may_be_given
from reports.models import Report
from reports.products import Envelope
from reports.report_choices import ReportKind
from settlements.models import Settlement

# mm, by kind; of several settlements each map is smaller.
LINE, LINE_HEIGHT, LEAST = 80, 4.6, 60.0  # letters, mm, mm
HEIGHTS = {ReportKind.LEADERS: 112.0, ReportKind.BRIEF: 118.0, ReportKind.FULL: 168.0}
SEVERAL = 120.0
LOCATOR_WIDTH = 174.0
LOCATOR_HEIGHTS = {ReportKind.LEADERS: 95.0, ReportKind.BRIEF: 84.0, ReportKind.FULL: 120.0}
MOST_MAPS = {ReportKind.LEADERS: 1, ReportKind.BRIEF: 1, ReportKind.FULL: 60}


def source_of(report: Report, envelope: Envelope, language: str, whose: Whose | None = None) -> Source:
    """Everything in one language, as this envelope may hold it. The maps are drawn now."""
    sections = {section.slug: section for section in report.sections.all()}
    texts = {
        heading.slug: sections[heading.slug].text(language)
        for heading in headings_of(report.kind)
        if heading.slug in sections
    }
    maps, without = maps_of(report, envelope, language)
    return Source(
        title=report.title,
        kind=report.kind,
        language=language,
        stamp=report.stamp,
        contact=report.contact,
        coverage_note=report.coverage_note_sw if language == "sw" else report.coverage_note_en,
        texts=texts,
        demands=tuple(
            Wanted(each.text(language), each.ward, each.cost_kes, each.priority)
            for each in report.demands.order_by("rank")
        ),
        taken=Taken(report.figures, envelope, language),
        maps=maps,
        locator=locator_of(report, envelope, language),
        without_structures=without,
        whose=whose or Whose(),
    )


def maps_of(report: Report, envelope: Envelope, language: str) -> tuple[tuple[Made, ...], tuple[str, ...]]:
    """The maps, and the codes of the settlements whose structures may not be drawn on them.

    Who acts in a settlement sees its structures. In what is given away they stand only where the assembly
    agreed to it; in what is public, the ground itself is only shown where everybody may see it.
    """
    kind = ReportKind(report.kind)
    found: Any = report.settlements.select_related("county", "ward").order_by("name")
    agreed = _with_structures(found, envelope)
    shown = _with_ground(found, envelope)
    settlements = [each for each in found if each.pk in shown]
    if len(settlements) > MOST_MAPS[kind]:
        return (), ()  # one of several would say too little on a single page
    made: list[Made] = []
    without = []
    for settlement in settlements:
        wish = Wish(
            language=language,
            height=room_of(report, language) if len(settlements) == 1 else SEVERAL,
            has_structures=settlement.pk in agreed,
            has_kept=envelope >= Envelope.STAFF,
            is_small=kind == ReportKind.LEADERS,
        )
        one = drawing.draw(settlement, wish)
        if one is not None:
            made.append(one)
            without += [] if settlement.pk in agreed else [settlement.code]
    return tuple(made), tuple(without)


def locator_of(report: Report, envelope: Envelope, language: str) -> Located | None:
    """Where its settlements lie, of several; where the ground is not shown, about where."""
    found: Any = report.settlements.select_related("ward").order_by("name")
    settlements = list(found)
    if len(settlements) < 2:
        return None
    height = min(LOCATOR_HEIGHTS[ReportKind(report.kind)], room_of(report, language))
    return locate(settlements, _with_ground(found, envelope), width=LOCATOR_WIDTH, height=height)


def room_of(report: Report, language: str) -> float:
    """How high the map of a single settlement may be, mm: on one page the words come first."""
    kind = ReportKind(report.kind)
    if kind != ReportKind.LEADERS:
        return HEIGHTS[kind]
    overview = report.sections.filter(slug="overview").first()
    lines = ceil(len(overview.text(language)) / LINE) if overview else 0
    demands = report.demands.order_by("rank")[:FIRST]
    lines += sum(ceil(len(each.text(language)) / LINE) for each in demands)
    return max(HEIGHTS[kind] - LINE_HEIGHT * max(lines - 5, 0), LEAST)


def _with_structures(settlements: Any, envelope: Envelope) -> set[int]:
    if envelope >= Envelope.STAFF:
        return set(settlements.values_list("pk", flat=True))
    if envelope == Envelope.COUNTY:
        agreed = where_structures_may_be_given(today())
        return set(settlements.filter(pk__in=agreed.values("pk")).values_list("pk", flat=True))
    return set()


def _with_ground(settlements: Any, envelope: Envelope) -> set[int]:
    if envelope >= Envelope.COUNTY:
        return set(settlements.values_list("pk", flat=True))
    # As a stranger would see it.
    known: Any = Settlement.objects.with_ground_shown_to(AnonymousUser())
    return {
        each.pk
        for each in known.filter(pk__in=settlements.values("pk")).defer("boundary")
        if each.shows_ground
    }


def today() -> date:
    return timezone.localdate()
