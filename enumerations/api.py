"""Counts, batches and figures for programs; every answer holds only what the caller may see."""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.generics import ListAPIView
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.choices import AccessKind
from accounts.limits import BatchesOfPerson, PerAddress
from accounts.log import record
from accounts.models import User
from enumerations.intake.issues import describe
from enumerations.intake.refusal import Refusal
from enumerations.models import Batch, Enumeration, Issue, SettlementStatistics
from enumerations.publishing import seen_by
from enumerations.serializers import (
    BatchSerializer,
    EnumerationSerializer,
    IssueSerializer,
    NewBatchSerializer,
    OptionsSerializer,
    ProblemSerializer,
    StatisticsSerializer,
)
from enumerations.services.batches import create_batch, retry_batch
from enumerations.services.rejected import rejected_workbook, template_workbook
from enumerations.services.revert import RevertRefused, revert_batch
from settlements.answering import KeptAsItIs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def person(request: Request) -> User:
    """Who calls; the permissions have let nobody in who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


def told(code: str, params: dict[str, Any]) -> dict[str, str]:
    """What is wrong and what to do, as every refusal of the API says it."""
    sentence, remedy = describe(Issue(code=code, params=params))
    return {"code": code, "sentence": sentence, "remedy": remedy}


def problem(code: str, params: dict[str, Any], http_status: int) -> Response:
    return Response(told(code, params), status=http_status)


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self) -> None:
        super().__init__(told("too_large", {"limit_mb": settings.BATCH_MAX_BYTES // 1_000_000}))


class RecordsClosed(APIException):
    status_code = status.HTTP_403_FORBIDDEN

    def __init__(self) -> None:
        super().__init__(told("records_closed", {}))


class BodyIsTheFile(BaseParser):
    """Takes any body (a JSON list, a CSV) as the file itself, on disk, never in memory."""

    media_type = "*/*"

    def parse(self, stream: IO[bytes], media_type: str | None = None, context: Any = None) -> dict[str, Any]:
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the upload
        size = 0
        while chunk := stream.read(65_536):
            size += len(chunk)
            if size > settings.BATCH_MAX_BYTES:
                spool.close()
                raise TooLarge
            spool.write(chunk)
        spool.seek(0)
        kind = "json" if "json" in (media_type or "") else "csv" if "csv" in (media_type or "") else "file"
        return {"file": File(spool, name=f"rows.{kind}")}


class EnumerationViewSet(KeptAsItIs, viewsets.ReadOnlyModelViewSet[Enumeration]):
    """`/api/v1/enumerations/?settlement__code=KMT&state=enumerating`: the counts the caller may know of."""

    serializer_class = EnumerationSerializer
    queryset = Enumeration.objects.none()
    filterset_fields = ["settlement__code", "state"]
    lookup_value_converter = "int"
    orderings = {
        "id": ("pk",),
        "-id": ("-pk",),
        "round": ("round", "pk"),
        "-round": ("-round", "-pk"),
    }

    def get_queryset(self) -> Any:
        return Enumeration.objects.visible_to(self.request.user).select_related("settlement")

    @extend_schema(responses=StatisticsSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_fields=None)
    def statistics(self, request: Request, pk: str | None = None) -> Response:
        """Every indicator, for the settlement and (where the caller acts there) its clusters.

        Elsewhere what could point at few people is left out: `hidden`, or of a list `partly`.
        """
        found = SettlementStatistics.objects.visible_to(request.user).filter(enumeration=self.get_object())
        seen = seen_by(request.user, found.select_related("cluster"))
        return Response(StatisticsSerializer(seen, many=True).data)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def template(self, request: Request, pk: str | None = None) -> FileResponse:
        """The blank workbook of the standard questionnaire."""
        self.get_object()
        return FileResponse(
            template_workbook(translation.get_language() or "en"),
            as_attachment=True,
            filename="pamoja-template.xlsx",
            content_type=XLSX,
        )


class EnumerationBatches(KeptAsItIs, APIView):
    """`POST /api/v1/enumerations/7/batches/` with a file, or with a JSON list of households."""

    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser, BodyIsTheFile]
    throttle_classes = [PerAddress, BatchesOfPerson]

    @extend_schema(
        request={
            "multipart/form-data": NewBatchSerializer,
            "application/json": OpenApiRequest({"type": "array", "items": {"type": "object"}}),
            "text/csv": OpenApiTypes.BINARY,
        },
        parameters=[
            OpenApiParameter(name, OpenApiTypes.BOOL, description="Where the body is the file itself.")
            for name in ("dry_run", "all_or_nothing", "replace_conflicts")
        ],
        responses={
            202: BatchSerializer,
            409: ProblemSerializer,
        },
    )
    def post(self, request: Request, pk: int) -> Response:
        """Store a batch; 202 and where to look. The work goes on without you."""
        enumeration = get_object_or_404(Enumeration.objects.open_to_batches_of(request.user), pk=pk)
        sent = NewBatchSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = OptionsSerializer(data=request.query_params if request.query_params else request.data)
        asked.is_valid(raise_exception=True)
        upload = sent.validated_data["file"]
        if upload.size > settings.BATCH_MAX_BYTES:
            raise TooLarge
        try:
            batch = create_batch(
                enumeration=enumeration,
                user=person(request),
                upload=upload,
                name=upload.name,
                **asked.validated_data,
            )
        except Refusal as refusal:
            return problem(refusal.code, refusal.params, status.HTTP_409_CONFLICT)
        data = BatchSerializer(batch, context={"request": request}).data
        return Response(data, status=status.HTTP_202_ACCEPTED, headers={"Location": data["url"]})

    @extend_schema(responses=BatchSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """The batches of this count that the caller may see, newest first; at most 100."""
        enumeration = get_object_or_404(Enumeration.objects.visible_to(request.user), pk=pk)
        batches = Batch.objects.visible_to(request.user).filter(enumeration=enumeration)[:100]
        return Response(BatchSerializer(batches, many=True, context={"request": request}).data)


class BatchIssues(KeptAsItIs, ListAPIView[Issue]):
    """`/api/v1/batches/12/issues/?severity=error`: every problem, by row and column."""

    permission_classes = [IsAuthenticated]
    serializer_class = IssueSerializer
    queryset = Issue.objects.none()
    filterset_fields = ["code", "severity", "row", "sheet"]

    def get_queryset(self) -> Any:
        batch = get_object_or_404(Batch.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        return Issue.objects.filter(batch=batch)


class BatchFilter(filters.FilterSet):
    """By count and state. A count that is not the caller's holds no batches, like one that does not exist."""

    enumeration = filters.NumberFilter()

    class Meta:
        model = Batch
        fields = ("enumeration", "state")


