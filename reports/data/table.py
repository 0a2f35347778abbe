"""One table that is being exported: its dataset with the columns and rows that were chosen."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from enumerations.intake.fields import Kind
from reports.data import envelopes, own, stream
from reports.data.asked import DEGREES, Asked
from reports.data.columns import Column
from reports.data.dataset import Dataset, Geometry, Shapes
from reports.data.query import Selection


@dataclass(frozen=True)
class Table:
    """What a writer is given: it takes the columns, with shapes or with coordinates, and reads the rows."""

    dataset: Dataset
    columns: tuple[Column, ...]
    asked: Asked

    @classmethod
    def of(cls, dataset: Dataset, asked: Asked) -> "Table":
        declared = envelopes.columns_of(dataset, asked.envelope)
        return cls(dataset, (*declared, *own.own_columns(dataset, asked)), asked)

    @property
    def name(self) -> str:
        return self.dataset.name

    @cached_property
    def rows(self) -> int:
        return stream.count(self.selection())

    def rows_with(self, geometry: Geometry) -> int:
        return stream.count(self.selection(geometry=geometry))

    def selection(
        self,
        *,
        geometry: Geometry | None = None,
        columns: tuple[Column, ...] | None = None,
        harmless: bool = False,
        crs: int | None = None,
    ) -> Selection:
        return Selection(
            self.dataset,
            self.columns if columns is None else columns,
            self.asked,
            geometry=geometry,
            harmless=harmless,
            crs=self.asked.crs if crs is None else crs,
        )

    def with_places(self, *, wkt: bool = True) -> tuple[Column, ...]:
        """The columns of a table without shapes: their coordinates, and what a point cannot say as WKT."""
        return (*self.columns, *self.places(wkt=wkt))

    def places(self, *, wkt: bool) -> tuple[Column, ...]:
        first, mixed, crs = self.dataset.geometries[:1], self.dataset.mixed, self.asked.crs
        if not first or mixed is None:
            return ()
        point = first[0].sql if first[0].shapes is Shapes.POINT else f"ST_PointOnSurface({mixed.sql})"
        moved = point if crs == DEGREES else f"ST_Transform({point}, {crs})"
        x, y = ("longitude", "latitude") if crs == DEGREES else ("easting", "northing")
        words = {
            "longitude": _("longitude, degrees"),
            "latitude": _("latitude, degrees"),
            "easting": _("easting, metres"),
            "northing": _("northing, metres"),
        }
        found = [
            self._place(f"{self.dataset.coordinates}{x}", words[x], f"ST_X({moved})"),
            self._place(f"{self.dataset.coordinates}{y}", words[y], f"ST_Y({moved})"),
        ]
        if wkt and (mixed.shapes is not Shapes.POINT or crs != DEGREES):  # it says in which system it is
            shape = f"ST_AsText({mixed.sql})"
            if crs != DEGREES:
                shape = f"ST_AsEWKT(ST_Transform({mixed.sql}, {crs}))"
            found.append(Column("wkt", _("shape, as WKT"), Kind.TEXT, shape, self.dataset.lowest, plain=True))
        return tuple(found)

    def _place(self, name: str, label: object, sql: str) -> Column:
        return Column(name, label, Kind.DECIMAL, sql, self.dataset.lowest, plain=True)  # type: ignore[arg-type]
