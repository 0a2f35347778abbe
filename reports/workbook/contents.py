"""Which sheets a workbook has: by whom it may be read, and by how many settlements there are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reports.figures import Breakdown, By, Figures, Place, breakdown_of, figures_of, gaps_of
from reports.products import Envelope
from reports.workbook import gap, groups, indicators, own, quality
from reports.workbook.cells import Book, Sheet
from reports.workbook.cover import cover_of, properties_of
from reports.workbook.rounds import counted_of


def book_of(place: Place, envelope: Envelope, user: User) -> Book:
    """The workbook of a place in the language that is active; all its sheets are of one moment."""
    with as_of_now():
        found = figures_of(place, envelope=envelope)
        counted = counted_of(found)
        breakdowns = _breakdowns(found)
        k = max(each.smallest_cell for each in place.settlements)
        sheets: list[Sheet] = [
            indicators.indicators(found, k),
            indicators.answers(found, k),
            *(groups.by_group(found, each) for each in breakdowns if each.groups),
            groups.crossed(found, breakdowns),
            *_own(found, envelope),
            gap.service_gap(gaps_of(found)),
            quality.data_quality(found, counted, envelope),
            indicators.references(found),
            indicators.definitions(),
        ]
        cover = cover_of(found, counted, envelope, user, _left_out(breakdowns, envelope))
    properties, custom = properties_of(cover, found, envelope)
    return Book(cover, sheets, properties, custom)


def _breakdowns(found: Figures) -> list[Breakdown]:
    """By place first: villages of one settlement, settlements of a larger place."""
    place = By.SETTLEMENT if found.place.is_roll_up else By.CLUSTER
    return [breakdown_of(found, by) for by in (place, By.TENURE, By.HEAD)]


def _own(found: Figures, envelope: Envelope) -> list[Sheet]:
    """A community's own questions stay in the office until it makes an indicator of them (decision 15)."""
    if envelope < Envelope.STAFF:
        return []
    made = own.own_answers(found)
    return [made] if made.rows else []


def _left_out(breakdowns: Sequence[Breakdown], envelope: Envelope) -> list[str]:
    said = [
        _("No table %(by)s: too few households, or not for this envelope.") % {"by": str(each.label).lower()}
        for each in breakdowns
        if not each.groups and each.left_out
    ]
    if envelope < Envelope.STAFF:
        said.append(_("The community's own questions are not in it: they do not leave the office."))
    return said


@contextmanager
def as_of_now() -> Iterator[None]:
    """All that is read is of one moment, though interviews come in meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
