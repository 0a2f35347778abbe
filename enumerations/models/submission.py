"""One interview as a phone, or the web form, sent it; its pictures; and what waits for a decision."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption.bytes import EncryptedBytesField
from accounts.history import tracked
from enumerations.collecting import (
    HeldDecision,
    HeldKind,
    Review,
    SubmissionFlag,
    SubmissionState,
)
from enumerations.models.batch import Batch
from enumerations.models.device import Device
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household
from enumerations.models.questionnaire import QuestionnaireVersion
from enumerations.querysets import HeldSendingQuerySet, SubmissionQuerySet
from settlements.models import Settlement


def stored_attachment(attachment: "Attachment", original: str) -> str:
    return f"interviews/{uuid.uuid4().hex}"


def stored_held(held: "HeldSending", original: str) -> str:
    return f"interviews/held/{uuid.uuid4().hex}"


# A reason is free text: it goes when the interview is cleared, and history would keep it.
@tracked(exclude=["xml", "state", "batch", "row", "household", "touched_at", "flags", "review_reason"])
class Submission(models.Model):
    """One filled questionnaire, its XML kept byte for byte (and encrypted) until it is cleared.

    `instance_id` is without `uuid:`. A correction is a submission of its own that `replaces` the one before;
    all of a chain share `root_instance_id`, by which the register knows the household.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    enumeration = models.ForeignKey(
        Enumeration, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    # Null where the phone named a version that nobody knows; `version_text` is what it named.
    version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, null=True, related_name="submissions", db_index=False
    )
    version_text = models.CharField(_("form version"), max_length=64, blank=True)
    instance_id = models.CharField(_("interview ID"), max_length=80)
    root_instance_id = models.CharField(max_length=80)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    is_test = models.BooleanField(default=False)
    xml = EncryptedBytesField(sealed_as="interview", null=True)  # null once it was cleared
    sha256 = models.CharField(max_length=64)
    expected_files = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    # How it came
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions", db_index=False
    )
    phone_id = models.CharField(max_length=255, blank=True)  # what the phone calls itself; proves nothing
    user_agent = models.CharField(max_length=255, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="submissions"
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    # Where it stands
    state = models.CharField(_("state"), max_length=20, choices=SubmissionState)
    flags = ArrayField(models.CharField(max_length=20, choices=SubmissionFlag), default=list, blank=True)
    touched_at = models.DateTimeField(auto_now_add=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions", db_index=False
    )
    row = models.PositiveIntegerField(null=True, blank=True)  # of the batch: where its issues are
    # Of a conflict: the household that the register holds under the number it names.
    household = models.ForeignKey(
        Household,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        db_index=False,
    )
    # The household's number that a supervisor gave it, where the one it names is another household's.
    given_code = models.CharField(_("household number given"), max_length=80, blank=True)

    # What the team leader said
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.PENDING)
    review_reason = models.CharField(_("reason"), max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reviewed_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    objects: ClassVar = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.UniqueConstraint(
                fields=["enumeration", "instance_id", "is_test"], name="submission_instance_once"
            ),
            models.CheckConstraint(
                condition=~Q(review=Review.RETURNED) | ~Q(review_reason=""), name="return_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["enumeration", "touched_at"],
                condition=Q(state__in=[SubmissionState.RECEIVED, SubmissionState.WAITING_FILES]),
                name="submissions_to_do",
            ),
            models.Index(
                fields=["enumeration"],
                condition=Q(state__in=[SubmissionState.REJECTED, SubmissionState.CONFLICT]),
                name="submissions_not_taken",
            ),
            models.Index(fields=["enumeration", "received_at"], name="submissions_by_day"),
            models.Index(fields=["enumeration", "root_instance_id"], name="submissions_by_root"),
            # Nothing of this is known of an interview that has just come: it need not wait for them.
            *(
                models.Index(
                    fields=[key], condition=Q(**{f"{key}__isnull": False}), name=f"submissions_by_{key}"
                )
                for key in ("batch", "household", "reviewed_by")
            ),
        ]

    def __str__(self) -> str:
        return self.instance_id


class Attachment(models.Model):
    """A picture, sound or signature that belongs to an interview, as it was sent."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=stored_attachment, max_length=200)
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["submission", "name"]
        verbose_name = _("file of an interview")
        verbose_name_plural = _("files of interviews")
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="attachment_name_once")]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=["xml"])
class HeldSending(models.Model):
    """Something a phone sent that contradicts what is here: kept until a supervisor has decided.

    The phone was told that it is not in the register yet. `xml` is empty where it is about a file only.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="held_sendings")
    kind = models.CharField(_("why"), max_length=20, choices=HeldKind)
    instance_id = models.CharField(_("interview ID"), max_length=80)
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="held_sendings"
    )
    version_text = models.CharField(max_length=64, blank=True)
    xml = EncryptedBytesField(sealed_as="held", null=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file = models.FileField(upload_to=stored_held, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    phone_id = models.CharField(max_length=255, blank=True)
    user_agent = models.CharField(max_length=255, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=12, choices=HeldDecision, default=HeldDecision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects: ClassVar = HeldSendingQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("held sending")
        verbose_name_plural = _("held sendings")
        constraints = [
            # Sent again, it is the same thing that waits.
            models.UniqueConstraint(
                fields=["enumeration", "instance_id", "file_name", "sha256"], name="held_sending_once"
            ),
            models.CheckConstraint(
                condition=Q(decision=HeldDecision.OPEN, decided_at__isnull=True)
                | (~Q(decision=HeldDecision.OPEN) & Q(decided_at__isnull=False)),
                name="held_is_open_or_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.kind}"


class AnswerRow(models.Model):
    """One row of a community's own repeated questions (its shops, its animals), beside the people."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="+", db_index=False)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="answer_rows", db_index=False
    )
    repeat = models.CharField(max_length=60)
    line_no = models.PositiveSmallIntegerField(_("line"))
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["household", "repeat", "line_no"]
        verbose_name = _("row of repeated answers")
        verbose_name_plural = _("rows of repeated answers")
        constraints = [
            models.UniqueConstraint(fields=["household", "repeat", "line_no"], name="answer_row_once"),
        ]
        indexes = [models.Index(fields=["enumeration", "repeat"], name="answer_rows_by_repeat")]

    def __str__(self) -> str:
        return f"{self.household_id}/{self.repeat}/{self.line_no}"
