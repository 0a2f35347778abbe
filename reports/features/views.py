"""The addresses under /ogc/: who asks, for what, in which form; the rest is asked of the other modules."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from reports.doors import Door, caller, etag_of, not_modified
from reports.features import description, openapi
from reports.features.asking import FORMATS, Asked, Cursor, read_crs, read_items, refuse_unknown, write_cursor
from reports.features.collections import COLLECTIONS, Collection
from reports.features.description import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Link, both, links
from reports.features.reach import Reach, reach_of
from reports.features.rows import Writer, begun, matching, page, selected, written
from reports.refusing import Missing, NoSuchFormat, wrong_parameter
from settlements.querysets import Viewer

ON_A_PAGE = 25  # features that the page for people shows
MOST_HELD = 1_000  # features of an answer that is held until its ETag is known; a longer one has none


class FeaturesDoor(Door):
    """What all of them know: the form that is asked for, and the address of everything else."""

    data = JSON

    @property
    def is_html(self) -> bool:
        """Whether a page is asked for: by `f`, else by the header. Raises NoSuchFormat, Wrong."""
        wanted = self.request.query_params.get("f")
        if wanted is not None:
            if wanted not in FORMATS:
                raise wrong_parameter("f", _("Say json or html."))
            return wanted == "html"
        kinds = [self.data, JSON, GEOJSON, HTML]
        kind = self.request._request.get_preferred_type(kinds)
        if kind is None:
            raise NoSuchFormat(", ".join(dict.fromkeys(kinds)))
        return bool(kind == HTML)

    @property
    def viewer(self) -> Viewer:
        return caller(self.request)

    def at(self, path: str) -> str:
        root: str = self.request.build_absolute_uri(reverse("ogc:landing"))
        return root + path

    def found(self, name: str, reach: Reach) -> Collection:
        """Raises Missing for a collection that there is not, or not for the caller."""
        each = COLLECTIONS.get(name)
        if each is None or not each.is_for(reach):
            raise Missing
        return each

    def said(self, template: str, data: dict[str, Any], **context: Any) -> HttpResponse:
        """The document as JSON or as a page."""
        if self.is_html:
            return render(
                self.request._request, f"reports/features/{template}.html", {"data": data, **context}
            )
        return self.kept(orjson.dumps(data))

    def kept(self, body: bytes, headers: dict[str, str] | None = None) -> HttpResponse:
        """A small document: its own bytes are its version."""
        etag = etag_of(self.request._request, sha256(body).hexdigest())
        if (unchanged := not_modified(self.request, etag)) is not None:
            return unchanged
        return HttpResponse(body, content_type=self.data, headers={"ETag": etag, **(headers or {})})


class Landing(FeaturesDoor):
    """`/ogc/`: where a GIS program begins."""

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.query_params, {"f"})
        is_html = self.is_html
        shown = (
            [each for each in COLLECTIONS.values() if each.is_for(reach_of(self.viewer))] if is_html else []
        )
        said = description.landing(self.at, is_html=is_html)
        return self.said("landing", said, collections=shown, address=self.at(""))


class Conformance(FeaturesDoor):
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.query_params, {"f"})
        return self.said("conformance", description.conformance(self.at, is_html=self.is_html))


class Api(FeaturesDoor):
    """`/ogc/api`: OpenAPI 3.0."""

    data = OPENAPI

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.query_params, {"f"})
        reach = reach_of(self.viewer)
        shown = [each for each in COLLECTIONS.values() if each.is_for(reach)]
        return self.said("api", openapi.description(self.at, shown))


class Collections(FeaturesDoor):
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.query_params, {"f"})
        reach = reach_of(self.viewer)
        shown = [each for each in COLLECTIONS.values() if each.is_for(reach)]
        data = description.collections(self.at, shown, reach, is_html=self.is_html)
        return self.said("collections", data, collections=shown)


class OneCollection(FeaturesDoor):
    def get(self, request: Request, name: str) -> HttpResponse:
        refuse_unknown(request.query_params, {"f"})
        reach = reach_of(self.viewer)
        each = self.found(name, reach)
        data = description.collection(self.at, each, reach, is_html=self.is_html)
        return self.said("collection", data, collection=each)


class Columns(FeaturesDoor):
    """`/ogc/collections/lanes/schema` and `/queryables`: for programs alone."""

    data = SCHEMA
    describe: Callable[..., dict[str, Any]]

    def get(self, request: Request, name: str) -> HttpResponse:
        refuse_unknown(request.query_params, set())
        each = self.found(name, reach_of(self.viewer))
        return self.kept(orjson.dumps(type(self).describe(self.at, each)))


class Schema(Columns):
    describe = staticmethod(description.schema)


class Queryables(Columns):
    describe = staticmethod(description.queryables)


class Items(FeaturesDoor):
    """`/ogc/collections/service-points/items?bbox=36.84,-1.27,36.85,-1.26&kind=toilet_block`."""

    data = GEOJSON

    def get(self, request: Request, name: str) -> HttpResponseBase:
        reach = reach_of(self.viewer, settlement_asked(name, request))
        each = self.found(name, self.whole(reach))
        asked = read_items(request.query_params, each)
        if self.is_html:
            return self.as_page(each, reach, asked)
        etag = etag_of(request._request, reach.version) if reach.has_version else ""
        if etag and (unchanged := not_modified(request, etag)) is not None:
            return unchanged
        rows = matching(each, reach, asked)
        matched = asked.cursor.matched if asked.cursor else rows.count()
        pieces = written(
            begun(page(each, reach, asked, rows)),
            Writer(each, reach),
            asked,
            matched,
            lambda next_page: self.links_of(each, next_page),
        )
        headers = {"Content-Crs": f"<{asked.crs.uri}>"}
        if etag:
            headers["ETag"] = etag
        elif asked.limit <= MOST_HELD:
            return self.kept(b"".join(pieces), headers)
        return StreamingHttpResponse(begun(pieces), content_type=GEOJSON, headers=headers)

    def whole(self, reach: Reach) -> Reach:
        """A collection exists or not for the caller as a whole, whatever settlement is asked for."""
        return reach if reach.own else reach_of(self.viewer)

    def links_of(self, each: Collection, next_page: Cursor | None) -> list[dict[str, str]]:
        found = [
            Link("self", GEOJSON, str(each.title), self.again(f="json")),
            Link("alternate", HTML, str(each.title), self.again(f="html")),
            Link("collection", JSON, str(each.title), self.at(f"collections/{each.name}")),
        ]
        if next_page is not None:
            found.append(
                Link("next", GEOJSON, _("Next page"), self.again(f="json", cursor=write_cursor(next_page)))
            )
        return links(*found)

    def again(self, **changed: str) -> str:
        """This question, with something changed."""
        query = self.request.query_params.copy()
        for name, value in changed.items():
            query[name] = value
        address: str = self.request.build_absolute_uri(self.request.path)
        return f"{address}?{query.urlencode(safe=',/:')}"

    def as_page(self, each: Collection, reach: Reach, asked: Asked) -> HttpResponse:
        rows, writer = matching(each, reach, asked), Writer(each, reach)
        few = Asked(**{**vars(asked), "limit": min(asked.limit, ON_A_PAGE)})
        matched = asked.cursor.matched if asked.cursor else rows.count()
        found = list(page(each, reach, few, rows))
        shown = [writer.feature(row) for row in found[: few.limit]]
        following = None
        if len(found) > few.limit:
            following = self.again(cursor=write_cursor(Cursor(found[few.limit - 1][0], matched)), f="html")
        context = {
            "collection": each,
            "features": [(feature["id"], feature["properties"].values()) for feature in shown],
            "matched": matched,
            "following": following,
            "as_data": self.again(f="json"),
        }
        return render(self.request._request, "reports/features/items.html", context)


class Item(FeaturesDoor):
    """`/ogc/collections/structures/items/12`: one feature, GeoJSON."""

    data = GEOJSON

    def get(self, request: Request, name: str, key: str) -> HttpResponse:
        refuse_unknown(request.query_params, {"f", "crs"})
        reach = reach_of(self.viewer)
        each = self.found(name, reach)
        crs, is_html = read_crs(request.query_params, "crs"), self.is_html
        rows = each.rows(reach).filter(**{each.key: key_of(each, key)})
        row = selected(each, rows, crs).first()
        if row is None:
            raise Missing
        path = f"collections/{each.name}/items/{key}"
        title = f"{each.title}: {key}"
        feature = Writer(each, reach).feature(row) | {
            "links": links(
                *both(self.at, path, is_html=is_html, title=title, data=GEOJSON),
                Link("collection", JSON, str(each.title), self.at(f"collections/{each.name}")),
            )
        }
        if is_html:
            said = zip(
                [column.title for column in each.properties], feature["properties"].values(), strict=True
            )
            context = {
                "collection": each,
                "key": key,
                "said": list(said),
                "as_data": self.at(f"{path}?f=json"),
            }
            return render(request._request, "reports/features/item.html", context)
        return self.kept(orjson.dumps(feature), {"Content-Crs": f"<{crs.uri}>"})


def settlement_asked(name: str, request: Request) -> str | None:
    """The settlement that alone is asked for, so that only its changes make the answer another."""
    each = COLLECTIONS.get(name)
    if (
        each is None
        or "settlement" not in each.filters
        or "\x00" in request.query_params.get("settlement", "")
    ):
        return None
    asked: str | None = request.query_params.get("settlement")
    return asked


def key_of(each: Collection, key: str) -> int | str:
    """Raises Missing for what cannot be a key."""
    is_number = each.key == "pk"
    if "\x00" in key or (is_number and not re.fullmatch(r"\d{1,18}", key, re.ASCII)):
        raise Missing
    return int(key) if is_number else key
