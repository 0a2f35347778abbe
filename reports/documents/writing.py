"""Writing a report: beginning one, saving a section without losing what somebody else wrote meanwhile."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enumerations.models import Enumeration
from reports.documents import demands, snapshot
from reports.documents.outline import headings_of
from reports.models import Demand, Report, Section
from reports.report_choices import Level
from settlements.models import County, Settlement, Ward
from settlements.roles import Act


class Clash(Exception):
    """Somebody saved the section since it was opened: what stands there now, and who wrote it."""

    def __init__(self, standing: Section) -> None:
        super().__init__(standing.slug)
        self.standing = standing


def counted_settlements(user: User) -> Any:
    """The settlements of which the user may begin a report: there is a count to report."""
    writes = Settlement.objects.where_may(user, Act.WRITE_REPORTS)
    return writes.filter(pk__in=Enumeration.objects.begun().values("settlement")).order_by("name")


def settlements_in(user: User, *, ward: Ward | None = None, county: County | None = None) -> Any:
    """Those of a ward or county that go into its report."""
    found = counted_settlements(user)
    return found.filter(ward=ward) if ward else found.filter(county=county)


@transaction.atomic
def begin(
    *, user: User, settlements: Iterable[Settlement], like: Report | None = None, **about: Any
) -> Report:
    """A new report with its figures taken and its demands begun; with the text of another, if one is named.

    `about`: title, kind, languages, level, ward, county.
    """
    report: Report = Report.objects.create(made_by=user, **about)
    report.settlements.set(settlements)
    snapshot.keep(report)
    if like is None:
        demands.prefill(report)
    else:
        _copy(like, report, user)
    return report


def _copy(source: Report, report: Report, user: User) -> None:
    texts = {section.slug: section for section in source.sections.all()}
    wanted = [heading.slug for heading in headings_of(report.kind) if heading.slug in texts]
    Section.objects.bulk_create(
        Section(
            report=report,
            slug=slug,
            text_en=texts[slug].text_en,
            text_sw=texts[slug].text_sw,
            edition=1,
            saved_by=user,
            saved_at=timezone.now(),
        )
        for slug in wanted
    )
    Demand.objects.bulk_create(
        Demand(
            report=report,
            **{
                name: getattr(each, name)
                for name in ("rank", "priority", "text_en", "text_sw", "ward", "cost_kes")
            },
        )
        for each in source.demands.all()
    )


def section_of(report: Report, slug: str) -> Section:
    """The section as it stands; a new one that nobody has saved yet."""
    found = Section.objects.select_related("saved_by").filter(report=report, slug=slug).first()
    return found or Section(report=report, slug=slug)


def save_section(report: Report, slug: str, texts: Mapping[str, str], *, edition: int, by: User) -> Section:
    """Save what somebody wrote upon the edition they had opened. Raises Clash where there is a newer one.

    Saving the same words again is no new edition, and never clashes: a double tap does no harm.
    """
    with transaction.atomic():
        # The report's row, so that two who write the first words of a section wait for each other too.
        Report.objects.select_for_update().get(pk=report.pk)
        section = section_of(report, slug)
        same = all(section.text(language) == text for language, text in texts.items())
        if same and section.pk:
            return section
        if section.edition != edition:
            raise Clash(section)
        for language, text in texts.items():
            setattr(section, f"text_{language}", text)
        section.edition += 1
        section.saved_by, section.saved_at = by, timezone.now()
        section.save()
        report.save(update_fields=["changed_at"])
    return section


class Overtaken(Exception):
    """Somebody saved since the page was opened."""


@transaction.atomic
def save_demands(report: Report, wanted: list[dict[str, Any]], *, edition: int) -> None:
    """These, in this order, and no others; each keeps its row and so its history. Raises Overtaken."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.demands_edition != edition:
        raise Overtaken
    standing = {each.pk: each for each in report.demands.all()}
    kept = {each["pk"] for each in wanted if each.get("pk") in standing}
    Demand.objects.filter(report=report).exclude(pk__in=kept).delete()
    # Out of the way first: places are unique at every moment.
    for n, pk in enumerate(sorted(kept)):
        Demand.objects.filter(pk=pk).update(rank=1_000 + n)
    for rank, values in enumerate(wanted, start=1):
        pk = values.get("pk")
        demand = standing[pk] if pk is not None and pk in kept else Demand(report=report)
        for name in ("text_en", "text_sw", "ward", "cost_kes", "priority"):
            if name in values:
                setattr(demand, name, values[name])
        demand.rank = rank
        demand.save()
    locked.demands_edition += 1
    locked.save(update_fields=["demands_edition", "changed_at"])


def title_of(level: str, places: list[Settlement], ward: Ward | None, county: County | None) -> str:
    """What a report is called until somebody names it."""
    if level == Level.WARD and ward:
        return ward.name
    if level == Level.COUNTY and county:
        return county.name
    return ", ".join(each.name for each in places)[:120]
