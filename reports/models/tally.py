"""What is added up when figures of several settlements are made one: derived, rebuilt, never edited."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from settlements.models import Settlement


class Tally(models.Model):
    """The sums behind one round's figures, of all its households or of one group of them.

    `sums` is what ratios and shares are made from. `times` says how often each value was told of what has a
    median, `{"rent_median": {"2500": 31}}`: enough to take it anew over any places together. Never shown.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=10, blank=True)
    sums = models.JSONField(default=dict)
    times = models.JSONField(default=dict)
    # The figures it belongs to: of newer ones another tally is made.
    made_of = models.DateTimeField(_("figures of"))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("tally of a round")
        verbose_name_plural = _("tallies of rounds")
        constraints = [models.UniqueConstraint(fields=["enumeration", "group"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.enumeration_id}/{self.group or '-'}"
