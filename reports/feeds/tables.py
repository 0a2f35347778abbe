"""The entity sets: their columns, and their rows as the caller sees them on the site. Never a person."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from django.utils.translation import gettext as _

from enumerations.indicators import BY_CODE
from enumerations.models import SettlementStatistics
from enumerations.publishing import seen_by
from reports.refusing import wrong_parameter
from settlements.models import Settlement
from settlements.querysets import Viewer

TOGETHER = 200  # statistics whose figures are read at once
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A property and its type, as OData names both."""

    name: str
    kind: str = "Edm.String"
    is_null: bool = True


@dataclass(frozen=True)
class Table:
    """An entity set, in the order of its keys as `rows` gives it.

    `rows(viewer, settlement, begin)`: of one settlement alone where its code is given, and from the row with
    the key `begin` on, or from the next one where that row is gone.
    """

    name: str
    entity: str
    key: str
    columns: tuple[Column, ...]
    rows: Callable[[Viewer, str | None, str | None], Iterator[Row]]
    settlement: str  # the column that says whose a row is

    def kind_of(self, name: str) -> str | None:
        return next((column.kind for column in self.columns if column.name == name), None)


def known(table: Table, name: str, option: str, also: str = "") -> None:
    """Raises Wrong for a column that there is not."""
    if name != also and table.kind_of(name) is None:
        columns = ", ".join(column.name for column in table.columns)
        raise wrong_parameter(
            option,
            _("There is no column %(name)s.") % {"name": name[:40]},
            _("There are: %(names)s.") % {"names": columns},
        )


def settlements(viewer: Viewer, code: str | None = None, begin: str | None = None) -> Iterator[Row]:
    """Those the caller may know of, by code; without the ground."""
    found = Settlement.objects.visible_to(viewer).select_related("county", "ward").order_by("code")
    if code is not None:
        found = found.filter(code=code)
    if begin is not None:
        found = found.filter(code__gte=begin)
    for place in found.only("code", "name", "settlement_type", "year_settled", "county", "ward").iterator():
        yield {
            "Code": place.code,
            "Name": place.name,
            "County": place.county.name,
            "CountyCode": place.county.code,
            "Ward": place.ward.name if place.ward else None,
            "Kind": place.settlement_type,
            "YearSettled": place.year_settled,
        }


def figures(viewer: Viewer, code: str | None = None, begin: str | None = None) -> Iterator[Row]:
    """A row for each figure of a place and round; of a distribution one for each answer."""
    place, first = "", None
    if begin is not None:
        place, _point, key = begin.partition(".")
        if not re.fullmatch(r"\d{1,18}", place, re.ASCII):
            return
        first = key.partition(".")[0]
    known: Any = SettlementStatistics.objects.visible_to(viewer)
    known = known.select_related("settlement__county", "enumeration", "cluster").order_by("pk")
    known = known.defer("settlement__boundary", "cluster__boundary")
    if code is not None:
        known = known.filter(settlement__code=code)
    last = int(place or 1) - 1
    # What is hidden of one round depends on the others of its settlement: `seen_by` looks them up itself.
    while rows := list(known.filter(pk__gt=last)[:TOGETHER]):
        last = rows[-1].pk
        for row in seen_by(viewer, rows):
            found = _of_place(row)
            yield from _since(found, begin or "", first) if str(row.pk) == place else found


def _since(rows: Iterator[Row], key: str, indicator: str | None) -> list[Row]:
    """Of one place, from this key on; where that row is gone, from its indicator on."""
    codes = list(BY_CODE)
    begun = codes.index(indicator) if indicator in BY_CODE else 0
    left = [row for row in rows if codes.index(row["Indicator"]) >= begun]
    return list(dropwhile(lambda row: row["Id"] != key, left)) or left


def _of_place(row: SettlementStatistics) -> Iterator[Row]:
    count, place = row.enumeration, row.settlement
    about = {
        "Settlement": place.code,
        "SettlementName": place.name,
        "County": place.county.name,
        "Cluster": row.cluster.code if row.cluster else None,
        "Round": count.round,
        "State": count.state,
        "AdoptedOn": count.adopted_on,
    }
    for code, indicator in BY_CODE.items():
        found = row.figures.get(code)
        if found is None:
            continue
        head = {
            "Id": f"{row.pk}.{code}",
            **about,
            "Indicator": code,
            "Label": str(indicator.label),
            "Unit": str(indicator.unit),
        }
        value, tail = found.get("value"), {"N": found.get("n"), "IsHidden": bool(found.get("hidden"))}
        if not isinstance(value, list):
            yield head | {"Answer": None, "Value": value, "Count": None} | tail
            continue
        for part in value:
            said = {"Answer": part["code"], "Value": part.get("percent"), "Count": part.get("count")}
            yield head | {"Id": f"{head['Id']}.{part['code']}"} | said | tail


INT, DOUBLE, DATE = "Edm.Int32", "Edm.Double", "Edm.Date"
SETTLEMENTS = Table(
    "Settlements",
    "Settlement",
    "Code",
    (
        Column("Code", is_null=False),
        Column("Name", is_null=False),
        *map(Column, ("County", "CountyCode", "Ward", "Kind")),
        Column("YearSettled", INT),
    ),
    settlements,
    "Code",
)
FIGURES = Table(
    "Figures",
    "Figure",
    "Id",
    (
        Column("Id", is_null=False),
        *map(Column, ("Settlement", "SettlementName", "County", "Cluster")),
        Column("Round", INT),
        Column("State"),
        Column("AdoptedOn", DATE),
        *map(Column, ("Indicator", "Label", "Unit", "Answer")),
        Column("Value", DOUBLE),
        Column("Count", INT),
        Column("N", INT),
        Column("IsHidden", "Edm.Boolean", is_null=False),
    ),
    figures,
    "Settlement",
)
TABLES: dict[str, Table] = {table.name: table for table in (SETTLEMENTS, FIGURES)}
