"""Pages that stay put while rows come and go: the next one begins after the last row's own values.

A list says by which columns it is in order (`keyset`, none of them null, the last one unique). The first page
counts; the number travels in the cursor, so that the others need not. Numbered pages keep working for who
asks for them by name.
"""

import base64
import binascii
import json
from abc import ABC, abstractmethod
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

CURSOR = {
    "name": "cursor",
    "in": "query",
    "required": False,
    "description": "Where the page begins. Follow the answer's `next`; never make one yourself.",
    "schema": {"type": "string"},
}


class ByCursor(ABC):
    """For a paginator: `?cursor=` unless one of its older parameters (`numbered`) is there."""

    numbered: tuple[str, ...] = ()

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        order = keyset_of(view)
        self.has_cursor = bool(order) and not set(self.numbered) & set(request.query_params)
        if not self.has_cursor:
            return super().paginate_queryset(queryset, request, view)  # type: ignore[misc]
        text = request.query_params.get("cursor")
        after: list[Any] | None = None
        self.matched: int
        if text:
            after, self.matched = read(text, order, queryset.model)
        else:
            self.matched = queryset.count()
        rows = queryset.order_by(*order)
        size = self.size(request)
        found = list(rows.filter(beyond(order, after))[: size + 1] if after else rows[: size + 1])
        self.following = None
        if len(found) > size:
            said = write(found[size - 1], order, self.matched)
            address = request.build_absolute_uri()
            self.following = replace_query_param(address, "cursor", said)
        self.first = remove_query_param(request.build_absolute_uri(), "cursor") if text else None
        return found[:size]

    @abstractmethod
    def size(self, request: Request) -> int:
        """How many rows a page has."""

    def get_paginated_response(self, data: Any) -> Response:
        """`previous` leads to the first page: a cursor only goes forward."""
        if not self.has_cursor:
            answer: Response = super().get_paginated_response(data)  # type: ignore[misc]
            return answer
        page = {"count": self.matched, "next": self.following, "previous": self.first}
        if isinstance(data, dict):
            return Response({"type": data["type"], **page, "features": data["features"]})
        return Response({**page, "results": data})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        known: list[dict[str, Any]] = super().get_schema_operation_parameters(view)  # type: ignore[misc]
        orders = list(getattr(view, "orderings", {}))
        ordering = (
            {
                "name": "ordering",
                "in": "query",
                "required": False,
                "description": "In which order.",
                "schema": {"type": "string", "enum": orders, "default": orders[0]},
            }
            if orders
            else None
        )
        return [*known, CURSOR, ordering] if ordering else known


def keyset_of(view: Any) -> tuple[str, ...]:
    """The order of this view: the one that `ordering` asks for, else its first. Raises ParseError."""
    orders: dict[str, tuple[str, ...]] = getattr(view, "orderings", {})
    request = getattr(view, "request", None)
    asked = request.query_params.get("ordering") if isinstance(request, Request) else None
    if not asked:
        return next(iter(orders.values()), ())
    if asked not in orders:
        raise ParseError(
            {"ordering": [_("In one of these orders: %(names)s.") % {"names": ", ".join(orders)}]}
        )
    return orders[asked]


def beyond(order: tuple[str, ...], after: list[Any]) -> Q:
    """The rows behind these values, in the order's own sense."""
    found, equal = Q(), Q()
    for name, value in zip(order, after, strict=True):
        column, sense = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        found |= equal & Q(**{f"{column}__{sense}": value})
        equal &= Q(**{column: value})
    return found


def write(row: Model, order: tuple[str, ...], matched: int) -> str:
    values = [row.pk if name.lstrip("-") == "pk" else getattr(row, name.lstrip("-")) for name in order]
    said = json.dumps([*values, matched], default=lambda value: value.isoformat())
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read(text: str, order: tuple[str, ...], model: type[Model]) -> tuple[list[Any], int]:
    """Raises ParseError for what no answer of ours said."""
    try:
        said = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        *values, matched = said
        if type(matched) is not int or matched < 0 or len(values) != len(order):
            raise ValueError
        return [value_of(model, name, value) for name, value in zip(order, values, strict=True)], matched
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        wrong = _("This is no page of this list. Begin again without it, and follow `next`.")
        raise ParseError({"cursor": [wrong]}) from error


def value_of(model: type[Model], name: str, value: Any) -> Any:
    """The column's own kind of value. Raises ValueError."""
    column = name.lstrip("-")
    field: Any = model._meta.pk if column == "pk" else model._meta.get_field(column)
    if type(value) not in (int, str) or (type(value) is int and not 0 <= value < 2**63):
        raise ValueError
    if isinstance(value, str) and "\x00" in value:
        raise ValueError
    try:
        return field.to_python(value)
    except Exception as error:  # a ValidationError of the field
        raise ValueError from error
