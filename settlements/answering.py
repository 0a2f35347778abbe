"""What lists and single things of the API share: which members an answer has, and when it is the old one."""

from abc import ABC, abstractmethod
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework_gis.filters import InBBoxFilter

from settlements.boxes import BadBox, in_degrees

DESIGN = 1  # raise it when answers look otherwise: what others keep is then asked for anew
BBOX = OpenApiParameter(
    "bbox",
    OpenApiTypes.STR,
    description="Only what touches this box: west,south,east,north in degrees, not across 180°.",
)
IN_BBOX = OpenApiParameter(
    "in_bbox", OpenApiTypes.STR, description="The older name of `bbox`.", deprecated=True
)
FIELDS = OpenApiParameter(
    "fields",
    OpenApiTypes.STR,
    description="Only these members, with commas between them: `fields=code,name`. Geometry and id stay.",
)
ETAG = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer you keep: 304 without a body while it is still true.",
)
WRITTEN = "settlements_settlement.xmin::text || '.' || settlements_settlement.data_version"


class BoxFilter(InBBoxFilter):
    """`?bbox=36.84,-1.27,36.85,-1.26`, or `in_bbox` as it was called first."""

    def get_filter_bbox(self, request: Request) -> Polygon | None:
        for name in ("bbox", self.bbox_param):
            if asked := request.query_params.get(name):
                try:
                    return in_degrees(asked)
                except BadBox as bad:
                    raise ParseError({name: [str(bad)]}) from bad
        return None


class Chosen:
    """For a view: `?fields=code,name` leaves out the other members. The serializer is a `Choosable`."""

    def get_serializer_context(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_serializer_context()  # type: ignore[misc]
        request = context.get("request")
        asked = request.query_params.get("fields", "") if isinstance(request, Request) else ""
        if not asked:
            return context
        meta = self.get_serializer_class().Meta  # type: ignore[attr-defined]
        wanted = {name.strip() for name in asked.split(",")}
        if unknown := sorted(wanted - set(meta.fields)):
            said = _("There is no %(name)s. There are: %(names)s.")
            names = {"name": unknown[0][:40], "names": ", ".join(meta.fields)}
            raise ParseError({"fields": [said % names]})
        stay = {getattr(meta, "geo_field", None), getattr(meta, "id_field", None)} - {None}
        return context | {"chosen": wanted | stay}


class Choosable:
    """For a serializer: only the members that the view's context chose."""

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        chosen = self.context.get("chosen")  # type: ignore[attr-defined]
        return {name: field for name, field in fields.items() if chosen is None or name in chosen}


class Kept(ABC):
    """For a view: an ETag from the version of what is read, and 304 for who has it already."""

    @abstractmethod
    def version(self) -> str:
        """Another word whenever the answer could be another one. Raises 404 like the answer itself."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        try:
            version = self.version()
        except ValueError as error:  # a letter in the address that no name has
            raise Http404 from error
        about = f"{DESIGN}|{request.get_full_path()}|{get_language()}|{version}"
        etag = f'W/"{sha256(about.encode()).hexdigest()[:32]}"'
        answer = get_conditional_response(request._request, etag=etag)
        if answer is None:
            answer = super().get(request, *args, **kwargs)  # type: ignore[misc]
        answer.headers["ETag"] = etag
        answer.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(answer, ("Authorization", "Cookie", "Accept-Language"))
        return answer


class KeptAsItIs:
    """For a view whose answer has no version: an ETag of the answer itself, which spares the line alone."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and answer.status_code == 200 and not answer.streaming:
            answer.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(answer, ("Authorization", "Cookie", "Accept-Language"))
            answer.add_post_render_callback(lambda made: unless_known(request._request, made))
        return answer


def unless_known(request: HttpRequest, made: HttpResponse) -> HttpResponseBase | None:
    """The answer with its ETag, or 304 for who has it already."""
    made.headers["ETag"] = f'W/"{sha256(made.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=made.headers["ETag"], response=made)


def versioned(settlements: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `written`: a word that whatever is written of it, or drawn in it, makes another."""
    return settlements.annotate(written=RawSQL(WRITTEN, [], output_field=TextField()))


def version_of(rows: QuerySet[Any], *columns: str) -> str:
    """One word for all these rows, of the columns that change with them."""
    return sha256(repr(list(rows.values_list(*columns))).encode()).hexdigest()
