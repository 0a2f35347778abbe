"""When staff opened the personal records of a settlement, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.querysets import DisclosureQuerySet
from settlements.models import Settlement


@tracked()
class Disclosure(models.Model):
    """A member of staff may see the people of one settlement until then, for this reason."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="disclosures")
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    until = models.DateTimeField(_("until"))

    objects: ClassVar = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [models.Index(fields=["user", "until"], name="disclosure_running")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.settlement_id}"
