"""How the API describes itself: the refusals that every call can meet are added here, once."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from enumerations.serializers import ProblemSerializer
from pamoja.refusals import REFUSALS
from settlements.answering import ETAG, Choosable, Kept, KeptAsItIs


class DescribedSchema(AutoSchema):
    """Adds to each operation the refusals that it can meet besides its own answers."""

    def refusals(self) -> set[int]:
        met = {400, 401, 406, 429}
        if self.method != "GET":
            met |= {403, 413}
        # A list is empty rather than missing, unless it belongs to something, or its pages have numbers.
        if "{" in self.path or "page" in self._page_parameters():
            met.add(404)
        return met

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        """Whoever asks for some `fields` gets these: none is always there."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Choosable):
            schema.pop("required", None)
        return schema

    def get_override_parameters(self) -> list[Any]:
        """What is declared beside the view, and how to ask whether there is anything new."""
        declared: list[Any] = super().get_override_parameters()
        return [*declared, ETAG] if self._has_etag_of_itself() else declared

    def _has_etag_of_itself(self) -> bool:
        return isinstance(self.view, KeptAsItIs) and self.method == "GET"

    def _page_parameters(self) -> set[str]:
        paginator = self._get_paginator()
        return (
            {each["name"] for each in paginator.get_schema_operation_parameters(self.view)}
            if paginator
            else set()
        )

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        described: dict[str, Any] = super()._get_response_bodies(*args, **kwargs)
        for status in self.refusals():
            refusal = OpenApiResponse(
                ProblemSerializer, f"{REFUSALS[status].sentence} {REFUSALS[status].remedy}"
            )
            described.setdefault(str(status), self._get_response_for_code(refusal, str(status)))
        if isinstance(self.view, Kept) or self._has_etag_of_itself():
            described.setdefault(
                "304", {"description": "Nothing has changed since the `ETag` that was sent."}
            )
        return dict(sorted(described.items()))