class BatchViewSet(
    KeptAsItIs, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Batch]
):
    """`/api/v1/batches/12/`: where a batch stands and what became of its rows."""

    permission_classes = [IsAuthenticated]
    serializer_class = BatchSerializer
    queryset = Batch.objects.none()
    filterset_class = BatchFilter
    lookup_value_converter = "int"
    orderings = {"-received_at": ("-received_at", "-pk"), "received_at": ("received_at", "pk")}

    def get_queryset(self) -> Any:
        return Batch.objects.visible_to(self.request.user)

    @extend_schema(
        responses={(200, XLSX): OpenApiTypes.BINARY, 403: ProblemSerializer, 410: ProblemSerializer}
    )
    def rejected(self, request: Request, pk: str | None = None) -> FileResponse | Response:
        """The rows that did not go in, with the reasons beside them: correct them and send it again.

        403 for staff who have not opened the settlement's records: the rows hold names.
        """
        batch = self.get_object()
        if not batch.file:
            return problem("file_gone", {}, status.HTTP_410_GONE)
        if not Batch.objects.readable_by(request.user).filter(pk=batch.pk).exists():
            raise RecordsClosed
        record(
            person(request),
            AccessKind.EXPORTED,
            subject=f"batch {batch.pk}",
            settlement=batch.enumeration.settlement.code,
        )
        return FileResponse(
            rejected_workbook(batch),
            as_attachment=True,
            filename=f"batch-{batch.pk}-rejected.xlsx",
            content_type=XLSX,
        )

    @extend_schema(request=None, responses={200: BatchSerializer, 409: ProblemSerializer})
    @action(detail=True, methods=["post"])
    def revert(self, request: Request, pk: str | None = None) -> Response:
        """Take the batch back; 409 with the reason where later changes build on it."""
        batch = get_object_or_404(Batch.objects.revertible_by(request.user), pk=pk)
        try:
            revert_batch(batch=batch, user=person(request))
        except RevertRefused as refused:
            return problem(refused.code, refused.params, status.HTTP_409_CONFLICT)
        return Response(self.get_serializer(batch).data)

    @extend_schema(request=None, responses={202: BatchSerializer, 409: ProblemSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str | None = None) -> Response:
        """Start a failed or refused batch once more."""
        batch = get_object_or_404(Batch.objects.changeable_by(request.user), pk=pk)
        try:
            retry_batch(batch=batch)
        except Refusal as refusal:
            return problem(refusal.code, refusal.params, status.HTTP_409_CONFLICT)
        batch.refresh_from_db()
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)
