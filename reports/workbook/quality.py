"""How far the figures can be trusted: a row for each round that is in them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from enumerations.choices import EnumerationState
from reports.figures import Figures
from reports.products import Envelope
from reports.workbook.cells import Cell, Column, Kind, Sheet, Value
from reports.workbook.rounds import Counted

SHARES = ("coverage_percent", "refused_percent", "gps_ok_percent")


def data_quality(found: Figures, counted: Sequence[Counted], envelope: Envelope) -> Sheet:
    """Coverage, refusals, places, age; for the office also duplicates and objections that are open."""
    is_office = envelope >= Envelope.STAFF
    office = [
        Column(_("Suspected duplicates open"), Kind.WHOLE, 12),
        Column(_("Objections"), Kind.WHOLE, 11),
        Column(_("Objections not decided"), Kind.WHOLE, 12),
        Column(_("Objections decided"), Kind.PERCENT, 11),
    ]
    return Sheet(
        code="DataQuality",
        name=_("Data quality"),
        about=_("Which round of each settlement is in it, and how far it can be trusted."),
        columns=[
            Column(_("Settlement code"), Kind.CODE, 10),
            Column(_("Settlement"), Kind.TEXT, 24),
            Column(_("Round"), Kind.WHOLE, 8),
            Column(_("Count"), Kind.TEXT, 28),
            Column(_("State"), Kind.TEXT, 18),
            Column(_("First interview"), Kind.DAY, 12),
            Column(_("Last interview"), Kind.DAY, 12),
            Column(_("Enumerators"), Kind.WHOLE, 12),
            Column(_("Adopted on"), Kind.DAY, 12),
            Column(_("Register version"), Kind.WHOLE, 10),
            Column(_("Households"), Kind.WHOLE, 11),
            Column(_("Coverage"), Kind.PERCENT, 10),
            Column(_("Refused"), Kind.PERCENT, 10),
            Column(_("Good location"), Kind.PERCENT, 10),
            Column(_("Age of the data, days"), Kind.WHOLE, 10),
            *(office if is_office else []),
            Column(_("Hash of the register"), Kind.CODE, 68),
        ],
        rows=[_row(found, each, is_office) for each in counted],
        notes=_notes(counted, is_office),
    )


def _notes(counted: Sequence[Counted], is_office: bool) -> list[str]:
    notes = [_("Coverage: structures with a household counted, of those in which people should live.")]
    if counted and not is_office and all(each.enumeration.is_adopted for each in counted):
        notes.append(_("Every objection was decided before the community adopted its register."))
    return notes


def _row(found: Figures, each: Counted, is_office: bool) -> list[Value | Cell]:
    count, settlement = each.enumeration, each.round.settlement
    figures = next((sheet.figures for sheet in found.sheets if sheet.enumeration.pk == count.pk), {})

    def value(code: str) -> float | None:
        said = figures.get(code, {})
        return None if said.get("hidden") else said.get("value")

    decided = each.objections - each.undecided
    office: list[Value | Cell] = [
        each.suspected,
        each.objections,
        each.undecided,
        Cell(decided / each.objections, Kind.PERCENT) if each.objections else None,
    ]
    return [
        settlement.code,
        settlement.name,
        count.round,
        count.name,
        str(EnumerationState(count.state).label),
        each.first_day,
        each.last_day,
        each.enumerators or None,
        count.adopted_on,
        each.version,
        value("households"),
        *(_part(value(code)) for code in SHARES),
        value("data_age_days"),
        *(office if is_office else []),
        each.root,
    ]


def _part(percent: float | None) -> Value | Cell:
    return None if percent is None else Cell(round(percent, 1) / 100, Kind.PERCENT)
