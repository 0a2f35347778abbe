"""The columns of the answer, declared once: for page, workbook, CSV and paper."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enumerations.choices import DoorState
from mapping.affected.answer import Answer, Line
from mapping.affected.doors import CUT, POINT, WHOLE, Door

Words = str | Promise
Cell = int | float | str | None


@dataclass(frozen=True)
class Column:
    """One number of a line. `is_main` stands in the narrow table; the others are folded or in files."""

    code: str
    label: Words
    is_main: bool = False
    is_personal: bool = False

    def of(self, line: Line) -> int | None:
        found: int | None = getattr(line, self.code)
        return found


COLUMNS = (
    Column("structures", _("Structures"), is_main=True),
    Column("whole", _("Wholly inside"), is_main=True),
    Column("cut", _("Cut"), is_main=True),
    Column("points", _("Known as a point, inside")),
    Column("without_households", _("Without households")),
    Column("still_open", _("Not fully counted"), is_main=True),
    Column("households", _("Households"), is_main=True),
    Column("people", _("People"), is_main=True),
    Column("tenants", _("Tenant households"), is_main=True),
    Column("tenants_people", _("People of tenant households")),
    Column("owners", _("Resident owners' households"), is_main=True),
    Column("owners_people", _("People of resident owners' households")),
    Column("others", _("Other or not known")),
    Column("absentee_owned", _("Structures of absentee owners"), is_main=True),
    Column("women", _("Households headed by women"), is_main=True, is_personal=True),
    Column("under_5", _("Children under 5"), is_main=True, is_personal=True),
    Column("over_65", _("People of 65 and older"), is_main=True, is_personal=True),
    Column("disabled", _("People with disabilities"), is_main=True, is_personal=True),
)
TENURE = frozenset({"tenants", "tenants_people", "owners", "owners_people", "others", "absentee_owned"})
OF_ALL = (
    Column("all_structures", _("Structures of the place")),
    Column("all_households", _("Households of the place")),
    Column("all_people", _("People of the place")),
)


def columns_for(answer: Answer) -> tuple[Column, ...]:
    """Those of which the reader may know."""
    return tuple(each for each in COLUMNS if answer.sees_tenure or each.code not in TENURE)


def heading(column: Column, answer: Answer) -> str:
    """Its label; of what was not counted it says so."""
    label = str(column.label)
    if column.is_personal and not answer.sees_people:
        return str(_("%(label)s, about")) % {"label": label}
    return label


HOW: dict[str, Words] = {
    WHOLE: _("Wholly inside"),
    CUT: _("Cut"),
    POINT: pgettext_lazy("structure", "Known as a point, inside"),
}
DOOR_COLUMNS: tuple[tuple[Words, Callable[[Door], Cell]], ...] = (
    (_("Structure number"), lambda door: door.code),
    (_("How"), lambda door: str(HOW[door.how])),
    (_("Footprint taken, %"), lambda door: percent_taken(door)),
    (_("Visits of this count"), lambda door: str(DoorState(door.visit).label)),
    (_("Households"), lambda door: door.households),
    (_("People"), lambda door: door.people),
    (_("Tenant households"), lambda door: door.tenants),
    (_("Resident owners' households"), lambda door: door.owners),
    (_("An owner lives elsewhere"), lambda door: yes_or_no(door.is_absentee_owned)),
)


def yes_or_no(is_so: bool | None) -> str | None:
    """In a word; nothing where it is not known."""
    return None if is_so is None else str(_("yes") if is_so else _("no"))


def percent_taken(door: Door) -> int | None:
    """Of the footprint; never 0 of one that is cut, nor 100 of one of which something is left."""
    if door.how == POINT:
        return None
    return 100 if door.how == WHOLE else min(99, max(1, round(100 * door.share)))


def share(part: int, whole: int) -> int | None:
    """A whole percentage; None of nothing, never 0 of something."""
    if not whole:
        return None
    return 0 if not part else max(1, min(100, round(100 * part / whole)))
