"""A count's questionnaire for programs: upload a draft, add its files, publish it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from enumerations.api import person, problem, told
from enumerations.collecting import VersionState
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, FormFile, Questionnaire, QuestionnaireVersion
from enumerations.serializers import ProblemSerializer
from enumerations.services.form_files import add_file, missing_files
from enumerations.services.questionnaires import publish, save_draft, start
from enumerations.xlsform import Problem, XLSFormRefused
from settlements.roles import Act


class VersionSerializer(serializers.ModelSerializer[QuestionnaireVersion]):
    """One version: published ones never change, the newest of them is what phones get."""

    files = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = QuestionnaireVersion
        fields = [
            "number", "version", "state", "title", "md5", "languages", "xlsform_name", "created_at",
            "published_at", "files", "page",
        ]  # fmt: skip
        read_only_fields = fields

    def get_files(self, version: QuestionnaireVersion) -> list[str]:
        return list(version.files.values_list("name", flat=True))

    def get_page(self, version: QuestionnaireVersion) -> str:
        where = [version.questionnaire.enumeration_id, version.number]
        return reverse("enumerations:questionnaire-version", args=where, request=self.context.get("request"))


class QuestionnaireSerializer(serializers.ModelSerializer[Questionnaire]):
    """A count's questionnaire with its versions, newest first; drafts only for who may change it."""

    versions = serializers.SerializerMethodField()

    class Meta:
        model = Questionnaire
        fields = ["form_id", "title", "intake", "versions"]
        read_only_fields = fields

    def get_versions(self, questionnaire: Questionnaire) -> list[dict[str, Any]]:
        found = questionnaire.versions.select_related("questionnaire").order_by("-number")
        if not self.context["may_change"]:
            found = found.filter(state=VersionState.PUBLISHED)
        return list(VersionSerializer(found, many=True, context=self.context).data)


class ToldSerializer(serializers.Serializer[Any]):
    """One thing about a cell of the workbook."""

    code = serializers.CharField()
    severity = serializers.CharField()
    sheet = serializers.CharField(allow_blank=True)
    row = serializers.IntegerField(help_text="0: the whole sheet.")
    column = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField()
    remedy = serializers.CharField()


class DraftSerializer(VersionSerializer):
    """The draft as it was saved, with what may be wrong with it all the same, and files it still lacks."""

    missing_files = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "missing_files", "warnings"]
        read_only_fields = fields

    def get_missing_files(self, version: QuestionnaireVersion) -> list[str]:
        return missing_files(version)

    def get_warnings(self, version: QuestionnaireVersion) -> list[dict[str, Any]]:
        return [told_of(each) for each in self.context.get("warnings", ())]


class NewFormSerializer(serializers.Serializer[Any]):
    """An XLSForm (XLSX or XLS) as multipart/form-data."""

    file = serializers.FileField(allow_empty_file=True)


class FormFileSerializer(serializers.ModelSerializer[FormFile]):
    """A file that goes to phones with the questionnaire."""

    class Meta:
        model = FormFile
        fields = ["name", "kind", "md5"]
        read_only_fields = fields


class PublishSerializer(serializers.Serializer[Any]):
    """Which draft: its version, so that nobody publishes what a colleague has just uploaded."""

    version = serializers.CharField(max_length=64)


def told_of(each: Problem) -> dict[str, Any]:
    """A problem of a workbook, in the language asked for."""
    return {
        "code": each.code,
        "severity": str(each.severity),
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
        "sentence": each.sentence,
        "remedy": each.remedy,
    }


class OfCount(APIView):
    """What all calls about one count's questionnaire share."""

    permission_classes = [IsAuthenticated]

    def count(self, request: Request, pk: int, act: Act) -> tuple[Enumeration, frozenset[Act]]:
        """The count and what the caller may do there; 404 where the caller may not do this."""
        count = get_object_or_404(Enumeration.objects.select_related("settlement"), pk=pk)
        acts = count.settlement.acts_of(person(request))
        if act not in acts:
            raise Http404
        return count, acts

    def draft(self, request: Request, pk: int) -> QuestionnaireVersion:
        count, _ = self.count(request, pk, Act.MANAGE_COUNTS)
        drafts = QuestionnaireVersion.objects.select_related("questionnaire")
        version: QuestionnaireVersion = get_object_or_404(
            drafts, questionnaire__enumeration=count, state=VersionState.DRAFT
        )
        return version


class QuestionnaireOfCount(OfCount):
    """`/api/v1/enumerations/12/questionnaire/`: what the count asks."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses={200: QuestionnaireSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """The questionnaire and its versions; 404 where the count has none."""
        count, acts = self.count(request, pk, Act.SEE_GROUND)
        found = get_object_or_404(Questionnaire, enumeration=count)
        context = {"request": request, "may_change": Act.MANAGE_COUNTS in acts}
        return Response(QuestionnaireSerializer(found, context=context).data)

    @extend_schema(
        request={"multipart/form-data": NewFormSerializer},
        responses={201: DraftSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Upload an XLSForm as the draft, in place of another. 400 with every problem of the workbook:
        `details.problems` names sheet, row and column of each."""
        count, _ = self.count(request, pk, Act.MANAGE_COUNTS)
        sent = NewFormSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        upload = sent.validated_data["file"]
        try:
            made = save_draft(
                questionnaire=start(count), user=person(request), content=upload.read(), name=upload.name
            )
        except XLSFormRefused as refused:
            problems = [told_of(each) for each in refused.problems]
            body = told("form_refused", {"n": len(problems)}) | {"details": {"problems": problems}}
            return Response(body, status=status.HTTP_400_BAD_REQUEST)
        except Refusal as refusal:
            return problem(refusal.code, refusal.params, status.HTTP_409_CONFLICT)
        context = {"request": request, "warnings": made.warnings}
        return Response(DraftSerializer(made.version, context=context).data, status=status.HTTP_201_CREATED)


class QuestionnaireFiles(OfCount):
    """`/api/v1/enumerations/12/questionnaire/files/`: pictures, sounds and lists of the draft."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": NewFormSerializer},
        responses={201: FormFileSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add a file to the draft, under the name by which the questionnaire asks for it."""
        version = self.draft(request, pk)
        sent = NewFormSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        upload = sent.validated_data["file"]
        try:
            file = add_file(version=version, upload=upload, name=upload.name)
        except Refusal as refusal:
            return problem(refusal.code, refusal.params, status.HTTP_409_CONFLICT)
        return Response(FormFileSerializer(file).data, status=status.HTTP_201_CREATED)


class PublishQuestionnaire(OfCount):
    """`/api/v1/enumerations/12/questionnaire/publish/`: hand the draft out to phones."""

    @extend_schema(request=PublishSerializer, responses={200: VersionSerializer, 409: ProblemSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Publish the draft of this version; 409 with what stands in the way."""
        version = self.draft(request, pk)
        asked = PublishSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["version"] != version.version:
            return problem("form_changed_meanwhile", {}, status.HTTP_409_CONFLICT)
        try:
            publish(version=version, user=person(request))
        except Refusal as refusal:
            return problem(refusal.code, refusal.params, status.HTTP_409_CONFLICT)
        return Response(VersionSerializer(version, context={"request": request}).data)
