"""/ogc/api: the same door described in OpenAPI 3.0, with the collections that the caller sees."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from reports.features.asking import FORMATS, LONGEST, MOST, USUAL
from reports.features.collections import Collection
from reports.features.crs import CRS84, SYSTEMS
from reports.features.description import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Address, column_schema

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COLUMNS: Schema = {SCHEMA: {"schema": {"type": "object"}}}
LINKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def description(at: Address, found: Iterable[Collection]) -> Schema:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Pamoja: OGC API - Features",
            "version": "1",
            "description": _(
                "Live layers of the ground. Sign in with HTTP Basic: your e-mail address, and a key of yours "
                "as the password. Without it, what is public is answered."
            ),
        },
        "servers": [{"url": at("").rstrip("/")}],
        "security": [{}, {"key": []}, {"token": []}],
        "tags": [
            {"name": "about", "description": _("What there is")},
            {"name": "data", "description": _("Features")},
        ],
        "paths": {
            "/": _get("landing", _("What this is"), _json("landing")),
            "/conformance": _get("conformance", _("What it conforms to"), _json("conformance")),
            "/api": _get("api", _("This description"), {OPENAPI: {"schema": {"type": "object"}}}),
            "/collections": _get("collections", _("Collections"), _json("collections")),
            **{path: said for each in found for path, said in _of(each).items()},
        },
        "components": {
            "schemas": _schemas(),
            "parameters": {
                "f": _parameter("f", {"type": "string", "enum": list(FORMATS)}, _("JSON or a page."))
            },
            "responses": _refusals(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "basic"},
                "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
            },
        },
    }


def _of(each: Collection) -> dict[str, Schema]:
    path, name = f"/collections/{each.name}", each.name
    feature = _feature(each)
    features: Schema = {
        "type": "object",
        "required": ["type", "features", "links"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": feature},
            "links": LINKS,
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    }
    one = _parameter("featureId", TEXT, _("The id of a feature."), place="path")
    item = _get(
        f"{name}.one",
        _("One feature"),
        {GEOJSON: {"schema": feature}},
        [_crs("crs"), one],
        tag="data",
        found=True,
    )
    return {
        path: _get(f"{name}.about", str(each.title), _json("collection")),
        f"{path}/schema": _get(f"{name}.schema", _("Its columns"), COLUMNS, html=False),
        f"{path}/queryables": _get(
            f"{name}.queryables", _("What it can be asked by"), COLUMNS, html=False
        ),
        f"{path}/items": _get(
            f"{name}.items", str(each.title), {GEOJSON: {"schema": features}}, _asked(each), tag="data",
            about=str(each.description),
        ),
        f"{path}/items/{{featureId}}": item,
    }  # fmt: skip


def _asked(each: Collection) -> list[Schema]:
    """The parameters of items."""
    number: Schema = {"type": "number"}
    box: Schema = {
        "type": "array",
        "items": number,
        "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)],
    }
    limit: Schema = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    return [
        _parameter("limit", limit, _("Features in a page."), style="form", explode=False),
        _parameter("bbox", box, _("Only what touches the box."), style="form", explode=False),
        _crs("bbox-crs"),
        _crs("crs"),
        _parameter(
            "datetime",
            TEXT,
            _("A day, a moment, or a period: 2024-05-01/2024-06-30, with .. for an open end."),
            style="form",
            explode=False,
        ),
        _parameter("cursor", TEXT, _("Where the page begins: from a `next` link.")),
        *(
            _parameter(
                name, _asked_value(column_schema(column)), str(column.title), style="form", explode=False
            )
            for name, column in each.filters.items()
        ),
    ]


def _asked_value(schema: Schema) -> Schema:
    return schema if "enum" in schema else schema | {"maxLength": LONGEST}


def _crs(name: str) -> Schema:
    said: Schema = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84}
    about = _("Of the box.") if name == "bbox-crs" else _("Of the answer.")
    return _parameter(name, said, about, style="form", explode=False)


def _parameter(name: str, schema: Schema, about: str, place: str = "query", **more: Any) -> Schema:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": about,
        "schema": schema,
        **more,
    }


def _get(
    name: str,
    summary: str,
    content: Schema,
    parameters: list[Schema] | None = None,
    *,
    tag: str = "about",
    about: str = "",
    html: bool = True,
    found: bool = False,
) -> Schema:
    page = {HTML: {"schema": TEXT}} if html else {}
    ways = [{"$ref": "#/components/parameters/f"}] if html else []
    refused = ["304", "400", "401", "406", "429", *(["404"] if found else [])]
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": about or summary,
            "tags": [tag],
            "parameters": [*(parameters or []), *ways],
            "responses": {
                "200": {"description": summary, "content": {**content, **page}},
                **{status: {"$ref": f"#/components/responses/{status}"} for status in refused},
            },
        }
    }


def _json(name: str) -> Schema:
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _feature(each: Collection) -> Schema:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "integer" if each.key == "pk" else "string"},
            "geometry": {"type": "object", "nullable": True},
            "properties": {
                "type": "object",
                "properties": {
                    column.name: column_schema(column, is_nullable=True) for column in each.properties
                },
                "additionalProperties": False,
            },
            "links": LINKS,
        },
    }


def _schemas() -> dict[str, Schema]:
    texts: Schema = {"type": "array", "items": TEXT}
    collection: Schema = {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            "id": TEXT, "title": TEXT, "description": TEXT, "itemType": TEXT, "storageCrs": TEXT,
            "links": LINKS, "crs": texts, "extent": {"type": "object"},
        },
    }  # fmt: skip
    return {
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": dict.fromkeys(("href", "rel", "type", "title"), TEXT),
        },
        "landing": {
            "type": "object",
            "required": ["links"],
            "properties": {"title": TEXT, "description": TEXT, "links": LINKS},
        },
        "conformance": {"type": "object", "required": ["conformsTo"], "properties": {"conformsTo": texts}},
        "collection": collection,
        "collections": {
            "type": "object",
            "required": ["links", "collections"],
            "properties": {
                "links": LINKS,
                "crs": texts,
                "collections": {"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
            },
        },
        "exception": {
            "type": "object",
            "required": ["code", "description"],
            "properties": {
                **dict.fromkeys(("code", "description", "sentence", "remedy"), TEXT),
                "details": {"type": "object"},
            },
        },
    }


def _refusals() -> dict[str, Schema]:
    """What may come instead of an answer: a code, a sentence (`description` is the same) and a remedy."""
    why = {
        "400": _("A parameter cannot be read, or nobody knows it: `details` names it."),
        "401": _("The key is no key, or no longer one."),
        "404": _("There is nothing, or it is not for the caller."),
        "406": _("There is no such format."),
        "429": _("Too many calls: wait as many seconds as `Retry-After` says."),
    }
    body = {JSON: {"schema": {"$ref": "#/components/schemas/exception"}}}
    refusals: dict[str, Schema] = {
        status: {"description": words, "content": body} for status, words in why.items()
    }
    return refusals | {"304": {"description": _("Nothing has changed since the `ETag` that was sent.")}}
