"""What the API says of exports, and how a wish is sent to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from reports.models import Export
from reports.products import Refusal
from reports.works.failures import as_dict, why_failed, why_gone


class RefusalSerializer(serializers.Serializer[Refusal]):
    """What stands against a file."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    remedy = serializers.CharField()


class RefusedSerializer(RefusalSerializer):
    """The first thing that stands against it, and all of them."""

    refusals = RefusalSerializer(many=True)


class NewExportSerializer(serializers.Serializer[Any]):
    """A wish: what, of what, and where names are in it, why."""

    product = serializers.CharField(max_length=40, help_text=_("What is made: `data`, `workbook`, `report`."))
    ask = serializers.DictField(
        required=False,
        default=dict,
        help_text=_("What the page asks for this product, by the fields' names."),
    )
    reason = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=300,
        help_text=_("Where people are named: why the file is needed. No names here."),
    )  # fmt: skip
    mail = serializers.BooleanField(required=False, default=False, help_text=_("E-mail when it is ready."))


class ExportSerializer(serializers.ModelSerializer[Export]):
    """How far a file is; `file_url` once it can be fetched."""

    url = serializers.SerializerMethodField(help_text=_("Where to look again."))
    page = serializers.SerializerMethodField(help_text=_("The same for people."))
    file_url = serializers.SerializerMethodField(
        help_text=_("Where the file is; it takes Range and If-Range.")
    )
    envelope = serializers.SerializerMethodField(
        help_text=_("For whom: `public`, `county`, `staff`, `personal` or `restricted`.")
    )
    seconds_left = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=_("Null while nobody can tell.")
    )
    refusals = serializers.SerializerMethodField(help_text=_("Why there is no file, if there is none."))

    class Meta:
        model = Export
        fields = [
            "id", "url", "page", "file_url", "product", "title", "ask", "language", "envelope", "reason",
            "mail", "state", "done", "total", "seconds_left", "asked_at", "ended_at", "expires_at",
            "name", "content_type", "size", "sha256", "rows", "refusals",
        ]  # fmt: skip
        read_only_fields = fields

    def get_url(self, export: Export) -> str:
        return reverse("api-export-detail", args=[export.pk], request=self.context.get("request"))

    def get_page(self, export: Export) -> str:
        return reverse("reports:export", args=[export.pk], request=self.context.get("request"))

    def get_file_url(self, export: Export) -> str | None:
        if not export.is_ready:
            return None
        return reverse("api-export-file", args=[export.pk], request=self.context.get("request"))

    def get_envelope(self, export: Export) -> str:
        return export.meant_for.name.lower()

    @extend_schema_field(RefusalSerializer(many=True))
    def get_refusals(self, export: Export) -> list[dict[str, str]]:
        if export.gone:
            return [as_dict(why_gone(export))]
        return [as_dict(refusal) for refusal in why_failed(export)] if export.failed else []
