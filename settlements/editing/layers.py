"""What can be edited on the map: each layer's table, shape, form, and the SQL of its columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from settlements.editing import forms
from settlements.models import Cluster, Lane, Overlay, ServicePoint, Settlement, Structure, StructureChange
from settlements.saying import Sentence

AREAS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
NO_DOOR = "('demolished', 'merged_into')"


@dataclass(frozen=True)
class EditLayer:
    """One kind of thing. Every statement about it is made of what is said here."""

    name: str
    label: Sentence
    one: Sentence  # what one of them is called
    model: type[models.Model]
    form: type[forms.GroundForm]
    shapes: tuple[str, ...]  # GeoJSON's names of what may be drawn, the usual one first
    drawn: str  # SQL: what is drawn of row `t`
    places: tuple[str, ...]  # the columns that a shape fills
    code: str = ""  # the column that names it on the ground, once in a settlement
    standing: str = "TRUE"  # SQL: rows `t` that are drawn
    from_zoom: int = 0
    looked_up: str = ""  # SQL: where `drawn` has no index, a condition on {box} that has

    @property
    def touches(self) -> str:
        """SQL: whether row `t` touches the box of the parameters west, south, east and north."""
        return f"{self.looked_up or self.drawn + ' && {box}'}".format(box=BOX)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def events(self) -> str:
        """The table of what its rows were before."""
        kept: Any = self.model.pgh_event_model  # type: ignore[attr-defined]
        return str(kept._meta.db_table)

    @property
    def owner(self) -> str:
        """The column that says of which settlement a row is."""
        return "id" if self.model is Settlement else "settlement_id"

    @cached_property
    def fields(self) -> dict[str, "models.Field[Any, Any]"]:
        """The fields of the form, as the model has them."""
        found: dict[str, models.Field[Any, Any]] = {}
        for name in self.form.Meta.fields:  # type: ignore[attr-defined]
            field = self.model._meta.get_field(name)
            assert isinstance(field, models.Field)
            found[name] = field
        return found

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What a change may change, and an undo restore."""
        if self.model is Settlement:
            return (*self.places, *self.fields)
        return tuple(column for column in self.stored if column not in ("id", "settlement_id"))

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Every column of the table that is not computed."""
        return tuple(str(field.column) for field in stored_fields(self.model))

    def version(self, row: str = "t") -> str:
        """SQL of a row's version: a hash of its place and one of its words, so that each may change alone."""
        place = ", ".join(f"{row}.{column}" for column in self.places if column != "location_source")
        words = ", ".join(f"{row}.{field.column}" for field in self.fields.values())
        return f"left(md5(ROW({place})::text), 12) || ':' || left(md5(ROW({words})::text), 12)"

    def hashes(self, row: str = "t") -> str:
        """SQL of a JSON object: of each column the hash of what is in it."""
        pairs = (f"'{column}', md5(coalesce({row}.{column}::text, ''))" for column in self.columns)
        return f"jsonb_build_object({', '.join(pairs)})"


def stored_fields(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    for field in model._meta.concrete_fields:
        if not field.generated:
            yield field


LAYERS: dict[str, EditLayer] = {
    layer.name: layer
    for layer in (
        EditLayer(
            "boundary", _("Boundary"), _("boundary"), Settlement, forms.BoundaryForm, AREAS,
            drawn="t.boundary", places=("boundary",),
        ),
        EditLayer(
            "clusters", _("Clusters (villages)"), _("cluster"), Cluster, forms.ClusterForm, AREAS,
            drawn="t.boundary", places=("boundary",), code="code",
        ),
        EditLayer(
            "structures", _("Structures"), _("structure"), Structure, forms.StructureForm,
            ("Polygon", "Point"), drawn="COALESCE(t.footprint, t.location)",
            places=("location", "footprint", "location_source"), code="code",
            standing=f"t.status NOT IN {NO_DOOR}", from_zoom=17,
            looked_up="t.location && ST_Expand({box}, 0.001) AND COALESCE(t.footprint, t.location) && {box}",
        ),
        EditLayer(
            "services", _("Service points"), _("service point"), ServicePoint, forms.ServicePointForm,
            ("Point",), drawn="t.location", places=("location",),
        ),
        EditLayer(
            "lanes", _("Lanes, drains and rivers"), _("lane"), Lane, forms.LaneForm, LINES,
            drawn="t.path", places=("path",),
        ),
        EditLayer(
            "overlays", _("Hazards and plans"), _("hazard or plan"), Overlay, forms.OverlayForm,
            (*AREAS, *LINES), drawn="t.shape", places=("shape",),
        ),
    )
}  # fmt: skip
# Written beside structures by what happens to them; nobody draws a note.
NOTES = EditLayer("notes", _("Notes"), _("note"), StructureChange, forms.GroundForm, (), drawn="", places=())
KEPT = {**LAYERS, NOTES.name: NOTES}
