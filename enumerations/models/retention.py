"""What is announced to be cleared because its time is over."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.models.enumeration import Enumeration
from enumerations.rights import RetentionRule


class RetentionNotice(models.Model):
    """A count whose records are due to be cleared by a rule, from the day this was first found.

    A mistyped day of adoption can thus be put right before anything is lost.
    """

    enumeration = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="retention_notices")
    rule = models.CharField(_("rule"), max_length=20, choices=RetentionRule)
    found_at = models.DateTimeField(_("announced"), default=timezone.now)

    objects: ClassVar[models.Manager["RetentionNotice"]] = models.Manager()

    class Meta:
        ordering = ["found_at"]
        verbose_name = _("retention notice")
        verbose_name_plural = _("retention notices")
        constraints = [models.UniqueConstraint(fields=["enumeration", "rule"], name="retention_noticed_once")]

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {self.rule}"
