"""Which household of a count is which one of the count before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enumerations.choices import LinkKind, LinkState
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household
from enumerations.querysets import RoundLinkQuerySet
from settlements.models import Settlement


class RoundLink(models.Model):
    """A household of a later count, and the one it is of the count before; says nothing of its people.

    Of a household that split, one part is the same and the others came of it; of several that joined, one is
    the same and the others went into it. Made by `enumerations.rounds.linking`, judged by people.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="+", db_index=False)
    enumeration = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="links")
    earlier = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="links", db_index=False)
    previous = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="later_links")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind, default=LinkKind.SAME)
    score = models.FloatField(_("likelihood"))
    # What spoke for it, as codes (`door`, `names`, `phone` …); never what a record says.
    reasons = models.JSONField(_("reasons"), default=list)
    # By the door, sex and age alone: no name was left to compare.
    is_thin = models.BooleanField(_("less sure"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=LinkState, default=LinkState.FOUND)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects: ClassVar = RoundLinkQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "pk"]
        verbose_name = _("link between rounds")
        verbose_name_plural = _("links between rounds")
        constraints = [
            models.UniqueConstraint(fields=["household", "previous"], name="round_link_once"),
            models.UniqueConstraint(
                fields=["household", "earlier"],
                condition=Q(kind=LinkKind.SAME) & ~Q(state=LinkState.REJECTED),
                name="household_was_one_before",
            ),
            models.UniqueConstraint(
                fields=["previous", "enumeration"],
                condition=Q(kind=LinkKind.SAME) & ~Q(state=LinkState.REJECTED),
                name="household_is_one_after",
            ),
        ]
        indexes = [
            models.Index(
                fields=["enumeration", "score"],
                condition=Q(state=LinkState.FOUND),
                name="round_links_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} < {self.previous_id}"

    @property
    def sides(self) -> tuple[Household, Household]:
        """The household then, and now."""
        return self.previous, self.household


class RoundLinking(models.Model):
    """When a count was last linked to the one before it."""

    enumeration = models.OneToOneField(Enumeration, on_delete=models.CASCADE, related_name="linking")
    earlier = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="+")
    linked_at = models.DateTimeField(_("linked"))
    seconds = models.FloatField(_("seconds it took"))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("linking of a round")
        verbose_name_plural = _("linkings of rounds")

    def __str__(self) -> str:
        return f"{self.enumeration_id} < {self.earlier_id}"
