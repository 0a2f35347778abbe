"""What can be exported: a table of columns, perhaps with shapes, and how its rows are chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from reports.data.columns import Column, Words
from reports.products import Envelope

if TYPE_CHECKING:
    from reports.data.asked import Asked


ROWS = "rows"  # of repeated questions: see `own_unit`


class Filter(StrEnum):
    """By what rows may be chosen."""

    ROUND = "round"
    CLUSTER = "cluster"
    RESULT = "result"  # of the visit
    REVIEW = "review"  # what the team leader said
    DATES = "dates"
    STATUS = "status"  # of the structure
    CHANGED = "changed"


class Shapes(StrEnum):
    """What a shape may be."""

    POINT = "Point"
    LINE = "MultiLineString"
    AREA = "MultiPolygon"
    ANY = "Unknown"


@dataclass(frozen=True)
class Geometry:
    """A shape: SQL for it in EPSG:4326, and of which kind it is. `suffix` names its layer beside others."""

    sql: str
    shapes: Shapes
    suffix: str = ""
    where: str = ""
    label: Words = ""


@dataclass(frozen=True)
class Dataset:
    """One table.

    `source` is what stands after FROM; `place` and `row` are SQL for its settlement's id and its own. `own`
    is the JSON column of a community's own answers. `geometries` are in order of preference: the first one
    alone holds every row, and `whole` takes the place of all of them where a format mixes shapes.
    """

    name: str
    title: Words
    meaning: Words
    source: str
    row: str
    place: str
    columns: tuple[Column, ...]
    lowest: Envelope
    where: str = "TRUE"
    order: str = ""
    geometries: tuple[Geometry, ...] = ()
    whole: Geometry | None = None
    coordinates: str = ""  # what stands before `longitude` in a table
    own: str = ""
    own_lowest: Envelope = Envelope.PERSONAL
    own_unit: str = ""  # whose answers these are, as `enumerations.tabulation` has it
    filters: Mapping[Filter, str] = field(default_factory=dict)  # SQL with %(…)s of the filter's values
    limits: Mapping[Envelope, str] = field(default_factory=dict)  # which rows are in that envelope
    left_out: Mapping[Words, str] = field(
        default_factory=dict
    )  # sentence -> SQL: what is not exported, and why
    is_read_back: bool = False
    # Rows that no statement makes: lists of what the source reads out of `%(given)s`.
    rows_of: "Callable[[Asked], list[dict[str, Any]]] | None" = None

    @property
    def mixed(self) -> Geometry | None:
        """The one shape of each row."""
        return self.whole or (self.geometries[0] if self.geometries else None)
