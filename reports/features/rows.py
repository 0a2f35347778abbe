"""From a question to features: one query, streamed, so that a page of thousands costs no memory."""

from collections.abc import Container, Iterator
from contextlib import closing
from functools import reduce
from operator import or_
from typing import Any

import orjson
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.expressions import CombinedExpression, Value

from reports.features.asking import Asked, Cursor
from reports.features.collections import Collection
from reports.features.crs import System
from reports.features.reach import Reach, Seen

CHUNK = 500  # features that are written at once
FEW_SETTLEMENTS = 50


def matching(collection: Collection, reach: Reach, asked: Asked) -> QuerySet[Any]:
    """The rows that are asked for and may be seen. What a caller does not see is never asked by, either."""
    rows = collection.rows(reach)
    for name, value in asked.filters.items():
        each = collection.filters[name]
        rows = rows.filter(_may(collection, reach, each.seen), **{each.filter: value})
    if asked.boxes is not None:
        rows = rows.filter(_may(collection, reach, collection.shape_seen))
        inside = [Q(**{f"{collection.shape}__intersects": box}) for box in asked.boxes]
        rows = rows.filter(reduce(or_, inside)) if inside else rows.none()
    if asked.period is not None and collection.when:
        rows = rows.filter(_in_period(collection, reach, asked))
    return rows


def _may(collection: Collection, reach: Reach, seen: Seen) -> Q:
    if seen is Seen.EVERYBODY:
        return Q()
    return Q(**{f"{collection.settlement}__in": reach.where(seen)})


def _in_period(collection: Collection, reach: Reach, asked: Asked) -> Q:
    """Rows without a date match every period, and so do those whose date the caller does not see."""
    assert asked.period is not None
    [column] = [each for each in collection.properties if each.name == collection.when]
    inside = Q()
    if asked.period.first:
        inside &= Q(**{f"{collection.when}__gte": asked.period.first})
    if asked.period.last:
        inside &= Q(**{f"{collection.when}__lte": asked.period.last})
    seen = _may(collection, reach, column.seen)
    return Q(**{f"{collection.when}__isnull": True}) | (inside if not seen else ~seen | (seen & inside))


def page(
    collection: Collection, reach: Reach, asked: Asked, rows: QuerySet[Any]
) -> Iterator[tuple[Any, ...]]:
    """One row more than fits, in the order of the keys. Rows that come meanwhile shift nobody's pages."""
    if asked.cursor is not None:
        rows = rows.filter(**{f"{collection.key}__gt": asked.cursor.after})
    found = selected(collection, rows, asked.crs).order_by(_order(collection, reach, asked))
    return found[: asked.limit + 1].iterator(chunk_size=CHUNK)


def _order(collection: Collection, reach: Reach, asked: Asked) -> Any:
    """By the key; where few rows are asked for, not along its index, in which they may lie far apart."""
    if collection.key != "pk" or (asked.boxes is None and len(reach.shown) > FEW_SETTLEMENTS):
        return F(collection.key)
    return CombinedExpression(F("pk"), "+", Value(0), output_field=IntegerField())


def selected(collection: Collection, rows: QuerySet[Any], crs: System) -> QuerySet[Any, tuple[Any, ...]]:
    """Key, settlement, geometry as GeoJSON, and the columns in their order."""
    columns = {f"_{each.name}": each.expression for each in collection.properties}
    shape = AsGeoJSON(crs.of(collection.shape), precision=crs.decimals)
    wanted = (collection.key, collection.settlement, "_shape", *columns)
    # What no column needs is not read: some models keep a second geometry.
    return rows.annotate(_shape=shape, **columns).values_list(*wanted)


class Writer:
    """Makes features of rows, leaving out what the caller may not see of each."""

    def __init__(self, collection: Collection, reach: Reach) -> None:
        self.shape_where = self._where(reach, collection.shape_seen)
        self.columns = [
            (each.name, each.read, self._where(reach, each.seen)) for each in collection.properties
        ]

    @staticmethod
    def _where(reach: Reach, seen: Seen) -> Container[int] | None:
        return None if seen is Seen.EVERYBODY else reach.where(seen)

    def feature(self, row: tuple[Any, ...]) -> dict[str, Any]:
        key, settlement, shape, *values = row
        said: dict[str, Any] = {}
        for (name, read, where), value in zip(self.columns, values, strict=True):
            if where is not None and settlement not in where:
                said[name] = None
            else:
                said[name] = read(value) if read else value
        is_shown = shape is not None and (self.shape_where is None or settlement in self.shape_where)
        geometry = orjson.Fragment(shape) if is_shown else None
        return {"type": "Feature", "id": key, "geometry": geometry, "properties": said}


def written(
    rows: Iterator[tuple[Any, ...]], writer: Writer, asked: Asked, matched: int, links: Any
) -> Iterator[bytes]:
    """A FeatureCollection in pieces; `links` is asked once it is known whether there is a next page."""
    yield b'{"type":"FeatureCollection","features":['
    piece: list[bytes] = []
    last: Any = None
    returned, more = 0, False
    with closing(rows):  # type: ignore[type-var]
        for row in rows:
            if returned == asked.limit:
                more = True
                break
            piece.append(orjson.dumps(writer.feature(row)))
            last, returned = row[0], returned + 1
            if len(piece) == CHUNK:
                yield (b"," if returned > len(piece) else b"") + b",".join(piece)
                piece = []
    if piece:
        yield (b"," if returned > len(piece) else b"") + b",".join(piece)
    end = {
        "numberMatched": matched,
        "numberReturned": returned,
        "links": links(Cursor(last, matched) if more else None),
    }
    yield b"]," + orjson.dumps(end)[1:]


def begun(pieces: Iterator[Any]) -> Iterator[Any]:
    """The same, its first piece fetched: what fails does so before the answer has begun."""
    return _continued(next(pieces, None), pieces)


def _continued(first: Any, pieces: Iterator[Any]) -> Iterator[Any]:
    """Whoever stops reading midway closes what was opened behind it."""
    with closing(pieces):  # type: ignore[type-var]
        if first is not None:
            yield first
        yield from pieces
