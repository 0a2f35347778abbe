"""What the API says of counts, batches and issues."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.reverse import reverse

from enumerations.intake.issues import describe
from enumerations.models import Batch, Enumeration, Issue, SettlementStatistics
from settlements.models import Cluster, Settlement


class EnumerationSerializer(serializers.ModelSerializer[Enumeration]):
    settlement: serializers.SlugRelatedField[Settlement] = serializers.SlugRelatedField(
        slug_field="code", read_only=True
    )
    is_open = serializers.BooleanField(read_only=True, help_text=_("Whether it takes batches now."))

    class Meta:
        model = Enumeration
        fields = [
            "id",
            "settlement",
            "round",
            "name",
            "state",
            "starts_on",
            "ends_on",
            "adopted_on",
            "is_open",
        ]


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch: `created + updated + unchanged + rejected + conflict` are always the `rows` received."""

    url = serializers.SerializerMethodField(help_text=_("Where to look again."))
    issues_url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text=_("The same for people."))

    class Meta:
        model = Batch
        fields = [
            "id", "url", "page", "issues_url", "enumeration", "name", "size", "sha256", "received_at",
            "dry_run", "all_or_nothing", "replace_conflicts",
            "state", "phase", "phase_done", "phase_total", "is_finished", "finished_at",
            "rows", "created", "updated", "unchanged", "rejected", "conflict", "structures_created",
        ]  # fmt: skip
        read_only_fields = fields

    def get_url(self, batch: Batch) -> str:
        return reverse("api-batch-detail", args=[batch.pk], request=self.context.get("request"))

    def get_issues_url(self, batch: Batch) -> str:
        return reverse("api-batch-issues", args=[batch.pk], request=self.context.get("request"))

    def get_page(self, batch: Batch) -> str:
        return reverse("enumerations:batch-detail", args=[batch.pk], request=self.context.get("request"))


class IssueSerializer(serializers.ModelSerializer[Issue]):
    """One problem: where, how bad, what is wrong and what to do, in the language asked for."""

    sentence = serializers.SerializerMethodField()
    remedy = serializers.SerializerMethodField()

    class Meta:
        model = Issue
        fields = ["sheet", "row", "column", "field", "code", "severity", "sentence", "remedy"]

    def get_sentence(self, issue: Issue) -> str:
        return str(describe(issue)[0])

    def get_remedy(self, issue: Issue) -> str:
        return str(describe(issue)[1])


class NewBatchSerializer(serializers.Serializer[Any]):
    """A file as multipart/form-data; or the rows themselves as a JSON list of objects."""

    file = serializers.FileField(allow_empty_file=True)
    dry_run = serializers.BooleanField(default=False, help_text=_("Do everything but write."))
    all_or_nothing = serializers.BooleanField(
        default=False, help_text=_("Write nothing if any row is wrong.")
    )
    replace_conflicts = serializers.BooleanField(
        default=False, help_text=_("Replace what the register holds where this differs.")
    )


class OptionsSerializer(NewBatchSerializer):
    """The same choices as query parameters, for a body that is the file itself."""

    file = None  # type: ignore[assignment]


class StatisticsSerializer(serializers.ModelSerializer[SettlementStatistics]):
    """The figures of a place: of the whole settlement where `cluster` is null."""

    cluster: serializers.SlugRelatedField[Cluster] = serializers.SlugRelatedField(
        slug_field="code", read_only=True, allow_null=True
    )
    households = serializers.IntegerField(allow_null=True, help_text=_("Null where it is hidden."))

    class Meta:
        model = SettlementStatistics
        fields = ["cluster", "households", "coverage_percent", "made_at", "figures"]


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong and what to do."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    remedy = serializers.CharField()
    details = serializers.DictField(
        required=False, help_text=_("By parameter or field: what is wrong with it.")
    )
