"""The addresses under /odata/."""

import re
from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from reports.doors import Door, caller
from reports.feeds import asking, metadata
from reports.feeds.tables import TABLES, Table
from reports.refusing import Missing, NoSuchFormat, Wrong

JSON = "application/json;odata.metadata=minimal"
VERSION = {"OData-Version": "4.0"}


class Feed(Door):
    """What all share: the version, the form of the answer, and errors as OData has them."""

    media = "application/json"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        newest = request.headers.get("OData-MaxVersion", "4.0")
        if not re.fullmatch(r"4\.\d+|[5-9]\.\d+", newest, re.ASCII):
            raise Wrong("wrong_version", _("Here OData 4.0 is spoken."), _("Choose OData 4 in your program."))
        # Of a kind with parameters, as `odata.metadata=full`, it is the kind that counts.
        kinds = [f"{each.main_type}/{each.sub_type}" for each in request._request.accepted_types]
        if not {self.media, self.media.partition("/")[0] + "/*", "*/*"} & set(kinds):
            raise NoSuchFormat(self.media)

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        said = answer.data if isinstance(answer.data, dict) else {}
        words = " ".join(str(said.get(name, "")) for name in ("sentence", "remedy")).strip()
        details = [
            {"code": said.get("code"), "target": name, "message": str(value)}
            for name, value in (said.get("details") or {}).items()
        ]
        answer.data = {"error": {"code": said.get("code", "error"), "message": words, "details": details}}
        answer.headers["OData-Version"] = "4.0"
        return answer

    def at(self, path: str) -> str:
        root: str = self.request.build_absolute_uri(reverse("odata:service"))
        return root + path

    def table(self, name: str) -> Table:
        if name not in TABLES:
            raise Missing
        return TABLES[name]

    def told(self, data: dict[str, Any]) -> HttpResponse:
        return HttpResponse(orjson.dumps(data), content_type=JSON, headers=VERSION)


class Service(Feed):
    """`/odata/`: which tables there are."""

    def get(self, request: Request) -> HttpResponse:
        sets = [{"name": name, "kind": "EntitySet", "url": name} for name in TABLES]
        return self.told({"@odata.context": self.at("$metadata"), "value": sets})


class Metadata(Feed):
    media = "application/xml"

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(metadata.csdl(), content_type=self.media, headers=VERSION)


class Rows(Feed):
    """`/odata/Figures?$filter=Settlement eq 'KMT' and Indicator eq 'population'`."""

    def get(self, request: Request, name: str) -> HttpResponse:
        table = self.table(name)
        question = asking.read(request.query_params, table)
        found = asking.answer(question, caller(request))
        columns = f"({','.join(question.select)})" if question.select else ""
        said: dict[str, Any] = {"@odata.context": self.at(f"$metadata#{name}{columns}")}
        if found.count is not None:
            said["@odata.count"] = found.count
        said["value"] = found.rows
        if found.following is not None:
            query = request.query_params.copy()
            query["$skiptoken"] = found.following
            said["@odata.nextLink"] = f"{self.at(name)}?{query.urlencode(safe='$,()/~')}"
        return self.told(said)


class Count(Feed):
    """`/odata/Figures/$count`: a number, as plain text."""

    media = "text/plain"

    def get(self, request: Request, name: str) -> HttpResponse:
        query = request.query_params.copy()
        query["$count"], query["$top"] = "true", "0"
        found = asking.answer(asking.read(query, self.table(name)), caller(request))
        return HttpResponse(str(found.count), content_type=self.media, headers=VERSION)


class One(Feed):
    """`/odata/Settlements('KMT')`."""

    def get(self, request: Request, name: str, key: str) -> HttpResponse:
        table = self.table(name)
        wanted = key.replace("''", "'")
        code = wanted if table.key == table.settlement else None
        question = asking.read(request.query_params, table)
        row = next(table.rows(caller(request), code, wanted), None)
        if row is None or row[table.key] != wanted:
            raise Missing
        context = {"@odata.context": self.at(f"$metadata#{name}/$entity")}
        return self.told(context | asking.chosen(row, question))
