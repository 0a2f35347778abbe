"""The answer as files: a workbook, a CSV, and the structures as GeoJSON."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from mapping.affected.answer import Answer, Line
from mapping.affected.columns import DOOR_COLUMNS, HOW, OF_ALL, Cell, columns_for, heading, percent_taken
from settlements.spreadsheets import PlainWriter

SHAPES = """
SELECT id, ST_AsGeoJSON(coalesce(footprint, location), 7) FROM settlements_structure
WHERE settlement_id = %(settlement)s AND id = ANY(%(ids)s)
"""


def cover(answer: Answer, user: User) -> list[tuple[str, Cell]]:
    """What was asked, when, by whom and of which count: what a number is worth without."""
    rows: list[tuple[str, Cell]] = [
        (_("Settlement"), f"{answer.settlement.name} ({answer.settlement.code})"),
        (_("What was asked about"), answer.zone.name or _("A shape drawn or sent")),
        (_("Metres on either side"), _plain(answer.zone.reach_m)),
        (_("Ground taken, m²"), round(answer.zone.area_m2)),
        (_("Asked on"), date_format(timezone.localtime(), "j M Y, H:i")),
        (_("Asked by"), user.get_full_name() or user.email),
    ]
    if answer.count:
        rows += [
            (_("Count"), answer.count.name),
            (_("State of the count"), str(answer.count.get_state_display())),
        ]
    if answer.days:
        rows += [
            (_("First interview"), date_format(answer.days[0], "j M Y")),
            (_("Last interview"), date_format(answer.days[1], "j M Y")),
        ]
    if answer.coverage is not None:
        rows.append((_("Structures of the settlement reached, %"), round(answer.coverage)))
    return rows + [("", sentence) for sentence in sentences(answer)]


def _plain(metres: Decimal) -> Cell:
    """A number without decimals that say nothing."""
    return int(metres) if metres == int(metres) else float(metres)


def sentences(answer: Answer) -> list[str]:
    """What must be said beside the numbers."""
    said = [str(remark) for remark in answer.remarks]
    if answer.is_at_least:
        said.append(
            _("These numbers are the least there are: not everybody on this ground has been counted.")
        )
    if answer.homeless:
        said.append(
            _("%(n)s households of this count have no structure number. They are in none of the numbers.")
            % {"n": answer.homeless}
        )
    if not answer.sees_people and answer.count:
        said.append(
            _(
                "Numbers marked “about” are not counted but reckoned from neighbourhoods of at least twenty "
                "households, to the nearest five: nobody shall be found by drawing a line round one house."
            )
        )
    if answer.settlement.is_shielded:
        said.append(_("An eviction threatens: this is for the settlement's own use. Do not pass it on."))
    return said


def table(answer: Answer) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows: a village each, and all of them at the end."""
    columns = columns_for(answer)
    headings = [_("Village"), *(heading(column, answer) for column in columns)]
    headings += [str(column.label) for column in OF_ALL]
    return headings, [
        [name_of(line, answer), *(column.of(line) for column in (*columns, *OF_ALL))]
        for line in (*answer.lines, answer.whole)
    ]


def name_of(line: Line, answer: Answer) -> str:
    """What a line is called."""
    if line is answer.whole:
        return _("All")
    return f"{line.code} {line.name}" if line.code else _("Outside of villages")


def workbook(answer: Answer, user: User) -> bytes:
    """A cover, the villages, the services and, for who may see them, the structures. Numbers are numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    headings, rows = table(answer)
    _sheet(book, _("Cover"), [], [list(row) for row in cover(answer, user)], widths=(32, 70))
    _sheet(book, _("Villages"), headings, rows)
    services: list[list[Cell]] = [
        [str(one.label), one.points, one.working, one.cubicles, one.taps] for one in answer.services
    ]
    _sheet(
        book,
        _("Services"),
        [_("Services"), _("Number"), pgettext("service point", "Working"), _("Cubicles"), _("Taps")],
        services,
    )
    if answer.doors:
        labels = [_("Village"), *(str(label) for label, _of in DOOR_COLUMNS)]
        doors: list[list[Cell]] = [
            [village_of(door.cluster, answer), *(of(door) for _label, of in DOOR_COLUMNS)]
            for door in answer.doors
        ]
        _sheet(book, _("Structures"), labels, doors)
    book.close()
    return out.getvalue()


def village_of(cluster: int | None, answer: Answer) -> str:
    return answer.clusters[cluster].code if cluster in answer.clusters else ""


def _sheet(
    book: Any, name: str, headings: list[str], rows: list[list[Cell]], widths: tuple[int, int] = (28, 14)
) -> None:
    page = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bg_color": "#d7e8dc", "text_wrap": True, "valign": "top"})
    page.set_column(0, 0, widths[0])
    page.set_column(1, max(1, len(headings) - 1), widths[1])
    if headings:
        page.freeze_panes(1, 1)
    for at, text in enumerate(headings):
        page.write_string(0, at, text, bold)
    for number, row in enumerate(rows, start=1 if headings else 0):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, at, cell)
            elif cell is not None:
                page.write_number(number, at, cell)


def as_csv(answer: Answer, user: User) -> str:
    """The cover's lines, an empty one, and the villages."""
    out = io.StringIO()
    writer = PlainWriter(out)
    for row in cover(answer, user):
        writer.writerow(row)
    writer.writerow([])
    headings, rows = table(answer)
    writer.writerow(headings)
    for line in rows:
        writer.writerow(["" if cell is None else cell for cell in line])
    return "\ufeff" + out.getvalue()


def as_geojson(answer: Answer) -> Iterator[str]:
    """The structures one by one, EPSG:4326: for who may see them, and empty for others."""
    doors = {door.pk: door for door in answer.doors}
    with connection.cursor() as cursor:
        cursor.execute(SHAPES, {"settlement": answer.settlement.pk, "ids": list(doors)})
        shapes = cursor.fetchall()
    yield '{"type":"FeatureCollection","features":['
    for number, (pk, shape) in enumerate(shapes):
        door = doors[pk]
        properties = {
            "number": door.code,
            "village": village_of(door.cluster, answer),
            "how": door.how,
            "how_in_words": str(HOW[door.how]),
            "percent_taken": percent_taken(door),
            "households": door.households,
            "people": door.people,
            "tenant_households": door.tenants,
            "owner_households": door.owners,
            "owner_elsewhere": door.is_absentee_owned,
        }
        feature = {"type": "Feature", "geometry": json.loads(shape), "properties": properties}
        yield ("," if number else "") + json.dumps(feature, ensure_ascii=False)
    yield "]}"
