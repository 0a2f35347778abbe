"""A report for the county: what staff write, the figures it was written to, and every version given away."""

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.choices import Priority
from reports.querysets import OfReportQuerySet, ReportQuerySet
from reports.report_choices import Level, ReportKind, ReportLanguages, Stamp
from settlements.models import County, Settlement, Ward

LANGUAGES: dict[str, tuple[str, ...]] = {
    ReportLanguages.ENGLISH: ("en",),
    ReportLanguages.KISWAHILI: ("sw",),
    ReportLanguages.BOTH: ("en", "sw"),
}


@tracked(exclude=["figures", "changed_at", "edition", "demands_edition"])
class Report(models.Model):
    """One report of one place. Its text and its figures change until an export keeps them as a version.

    `figures` is what `reports.documents.snapshot` took: the text is written to these, and they change only
    when somebody takes the newer ones.
    """

    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind, default=ReportKind.FULL)
    languages = models.CharField(
        _("languages"), max_length=4, choices=ReportLanguages, default=ReportLanguages.ENGLISH
    )
    level = models.CharField(_("about"), max_length=12, choices=Level, default=Level.SETTLEMENTS)
    ward = models.ForeignKey(
        Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ward")
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("county")
    )
    # Whose figures are in it; of a ward or county those that its writers may see and that were counted.
    settlements = models.ManyToManyField(Settlement, related_name="reports", verbose_name=_("settlements"))
    stamp = models.CharField(_("stamp"), max_length=10, choices=Stamp, default=Stamp.DRAFT)
    contact = models.CharField(_("who answers questions"), max_length=200, blank=True)
    # Why so few were counted, where that is so: printed where the coverage is.
    coverage_note_en = models.TextField(_("why not everybody was counted"), max_length=1_000, blank=True)
    coverage_note_sw = models.TextField(
        _("why not everybody was counted, in Kiswahili"), max_length=1_000, blank=True
    )
    # How often what stands above, and the demands, were saved: who opened an older edition is told.
    edition = models.PositiveIntegerField(default=0, editable=False)
    demands_edition = models.PositiveIntegerField(default=0, editable=False)
    figures = models.JSONField(default=dict, editable=False)
    figures_taken_at = models.DateTimeField(_("figures taken"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.SETTLEMENTS, ward=None, county=None)
                | Q(level=Level.WARD, ward__isnull=False, county=None)
                | Q(level=Level.COUNTY, ward=None, county__isnull=False),
                name="report_is_of_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report-detail", args=[self.pk])

    @property
    def written_in(self) -> Sequence[str]:
        """The languages of its text, the first one first."""
        return LANGUAGES[self.languages]


@tracked()
class Section(models.Model):
    """What staff wrote under one heading, in either language. `edition` counts how often it was saved."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    slug = models.CharField(max_length=30)  # one of reports.documents.outline
    text_en = models.TextField(_("text"), blank=True)
    text_sw = models.TextField(_("text in Kiswahili"), blank=True)
    edition = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(null=True)

    objects: ClassVar = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.UniqueConstraint(fields=["report", "slug"], name="section_once_per_report")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.slug}"

    def text(self, language: str) -> str:
        return self.text_sw if language == "sw" else self.text_en


@tracked()
class Demand(models.Model):
    """One thing that the report asks for, in the order of `rank`; the first three are the leaders' three."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="demands")
    rank = models.PositiveSmallIntegerField(_("place"))
    priority = models.CharField(_("priority"), max_length=40, choices=Priority, blank=True)
    text_en = models.CharField(_("what is asked for"), max_length=300, blank=True)
    text_sw = models.CharField(_("what is asked for, in Kiswahili"), max_length=300, blank=True)
    ward = models.CharField(_("ward"), max_length=60, blank=True)
    cost_kes = models.PositiveBigIntegerField(_("cost, KES"), null=True, blank=True)

    objects: ClassVar = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["report", "rank"]
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        constraints = [models.UniqueConstraint(fields=["report", "rank"], name="demand_rank_once")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.rank}"

    def text(self, language: str) -> str:
        return self.text_sw if language == "sw" else self.text_en


class ReportVersion(models.Model):
    """What was exported, for good: its words, figures and maps. The same content is the same version."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=2)
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind)
    stamp = models.CharField(_("stamp"), max_length=10, choices=Stamp)
    envelope = models.PositiveSmallIntegerField(_("for whom"))
    # SHA-256 of `content`, printed on the paper.
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.UniqueConstraint(fields=["report", "fingerprint"], name="report_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: v{self.number}"
