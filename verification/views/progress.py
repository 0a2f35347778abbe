"""Where a count stands, on one screen: what is next, and the numbers by village."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from enumerations.models import Enumeration
from settlements.models import Settlement
from settlements.roles import Act
from verification.services.next_thing import next_of
from verification.services.progress import Numbers, Progress, progress_of


@dataclass(frozen=True)
class Column:
    """One number of a village: its short heading, what it means, and the page where it is worked on."""

    name: str
    heading: str | Promise
    meaning: str | Promise
    page: str
    asks: tuple[tuple[str, str], ...] = ()
    by_village: bool = True
    warns: bool = False

    def address(self, count: Enumeration, village: str) -> str:
        asked = dict(self.asks) | ({"cluster": village} if village and self.by_village else {})
        return reverse(self.page, args=[count.pk]) + (f"?{urlencode(asked)}" if asked else "")


COLUMNS = (
    Column("numbered", _("Doors"), _("numbered doors where people live, or where a visit was made"),
           "enumerations:coverage"),
    Column("percent", _("Visited"), _("of these doors, those that were visited, in percent"),
           "enumerations:coverage"),
    Column("returned", pgettext_lazy("column", "Back"),
           _("interviews returned to their enumerators and not corrected yet"),
           "enumerations:interview-list", (("review", "returned"),), warns=True),
    Column("sheets", pgettext_lazy("column", "List"), _("sheets of the list that hangs for checking"),
           "verification:lists", by_village=False),
    Column("objections", pgettext_lazy("column", "Open"), _("objections that wait for a decision"),
           "verification:objection-list", (("state", "undecided"),), warns=True),
    Column("decided", pgettext_lazy("column", "Done"), _("objections decided or withdrawn"),
           "verification:objection-list", (("state", "decided"),)),
    Column("suspected", _("Twice"), _("suspected duplicates that nobody decided yet"),
           "verification:suspicion-list", warns=True),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One number and where it leads; nowhere, where there is nothing to work on."""

    column: Column
    value: int | None
    link: str

    @property
    def is_flagged(self) -> bool:
        return self.column.warns and bool(self.value)


@dataclass(frozen=True)
class Line:
    """One village, or the whole settlement."""

    numbers: Numbers
    cells: list[Cell]


@require_safe
@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/progress/`: how far a count is, by village, for those who lead and check it."""
    may = Settlement.objects.where_may(request.user, Act.SEE_OBJECTIONS)
    count: Enumeration = get_object_or_404(
        Enumeration.objects.filter(settlement__in=may).select_related("settlement"), pk=pk
    )
    found = progress_of(count)
    context = {
        "enumeration": count,
        "progress": found,
        "next": next_of(count, count.settlement.acts_of(request.user)),
        "columns": COLUMNS,
        "lines": _lines(count, found),
    }
    return render(request, "verification/progress.html", context)


def _lines(count: Enumeration, found: Progress) -> list[Line]:
    """The whole settlement first, then its villages where there are several."""
    villages = found.villages if len(found.villages) > 1 else []
    return [
        Line(each, [_cell(count, each, column) for column in COLUMNS]) for each in (found.whole, *villages)
    ]


def _cell(count: Enumeration, numbers: Numbers, column: Column) -> Cell:
    value: Any = getattr(numbers, column.name)
    return Cell(column, value, column.address(count, numbers.code) if value else "")
