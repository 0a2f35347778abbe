"""`$orderby`: rows in an order of the caller's own, and the place in it from which the next page goes on.

A place is what the last row that was given is ordered by, and its key. Rows that come or go meanwhile shift
nobody's pages: what comes after the place is given, what comes before it is not.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any

import orjson
from django.utils.translation import gettext as _

from reports.feeds.filtering import not_offered
from reports.feeds.tables import Row, Table, known
from reports.refusing import Wrong, wrong_parameter

Order = list[tuple[str, bool]]  # the column, and whether it falls
Place = list[Any]  # a value for each of these, and the key
KINDS: dict[str, tuple[type, ...]] = {
    "Edm.String": (str,),
    "Edm.Int32": (int,),
    "Edm.Double": (int, float),
    "Edm.Boolean": (bool,),
    "Edm.Date": (date,),
}


def read_order(text: str | None, table: Table) -> Order:
    """Each column once: what is said of it again changes nothing."""
    order: dict[str, bool] = {}
    for each in (text or "").split(",") if text else ():
        found = re.fullmatch(r"\s*(\w+)(?:\s+(asc|desc))?\s*", each)
        if found is None:
            raise not_offered(f"$orderby={text}")
        known(table, found[1], "$orderby")
        order.setdefault(found[1], found[2] == "desc")
    return list(order.items())


def sort(rows: list[Row], order: Order, table: Table) -> None:
    """In this order, and where it says nothing by key; rows without a value first, as the standard has it."""
    rows.sort(key=lambda row: row[table.key])
    for column, falls in reversed(order):
        rows.sort(key=lambda row: rank(row[column]), reverse=falls)


def rank(value: Any) -> tuple[bool, Any]:
    return value is not None, value


def comes_after(row: Row, place: Place, order: Order, table: Table) -> bool:
    """Whether a row stands behind the place."""
    for (column, falls), there in zip(order, place, strict=False):
        mine, theirs = rank(row[column]), rank(there)
        if mine != theirs:
            return (mine < theirs) if falls else (mine > theirs)
    return bool(row[table.key] > place[-1])


def write_place(row: Row, order: Order, table: Table) -> str:
    """As an address holds it."""
    place = [*(row[column] for column, _falls in order), row[table.key]]
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def read_place(text: str, order: Order, table: Table) -> Place:
    """Raises Wrong for what is no place in this order."""
    try:
        place = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        kinds = [*(table.kind_of(column) for column, _falls in order), "Edm.String"]
        found = [_value(value, str(kind)) for value, kind in zip(place, kinds, strict=True)]
        if found[-1] is None:
            raise ValueError("no key")
        return found
    except (TypeError, ValueError) as error:
        raise no_page() from error


def _value(value: Any, kind: str) -> Any:
    """Of the kind of its column. Raises TypeError, ValueError."""
    if kind == "Edm.Date" and value is not None:
        value = date.fromisoformat(value)
    fits = isinstance(value, KINDS[kind]) and isinstance(value, bool) == (kind == "Edm.Boolean")
    if value is not None and not fits:
        raise TypeError(kind)
    return value


def no_page() -> Wrong:
    return wrong_parameter(
        "$skiptoken",
        _("This is no page of this list."),
        _("Begin again without it, and follow the `next` links."),
    )
