"""The service gap: what a county is asked to build, and what it costs where that is known."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.figures import Gap
from reports.workbook.cells import GONE, Cell, Column, Kind, Sheet, Value


def service_gap(gaps: Sequence[Gap]) -> Sheet:
    """A row for each thing to ask for."""
    return Sheet(
        code="ServiceGap",
        name=_("Service gap"),
        about=_("What is lacking, as things to ask for."),
        columns=[
            Column(_("What"), Kind.TEXT, 26),
            Column(_("People"), Kind.WHOLE, 12),
            Column(_("To each"), Kind.WHOLE, 10),
            Column(_("Needed"), Kind.WHOLE, 10),
            Column(_("Working"), Kind.WHOLE, 10),
            Column(_("Broken"), Kind.WHOLE, 10),
            Column(_("Lacking"), Kind.WHOLE, 10),
            Column(_("Of these for women"), Kind.WHOLE, 12),
            Column(_("Cost of one"), Kind.KES, 16),
            Column(_("Cost of all"), Kind.KES, 18),
            Column(_("Price of year"), Kind.TEXT, 10),
            Column(_("Source of the price"), Kind.LONG, 34),
            Column(_("In words"), Kind.LONG, 60),
        ],
        rows=[_row(each) for each in gaps],
        notes=[_("Needed: the people divided by the standard, rounded up. Lacking: needed less what works.")],
        frozen=1,
    )


def _row(gap: Gap) -> list[Value | Cell]:
    gone = GONE.get(gap.state)
    return [
        str(gap.label),
        *(gone if gone else each for each in (gap.people,)),
        gap.standard.value if gap.standard else None,
        *(gone if gone else each for each in (gap.needed, gap.working)),
        gap.broken,
        gone if gone else gap.lacking,
        gap.for_women,
        gap.unit_cost_kes,
        gap.cost_kes,
        str(gap.cost_year or ""),
        gap.cost_source,
        gap.sentence(),
    ]
