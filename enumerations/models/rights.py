"""What the counted asked for, and which of their agreements they took back."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household
from enumerations.querysets import RightsRequestQuerySet, WithdrawalQuerySet
from enumerations.rights import Purpose, RequestKind, RequestOutcome, Route
from settlements.models import Settlement


@tracked()
class Withdrawal(models.Model):
    """Agreements that a household took back, for as long as nobody gives them again.

    It names the household as files do (`key`, `instance_id`), so that an old interview that is sent again
    brings nothing back; also after the household was erased, and then without a link to it.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="withdrawals")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="withdrawals"
    )
    key = models.CharField(max_length=80)
    instance_id = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 - as in Household
    purposes = ArrayField(models.CharField(max_length=40, choices=Purpose), verbose_name=_("no longer"))
    is_erasure = models.BooleanField(_("asked to be erased"), default=False)
    heard_on = models.DateField(_("said on"))
    how = models.CharField(_("how it reached us"), max_length=20, choices=Route)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("written down"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("given again"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("agreement taken back")
        verbose_name_plural = _("agreements taken back")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_erasure=False) | Q(household__isnull=True), name="erasure_links_to_nobody"
            ),
            models.CheckConstraint(condition=~Q(purposes=[]), name="withdrawal_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {', '.join(self.purposes)}"

    @property
    def labels(self) -> list[str]:
        """The purposes in words."""
        return [str(Purpose(purpose).label) for purpose in self.purposes]


@tracked()
class RightsRequest(models.Model):
    """One request of a counted person and what became of it: the register that the law asks for.

    Nothing here says who asked, but for the link to the household, which an erasure cuts.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="rights_requests"
    )
    kind = models.CharField(_("asks to"), max_length=20, choices=RequestKind)
    received_on = models.DateField(_("received on"))
    how = models.CharField(_("how it reached us"), max_length=20, choices=Route)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer due"))
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=RequestOutcome, default=RequestOutcome.OPEN
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of an erasure: whether the answers stayed without a name, and the batches whose stored files still hold
    # the interview.
    answers_stay = models.BooleanField(_("answers stay without a name"), default=False)
    batches = ArrayField(models.BigIntegerField(), default=list, blank=True)

    objects: ClassVar = RightsRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request of a counted person")
        verbose_name_plural = _("requests of counted people")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=RequestOutcome.OPEN, answered_at__isnull=True)
                | (~Q(outcome=RequestOutcome.OPEN) & Q(answered_at__isnull=False)),
                name="request_is_open_or_answered",
            )
        ]
        indexes = [models.Index(fields=["settlement", "due_on"], name="requests_by_due_day")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.outcome == RequestOutcome.OPEN

    @property
    def is_late(self) -> bool:
        """Past its day, and not answered."""
        return self.is_open and self.due_on < timezone.localdate()
