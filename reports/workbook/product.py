"""The product `workbook`."""

from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from accounts.models import User
from enumerations.models import Enumeration
from reports.figures import Place, PlaceKind
from reports.forms.base import AskForm
from reports.forms.workbook import WorkbookForm
from reports.products import Ask, Envelope, Made, Refusal, Refused, Told
from reports.report_choices import Level
from reports.workbook.book import write_book
from reports.workbook.contents import book_of
from settlements.models import County, Settlement, Ward

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED_AT_MOST = 3
AREAS: dict[str, tuple[PlaceKind, Any]] = {
    Level.WARD: (PlaceKind.WARD, Ward),
    Level.COUNTY: (PlaceKind.COUNTY, County),
}


class WorkbookProduct:
    """A place's figures, tables and definitions as an XLSX."""

    name = "workbook"
    form: type[AskForm] = WorkbookForm

    def title(self, ask: Ask) -> str:
        return _("Workbook of %(place)s") % {"place": _short(place_of(ask))}

    def envelope(self, ask: Ask) -> Envelope:
        return Envelope(ask["envelope"])

    def settlements(self, ask: Ask) -> "QuerySet[Settlement]":
        found: QuerySet[Settlement] = Settlement.objects.filter(code__in=ask["settlements"])
        return found

    def refusals(self, user: User, ask: Ask) -> list[Refusal]:
        envelope, found = self.envelope(ask), self.settlements(ask)
        if envelope > Envelope.STAFF:
            return [NO_NAMES]
        counts = Enumeration.objects.begun() if envelope >= Envelope.STAFF else Enumeration.objects.adopted()
        counted = counts.filter(settlement__in=found.values("pk"), statistics__cluster=None)
        if counted.filter(statistics__isnull=False).exists():
            return []
        return [NOTHING_COUNTED if envelope >= Envelope.STAFF else NOTHING_ADOPTED]

    def make(self, user: User, ask: Ask, folder: Path, told: Told) -> Made:
        """Write the workbook in the folder. Raises Refused, Cancelled."""
        if against := self.refusals(user, ask):
            raise Refused(*against)
        told(0, 0)
        place = place_of(ask)
        with override(ask.get("language") or get_language()):
            book = book_of(place, self.envelope(ask), user)
            path = folder / f"{file_name(place)}.xlsx"
            write_book(path, book, told)
        return Made(path, path.name, XLSX, book.rows)


def place_of(ask: Ask) -> Place:
    """The place, with the settlements that were in the ward or county when it was asked for."""
    found = Settlement.objects.filter(code__in=ask["settlements"])
    every = tuple(
        found.select_related("county", "sub_county", "ward").defer("boundary").order_by("name", "code")
    )
    level = ask.get("level", Level.SETTLEMENTS)
    if level in AREAS:
        kind, model = AREAS[level]
        area = model.objects.filter(code=ask[str(level)]).first()
        if area is not None:
            return Place(kind, str(area.code), area.name, every)
    return Place.of_settlements(every)


def _short(place: Place) -> str:
    """A name that fits into a line."""
    if place.kind is not PlaceKind.SEVERAL or len(place.settlements) <= NAMED_AT_MOST:
        return place.name
    return ", ".join(each.name for each in place.settlements[:NAMED_AT_MOST]) + " …"


def file_name(place: Place) -> str:
    code = place.code if len(place.code) <= 30 else f"{len(place.settlements)}-settlements"
    return f"workbook-{code}-{timezone.localdate():%Y-%m-%d}"


NO_NAMES = Refusal(
    "no_names_in_workbook",
    gettext_lazy("A workbook holds figures: it names nobody."),
    gettext_lazy("Choose “Staff” or less, or take the data instead."),
)
NOTHING_ADOPTED = Refusal(
    "nothing_adopted",
    gettext_lazy("No community of these has adopted a count yet."),
    gettext_lazy("Until then only the office has figures: choose “Staff”."),
)
NOTHING_COUNTED = Refusal(
    "nothing_counted",
    gettext_lazy("There are no figures of these settlements yet."),
    gettext_lazy("Wait until the first interviews are in."),
)
