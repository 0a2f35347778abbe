"""How the work of a count goes: figures by enumerator and day, doors not visited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import DoorState
from enumerations.models import Enumeration
from enumerations.services.coverage import doors_in, reached_by
from enumerations.services.supervision import FIGURES, Supervision, Work, supervise
from enumerations.services.supervision_flags import Sign, signs_of
from enumerations.views.review import reviewed_count
from settlements.models import Settlement
from settlements.roles import Act
from settlements.spreadsheets import PlainWriter

DOORS_PER_PAGE = 200
LISTED = (DoorState.NOT_VISITED, DoorState.NOT_HOME, DoorState.REFUSED)
SUBJECT = gettext_noop("supervision of count")


@dataclass(frozen=True)
class Column:
    """One figure of the table: its heading, what is shown, and what it is sorted by."""

    name: str
    label: str | Promise
    of: str = ""  # the figure it is a share of
    n: str = ""  # the figure that says of how many
    digits: int = 0


COLUMNS = (
    Column("interviews", gettext_lazy("Interviews")),
    Column("completed", gettext_lazy("Completed")),
    Column("median_minutes", gettext_lazy("Minutes, median")),
    Column("too_short", gettext_lazy("Under 5 min")),
    Column("too_long", gettext_lazy("Over 2 h")),
    Column("at_night", gettext_lazy("21:00–6:00")),
    Column("median_accuracy", gettext_lazy("GPS, m, median")),
    Column("inaccurate", gettext_lazy("GPS over 15 m"), of="with_accuracy"),
    Column("without_location", gettext_lazy("Without GPS"), of="completed"),
    Column("refusals", gettext_lazy("Refused"), of="interviews"),
    Column("not_home", gettext_lazy("Not at home"), of="interviews"),
    Column("whipple", gettext_lazy("Ages: Whipple's index"), n="ages"),
    Column("round_ages", gettext_lazy("Ages in 0 or 5"), of="ages"),
    Column("round_rents", gettext_lazy("Rents in thousands"), of="rents"),
    Column("round_jerrycans", gettext_lazy("Jerrycans in fives"), of="jerrycans"),
    Column("duplicates", gettext_lazy("Look alike")),
    Column("issues_per_100", gettext_lazy("Problems per 100")),
    Column("returned", gettext_lazy("Returned")),
)
SORTABLE = {"name", *(column.name for column in COLUMNS)}


@dataclass(frozen=True)
class Cell:
    """A figure of the table in words."""

    value: float | None
    is_share: bool
    n: int | None
    is_flagged: bool

    @property
    def percent(self) -> float | None:
        return self.value if self.is_share else None


@dataclass(frozen=True)
class Line:
    """One enumerator, or one day of an enumerator."""

    name: str
    key: str
    work: Work
    cells: list[Cell]
    signs: list[Sign]


@require_safe
@login_required
def supervision(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/supervision/?since=2026-10-05`: everybody's work, or to an enumerator the own."""
    user = cast(User, request.user)
    count, own = _count_for(user, pk)
    since, until = _days(request.GET)
    found = supervise(count, own=own, since=since, until=until)
    lines = _sorted(_lines(found, own), request.GET)
    chosen = next(
        (line for line in lines if line.key == request.GET.get("of")), lines[0] if own and lines else None
    )
    context = {
        "enumeration": count,
        "everybody": found.everybody,
        "lines": lines,
        "columns": _headings(request.GET),
        "flagged": [line for line in lines if line.signs],
        "chosen": chosen,
        "days": _by_day(found, chosen) if chosen else [],
        "since": since,
        "until": until,
        "is_own": own is not None,
    }
    return render(request, "enumerations/interviews/supervision.html", context)


