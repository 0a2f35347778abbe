"""What /ogc/ says of itself: landing page, conformance, collections and their columns."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext as _

from reports.features.collections import Collection, Property
from reports.features.crs import CRS84, SYSTEMS
from reports.features.reach import Reach
from settlements.models import Settlement

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
PART_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/"
CONFORMS = [
    *(PART_1 + name for name in ("core", "oas30", "html", "geojson")),
    PART_2 + "crs",
]
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# From a path under /ogc/ to an address that others can follow.
Address = Callable[[str], str]


class Link(NamedTuple):
    """One link: what it leads to, as what, and where."""

    rel: str
    type: str
    title: str
    href: str


def links(*each: Link) -> list[dict[str, str]]:
    return [link._asdict() for link in each]


def both(at: Address, path: str, *, is_html: bool, title: str, data: str = JSON) -> list[Link]:
    """The document itself and its other form."""
    as_data = Link("alternate" if is_html else "self", data, title, at(f"{path}?f=json"))
    as_page = Link("self" if is_html else "alternate", HTML, title, at(f"{path}?f=html"))
    return [as_page, as_data] if is_html else [as_data, as_page]


def landing(at: Address, *, is_html: bool) -> dict[str, Any]:
    return {
        "title": "Pamoja",
        "description": _(
            "The ground that federations of slum dwellers counted: settlements, villages, structures, "
            "services. Whoever signs in sees what they see on the site; everybody else sees what is public."
        ),
        "links": links(
            *both(at, "", is_html=is_html, title=_("This document")),
            Link("service-desc", OPENAPI, _("The description for programs"), at("api?f=json")),
            Link("service-doc", HTML, _("The description for people"), at("api?f=html")),
            Link("conformance", JSON, _("What it conforms to"), at("conformance")),
            Link("data", JSON, _("Collections"), at("collections")),
        ),
    }


def conformance(at: Address, *, is_html: bool) -> dict[str, Any]:
    return {
        "conformsTo": CONFORMS,
        "links": links(*both(at, "conformance", is_html=is_html, title=_("What it conforms to"))),
    }


def collections(at: Address, found: Iterable[Collection], reach: Reach, *, is_html: bool) -> dict[str, Any]:
    extent = extent_of(reach)
    return {
        "links": links(*both(at, "collections", is_html=is_html, title=_("Collections"))),
        "collections": [one(at, each, extent, is_html=None) for each in found],
        "crs": list(SYSTEMS),
    }


def collection(at: Address, each: Collection, reach: Reach, *, is_html: bool) -> dict[str, Any]:
    return one(at, each, extent_of(reach), is_html=is_html)


def one(at: Address, each: Collection, extent: list[float] | None, *, is_html: bool | None) -> dict[str, Any]:
    """A collection; within the list (`is_html` None) its own links are named `self` all the same."""
    path, title = f"collections/{each.name}", str(each.title)
    said: dict[str, Any] = {
        "id": each.name,
        "title": title,
        "description": str(each.description),
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "links": links(
            *both(at, path, is_html=bool(is_html), title=title),
            Link("items", GEOJSON, title, at(f"{path}/items?f=json")),
            Link("items", HTML, title, at(f"{path}/items?f=html")),
            Link("describedby", SCHEMA, _("Its columns"), at(f"{path}/schema")),
            Link(QUERYABLES, SCHEMA, _("What it can be asked by"), at(f"{path}/queryables")),
        ),
    }
    if extent:
        said["extent"] = {"spatial": {"bbox": [extent], "crs": CRS84}}
    return said


def extent_of(reach: Reach) -> list[float] | None:
    """Around the settlements whose ground the caller may see: of the others nothing is told."""
    shown = Settlement.objects.filter(pk__in=reach.shown).aggregate(around=Extent("boundary"))["around"]
    return [round(side, 7) for side in shown] if shown else None


def schema(at: Address, each: Collection) -> dict[str, Any]:
    """The columns as JSON Schema, the geometry with them."""
    kind = each.geometry.lower() if each.geometry != "Geometry" else "any"
    return {
        **_head(at, each, "schema"),
        "properties": {
            "id": {"type": "string" if each.key != "pk" else "integer", "x-ogc-role": "id"},
            "geometry": {"format": f"geometry-{kind}", "x-ogc-role": "primary-geometry"},
            **{column.name: column_schema(column) for column in each.properties},
        },
    }


def queryables(at: Address, each: Collection) -> dict[str, Any]:
    """What addresses may ask for by `name=value`."""
    return {
        **_head(at, each, "queryables"),
        "properties": {name: column_schema(column) for name, column in each.filters.items()},
        "additionalProperties": False,
    }


def _head(at: Address, each: Collection, what: str) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": at(f"collections/{each.name}/{what}"),
        "type": "object",
        "title": str(each.title),
        "description": str(each.description),
    }


def column_schema(column: Property, *, is_nullable: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {"title": str(column.title), "type": column.kind}
    if column.kind == "date":
        said |= {"type": "string", "format": "date"}
    if column.codes is not None:
        # A column of text that nobody filled in is empty, not absent.
        said["enum"] = [*column.codes.values, "", None] if is_nullable else [*column.codes.values]
    if is_nullable:
        said["nullable"] = True
    return said
