"""What people say is wrong with the list, how it was heard and decided, and what it corrected."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.encryption import phone_digits
from accounts.encryption.bytes import EncryptedBytesField
from accounts.encryption.fields import IsEncrypted
from accounts.history import tracked
from enumerations.models import Enumeration, Household, TenureClaim, columns
from settlements.models import Cluster, Settlement, Structure
from verification.choices import (
    DISPUTES,
    ObjectionKind,
    ObjectionSource,
    ObjectionState,
    Objector,
    Outcome,
    ReferredTo,
)
from verification.models.posting import Posting
from verification.querysets import ObjectionQuerySet


@tracked(
    exclude=["objector_name", "phone", "statement", "decision", "settled_how"],
    inserts=True,
    found_by=["settlement"],
)
class Objection(models.Model):
    """One objection to what a count says. Its `receipt` is public: it asks after the state, and no more."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="objections")
    posting = models.ForeignKey(
        Posting, on_delete=models.SET_NULL, null=True, blank=True, related_name="objections"
    )
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    kind = models.CharField(_("about"), max_length=30, choices=ObjectionKind)
    source = models.CharField(_("how it was taken"), max_length=10, choices=ObjectionSource)
    heard_on = models.DateField(_("objected on"))
    # What it is about: the number as it was said, and what the register knows of it.
    door = models.CharField(_("number on the door"), max_length=40, blank=True)
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    structure = models.ForeignKey(
        Structure, on_delete=models.SET_NULL, null=True, blank=True, related_name="objections"
    )
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="objections"
    )
    claim = models.ForeignKey(
        TenureClaim, on_delete=models.SET_NULL, null=True, blank=True, related_name="objections"
    )
    # Where it is that no door is known: EPSG:4326.
    location = models.PointField(_("place"), null=True, blank=True, spatial_index=False)
    objector = models.CharField(_("who objects"), max_length=20, choices=Objector)
    objector_name = models.CharField(_("name of who objects"), max_length=60, blank=True)
    phone = columns.sealed(_("phone"), "objection_phone", phone_digits)
    statement = models.TextField(_("in their words"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ObjectionState, default=ObjectionState.OPEN)
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome, blank=True)
    referred_to = models.CharField(_("referred to"), max_length=20, choices=ReferredTo, blank=True)
    # Of a referral: when whoever it went to has settled it.
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_how = models.TextField(_("how it was settled"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    decision = models.TextField(_("reasons"), blank=True)
    panel = models.TextField(_("panel"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("written down"), auto_now_add=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whatever said who objected is gone: at their request, or because its time was over.
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.DECIDED, decided_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=ObjectionState.DECIDED) & Q(outcome="", decided_on__isnull=True),
                name="objection_is_decided_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFERRED) & ~Q(referred_to="")
                | ~Q(outcome=Outcome.REFERRED) & Q(referred_to="", settled_on__isnull=True),
                name="objection_is_referred_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.WITHDRAWN, withdrawn_on__isnull=False)
                | ~Q(state=ObjectionState.WITHDRAWN) & Q(withdrawn_on__isnull=True),
                name="objection_withdrawal_is_dated",
            ),
            models.CheckConstraint(condition=IsEncrypted("phone"), name="objection_phone_is_encrypted"),
        ]
        indexes = [models.Index(fields=["enumeration", "state"], name="objections_by_state")]

    def __str__(self) -> str:
        return self.receipt

    @property
    def is_dispute(self) -> bool:
        return self.kind in DISPUTES

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in (ObjectionState.OPEN, ObjectionState.HEARING)

    @property
    def waits_for_others(self) -> bool:
        """Whether whoever it was referred to has not settled it yet."""
        return self.outcome == Outcome.REFERRED and self.settled_on is None

    @property
    def days_open(self) -> int:
        """Days from when it was said until it was decided or withdrawn, or until today."""
        until = self.decided_on or self.withdrawn_on or timezone.localdate()
        return max((until - self.heard_on).days, 0)

    def get_absolute_url(self) -> str:
        return reverse("verification:objection-detail", args=[self.pk])


class Hearing(models.Model):
    """When and where a panel hears an objection, and who came."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="hearings")
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    present = models.TextField(_("who came"), blank=True)
    note = models.TextField(_("what was said"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.held_on}"


class ObjectionFile(models.Model):
    """Evidence, or the sheet it was written on. For those who decide, never for the public."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to="objections/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """One value that a decision changed: which, what it was, what it is, and why.

    `field` names it (`household.head_name`, `person.2.age`, `structure.status`, `household.same_as`, …). The
    values are encrypted and may be emptied with the household; what happened stays.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="corrections")
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="corrections")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    field = models.CharField(_("what"), max_length=80)
    old = EncryptedBytesField(null=True, sealed_as="correction_old")
    new = EncryptedBytesField(null=True, sealed_as="correction_new")
    reason = models.TextField(_("why"))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.field}"