@require_safe
@login_required
def supervision_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/supervision.csv`: every enumerator and day, for a spreadsheet; written down."""
    count = reviewed_count(request, pk)
    since, until = _days(request.GET)
    found = supervise(count, since=since, until=until)
    record(
        cast(User, request.user),
        AccessKind.EXPORTED,
        subject=f"{SUBJECT} {pk}",
        settlement=count.settlement.code,
    )
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="supervision-{count.settlement.code}-{count.round}.csv"'
    )
    writer = PlainWriter(answer)
    shown = [name for name in FIGURES if name != "days"]
    writer.writerow(["enumerator", "day", *shown, "whipple"])
    names = _names(found.enumerators)
    for key, days in sorted(found.by_day.items(), key=lambda item: names[item[0]]):
        for work in days:
            figures = [getattr(work, name) for name in shown]
            writer.writerow([names[key], work.day, *figures, work.whipple])
    return answer


@require_safe
@login_required
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/coverage/?cluster=B`: doors reached by village, and the list of those that are not."""
    may = Settlement.objects.where_may(request.user, Act.SEE_GROUND)
    count = get_object_or_404(
        Enumeration.objects.filter(settlement__in=may).select_related("settlement"), pk=pk
    )
    whole, clusters = reached_by(count)
    wanted = request.GET.get("doors", "")
    state = wanted if wanted in LISTED else DoorState.NOT_VISITED.value
    cluster = request.GET.get("cluster", "").replace("\x00", "")
    there = next((each for each in clusters if each.code == cluster), None) if cluster else whole
    n = there.doors.get(state, 0) if there else 0
    page = Paginator(range(n), DOORS_PER_PAGE).get_page(request.GET.get("page"))
    offset = (page.number - 1) * DOORS_PER_PAGE
    context = {
        "enumeration": count,
        "settlement": count.settlement,
        "whole": whole,
        "clusters": clusters,
        "states": [(each.value, each.label) for each in LISTED],
        "state": state,
        "cluster": cluster,
        "doors": doors_in(count, state, cluster=cluster, offset=offset, limit=DOORS_PER_PAGE) if n else [],
        "n": n,
        "page": page,
        "may_review": Act.REVIEW_INTERVIEWS in count.settlement.acts_of(request.user),
    }
    return render(request, "enumerations/interviews/coverage.html", context)


def _count_for(user: User, pk: int) -> tuple[Enumeration, User | None]:
    """The count, and whose work the user may see: everybody's (None), or the own."""
    count = get_object_or_404(Enumeration.objects.select_related("settlement"), pk=pk)
    acts = count.settlement.acts_of(user)
    if Act.REVIEW_INTERVIEWS in acts:
        return count, None
    if Act.SEND_BATCHES in acts:
        return count, user
    raise Http404


def _days(wish: QueryDict) -> tuple[date | None, date | None]:
    """From which day to which; a day nobody knows is ignored."""
    found: list[date | None] = []
    for name in ("since", "until"):
        try:
            found.append(parse_date(wish.get(name, "")))
        except ValueError:
            found.append(None)
    return found[0], found[1]


def _names(works: Iterable[Work]) -> dict[Any, str]:
    """By key: the person's name, or as a file names them."""
    works = list(works)
    people = User.objects.in_bulk({work.who for work in works if work.who})
    return {
        work.key: str(people[work.who]) if work.who in people else (work.name or _("Not named"))
        for work in works
    }


def _key_of(work: Work) -> str:
    """How an address names somebody: never by the name."""
    if work.who:
        return str(work.who)
    return sha256((work.name or "").encode()).hexdigest()[:12]


def _lines(found: Supervision, own: User | None) -> list[Line]:
    names = _names(found.enumerators)
    lines = []
    for work in found.enumerators:
        # Beside nobody else's work, nothing stands out.
        signs = signs_of(work, found.everybody)
        flagged = {figure for sign in signs for figure in sign.figures}
        lines.append(Line(names[work.key], _key_of(work), work, _cells(work, flagged), signs))
    return lines


def _cells(work: Work, flagged: set[str]) -> list[Cell]:
    return [
        Cell(
            _value(work, column),
            bool(column.of),
            getattr(work, column.n) if column.n else None,
            column.name in flagged,
        )
        for column in COLUMNS
    ]


def _value(work: Work, column: Column) -> float | None:
    """The figure; a share in per cent of what it is a share of."""
    value: float | None = getattr(work, column.name)
    if not column.of:
        return value
    whole = getattr(work, column.of)
    return 100 * (value or 0) / whole if whole else None


def _by_day(found: Supervision, chosen: Line) -> list[Line]:
    days = found.by_day.get(chosen.work.key, [])
    return [Line("", chosen.key, work, _cells(work, set()), []) for work in reversed(days)]


def _sorted(lines: list[Line], wish: QueryDict) -> list[Line]:
    """As the address asks, most first; without a wish by name."""
    lines.sort(key=lambda line: line.name.casefold())
    wanted = wish.get("sort", "").lstrip("-")
    if wanted not in SORTABLE or wanted == "name":
        return lines[::-1] if wish.get("sort") == "-name" else lines
    at = [column.name for column in COLUMNS].index(wanted)
    sign = 1 if str(wish["sort"]).startswith("-") else -1
    # What is not known comes last, whichever way.
    return sorted(lines, key=lambda line: (line.cells[at].value is None, sign * (line.cells[at].value or 0)))


def _headings(wish: QueryDict) -> list[dict[str, Any]]:
    """The headings with what a tap on each sorts by, and which of them sorts now."""
    now = wish.get("sort", "name")
    headings = []
    for name, label in (("name", gettext_lazy("Enumerator")), *((c.name, c.label) for c in COLUMNS)):
        is_down, is_up = now == name, now == f"-{name}"
        direction = (
            ("ascending" if is_up else "descending")
            if name != "name"
            else ("descending" if is_up else "ascending")
        )
        headings.append(
            {
                "name": name,
                "label": label,
                "sort": f"-{name}" if is_down else name,
                "direction": direction if is_down or is_up else "",
            }
        )
    return headings
