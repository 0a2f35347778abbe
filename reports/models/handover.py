"""What leaves the federation: under which agreement, and what was given to whom.

An agreement is changed where it must be, and every change of it is kept. What was given is written down once:
the database refuses to change it, and a correction is a note beside it.
"""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from reports.handover_querysets import AgreementQuerySet, HandOverQuerySet
from reports.products import Envelope
from settlements.models import County, Settlement
from verification.models import Step

# Nothing above this leaves, under whatever agreement: see docs/decisions/0028.
MOST = Envelope.COUNTY
ENVELOPES = [(int(each), each.label) for each in Envelope if each <= MOST]


class Party(models.TextChoices):
    """What kind of office it is. A code never changes once it was used."""

    COUNTY_DEPARTMENT = "county_department", _("County department")
    COUNTY_ASSEMBLY = "county_assembly", _("County assembly")
    WARD_OFFICE = "ward_office", _("Ward office")
    NATIONAL_OFFICE = "national_office", _("National government office")
    UTILITY = "utility", _("Water or power company")
    COURT = "court", _("Court or commission")
    PARTNER = "partner", _("University or partner organisation")
    OTHER = "other", _("Another office")


class Means(models.TextChoices):
    """How something was given."""

    PRINTED = "printed", _("Printed, by hand")
    DRIVE = "drive", _("On a memory stick or disk, by hand")
    E_MAIL = "e_mail", _("By e-mail")
    COUNTY_SYSTEM = "county_system", _("Put into their own system")
    POST = "post", _("By post or messenger")
    SHOWN = "shown", _("Shown, not left there")


class PaperKind(models.TextChoices):
    """What a kept paper is."""

    AGREEMENT = "agreement", _("The signed agreement")
    MINUTES = "minutes", _("Minutes of the assembly")
    RECEIPT = "receipt", _("The signed receipt")
    OTHER = "other", _("Another paper")


@tracked()
class Agreement(models.Model):
    """What was signed with an office: for what, until when, for which settlements and up to which envelope.

    It covers all settlements of its county, or those of its `places`.
    """

    party = models.CharField(_("kind of office"), max_length=20, choices=Party)
    office = models.CharField(_("office"), max_length=200)
    purpose = models.TextField(_("what for"))
    signed_on = models.DateField(_("signed on"))
    until = models.DateField(_("in force until"))
    signed_by_them = models.CharField(_("who signed for the office"), max_length=200)
    signed_by_us = models.CharField(_("who signed for the federation"), max_length=200)
    envelope = models.PositiveSmallIntegerField(_("what may be given"), choices=ENVELOPES, default=MOST)
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements",
        verbose_name=_("all settlements of this county"),
    )  # fmt: skip
    settlements = models.ManyToManyField(
        Settlement, through="AgreedPlace", related_name="agreements", verbose_name=_("settlements")
    )
    ended_on = models.DateField(_("ended before its time on"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("written down"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("signed_on")), name="agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
                name="agreement_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(envelope__range=(int(Envelope.PUBLIC), int(MOST))),
                name="agreement_gives_no_names",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.signed_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("reports:agreement-detail", args=[self.pk])

    @property
    def last_day(self) -> date:
        """The last day on which something may be given under it."""
        return min(self.until, self.ended_on) if self.ended_on else self.until

    def is_in_force(self, on: date | None = None) -> bool:
        """Whether something may be given under it on that day (today)."""
        return self.signed_on <= (on or timezone.localdate()) <= self.last_day


@tracked()
class AgreedPlace(models.Model):
    """A settlement of an agreement, and whether its assembly agreed that structures be given one by one.

    Without minutes it did not; what it agreed to it can take back.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="places")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    assembly_on = models.DateField(_("day of the assembly"), null=True, blank=True)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        ordering = ["settlement__name"]
        verbose_name = _("settlement of an agreement")
        verbose_name_plural = _("settlements of agreements")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "settlement"], name="agreed_once_per_settlement"),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) | Q(taken_back_on__gte=F("assembly_on")),
                name="agreed_before_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.settlement_id}"


class HandOver(models.Model):
    """What was given to an office, once and for all: a file known by its hash, or a paper.

    What the file was is copied here, for the file itself goes when its time is over. The database refuses
    every change of it (a note may be added).
    """

    settlements = models.ManyToManyField(
        Settlement, through="HandedPlace", related_name="hand_overs", verbose_name=_("settlements")
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs",
        verbose_name=_("under the agreement"),
    )  # fmt: skip
    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("step of the count"),
    )  # fmt: skip
    title = models.CharField(_("what was given"), max_length=200)
    version = models.CharField(_("version"), max_length=60, blank=True)
    envelope = models.PositiveSmallIntegerField(_("what it holds"), choices=ENVELOPES)
    has_structures = models.BooleanField(_("structures one by one"), default=False)
    # Of a file that was made here.
    product = models.CharField(_("product"), max_length=40, blank=True)
    ask = models.JSONField(_("as it was asked for"), default=dict, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size, bytes"), null=True, blank=True)
    # To whom.
    party = models.CharField(_("kind of office"), max_length=20, choices=Party)
    office = models.CharField(_("office"), max_length=200)
    officer = models.CharField(_("public officer"), max_length=120)
    position = models.CharField(_("their position"), max_length=120, blank=True)
    given_on = models.DateField(_("given on"))
    means = models.CharField(_("how"), max_length=20, choices=Means)
    note = models.TextField(_("note"), blank=True)
    made_at = models.DateTimeField(_("written down"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [models.Index(fields=["-given_on", "-id"], name="handover_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(envelope__range=(int(Envelope.PUBLIC), int(MOST))),
                name="handover_gives_no_names",
            ),
            models.CheckConstraint(
                condition=Q(envelope=int(Envelope.PUBLIC), has_structures=False) | Q(agreement__isnull=False),
                name="handover_has_agreement",
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="handover_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.given_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("reports:hand-over-detail", args=[self.pk])


class HandedPlace(models.Model):
    """A settlement whose data was given."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="places")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("settlement of a hand-over")
        verbose_name_plural = _("settlements of hand-overs")
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "settlement"], name="handed_once_per_settlement")
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.settlement_id}"


class HandOverNote(models.Model):
    """What was put right or came later: a correction, the signed receipt. Added, never changed."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    made_at = models.DateTimeField(_("written down"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note to a hand-over")
        verbose_name_plural = _("notes to hand-overs")

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.pk}"


class HandOverPaper(models.Model):
    """A scanned or photographed paper: of an agreement, of an assembly, of what was given."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, related_name="papers")
    place = models.ForeignKey(AgreedPlace, on_delete=models.CASCADE, null=True, related_name="papers")
    note = models.ForeignKey(HandOverNote, on_delete=models.CASCADE, null=True, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to="hand-overs/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper of a hand-over")
        verbose_name_plural = _("papers of hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, place__isnull=True, note__isnull=True)
                | Q(agreement__isnull=True, place__isnull=False, note__isnull=True)
                | Q(agreement__isnull=True, place__isnull=True, note__isnull=False),
                name="paper_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name
