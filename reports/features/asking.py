"""What the address of a collection's items asks for: values in, values out, a refusal for what is wrong."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.contrib.gis.geos import GEOSGeometry
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reports.features.collections import Collection, Property
from reports.features.crs import DEGREES, SYSTEMS, System
from reports.refusing import wrong_parameter
from settlements.boxes import BadBox, read_box

USUAL, MOST = 100, 10_000
FORMATS = ("json", "html")
LONGEST = 200  # characters of a filter's value
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Cursor(NamedTuple):
    """Where the next page begins: after this key; and how many rows matched when the first was asked for."""

    after: int | str
    matched: int


class Period(NamedTuple):
    """From one day to another, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Asked:
    """A question about the items of a collection."""

    limit: int = USUAL
    cursor: Cursor | None = None
    boxes: list[GEOSGeometry] | None = None
    period: Period | None = None
    filters: dict[str, Any] = field(default_factory=dict)  # by the name of the property
    crs: System = DEGREES


def read_items(query: QueryDict, collection: Collection) -> Asked:
    """Raises Wrong: for what cannot be read, and for parameters that nobody knows."""
    known = {"limit", "bbox", "bbox-crs", "crs", "datetime", "cursor", "f", *collection.filters}
    refuse_unknown(query, known)
    box_crs = read_crs(query, "bbox-crs")
    return Asked(
        limit=read_limit(query.get("limit")),
        cursor=read_cursor(str(query["cursor"]), collection) if "cursor" in query else None,
        boxes=read_boxes(str(query["bbox"]), box_crs) if "bbox" in query else None,
        period=read_period(str(query["datetime"])) if "datetime" in query else None,
        filters={
            name: read_filter(name, str(query[name]), each)
            for name, each in collection.filters.items()
            if name in query
        },
        crs=read_crs(query, "crs"),
    )


def refuse_unknown(query: QueryDict, known: set[str]) -> None:
    unknown = sorted(set(query) - known)
    if unknown:
        sentence = _("There is no parameter %(name)s here.") % {"name": unknown[0][:40]}
        raise wrong_parameter(
            unknown[0][:40], sentence, _("These are known: %(names)s.") % {"names": ", ".join(sorted(known))}
        )


def read_limit(text: str | None) -> int:
    """A page's size: above the most that is given, the most is given."""
    if text is None:
        return USUAL
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < 1:
        raise wrong_parameter("limit", _("A limit is a number from 1 to %(most)s.") % {"most": MOST})
    return min(int(text), MOST)


def read_crs(query: QueryDict, name: str) -> System:
    uri = query.get(name, DEGREES.uri)
    if uri not in SYSTEMS:
        raise wrong_parameter(
            name,
            _("This coordinate system is not offered."),
            _("Ask for one of these: %(names)s.") % {"names": ", ".join(SYSTEMS)},
        )
    return SYSTEMS[uri]


def read_boxes(text: str, system: System) -> list[GEOSGeometry]:
    try:
        box = read_box(text, heights=True)
    except BadBox as bad:
        raise wrong_parameter("bbox", str(bad)) from bad
    low, high = (box.first_low, box.first_high) if system.is_flipped else (box.second_low, box.second_high)
    if low > high:
        raise wrong_parameter("bbox", _("The box is upside down: its lower corner comes first."))
    if box.first_low > box.first_high and system.srid != 4326:
        raise wrong_parameter("bbox", _("The box is turned round: its lower corner comes first."))
    return system.in_degrees(box)


def read_period(text: str) -> Period:
    """`2024-05-01`, `2024-05-01T10:00:00Z`, or two of them with `/`; `..` or nothing is an open end."""
    ends = text.split("/")
    if len(ends) == 1:
        return Period(read_day(text), read_day(text))
    if len(ends) != 2 or all(end in ("", "..") for end in ends):
        raise not_a_period()
    first, last = (None if end in ("", "..") else read_day(end) for end in ends)
    if first and last and first > last:
        raise wrong_parameter("datetime", _("The period ends before it begins."))
    return Period(first, last)


def read_day(text: str) -> date:
    """The day here of a date, or of a moment with its zone."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        moment = parse_datetime(text.upper())
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or timezone.is_naive(moment):
        raise not_a_period()
    try:
        return timezone.localdate(moment)
    except OverflowError as error:
        raise not_a_period() from error


def not_a_period() -> Exception:
    return wrong_parameter(
        "datetime",
        _("This is no date, moment or period."),
        _("Write 2024-05-01, 2024-05-01T00:00:00Z, 2024-05-01/2024-06-30 or 2024-05-01/.. for an open end."),
    )


def read_filter(name: str, text: str, asked: Property) -> Any:
    if asked.codes is not None and text not in asked.codes.values:
        codes = ", ".join(asked.codes.values)
        raise wrong_parameter(
            name, _("There is no such code."), _("Ask for one of these: %(names)s.") % {"names": codes}
        )
    if "\x00" in text or len(text) > LONGEST:
        raise wrong_parameter(name, _("This cannot be a value of the column."))
    return text


def write_cursor(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(cursor))).decode().rstrip("=")


def read_cursor(text: str, collection: Collection) -> Cursor:
    """What a `next` link brought along."""
    kind = int if collection.key == "pk" else str
    try:
        after, matched = orjson.loads(
            base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error):
        after, matched = None, None
    is_number = type(matched) is int and 0 <= matched < 2**53
    if type(after) is not kind or not is_number or (isinstance(after, int) and not 0 <= after < 2**62):
        raise wrong_parameter(
            "cursor",
            _("This is no page of this list."),
            _("Begin again without it, and follow the `next` links."),
        )
    if isinstance(after, str) and "\x00" in after:
        raise wrong_parameter("cursor", _("This is no page of this list."))
    return Cursor(after, matched)
