"""How a count moves on: who said so, when, at which meeting, with which papers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from settlements.models import Settlement
from verification.choices import StepFileKind
from verification.querysets import OfVerificationQuerySet


class Step(models.Model):
    """One step of a count from one state to another. Steps are added, never changed."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(_("from"), max_length=20, choices=EnumerationState)
    to_state = models.CharField(_("to"), max_length=20, choices=EnumerationState)
    held_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    women = models.PositiveIntegerField(_("women who came"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men who came"), null=True, blank=True)
    # Of a hand-over: who took it.
    given_to = models.CharField(_("handed over to"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Codes of the conditions that were not met when it was taken all the same; the note says why.
    unmet = models.JSONField(_("not met"), default=list, blank=True)
    taken_at = models.DateTimeField(_("taken"), auto_now_add=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfVerificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("step of a count")
        verbose_name_plural = _("steps of counts")

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {self.from_state} → {self.to_state}"


class StepFile(models.Model):
    """A paper that goes with a step: minutes, agreement, attendance."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=20, choices=StepFileKind)
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to="steps/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)

    objects: ClassVar = OfVerificationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper of a step")
        verbose_name_plural = _("papers of steps")

    def __str__(self) -> str:
        return self.name
