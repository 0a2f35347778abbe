"""One file or list that was sent, what became of its rows, and what is wrong with them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.history import tracked
from enumerations import choices
from enumerations.collecting import BatchSource
from enumerations.models.enumeration import Enumeration
from enumerations.models.questionnaire import QuestionnaireVersion
from enumerations.querysets import BatchQuerySet, IssueQuerySet
from settlements.models import Settlement


def stored_name(batch: "Batch", original: str) -> str:
    """Where the bytes are kept: by a name of ours, so that nothing in the sender's name matters."""
    return f"batches/{batch.enumeration_id}/{uuid.uuid4().hex}"


# How far a run is, is no history.
@tracked(exclude=["phase", "phase_done", "phase_total", "attempts", "touched_at"])
class Batch(models.Model):
    """One sent file, its bytes on disk before the sender gets an answer; or some interviews from phones.

    The rows of phones are the XML of its submissions, all of one version, and `file` is empty.
    Every row ends as exactly one of created, updated, unchanged, rejected or conflict.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="batches")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="batches"
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    source = models.CharField(_("how it came"), max_length=10, choices=BatchSource, default=BatchSource.FILE)
    version = models.ForeignKey(
        QuestionnaireVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)

    # The sender's choices
    dry_run = models.BooleanField(_("only check, write nothing"), default=False)
    all_or_nothing = models.BooleanField(_("write nothing if any row is wrong"), default=False)
    replace_conflicts = models.BooleanField(
        _("replace what is in the register where it differs"), default=False
    )
    mapping = models.JSONField(null=True, blank=True)

    # Where it stands
    state = models.CharField(
        _("state"), max_length=20, choices=choices.BatchState, default=choices.BatchState.RECEIVED
    )
    phase = models.CharField(
        _("phase"), max_length=20, choices=choices.BatchPhase, default=choices.BatchPhase.WAITING
    )
    phase_done = models.PositiveIntegerField(default=0)
    phase_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    # What became of it
    rows = models.PositiveIntegerField(_("rows received"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    conflict = models.PositiveIntegerField(_("conflicts"), default=0)
    structures_created = models.PositiveIntegerField(_("structures created"), default=0)
    reverted_at = models.DateTimeField(null=True, blank=True)
    reverted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "checked", "counting", "reverted"])
                | Q(rows=F("created") + F("updated") + F("unchanged") + F("rejected") + F("conflict")),
                name="batch_rows_add_up",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("enumerations:batch-detail", args=[self.pk])

    @property
    def is_from_phones(self) -> bool:
        return self.source == BatchSource.PHONES

    @property
    def title(self) -> str:
        """The file's name, or how many interviews came from phones."""
        if not self.is_from_phones:
            return self.name
        count = ngettext("%(n)s interview from phones", "%(n)s interviews from phones", self.rows)
        return count % {"n": self.rows}

    @property
    def is_finished(self) -> bool:
        S = choices.BatchState
        return self.state in {S.DONE, S.CHECKED, S.REFUSED, S.FAILED, S.REVERTED}


class Issue(models.Model):
    """One problem at one row and column, or (row is null) with the whole file.

    The sentence and the remedy belong to the code: see `enumerations.intake.issues`.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="issues", db_index=False)
    sheet = models.CharField(_("sheet"), max_length=60, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    column = models.CharField(_("column"), max_length=200, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=40)
    severity = models.CharField(_("severity"), max_length=10, choices=choices.Severity)
    # What fills the sentence's blanks. Never a value of a personal field.
    params = models.JSONField(default=dict, blank=True)

    objects: ClassVar = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["batch", F("row").asc(nulls_first=True), "pk"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        indexes = [models.Index(fields=["batch", "row"])]

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"


class Revision(models.Model):
    """A household as it was before a batch changed it: what reverting that batch puts back."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="revisions")
    household = models.ForeignKey("Household", on_delete=models.CASCADE, related_name="revisions")
    # The batch that had written the household last, before this one.
    previous_batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    before = models.JSONField()
    persons_before = models.JSONField(default=list)
    rows_before = models.JSONField(default=list)  # its AnswerRows

    class Meta:
        verbose_name = _("earlier state of a household")
        verbose_name_plural = _("earlier states of households")
        constraints = [
            models.UniqueConstraint(fields=["batch", "household"], name="revision_once_per_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.household_id}"
