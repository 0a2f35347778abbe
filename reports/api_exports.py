"""Files for programs: asked for, followed, fetched in parts, cancelled."""

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from reports.choices import Gone
from reports.forms.base import AskForm
from reports.models import Export
from reports.products import PRODUCTS, Ask, Product, Refusal, Refused
from reports.serializers import ExportSerializer, NewExportSerializer, RefusedSerializer
from reports.views.serving import serve
from reports.works import ask as asking
from reports.works.clear import clear
from reports.works.failures import as_dict
from reports.works.fetching import NotThere


class WhateverIsAccepted(DefaultContentNegotiation):
    """A file is what it is: who asks for text/csv is answered as who asks for anything."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


BINARY = OpenApiResponse(OpenApiTypes.BINARY, "The file, or the part that was asked for.")
PARTS = [
    OpenApiParameter(name, str, OpenApiParameter.HEADER, description=what)
    for name, what in {
        "Range": "`bytes=1000-`: from the byte where the download broke off.",
        "If-Range": "The ETag of what was begun: another file then comes whole.",
        "If-None-Match": "The ETag of what is there already.",
    }.items()
]
WAIT_SECONDS = "2"


def person(request: Request) -> User:
    """Who calls; the permissions have let nobody in who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


def said(refusals: Sequence[Refusal], http_status: int) -> Response:
    """The first of what stands against it, as every refusal of the API; and all of them."""
    every = [as_dict(refusal) for refusal in refusals]
    return Response({**every[0], "refusals": every}, status=http_status)


def checked_ask(product: Product, ask: dict[str, Any], user: User) -> Ask:
    """The wish, checked by the form that the page uses. Raises ValidationError."""
    form: AskForm = product.form(ask, user=user)
    if not form.is_valid():
        raise ValidationError({"ask": form.errors.get_json_data()})
    return form.ask()


class ExportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Export]):
    """`/api/v1/exports/12/`: a file of the caller's, how far it is, and where to fetch it."""

    permission_classes = [IsAuthenticated]
    serializer_class = ExportSerializer
    queryset = Export.objects.none()
    filterset_fields = ["product", "state"]
    lookup_value_converter = "int"
    orderings = {"-asked_at": ("-asked_at", "-pk"), "asked_at": ("asked_at", "pk")}

    def get_queryset(self) -> Any:
        return Export.objects.visible_to(self.request.user)

    @extend_schema(
        request=NewExportSerializer,
        responses={202: ExportSerializer, 403: RefusedSerializer, 409: RefusedSerializer},
    )
    def create(self, request: Request) -> Response:
        """Ask for a file; 202 and where to look. The same wish in the making is the same export."""
        sent = NewExportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        wish = sent.validated_data
        product = PRODUCTS.get(wish["product"])
        if product is None:
            raise ValidationError({"product": [f"One of: {', '.join(PRODUCTS) or 'none'}."]})
        ask = checked_ask(product, wish["ask"], person(request))
        try:
            export, _is_new = asking.ask_for(
                user=person(request), product=product.name, ask=ask, reason=wish["reason"], mail=wish["mail"]
            )
        except asking.TooManyAtOnce as refused:
            return said(refused.refusals, status.HTTP_409_CONFLICT)
        except Refused as refused:
            return said(refused.refusals, status.HTTP_403_FORBIDDEN)
        data = self.get_serializer(export).data
        headers = {"Location": data["url"], "Retry-After": WAIT_SECONDS}
        return Response(data, status=status.HTTP_202_ACCEPTED, headers=headers)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str | None = None) -> Response:
        """Cancel it while it is made; delete its file once it is there."""
        export = self.get_object()
        if not asking.cancel(export):
            clear(Export.objects.filter(pk=export.pk), Gone.DELETED)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        parameters=PARTS,
        responses={
            (200, "*/*"): BINARY, (206, "*/*"): BINARY, 304: None, 403: RefusedSerializer,
            409: RefusedSerializer, 410: RefusedSerializer, 416: None,
        },
    )  # fmt: skip
    def file(self, request: Request, pk: str | None = None) -> HttpResponseBase:
        """The file, whole or in part. The caller's rights are asked anew, and the fetch is written down."""
        export: Export = self.get_object()
        try:
            return serve(request._request, export, person(request))
        except NotThere as refused:
            gone = status.HTTP_409_CONFLICT if export.is_going_on else status.HTTP_410_GONE
            return said(refused.refusals, gone)
        except Refused as refused:
            return said(refused.refusals, status.HTTP_403_FORBIDDEN)
